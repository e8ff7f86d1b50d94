"""Two-way difference in differences over units and periods, as a check beside a verdict."""

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from insight.stats.two_sided_p import normal_p

MOST_DRAWS = 999


@dataclass(frozen=True)
class TwoWay:
    """The effect, its error clustered by unit (HC1), and p of that and of a permutation of units.

    With few units the clustered p is far too small: `permutation_p` is the one to look at.
    """

    effect: float
    cluster_se: float
    cluster_p: float
    permutation_p: float
    units: int


def two_way_effect(values: np.ndarray, touched: np.ndarray, after: np.ndarray) -> TwoWay | None:
    """From means by unit and period (units x periods), which units, which periods.

    None where either side or either time is empty. Source: R's lm with clustered HC1 errors.
    """
    units, periods = values.shape
    if not 0 < touched.sum() < units or not 0 < after.sum() < periods:
        return None
    moved = values[:, after].mean(axis=1) - values[:, ~after].mean(axis=1)
    effect = float(moved[touched].mean() - moved[~touched].mean())
    treated = _centred(np.outer(touched, after).astype(float))
    residuals = _centred(values) - effect * treated
    scores = (treated * residuals).sum(axis=1)
    columns = units + periods
    rows = values.size
    scale = units / (units - 1) * (rows - 1) / max(1, rows - columns)
    se = math.sqrt(scale * float((scores**2).sum())) / float((treated**2).sum())
    p = normal_p(effect / se) if se > 0 else float(effect == 0)
    return TwoWay(effect, se, p, _permuted(moved, int(touched.sum()), effect), units)


def _centred(values: np.ndarray) -> np.ndarray:
    rows, columns = values.mean(axis=1, keepdims=True), values.mean(axis=0, keepdims=True)
    return values - rows - columns + values.mean()


def _permuted(moved: np.ndarray, size: int, effect: float) -> float:
    """Share of ways to choose as many units whose effect is as large, the true one included."""
    units = len(moved)
    if math.comb(units, size) <= MOST_DRAWS:
        chosen = [list(one) for one in combinations(range(units), size)]
        added = 0
    else:
        draw = np.random.default_rng(1)
        chosen = [draw.permutation(units)[:size] for _ in range(MOST_DRAWS)]
        added = 1
    total = moved.sum()
    sums = np.array([moved[one].sum() for one in chosen])
    others = sums / size - (total - sums) / (units - size)
    extreme = int((np.abs(others) >= abs(effect) - 1e-12).sum())
    return (extreme + added) / (len(chosen) + added)
