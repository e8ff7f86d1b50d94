"""Two periods in a row, named by the later: how they are called and which one to speak of."""

from datetime import date
from typing import Any

from insight.query import Result
from insight.words import Words, add_months

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def unit_of(result: Result) -> str:
    """The unit an answer counts by; asked for all, such questions count by year."""
    unit = result.asked.get("unit", "month")
    return unit if unit in MONTHS else "year"


def pair_of(result: Result, period: date, words: Words) -> tuple[str, str]:
    """The names of the earlier and of the later period: `2024`, `2025`."""
    unit = unit_of(result)
    earlier = add_months(period, -MONTHS[unit])
    return words.period(earlier, unit), words.period(period, unit)


def latest_pair(result: Result) -> dict[str, Any] | None:
    """The latest row of same_people that is shown, of a complete period where there is one."""
    shown = [row for row in result.rows() if row["customers"] is not None]
    complete = [row for row in shown if row["complete"]]
    return (complete or shown or [None])[-1]
