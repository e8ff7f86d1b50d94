"""Where a want is heading: a line through its last quarters, tested on the quarters it had."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from insight.stats.needs import Want
from insight.stats.t_interval import half_width

AHEAD = 4
"""Quarters from the last one measured to the one forecast."""
FITTED = 8
"""Quarters a line is drawn through, at most."""
FEWEST = 6
"""Quarters a line is drawn through, at least."""
FEWEST_TESTS = 3
FLAT_WITHIN = 5.0
"""Points: as METHODS.md shows shifts of 5 % of maximum or more."""


@dataclass(frozen=True)
class Quarter:
    """One measured quarter: its number, its mean, 0 to 100, and how sure that is."""

    number: int
    mean: float
    variance: float
    respondents: int


@dataclass(frozen=True)
class Outlook:
    """Where a want leads, with its 95 % interval, and the mean errors of past forecasts, points."""

    level: float
    forecast: float
    low: float
    high: float
    error: float
    error_no_change: float
    tested: int

    @property
    def direction(self) -> str:
        """`rising` and `falling` only where such forecasts did better than “no change”."""
        helps = self.error < self.error_no_change
        if helps and self.low > self.level:
            return "rising"
        if helps and self.high < self.level:
            return "falling"
        farthest = max(self.high - self.level, self.level - self.low)
        return "flat" if farthest <= FLAT_WITHIN else "open"


def outlook(quarters: Sequence[Quarter]) -> Outlook | str:
    """The outlook after these quarters, in order; a sentence where the past is too short.

    The interval is the wider of two: of the line's own errors, and of how far off the same
    forecast was at each past quarter, made from what was known then (rolling origin).
    """
    if len(quarters) < FEWEST:
        return f"quarters measured: {len(quarters)}, needed: {FEWEST}"
    tests = list(_past_forecasts(quarters))
    if len(tests) < FEWEST_TESTS:
        return f"past forecasts to test it by: {len(tests)}, needed: {FEWEST_TESTS}"
    errors = np.array([forecast - measured for forecast, _, measured in tests])
    unchanged = np.array([level - measured for _, level, measured in tests])
    forecast, its_half = _line(quarters)
    tested_half = half_width(math.sqrt(float((errors**2).mean())), len(tests) - 1)
    half = max(its_half, tested_half)
    return Outlook(
        level_of(quarters),
        _within(forecast),
        _within(forecast - half),
        _within(forecast + half),
        float(np.abs(errors).mean()),
        float(np.abs(unchanged).mean()),
        len(tests),
    )


def level_of(quarters: Sequence[Quarter]) -> float:
    """The mean of everybody asked in the four quarters up to the last."""
    year = last_year(quarters)
    return float(np.average([q.mean for q in year], weights=[q.respondents for q in year]))


def last_year(quarters: Sequence[Quarter]) -> list[Quarter]:
    return [quarter for quarter in quarters if quarter.number > quarters[-1].number - AHEAD]


def _past_forecasts(quarters: Sequence[Quarter]) -> Iterator[tuple[float, float, float]]:
    """(forecast, level then, what was measured) at every past quarter that has both."""
    measured = {quarter.number: quarter.mean for quarter in quarters}
    for count in range(FEWEST, len(quarters)):
        known = quarters[:count]
        target = known[-1].number + AHEAD
        if target in measured:
            yield _within(_line(known)[0]), level_of(known), measured[target]


def _line(quarters: Sequence[Quarter]) -> tuple[float, float]:
    """The weighted line through the last quarters, four quarters on, and half its interval."""
    fitted = quarters[-FITTED:]
    variance = np.array([quarter.variance for quarter in fitted])
    # A quarter in which all answered alike is not certain.
    variance = np.maximum(variance, max(float(np.median(variance)), 1e-6) / 10)
    since = np.array([quarter.number - fitted[-1].number for quarter in fitted], dtype=float)
    design = np.column_stack([np.ones(len(fitted)), since])
    means = np.array([quarter.mean for quarter in fitted])
    covariance = np.linalg.inv(design.T @ (design / variance[:, None]))
    line = covariance @ design.T @ (means / variance)
    freedom = len(fitted) - 2
    dispersion = max(1.0, float(((means - design @ line) ** 2 / variance).sum()) / freedom)
    there = np.array([1.0, AHEAD])
    error = dispersion * (there @ covariance @ there + variance[-AHEAD:].mean())
    return float(there @ line), half_width(math.sqrt(error), freedom)


def _within(percent: float) -> float:
    return min(100.0, max(0.0, percent))


_SCHEMA = pa.schema(
    [
        ("item", pa.string()),
        ("last_asked", pa.date32()),
        *((name, pa.float64()) for name in ("level", "forecast", "forecast_low", "forecast_high")),
        ("direction", pa.string()),
        ("error", pa.float64()),
        ("error_no_change", pa.float64()),
        ("tested", pa.int64()),
        ("quarters", pa.int64()),
        ("why_not", pa.string()),
        ("respondents", pa.int64()),
        ("is_pick", pa.bool_()),
        ("level_respondents", pa.int64()),
    ]
)


def needs_outlook(table: pa.Table) -> pa.Table:
    """Quarters of items become one row an item: when it was asked last, and where it is heading."""
    by_item = groupby(table.to_pylist(), key=lambda row: row["item"])
    rows = [_of_item(item, list(rows)) for item, rows in by_item]
    return pa.Table.from_pylist(rows, _SCHEMA)


def _of_item(item: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    measured = [_quarter(row) for row in rows if row["enough"]]
    quarters = [_quarter(row) for row in rows if row["enough"] and row["complete"]]
    known = {
        "item": item,
        "last_asked": max(row["last_month"] for row in rows),
        "quarters": len(quarters),
        "respondents": sum(row["wanted_n"] for row in rows),
        "is_pick": rows[0]["is_pick"],
        "tested": 0,
    }
    found = outlook(quarters)
    if isinstance(found, str):
        return known | _level(measured) | {"why_not": found}
    return (
        known
        | _level(quarters)
        | {
            "forecast": found.forecast,
            "forecast_low": found.low,
            "forecast_high": found.high,
            "direction": found.direction,
            "error": found.error,
            "error_no_change": found.error_no_change,
            "tested": found.tested,
        }
    )


def _level(quarters: Sequence[Quarter]) -> dict[str, Any]:
    """Where a want stands, the unfinished quarter included where nothing is forecast from it."""
    if not quarters:
        return {"level": None, "level_respondents": 0}
    people = sum(quarter.respondents for quarter in last_year(quarters))
    return {"level": level_of(quarters), "level_respondents": people}


def _quarter(row: dict[str, Any]) -> Quarter:
    want = Want(row["wanted_n"], row["wanted_sum"], row["wanted_squares"], row["is_pick"])
    number = (row["period"].year * 12 + row["period"].month) // 3
    return Quarter(number, want.mean, want.error_squared, want.respondents)
