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
    x, y = white[..., :-1], white[..., -1:]
    turned = x.transpose(0, 2, 1)
    squares = turned @ x
    inverse = np.linalg.inv(squares)
    coefficients = inverse @ (turned @ y)
    residuals = (y - x @ coefficients)[..., 0]
    coefficients = coefficients[..., 0]
    rss = np.maximum((residuals**2).sum(axis=1), 1e-18 * max(1.0, float((rows[:, -1] ** 2).sum())))
    likelihood = -0.5 * (
        freedom * np.log(rss) + 2 * np.log(kept).sum(axis=1) + np.linalg.slogdet(squares)[1]
    )
    weights = np.exp(likelihood - likelihood.max())
    weights /= weights.sum()
    mean = weights @ coefficients
    apart = coefficients - mean
    dispersion = rss / freedom
    within = np.tensordot(weights * dispersion, inverse, axes=1)
    covariance = within + (weights[:, None] * apart).T @ apart
    return Fit(mean, covariance, freedom, float(weights @ RHOS), float(weights @ dispersion))


def independent(columns: list[np.ndarray], variance: np.ndarray) -> list[int]:
    """Which columns add something to those before them; those that do not cannot be told apart."""
    rest = np.column_stack(columns) / np.sqrt(variance)[:, None]
    shortest = 1e-4 * np.linalg.norm(rest, axis=0)
    kept = []
    for index in range(rest.shape[1]):
        length = float(np.linalg.norm(rest[:, index]))
        if length > shortest[index] > 0:
            direction = rest[:, index] / length
            rest[:, index + 1 :] -= np.outer(direction, direction @ rest[:, index + 1 :])
            kept.append(index)
    return kept
