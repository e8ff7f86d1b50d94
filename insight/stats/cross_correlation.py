"""Which of two series moves first? Cross-correlation of what each adds to its own past."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FEWEST = 24
"""Periods that a lead is looked for in, at least (METHODS.md)."""
QUARTERS = 4
"""How far apart moves are looked for (METHODS.md)."""
_PERMUTATIONS = 1_999
_MOST_ORDER = 4


@dataclass(frozen=True)
class Lead:
    """Where two prewhitened series move together most.

    `lag` in periods, negative where the first series moves first; `p` is the chance of such a
    correlation, or a larger one, at any lag looked at, were the two unrelated (permutation).
    """

    lag: int
    correlation: float
    p: float


def cross_correlation(first: Sequence[float], second: Sequence[float], most: int) -> np.ndarray:
    """Correlations of first[t + k] with second[t] for k from -most to most, as R's ccf has them."""
    x, y = (np.asarray(series, float) - np.mean(series) for series in (first, second))
    scale = np.sqrt((x @ x) * (y @ y))
    if not scale:
        return np.zeros(2 * most + 1)
    return _lagged(y, most) @ x / scale


def _lagged(series: np.ndarray, most: int) -> np.ndarray:
    """One row a lag k: the series moved k periods on, with 0 where it has no value."""
    moved = np.zeros((2 * most + 1, len(series)))
    for row, lag in enumerate(range(-most, most + 1)):
        kept = len(series) - abs(lag)
        if kept > 0:
            moved[row, max(0, lag) : max(0, lag) + kept] = series[max(0, -lag) :][:kept]
    return moved


def lead(first: Sequence[float], second: Sequence[float], months_a_period: int = 1) -> Lead | None:
    """Which series moves first, within four quarters; None below 24 periods or where one is flat.

    Each calendar month's mean is taken out, then what the first series' own past tells (an
    autoregression chosen by AIC), with the same filter for both.
    """
    periods = len(first)
    if periods < FEWEST or len(second) != periods:
        return None
    a_year = max(1, 12 // months_a_period)
    x, y = (_without_season(np.asarray(series, float), a_year) for series in (first, second))
    if min(np.ptp(x), np.ptp(y)) < 1e-9:
        return None
    weights = _autoregression(x)
    x, y = (_filtered(series, weights) for series in (x, y))
    most = max(1, QUARTERS * 3 // months_a_period)
    found = cross_correlation(x, y, most)
    at = int(np.abs(found).argmax())
    draw = np.random.default_rng(2026)
    shuffled = draw.permuted(np.tile(x - x.mean(), (_PERMUTATIONS, 1)), axis=1)
    centred = y - y.mean()
    scale = np.sqrt((shuffled[0] @ shuffled[0]) * (centred @ centred))
    if not scale:
        return None
    largest = np.abs(shuffled @ _lagged(centred, most).T / scale).max(axis=1)
    as_large = int((largest >= abs(found[at]) - 1e-12).sum())
    return Lead(at - most, float(found[at]), (1 + as_large) / (1 + _PERMUTATIONS))


def _without_season(series: np.ndarray, a_year: int) -> np.ndarray:
    season = np.arange(len(series)) % a_year
    means = np.array([series[season == place].mean() for place in range(a_year)])
    return series - means[season]


def _autoregression(series: np.ndarray) -> np.ndarray:
    """Weights of the last periods, the nearest first; none where by AIC the past tells nothing."""
    best, best_aic = np.zeros(0), np.inf
    for order in range(_MOST_ORDER + 1):
        target = series[_MOST_ORDER:]
        past = [series[_MOST_ORDER - back : len(series) - back] for back in range(1, order + 1)]
        design = np.column_stack([np.ones(len(target)), *past])
        fitted, *_ = np.linalg.lstsq(design, target, rcond=None)
        left = float(((target - design @ fitted) ** 2).mean())
        aic = len(target) * np.log(max(left, 1e-12)) + 2 * order
        if aic < best_aic - 1e-9:
            best, best_aic = fitted[1:], aic
    return best


def _filtered(series: np.ndarray, weights: np.ndarray) -> np.ndarray:
    order = len(weights)
    kept = series[order:].copy()
    for back, weight in enumerate(weights, start=1):
        kept -= weight * series[order - back : len(series) - back]
    return kept
