"""A weighted regression over time whose errors carry over from period to period: AR(1) GLS."""

import math
from dataclasses import dataclass

import numpy as np

RHOS = np.arange(-0.30, 0.901, 0.05)
"""How much of one period's error stays in the next: what the model is averaged over."""


@dataclass(frozen=True)
class Fit:
    """Coefficients with their covariance, averaged over rho; `freedom` is T - p.

    `dispersion` is the residual variance in units of the variances given.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    freedom: int
    rho: float
    dispersion: float

    def interval(self, at: np.ndarray, noise: float = 0.0) -> tuple[float, float, float]:
        """(value, low, high) of a sum of coefficients, 95 %; `noise` widens it to one period."""
        from scipy.special import stdtrit

        value = float(at @ self.coefficients)
        variance = float(at @ self.covariance @ at) + self.dispersion * noise
        half = float(stdtrit(self.freedom, 0.975)) * math.sqrt(max(0.0, variance))
        return value, value - half, value + half

    def p(self, column: int) -> float:
        """Chance of such a coefficient or a larger one if it were 0, two-sided (t)."""
        from scipy.special import stdtr

        error = math.sqrt(max(0.0, self.covariance[column, column]))
        value = abs(float(self.coefficients[column]))
        if error == 0:
            return 1.0 if value == 0 else 0.0
        return float(2 * stdtr(self.freedom, -value / error))


def ar1_gls(
    measured: np.ndarray, design: np.ndarray, variance: np.ndarray, at: np.ndarray
) -> Fit | None:
    """Fit `measured` (T) on `design` (T x p, independent columns); None where T <= p.

    Rows weigh 1/`variance`; errors of periods g apart, numbered by `at`, correlate by rho^g.
    GLS for each rho, weighted by its restricted likelihood; variance is that within plus that
    between (METHODS.md).
    """
    periods, columns = design.shape
    freedom = periods - columns
    if freedom < 1:
        return None
    sizes = 1 / np.sqrt(variance)
    rows = np.column_stack([design, measured]) * sizes[:, None]
    carried = RHOS[:, None] ** np.diff(at)[None, :]
    kept = np.sqrt(1 - carried**2)
    white = np.empty((len(RHOS), *rows.shape))
    white[:, 0] = rows[0]
    white[:, 1:] = (rows[None, 1:] - carried[..., None] * rows[None, :-1]) / kept[..., None]
    x, y = white[..., :-1], white[..., -1]
    squares = np.einsum("rti,rtj->rij", x, x)
    inverse = np.linalg.inv(squares)
    coefficients = np.einsum("rij,rtj,rt->ri", inverse, x, y, optimize=True)
    residuals = y - np.einsum("rti,ri->rt", x, coefficients)
    rss = np.maximum((residuals**2).sum(axis=1), 1e-18 * max(1.0, float((rows[:, -1] ** 2).sum())))
    likelihood = -0.5 * (
        freedom * np.log(rss) + 2 * np.log(kept).sum(axis=1) + np.linalg.slogdet(squares)[1]
    )
    weights = np.exp(likelihood - likelihood.max())
    weights /= weights.sum()
    mean = weights @ coefficients
    apart = coefficients - mean
    dispersion = rss / freedom
    covariance = np.einsum("r,rij->ij", weights * dispersion, inverse) + np.einsum(
        "r,ri,rj->ij", weights, apart, apart
    )
    return Fit(mean, covariance, freedom, float(weights @ RHOS), float(weights @ dispersion))


def independent(columns: list[np.ndarray], variance: np.ndarray) -> list[int]:
    """Which columns add something to those before them; those that do not cannot be told apart."""
    basis: list[np.ndarray] = []
    kept = []
    for index, column in enumerate(columns):
        own = column / np.sqrt(variance)
        rest = own.copy()
        for _ in range(2):
            for direction in basis:
                rest = rest - (direction @ rest) * direction
        length = float(np.linalg.norm(rest))
        if length > 1e-4 * float(np.linalg.norm(own)) > 0:
            basis.append(rest / length)
            kept.append(index)
    return kept
