"""Steps about channels: how far each will go, and whether we pushed it too early or too late."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pyarrow as pa

from insight.stats.adoption import Curve, curve_of
from insight.stats.take_up import TakeUp, take_up

WELL_APART = 90
"""Days between a push and the take-up of customers, above which we were too early or too late."""
ENOUGH_TIME = 365
"""Days after which a channel that customers have not taken to is said not to have been."""
_MONTH = 365.2425 / 12

_CURVES = pa.schema(
    [
        ("channel", pa.string()),
        *((name, pa.date32()) for name in ("launched_on", "pushed_on", "took_off_on")),
        *((name, pa.date32()) for name in ("took_off_from", "took_off_to")),
        *((name, pa.float64()) for name in ("share", "ceiling", "ceiling_low", "ceiling_high")),
        ("half_on", pa.date32()),
        ("days_to_half", pa.int64()),
        ("model", pa.string()),
        ("refused", pa.string()),
        *((name, pa.float64()) for name in ("floor", "growth", "innovation")),
        ("fastest_on", pa.date32()),
        ("months", pa.int64()),
        ("all_interactions", pa.int64()),
    ]
)

_PUSHES = pa.schema(
    [
        *((name, pa.string()) for name in ("change_id", "channel", "title")),
        *((name, pa.date32()) for name in ("pushed_on", "took_off_on")),
        *((name, pa.date32()) for name in ("took_off_from", "took_off_to")),
        *((name, pa.int64()) for name in ("days_early", "days_early_low", "days_early_high")),
        ("verdict", pa.string()),
        *((name, pa.float64()) for name in ("share_before", "share_after")),
        *((name, pa.int64()) for name in ("interactions_before", "interactions_after")),
        ("all_interactions", pa.int64()),
    ]
)


def adoption_curve(table: pa.Table) -> pa.Table:
    """Interactions by channel and month become one row a channel: its curve, or why none."""
    by_channel = groupby(table.to_pylist(), key=lambda row: row["channel"])
    rows = [_curve_row(channel, list(rows)) for channel, rows in by_channel]
    return pa.Table.from_pylist(rows, _CURVES)


def _curve_row(channel: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    seen = [place for place, row in enumerate(rows) if row["interactions"] > 0]
    launched = bool(seen) and seen[0] > 0
    fitted = rows[seen[0] :] if launched else rows
    zero = month_number(fitted[0]["month"])
    times = [month_number(row["month"]) - zero + (1 if launched else 0.5) for row in fitted]
    shares = [100 * row["interactions"] / row["all_interactions"] for row in fitted]
    errors = [
        math.sqrt(max(share, 0.1) * max(100 - share, 0.1) / row["all_interactions"])
        for share, row in zip(shares, fitted, strict=True)
    ]
    known = {
        "channel": channel,
        "launched_on": fitted[0]["month"] if launched else None,
        "pushed_on": rows[0]["pushed_on"],
        "share": shares[-1],
        "months": len(fitted),
        "all_interactions": sum(row["all_interactions"] for row in fitted),
    } | _days_of(_taken_up(rows))
    curve = curve_of(times, shares, errors, launched)
    if isinstance(curve, str):
        return known | {"refused": curve}
    return known | _said(curve, zero + (-0.5 if launched else 0.0), known)


def _said(curve: Curve, zero: float, known: dict[str, Any]) -> dict[str, Any]:
    """What a curve says, in shares and days; its time 0 is the month numbered `zero`."""
    low, high = curve.ceiling_interval
    half = None if curve.half is None else day_of(zero + curve.half)
    since = known["launched_on"] or known["pushed_on"]
    is_logistic = curve.model == "logistic"
    return {
        "ceiling": curve.ceiling,
        "ceiling_low": max(0.0, low),
        "ceiling_high": min(100.0, high),
        "half_on": half,
        "days_to_half": (half - since).days if half and since else None,
        "model": curve.model,
        "floor": curve.parameters[0] if is_logistic else None,
        "growth": curve.parameters[2],
        "innovation": None if is_logistic else curve.parameters[1],
        "fastest_on": day_of(zero + curve.inflection),
    }


def early_or_late(table: pa.Table) -> pa.Table:
    """Interactions by push and month become one row a push: when customers took it up, and so."""
    pushed_before: set[str] = set()
    judged = []
    for _, group in groupby(table.to_pylist(), key=lambda row: row["change_id"]):
        rows = list(group)
        judged.append(_push_row(rows, rows[0]["channel"] in pushed_before))
        pushed_before.add(rows[0]["channel"])
    return pa.Table.from_pylist(judged, _PUSHES)


def _push_row(rows: list[dict[str, Any]], is_later: bool) -> dict[str, Any]:
    pushed_on = rows[0]["pushed_on"]
    found = _days_of(_taken_up(rows))
    early = {
        f"days_early{end}": (day - pushed_on).days if day else None
        for end, day in zip(("", "_low", "_high"), found.values(), strict=True)
    }
    first = month_number(pushed_on) + (pushed_on.day > 1)
    sides = {"before": range(first - 12, first), "after": range(first, first + 12)}
    shares = {}
    for side, months in sides.items():
        within = [row for row in rows if month_number(row["month"]) in months]
        every = sum(row["all_interactions"] for row in within)
        used = sum(row["interactions"] for row in within)
        shares |= {
            f"interactions_{side}": every,
            f"share_{side}": 100 * used / every if every else None,
        }
    recent = (rows[-1]["month"] - pushed_on).days < ENOUGH_TIME
    verdict = _verdict(early["days_early_low"], early["days_early_high"], is_later, recent)
    known = {name: rows[0][name] for name in ("change_id", "channel", "title", "pushed_on")}
    searched = sum(row["all_interactions"] for row in rows)
    return known | found | early | shares | {"verdict": verdict, "all_interactions": searched}


def _verdict(low: int | None, high: int | None, is_later: bool, recent: bool) -> str:
    if low is None or high is None:
        return "not_yet" if recent else "no_take_up"
    if low >= WELL_APART:
        return "too_early"
    if high <= -WELL_APART:
        return "in_step" if is_later else "too_late"
    return "in_step" if max(-low, high) <= WELL_APART else "undecided"


def _taken_up(rows: Sequence[dict[str, Any]]) -> TakeUp | None:
    return take_up(
        [month_number(row["month"]) for row in rows],
        [row["interactions"] for row in rows],
        [row["all_interactions"] for row in rows],
    )


def _days_of(found: TakeUp | None) -> dict[str, date | None]:
    if found is None:
        return dict.fromkeys(("took_off_on", "took_off_from", "took_off_to"))
    return {
        "took_off_on": day_of(found.at),
        "took_off_from": day_of(found.earliest),
        "took_off_to": day_of(found.latest),
    }


def month_number(day: date) -> int:
    """Months counted from the year 0."""
    return 12 * day.year + day.month - 1


def day_of(months: float) -> date:
    """The day at that point of the time axis of months; kept within the calendar."""
    whole = math.floor(min(max(months, 12), 12 * 9998))
    start = date(whole // 12, whole % 12 + 1, 1)
    return start + timedelta(days=round((months - whole) * _MONTH)) if months > 12 else start
