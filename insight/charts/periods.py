"""Periods of an answer as they are drawn: their middle, their name, and what they lack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any

from insight.charts.theme import THIN
from insight.coverage import Span
from insight.words import Words, add_months, period_end

CUT_SHARE = 0.1
"""A period is cut when more than this share of its covered days was not asked for."""


@dataclass(frozen=True)
class Period:
    """The days of one period, its name on axes and in titles, and whether all of it is there.

    `lacks` is empty, `unfinished` (it ends after the as-of day) or `part` (the days asked for
    hold only part of it).
    """

    start: date
    end: date
    name: str
    title: str
    lacks: str

    @cached_property
    def middle(self) -> datetime:
        first = datetime.combine(self.start, time())
        return first + (self.end - self.start + timedelta(days=1)) / 2

    @property
    def milliseconds(self) -> float:
        return ((self.end - self.start).days + 1) * 86_400_000.0


def period_of(row: dict[str, Any], asked: dict[str, Any], words: Words) -> Period:
    """The period of one row; `asked` holds unit, start_date, end_date and covered.

    Days that no answer covers are nobody's cut: only days asked away from `covered` are.
    """
    span = (asked.get("start_date"), asked.get("end_date"))
    unit = asked.get("unit", "month")
    return _period(row["period"], unit, _complete(row), span, asked.get("covered"), words)


# A chart, its alternative text and the finding above it all name the same periods.
@lru_cache(maxsize=4096)
def _period(
    start: date,
    unit: str,
    is_complete: bool,
    asked: tuple[date | None, date | None],
    covered: Span | None,
    words: Words,
) -> Period:
    lacks = "" if is_complete else "unfinished"
    if unit == "all":
        end = asked[1] or start
        name = words.span(start, end)
        return Period(start, end, name, name, lacks)
    end = period_end(start, unit)
    if not lacks and covered:
        first, last = covered
        present = (min(end, last) - max(start, first)).days + 1
        kept = (min(end, last, asked[1]) - max(start, first, asked[0])).days + 1
        lacks = "part" if kept < (1 - CUT_SHARE) * present else ""
    name = words.period(start, unit)
    return Period(start, end, name, words.month(start) if unit == "month" else name, lacks)


def _complete(row: dict[str, Any]) -> bool:
    """A blanked row has no `complete`; what is not said to be unfinished is drawn as finished."""
    return row.get("complete") is not False


@dataclass(frozen=True)
class Point:
    """One measured figure of one period; `value` is None where too few answered to show it."""

    period: Period
    value: float | None
    low: float | None
    high: float | None
    respondents: int | None

    @property
    def shown(self) -> bool:
        return self.value is not None

    @property
    def thin(self) -> bool:
        return self.shown and (self.respondents or 0) < THIN

    @property
    def whole(self) -> bool:
        """Whether it is shown and its period is all there."""
        return self.shown and not self.period.lacks


def series(
    rows: Sequence[dict[str, Any]],
    asked: dict[str, Any],
    words: Words,
    measure: str = "nps",
    count: str = "respondents",
) -> list[Point]:
    """The points of one line from columns measure, measure_low, measure_high and the count."""
    return [
        Point(
            period_of(row, asked, words),
            row[measure],
            row[f"{measure}_low"],
            row[f"{measure}_high"],
            row[count],
        )
        for row in rows
    ]


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """Stretches of shown points whose periods follow each other without a gap."""
    found: list[list[Point]] = []
    for point in points:
        if not point.shown:
            continue
        follows = found and found[-1][-1].period.end + timedelta(days=1) == point.period.start
        if follows:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def compared_with(whole: Sequence[Point]) -> Point | None:
    """What the last of these points is compared with: a year before it, else the first."""
    *earlier, last = whole
    a_year_before = add_months(last.period.start, -12)
    for point in earlier:
        if point.period.start == a_year_before:
            return point
    return earlier[0] if earlier else None


def by_value(rows: Sequence[dict[str, Any]]) -> dict[str | None, list[dict[str, Any]]]:
    """Rows by the value of the breakdown, in the order the values first appear."""
    found: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["value"], []).append(row)
    return found


def value_name(value: str | None) -> str:
    """A value of a breakdown as people read it."""
    return "Not stated" if value is None else value
