"""When did customers take to a channel? The bend of its share upwards, with a range of dates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEAST_SIDE = 3
"""Periods on either side of a bend, at least (METHODS.md)."""
WITHIN = 7.4
"""A bend belongs to the range where its misfit lies within this of the least (METHODS.md)."""
LEAST_RISE = 5.0
"""Percent of all interactions: smaller rises are not shown."""
MOST = 240
_STEPS = 4
_SOON = 6
"""Periods after a bend by which the share must have risen."""


@dataclass(frozen=True)
class TakeUp:
    """The bend of a share upwards, on the time axis of its months, and its range."""

    at: float
    earliest: float
    latest: float
    level_before: float
    """Percent of all interactions in the year up to the bend."""
    level_after: float
    """The same in the year after it."""


def take_up(months: Sequence[int], used: Sequence[int], every: Sequence[int]) -> TakeUp | None:
    """When a share began to rise faster than before; None where it never did beyond chance.

    `used` of `every` interactions in months numbered in order; of many the last 240 count. A line
    through the shares that bends upwards (a cubic from the bend on, so that a slow start counts
    from its beginning), weighted by binomial variance, is held against the line without a bend by
    METHODS.md's penalty, phi (3 ln T).
    """
    used_, every_ = (np.asarray(counts[-MOST:], float) for counts in (used, every))
    periods, first = len(used_), float(months[-len(used_) :][0]) if months else 0.0
    if periods < 2 * LEAST_SIDE + 3:
        return None
    starts = np.asarray(months[-MOST:], float) - first
    shares = 100 * used_ / every_
    smoothed = (used_ + 0.5) / (every_ + 1)
    root = np.sqrt(every_ / (smoothed * (1 - smoothed))) / 100
    middle = starts + 0.5
    line = np.column_stack([np.ones(periods), middle])
    straight, _ = _misfit(line, shares, root)
    bends = np.arange(starts[LEAST_SIDE], starts[-LEAST_SIDE] + 1 / _STEPS, 1 / _STEPS)
    misfits = np.array([_bent_upwards(line, middle - bend, shares, root) for bend in bends])
    least = float(misfits.min())
    dispersion = max(1.0, least / (periods - 6))
    if not straight - least >= dispersion * 3 * math.log(periods):
        return None
    within = bends[misfits <= least + dispersion * WITHIN]
    at = float(bends[int(misfits.argmin())])
    year_before, year_after = (
        (starts >= at - 12) & (starts < at),
        (starts >= at) & (starts < at + 12),
    )
    before = 100 * used_[year_before].sum() / every_[year_before].sum()
    after = 100 * used_[year_after].sum() / every_[year_after].sum()
    if shares[starts >= at].max() - before < LEAST_RISE:
        return None
    ends = first + float(within.min()), first + float(within.max())
    return TakeUp(first + at, *ends, float(before), float(after))


def _bent_upwards(
    line: np.ndarray, after: np.ndarray, shares: np.ndarray, root: np.ndarray
) -> float:
    """What a line with a bend leaves unexplained; infinite where the share does not then rise."""
    since = np.maximum(0, after)
    for powers in ((1, 2, 3), (2, 3)):
        bent = np.column_stack([line, *(since**power for power in powers)])
        left, fitted = _misfit(bent, shares, root)
        if powers[0] == 2 or fitted[2] >= 0:
            break
    half_a_year = np.array([0.0, _SOON, *(float(_SOON) ** power for power in powers)])
    added = half_a_year[2:] @ fitted[2:]
    return left if added > 0 and half_a_year @ fitted > 0 else math.inf


def _misfit(design: np.ndarray, shares: np.ndarray, root: np.ndarray) -> tuple[float, np.ndarray]:
    """The weighted sum of squares left, and the coefficients."""
    fitted, *_ = np.linalg.lstsq(design * root[:, None], shares * root, rcond=None)
    return float((((shares - design @ fitted) * root) ** 2).sum()), fitted
