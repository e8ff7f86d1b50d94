"""The regression around the start of one change: a step, its course, and other changes' steps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insight.stats.ar1_gls import Fit, ar1_gls, independent
from insight.stats.change_series import ALIKE, Other, Series

FEWEST_MONTHS = 3
"""Months needed on either side of a start."""
SEASON_FROM = 24
"""Months from which on a series of everybody has a yearly sine and cosine."""
STEP = 1
"""The column of the design that is the step at the start."""


@dataclass(frozen=True)
class Model:
    """The regression around one start: its months, its columns and what was fitted."""

    rows: np.ndarray
    columns: np.ndarray
    counterfactual: np.ndarray
    """The columns at every month of the series as if it had not been made."""
    others: int
    fit: Fit

    @property
    def p(self) -> float:
        return self.fit.p(STEP)

    @property
    def effect(self) -> tuple[float, float, float]:
        """(step, low, high), points."""
        return self.fit.interval(np.eye(len(self.fit.coefficients))[STEP])


def fitted(series: Series, rows: np.ndarray, start: int, others: Sequence[Other]) -> Model | None:
    """The model of METHODS.md on these months; None where they are too few or all alike."""
    moved, months = series.moved, series.months
    after = months[rows] >= start
    if min(after.sum(), (~after).sum()) < FEWEST_MONTHS:
        return None
    values, variance = moved.mean[rows], moved.variance[rows]
    if np.ptp(values) <= ALIKE:
        return None
    names, columns = _columns(series, rows, start, others)
    kept = independent([column[rows] for column in columns], variance)
    if STEP not in kept:
        return None
    design = np.column_stack([columns[index] for index in kept])
    fit = ar1_gls(values, design[rows], variance, months[rows])
    if fit is None or not math.isfinite(fit.dispersion):
        return None
    made = [index for index, of in enumerate(kept) if names[of] == "made"]
    without = design.copy()
    without[:, made] = 0.0
    steps = sum(names[of] == "other" for of in kept)
    return Model(rows, design, without, steps, fit)


def _columns(
    series: Series, rows: np.ndarray, start: int, others: Sequence[Other]
) -> tuple[list[str], list[np.ndarray]]:
    """Names and columns for every month: what the change made, the course, other changes."""
    months = series.months
    step = (months >= start).astype(float)
    named = [("course", np.ones(len(months))), ("made", step)]
    if series.untouched is None:
        since = (months - start) / 12
        named += [("course", since), ("made", np.maximum(0.0, since))]
        if has_season(months[rows]):
            turn = 2 * math.pi * (months % 12) / 12
            named += [("course", np.sin(turn)), ("course", np.cos(turn))]
    named += [("other", other.step(months)) for other in others]
    return [name for name, _ in named], [column for _, column in named]


def has_season(months: np.ndarray) -> bool:
    return len(months) > 0 and int(months.max() - months.min()) + 1 >= SEASON_FROM
