"""Counts over time with a step: quasi-Poisson regression on the log scale."""

import math
from dataclasses import dataclass

import numpy as np

from insight.stats.two_waves import Z95

_ROUNDS, _CLOSE = 50, 1e-12


@dataclass(frozen=True)
class Rates:
    """Coefficients on the log scale; `dispersion` is Pearson's chi-squared over T - p."""

    coefficients: np.ndarray
    covariance: np.ndarray
    """Were the counts Poisson; times the dispersion they are quasi-Poisson."""
    dispersion: float

    def ratio(self, column: int, dispersed: bool = True) -> tuple[float, float, float]:
        """(ratio, low, high): how many times the counts are, 95 % Wald."""
        spread = self.dispersion if dispersed else 1.0
        half = Z95 * math.sqrt(spread * self.covariance[column, column])
        middle = float(self.coefficients[column])
        return math.exp(middle), math.exp(middle - half), math.exp(middle + half)


def quasi_poisson(counts: np.ndarray, design: np.ndarray, offset: np.ndarray) -> Rates | None:
    """Fit counts (T) on `design` (T x p) with a log offset; None where T <= p or it diverges.

    Source: Lopez Bernal, Cummins, Gasparrini 2017; iteratively reweighted least squares.
    """
    periods, columns = design.shape
    if periods <= columns or counts.sum() <= 0:
        return None
    expected = counts + 0.5
    coefficients = np.zeros(columns)
    for _ in range(_ROUNDS):
        working = np.log(expected) - offset + (counts - expected) / expected
        weighted = design * expected[:, None]
        try:
            covariance = np.linalg.inv(design.T @ weighted)
        except np.linalg.LinAlgError:
            return None
        before, coefficients = coefficients, covariance @ (weighted.T @ working)
        with np.errstate(over="ignore"):
            expected = np.exp(design @ coefficients + offset)
        if not np.isfinite(expected).all() or (expected <= 0).any():
            return None
        if np.abs(coefficients - before).max() < _CLOSE:
            break
    covariance = np.linalg.inv(design.T @ (design * expected[:, None]))
    pearson = float(((counts - expected) ** 2 / expected).sum())
    return Rates(coefficients, covariance, pearson / (periods - columns))
