"""What it costs to say that a stretch of periods has one level: deviance, for ruptures."""

import numpy as np
from ruptures.base import BaseCost
from scipy.special import xlogy


class SegmentCost(BaseCost):
    """Costs of every stretch, worked out at once; `error(start, end)` excludes the end."""

    model = "deviance"
    min_size = 1

    def __init__(self, costs: np.ndarray):
        self._costs = costs.tolist()

    def fit(self, signal: np.ndarray) -> "SegmentCost":
        """Keep the signal, whose length is all that ruptures reads of it."""
        self.signal = signal
        return self

    def error(self, start: int, end: int) -> float:
        """Deviance of the periods from their common level."""
        return self._costs[start][end]


def costs_of_means(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted squares around the common mean, of all stretches: [start, end], both 0 to T."""
    centred = values - np.average(values, weights=weights)
    weight, total, squares = (
        _between(part) for part in (weights, weights * centred, weights * centred**2)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.maximum(0.0, np.nan_to_num(squares - total**2 / weight))


def costs_of_shares(shares: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Binomial deviance from the common share (0 to 1), of all stretches: [start, end]."""
    among, of = _between(shares * counted), _between(counted)
    fitted_well = _between(_log_likelihood(shares, counted))
    with np.errstate(divide="ignore", invalid="ignore"):
        common = np.clip(np.nan_to_num(among / of), 0.0, 1.0)
    return np.maximum(0.0, 2 * (fitted_well - _log_likelihood(common, of)))


def _log_likelihood(shares: np.ndarray, counted: np.ndarray) -> np.ndarray:
    there = shares * counted
    return xlogy(there, shares) + xlogy(counted - there, 1 - shares)


def _between(parts: np.ndarray) -> np.ndarray:
    """Sums of every stretch: row start, column end."""
    upto = np.concatenate([[0.0], np.cumsum(parts)])
    return upto[None, :] - upto[:, None]
