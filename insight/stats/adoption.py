"""How far will a new way of doing business go? Logistic and Bass curves, refused where unsure."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from insight.stats.two_waves import Z95

WIDEST = 0.25
"""Of a ceiling's standard error over the ceiling; above it neither is trusted (METHODS.md)."""
FEWEST = 8
"""Periods a curve is fitted to, at least: two for each of its parameters."""
FEWEST_POINTS = 5.0
"""A share that rose by less is no adoption, as shifts below 5 % of maximum are not shown."""


@dataclass(frozen=True)
class Curve:
    """A fitted curve: what is reached in the end, its standard error, and when half of it is.

    `parameters` are those of the model: (floor, ceiling, rate, midpoint) of a logistic curve,
    (ceiling, p, q) of a Bass curve; `errors` their standard errors; times count periods.
    """

    model: str
    parameters: tuple[float, ...]
    errors: tuple[float, ...]

    @property
    def ceiling(self) -> float:
        return self.parameters[1 if self.model == "logistic" else 0]

    @property
    def ceiling_se(self) -> float:
        return self.errors[1 if self.model == "logistic" else 0]

    @property
    def inflection(self) -> float:
        """When growth is fastest."""
        if self.model == "logistic":
            return self.parameters[3]
        _, p, q = self.parameters
        return math.log(q / p) / (p + q) if q > p > 0 else 0.0

    @property
    def half(self) -> float | None:
        """When half of the ceiling is reached; None where it was from the beginning."""
        if self.model == "logistic":
            floor, ceiling, rate, middle = self.parameters
            if floor >= ceiling / 2:
                return None
            return middle + math.log((ceiling / 2 - floor) / (ceiling / 2)) / rate
        _, p, q = self.parameters
        return math.log(2 + q / p) / (p + q)

    @property
    def ceiling_interval(self) -> tuple[float, float]:
        """The 95 % interval of what is reached in the end."""
        return (
            self.ceiling - Z95 * self.ceiling_se,
            self.ceiling + Z95 * self.ceiling_se,
        )

    def at(self, times: Sequence[float]) -> np.ndarray:
        """What is reached at these times."""
        shape = _logistic if self.model == "logistic" else _bass_reached
        return shape(np.asarray(times, float), *self.parameters)


def untrusted(curve: Curve, last: float) -> str | None:
    """Why a curve fitted to times up to `last` must not be believed; None where it may be."""
    if last < curve.inflection:
        return "growth has not yet passed its fastest point"
    if not curve.ceiling > 0 or not curve.ceiling_se <= WIDEST * curve.ceiling:
        return "where it will end is too uncertain"
    return None


def logistic(times: Sequence[float], shares: Sequence[float], errors: Sequence[float]) -> Curve:
    """Shares, percent, that rise from a floor to a ceiling; `errors` only weigh the points.

    ValueError where the shares hold no such curve.
    """
    low, high = min(shares), max(shares)
    half_way = next(
        (t for t, share in zip(times, shares, strict=True) if share > (low + high) / 2), times[-1]
    )
    start = (low, high, 8 / max(1.0, times[-1] - times[0]), half_way)
    bounds = ([0, 0, 1e-3, times[0] - 60], [100, 100, 10, times[-1] + 240])
    return _fitted("logistic", _logistic, times, shares, start, bounds, errors)


def bass(times: Sequence[float], gains: Sequence[float]) -> Curve:
    """Gains a period (sales to new buyers, points of share) since the launch at time 0.

    Bass 1969, by least squares. ValueError where the gains hold no such curve.
    """
    start = (float(sum(gains)), 0.03, 0.38)
    bounds = ([0, 1e-9, 1e-9], [np.inf, 5, 5])
    return _fitted("Bass", _bass_gains, times, gains, start, bounds)


def _fitted(
    model: str,
    shape: Callable[..., np.ndarray],
    times: Sequence[float],
    values: Sequence[float],
    start: Sequence[float],
    bounds: tuple[Sequence[float], Sequence[float]],
    errors: Sequence[float] | None = None,
) -> Curve:
    from scipy.optimize import OptimizeWarning, curve_fit

    inside = np.clip(start, np.array(bounds[0]) + 1e-6, np.array(bounds[1]) - 1e-6)
    try:
        found, covariance = curve_fit(
            shape,
            np.asarray(times, float),
            np.asarray(values, float),
            p0=inside,
            sigma=errors,
            bounds=bounds,
            x_scale=np.maximum(np.abs(inside), 1e-3),
            max_nfev=4000,
        )
    except (RuntimeError, OptimizeWarning, np.linalg.LinAlgError) as error:
        raise ValueError(f"no {model} curve: {error}") from error
    return Curve(model, tuple(map(float, found)), tuple(np.sqrt(np.diag(covariance))))


def _logistic(
    times: np.ndarray, floor: float, ceiling: float, rate: float, middle: float
) -> np.ndarray:
    return floor + (ceiling - floor) / (1 + np.exp(-np.clip(rate * (times - middle), -500, 500)))


def _bass_gains(times: np.ndarray, ceiling: float, p: float, q: float) -> np.ndarray:
    decay = np.exp(-(p + q) * times)
    return ceiling * (p + q) ** 2 / p * decay / (1 + q / p * decay) ** 2


def _bass_reached(times: np.ndarray, ceiling: float, p: float, q: float) -> np.ndarray:
    decay = np.exp(-(p + q) * np.maximum(times, 0))
    return ceiling * (1 - decay) / (1 + q / p * decay)


def curve_of(
    times: Sequence[float], shares: Sequence[float], errors: Sequence[float], launched: bool
) -> Curve | str:
    """The curve of a share, percent, over periods; a sentence where there is none to trust.

    Where the launch is seen (`launched`: times count from it) gains are fitted by Bass as well, and
    the curve that knows its end better is kept.
    """
    if len(times) < FEWEST:
        return f"periods: {len(times)}, needed: {FEWEST}"
    ends = max(1, len(shares) // 8)
    if float(np.mean(shares[-ends:])) - float(np.mean(shares[:ends])) < FEWEST_POINTS:
        return "its share has not risen by five points"
    curves, refusals = [], []
    for fit in (
        lambda: logistic(times, shares, errors),
        lambda: bass(times, np.diff(shares, prepend=0.0)) if launched else None,
    ):
        try:
            curve = fit()
        except ValueError:
            refusals.append("no curve fits")
            continue
        if curve is None:
            continue
        refusal = untrusted(curve, times[-1])
        if refusal:
            refusals.append(refusal)
        else:
            curves.append(curve)
    if not curves:
        return refusals[0]
    return min(curves, key=lambda curve: curve.ceiling_se / curve.ceiling)
