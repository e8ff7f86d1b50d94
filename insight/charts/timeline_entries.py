"""What stands on the timeline: changes people recorded, and shifts found in the data, numbered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa

from insight.charts.shifts import ShiftMark, measure_and_item
from insight.charts.theme import LANE_TITLES
from insight.query import Result
from insight.words import Words

RECORDED, FOUND = "recorded", "found in the data"

Row = dict[str, Any]


def entries(result: Result, shifts: Sequence[ShiftMark] = ()) -> list[tuple[int, Row]]:
    """(number, row) in the order of the start; a shift is a row of the customers' lane."""
    rows = [*result.rows(), *(_row_of(shift) for shift in shifts)]
    rows.sort(key=lambda row: (row["started_on"], str(row["change_id"])))
    return list(enumerate(rows, start=1))


def _row_of(shift: ShiftMark) -> Row:
    measure, item = measure_and_item(shift.series)
    return {
        "change_id": f"shift {shift.series} {shift.start}",
        "lane": "customers",
        "kind": None,
        "title": shift.title,
        "item": None if measure == "share" else item or None,
        "started_on": shift.start,
        "ended_on": shift.end,
        "sentence": shift.sentence,
    }


def is_found(row: Row) -> bool:
    """Whether it was found in the data rather than recorded."""
    return "sentence" in row


def numbered(result: Result, words: Words, shifts: Sequence[ShiftMark] = ()) -> list[Row]:
    """The list below the chart: number, change_id, when, lane, title, kind, item, known.

    Numbers run in the order of the start and are the same as on the marks.
    """
    return [
        {
            "number": number,
            "change_id": row["change_id"],
            "when": written_when(row, words),
            "lane": LANE_TITLES.get(row["lane"], row["lane"]),
            "title": row.get("sentence", row["title"]),
            "kind": row["kind"],
            "item": row["item"],
            "known": FOUND if is_found(row) else RECORDED,
        }
        for number, row in entries(result, shifts)
    ]


def written_when(row: Row, words: Words) -> str:
    """A day, or the days within which it happened."""
    start, end = row["started_on"], row["ended_on"]
    return words.day(start) if end in (None, start) else words.span(start, end)


def chosen(
    result: Result,
    kind: str | None = None,
    item: str | None = None,
    among: frozenset[str] | None = None,
) -> Result:
    """The changes of a kind, about an item, and `among` those ids; None leaves none out."""
    keep = [
        (kind is None or row["kind"] == kind)
        and (item is None or row["item"] == item)
        and (among is None or row["change_id"] in among)
        for row in result.rows()
    ]
    return replace(result, table=result.table.filter(pa.array(keep, pa.bool_())))


def chosen_shifts(
    shifts: Sequence[ShiftMark], period: tuple[date, date], kind: str | None, item: str | None
) -> tuple[ShiftMark, ...]:
    """The shifts that may lie in the period and are about the item; none has a kind."""
    start, end = period
    return tuple(
        shift
        for shift in shifts
        if kind is None
        and item in (None, measure_and_item(shift.series)[1])
        and shift.start <= end
        and shift.end >= start
    )
