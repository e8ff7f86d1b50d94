"""Where the level of a series shifts: penalised segmentation (METHODS.md)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from insight.stats.two_waves import Z95

A_SIDE = 3
"""Periods that a level holds, at least."""
WITHIN = 7.4
"""Splits whose deviance lies within this of the lowest are in the range of dates."""
SHOWN_FROM = 5.0
"""Points of NPS or of percent: smaller shifts are not shown."""


@dataclass(frozen=True, eq=False)
class Series:
    """Measured periods in order, without those that too few answered.

    Means come with weights 1/variance; shares, 0 to 1, with how many were counted.
    """

    values: np.ndarray
    weights: np.ndarray
    are_shares: bool = False

    def __len__(self) -> int:
        return len(self.values)

    @property
    def can_be_searched(self) -> bool:
        return len(self) >= 2 * A_SIDE

    @cached_property
    def costs(self) -> np.ndarray:
        """Deviance of every stretch from its own level: [start, end], the end not in it."""
        from insight.stats.segmentation import costs_of_means, costs_of_shares

        of = costs_of_shares if self.are_shares else costs_of_means
        return of(self.values, self.weights)

    def level(self, start: int, end: int) -> float:
        """The weighted mean of a stretch; `end` is not in it."""
        return float(np.average(self.values[start:end], weights=self.weights[start:end]))

    def variance(self, start: int, end: int) -> float:
        """Variance of that level, if nothing but chance moves its periods."""
        total = float(self.weights[start:end].sum())
        if self.are_shares:
            level = self.level(start, end)
            return level * (1 - level) / total
        return 1 / total


@dataclass(frozen=True)
class Shift:
    """A new level from period `at` on, which may have begun in any of `first` to `last`.

    `size` is `after` less `before`, in the units of the series, with its 95 % interval; `start`
    and `end` bound the two levels.
    """

    start: int
    at: int
    end: int
    first: int
    last: int
    before: float
    after: float
    low: float
    high: float

    @property
    def size(self) -> float:
        return self.after - self.before


def best_split(series: Series, shifts: int, a_side: int = A_SIDE) -> list[int]:
    """The periods that start a new level when there are exactly so many shifts."""
    from insight.stats.segmentation import cuts_in_parts

    return cuts_in_parts(series.costs, shifts + 1, a_side)


def penalised_split(series: Series, penalty: float) -> list[int]:
    """The periods that start a new level when each must lower the deviance by the penalty."""
    from insight.stats.segmentation import cheapest_cuts

    return cheapest_cuts(series.costs, penalty, A_SIDE)


def dispersion(series: Series) -> float:
    """How much more than chance the periods vary around their levels, at least 1 (Pearson)."""
    levels = _levels(penalised_split(series, 2 * math.log(len(series))), len(series))
    residual = sum(_residual(series, start, end) for start, end in levels)
    return max(1.0, residual / (len(series) - len(levels)))


def find_shifts(series: Series, searched: int = 1) -> list[Shift]:
    """The shifts of a series that is one of `searched` at once; none where it is too short."""
    if not series.can_be_searched:
        return []
    spread = dispersion(series)
    penalty = spread * (3 * math.log(len(series)) + 2 * math.log(searched))
    levels = _levels(penalised_split(series, penalty), len(series))
    return [_shift(series, start, at, end, spread) for (start, at), (_, end) in pairwise(levels)]


def _shift(series: Series, start: int, at: int, end: int, spread: float) -> Shift:
    before, after = series.level(start, at), series.level(at, end)
    error = math.sqrt(spread * (series.variance(start, at) + series.variance(at, end)))
    first, last = dates_of(series, start, end, spread)
    low, high = after - before - Z95 * error, after - before + Z95 * error
    return Shift(start, at, end, first, last, before, after, low, high)


def dates_of(series: Series, start: int, end: int, spread: float = 1.0) -> tuple[int, int]:
    """The first and last period that may have begun the new level within a stretch."""
    splits = range(start + A_SIDE, end - A_SIDE + 1)
    costs = {at: float(series.costs[start, at] + series.costs[at, end]) for at in splits}
    lowest = min(costs.values())
    likely = [at for at, cost in costs.items() if cost <= lowest + WITHIN * spread]
    return likely[0], likely[-1]


def _residual(series: Series, start: int, end: int) -> float:
    """Squares around the common level, each over its variance."""
    level = series.level(start, end)
    squares = float((series.weights[start:end] * (series.values[start:end] - level) ** 2).sum())
    if not series.are_shares:
        return squares
    return squares / (level * (1 - level)) if 0 < level < 1 else 0.0


def _levels(splits: Sequence[int], periods: int) -> list[tuple[int, int]]:
    return list(pairwise([0, *splits, periods]))
