"""How long something takes, with what is still open counted as open: Kaplan-Meier (METHODS.md).

Written out because importing statsmodels takes a hundred times as long as the sums; tests hold it
against statsmodels.
"""

import math
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from insight.stats.two_sided_p import normal_p
from insight.stats.two_waves import Z95

_NOTHING = 1e-12
"""A variance that is only what rounding left."""


@dataclass(frozen=True)
class Waits:
    """Times waited, in days; `is_done` is False where the wait goes on; `many` of each."""

    days: np.ndarray
    is_done: np.ndarray
    many: np.ndarray

    @property
    def done(self) -> int:
        return int(self.many[self.is_done].sum())

    @property
    def open(self) -> int:
        return int(self.many[~self.is_done].sum())

    def at_risk(self, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """At each time: how many still waited just before it, and how many ended with it."""
        waited = [self.many[self.days >= time].sum() for time in times]
        ended = [self.many[self.is_done & (self.days == time)].sum() for time in times]
        return np.array(waited, float), np.array(ended, float)


def waits_of(days: Any, is_done: Any, many: Any = None) -> Waits:
    """Waits from lists; one of each where `many` is left out."""
    count = np.ones(len(days), int) if many is None else np.asarray(many)
    return Waits(np.asarray(days, float), np.asarray(is_done, bool), count)


@dataclass(frozen=True)
class Survival:
    """The share still waiting after each time, and the standard error of it (Greenwood)."""

    times: np.ndarray
    shares: np.ndarray
    errors: np.ndarray

    @property
    def median(self) -> float | None:
        """When half are done; None while fewer are. A flat half gives its middle, as R does."""
        return _crossing(self.times, self.shares)

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """The times at which half may be done (Brookmeyer, Crowley 1982, log-log)."""
        low, high = self._band()
        return _first_below(self.times, low), _first_below(self.times, high)

    def _band(self) -> tuple[np.ndarray, np.ndarray]:
        inside = (self.shares > 0) & (self.shares < 1)
        low, high = self.shares.copy(), self.shares.copy()
        log = np.log(self.shares[inside])
        half = Z95 * self.errors[inside] / (self.shares[inside] * np.abs(log))
        low[inside] = np.exp(log * np.exp(half))
        high[inside] = np.exp(log * np.exp(-half))
        return low, high


def _first_below(times: np.ndarray, shares: np.ndarray) -> float | None:
    below = np.flatnonzero(shares < 0.5)
    return float(times[below[0]]) if below.size else None


def _crossing(times: np.ndarray, shares: np.ndarray) -> float | None:
    reached = np.flatnonzero(shares <= 0.5 + 1e-12)
    if not reached.size:
        return None
    first = reached[0]
    is_flat = abs(shares[first] - 0.5) < 1e-12 and first + 1 < times.size
    return float((times[first] + times[first + 1]) / 2 if is_flat else times[first])


def kaplan_meier(waits: Waits) -> Survival:
    """The share still waiting, at every time at which a wait ended."""
    times = np.unique(waits.days[waits.is_done])
    waited, ended = waits.at_risk(times)
    shares = np.cumprod(1 - ended / waited) if times.size else np.array([])
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(waited > ended, ended / (waited * (waited - ended)), np.inf)
        errors = np.where(shares > 0, shares * np.sqrt(np.cumsum(terms)), 0.0)
    return Survival(times, shares, errors)


def log_rank(groups: list[Waits]) -> tuple[float, float] | None:
    """Chi-squared and p that all groups wait alike; None where nothing tells them apart."""
    excess, covariance = _excess_of_ends(groups)
    kept = np.flatnonzero(np.diag(covariance) > _NOTHING)[:-1]
    if not kept.size:
        return None
    chi2 = excess[kept] @ np.linalg.solve(covariance[np.ix_(kept, kept)], excess[kept])
    from scipy.special import chdtrc

    return float(chi2), float(chdtrc(kept.size, chi2))


def faster_over(groups: list[Waits]) -> tuple[float, float] | None:
    """z and p of a trend over groups in their order; z above 0: waits get shorter (Tarone 1975)."""
    excess, covariance = _excess_of_ends(groups)
    place = np.arange(len(groups), dtype=float)
    variance = float(place @ covariance @ place)
    if variance <= _NOTHING:
        return None
    z = float(place @ excess) / math.sqrt(variance)
    return z, normal_p(z)


def _excess_of_ends(groups: list[Waits]) -> tuple[np.ndarray, np.ndarray]:
    """Waits that ended beyond those expected if all groups were alike, and their covariance."""
    every = Waits(*(np.concatenate(parts) for parts in zip(*map(_parts, groups), strict=True)))
    times = np.unique(every.days[every.is_done])
    waited, ended = every.at_risk(times)
    by_group = [group.at_risk(times) for group in groups]
    shares = np.array([there / waited for there, _ in by_group])
    excess = np.array([(e - ended * s).sum() for (_, e), s in zip(by_group, shares, strict=True)])
    spread = ended * (waited - ended) / np.maximum(waited - 1, 1)
    return excess, np.diag((shares * spread).sum(1)) - (shares * spread) @ shares.T


def _parts(waits: Waits) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return waits.days, waits.is_done, waits.many


def waits_by_step(table: pa.Table) -> pa.Table:
    """Waits counted by their days become one row a `step`: its median, interval, done and open."""
    return _by("step", table)


def waits_by_period(table: pa.Table) -> pa.Table:
    """The same by `period`, with the `trend` over all periods and its `p`."""
    periods = [group for _, group in _groups("period", table)]
    test = faster_over(periods) if len(periods) > 1 else None
    medians = _by("period", table)
    for name, value in zip(("trend", "p"), test or (None, None), strict=True):
        column = pa.array([value] * medians.num_rows, pa.float64())
        medians = medians.append_column(name, column)
    return medians


def _groups(key: str, table: pa.Table) -> list[tuple[Any, Waits]]:
    """In the order of the rows, which are sorted by the key."""
    return [
        (name, waits_of(*zip(*((r["waited"], r["is_done"], r["many"]) for r in rows), strict=True)))
        for name, rows in groupby(table.to_pylist(), key=lambda row: row[key])
    ]


def _by(key: str, table: pa.Table) -> pa.Table:
    groups = _groups(key, table)
    rows = []
    for name, waits in groups:
        survival = kaplan_meier(waits)
        low, high = survival.median_interval
        rows.append(
            {
                key: name,
                "median_days": survival.median,
                "low": low,
                "high": high,
                "done": waits.done,
                "open": waits.open,
            }
        )
    columns = {"median_days": pa.float64(), "low": pa.float64(), "high": pa.float64()}
    columns |= {"done": pa.int64(), "open": pa.int64()}
    schema = pa.schema([(key, table.schema.field(key).type), *columns.items()])
    minimum = table["changes_are_no_answers"].to_pylist()[:1] * len(rows)
    return pa.Table.from_pylist(rows, schema).append_column(
        "changes_are_no_answers", pa.array(minimum, pa.int64())
    )
