"""From sums by series and period to levels with intervals, and to the shifts among all series."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from insight.stats.change_points import SHOWN_FROM, Series, find_shifts
from insight.stats.two_waves import Z95

_LEAST_VARIANCE = 1.0
"""Of one answer, points squared: where all answer alike, a level is still not certain."""

_SHIFTS = pa.schema(
    [
        ("series", pa.string()),
        ("earliest", pa.date32()),
        ("latest", pa.date32()),
        *((name, pa.float64()) for name in ("before", "after", "size", "size_low", "size_high")),
        ("respondents", pa.int64()),
        *((name, pa.date32()) for name in ("likeliest", "before_from", "after_until")),
        ("searched", pa.int64()),
    ]
)
_LEVELS = pa.schema(
    [
        ("series", pa.string()),
        ("period", pa.date32()),
        ("last_day", pa.date32()),
        *((name, pa.float64()) for name in ("level", "low", "high")),
        ("respondents", pa.int64()),
        ("counts", pa.bool_()),
    ]
)


def customer_shifts(table: pa.Table) -> pa.Table:
    """Sums by series and period become one row a shift, of at least 5 points, by series and day."""
    counting = ([row for row in rows if row["counts"]] for rows in _by_series(table))
    found = [(periods, _series(periods)) for periods in counting if periods]
    searched = [(periods, series) for periods, series in found if series.can_be_searched]
    rows = [
        shown
        for periods, series in searched
        for shown in _shifts(periods, series, len(searched))
        if abs(shown["size"]) >= SHOWN_FROM
    ]
    return pa.Table.from_pylist(rows, _SHIFTS)


def customer_series(table: pa.Table) -> pa.Table:
    """Sums by series and period become levels with their 95 % intervals."""
    rows = [level for periods in _by_series(table) for level in _levels(periods)]
    return pa.Table.from_pylist(rows, _LEVELS)


def _by_series(table: pa.Table) -> list[list[dict[str, Any]]]:
    rows = sorted(table.to_pylist(), key=lambda row: (row["series"], row["period"]))
    return [list(of_one) for _, of_one in groupby(rows, key=lambda row: row["series"])]


def _series(periods: Sequence[dict[str, Any]]) -> Series:
    """The periods as they are searched: weights n/s^2 with s^2 pooled within periods."""
    values = np.array([_value(row) for row in periods])
    n = np.array([row["n"] for row in periods], dtype=float)
    if periods[0]["is_share"]:
        return Series(values, n, are_shares=True)
    variances = _variance(periods, "") * np.array([row["design_effect"] for row in periods]) / n
    other_n = np.array([row["other_n"] for row in periods], dtype=float)
    if other_n.any():
        variances = variances + _variance(periods, "other_") / other_n
    return Series(values, 1 / variances)


def _value(row: dict[str, Any]) -> float:
    value = row["total"] / row["n"]
    return value - row["other_total"] / row["other_n"] if row["other_n"] else value


def _variance(periods: Sequence[dict[str, Any]], side: str) -> float:
    """Variance of one answer within its period, pooled over all periods."""
    n, total, squares = (
        np.array([row[side + name] for row in periods], dtype=float)
        for name in ("n", "total", "squares")
    )
    within = float(np.maximum(0.0, squares - total**2 / n).sum())
    return max(_LEAST_VARIANCE, within / max(1.0, float((n - 1).sum())))


def _shifts(
    periods: Sequence[dict[str, Any]], series: Series, searched: int
) -> Iterable[dict[str, Any]]:
    points = 100.0 if series.are_shares else 1.0
    for shift in find_shifts(series, searched):
        yield {
            "series": periods[0]["series"],
            # Periods that too few answered lie in the range: nobody knows when in them it was.
            "earliest": periods[shift.first - 1]["last_day"] + timedelta(days=1),
            "latest": periods[shift.last]["last_day"],
            "before": points * shift.before,
            "after": points * shift.after,
            "size": points * shift.size,
            "size_low": points * shift.low,
            "size_high": points * shift.high,
            "respondents": sum(_respondents(row) for row in periods[shift.start : shift.end]),
            "likeliest": periods[shift.at]["period"],
            "before_from": periods[shift.start]["period"],
            "after_until": periods[shift.end - 1]["last_day"],
            "searched": searched,
        }


def _levels(periods: Sequence[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    series = _series(periods)
    points = 100.0 if series.are_shares else 1.0
    for at, row in enumerate(periods):
        error = Z95 * float(np.sqrt(series.variance(at, at + 1)))
        level = float(series.values[at])
        yield {
            "series": row["series"],
            "period": row["period"],
            "last_day": row["last_day"],
            "level": points * level,
            "low": points * (level - error),
            "high": points * (level + error),
            "respondents": _respondents(row),
            "counts": row["counts"],
        }


def _respondents(row: dict[str, Any]) -> int:
    return min(row["n"], row["other_n"]) if row["other_n"] else row["n"]
