"""Shifts found in what customers say and do, as marks of the customers' lane and as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from insight.charts.theme import plain
from insight.query import Result
from insight.words import Words, add_months

_SAID = {
    "nps": "NPS",
    "wanted": "the want of “{}”",
    "delivered": "delivery of “{}”",
    "gap": "the gap of “{}”",
    "share": "the share of business by {}",
}
MOST_APART = 12
"""Months from one step to the next, at most, of a move that is told as one."""
FEWEST_STEPS = 3

Row = dict[str, Any]


@dataclass(frozen=True)
class ShiftMark:
    """One detected shift: its series, a short title, the days it lies in, all of it in words.

    `start` and `end` are the first and last day on which it may have happened; text is plain.
    """

    series: str
    title: str
    start: date
    end: date
    sentence: str


def shift_marks(result: Result, words: Words) -> tuple[ShiftMark, ...]:
    """The shifts of an answer to customer_shifts, by the first day each may have happened.

    Three steps or more one way, each within a year of the last, are one gradual move.
    """
    by_series = groupby(sorted(in_order(result), key=lambda row: row["series"]), _series_of)
    marks = [mark for _, rows in by_series for mark in _marks(list(rows), words)]
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.series)))


def in_order(result: Result) -> list[Row]:
    """The shifts that may be shown, by day."""
    shown = [row for row in result.rows() if row["size"] is not None]
    return sorted(shown, key=lambda row: (row["earliest"], row["series"]))


def _series_of(row: Row) -> str:
    return row["series"]


def _marks(rows: list[Row], words: Words) -> list[ShiftMark]:
    marks = []
    for steps in _moves(rows):
        if len(steps) >= FEWEST_STEPS:
            marks.append(_gradual(steps, words))
        else:
            marks += [_mark(row, words) for row in steps]
    return marks


def _moves(rows: list[Row]) -> list[list[Row]]:
    """Steps of one series, in order, cut where the way turns or more than a year passes."""
    moves = [[rows[0]]]
    for before, row in pairwise(rows):
        same_way = (before["size"] > 0) == (row["size"] > 0)
        if same_way and row["earliest"] <= add_months(before["latest"], MOST_APART):
            moves[-1].append(row)
        else:
            moves.append([row])
    return moves


def _mark(row: Row, words: Words) -> ShiftMark:
    days = row["earliest"], row["latest"]
    return ShiftMark(row["series"], shift_title(row, words), *days, shift_sentence(row, words))


def _gradual(steps: Sequence[Row], words: Words) -> ShiftMark:
    first, last = steps[0], steps[-1]
    whole = first | {"after": last["after"], "size": last["after"] - first["before"]}
    title = f"{shift_title(whole, words)} in {words.spelled(len(steps))} steps"
    levels = f"from {words.number(first['before'])} to {words.number(last['after'])}"
    days = first["earliest"], last["latest"]
    return ShiftMark(first["series"], title, *days, f"{title}, {levels}")


def measure_and_item(series: str) -> tuple[str, str]:
    """`wanted: On time` is (`wanted`, `On time`); `nps` is (`nps`, ``)."""
    measure, _, item = series.partition(": ")
    return measure, item


def named(series: str) -> str:
    """A series as a sentence names it: `the want of “On time”`."""
    measure, item = measure_and_item(series)
    return _SAID.get(measure, "{}").format(plain(item or measure, 60))


def shift_title(row: Row, words: Words) -> str:
    """`Delivery of “On time” rose 8 points`."""
    said = f"{named(row['series'])} {_verb(row)} {words.points(abs(row['size']))}"
    return said[:1].upper() + said[1:]


def _verb(row: Row) -> str:
    """A gap is delivered less wanted: where both levels lack delivery, a fall widens it."""
    rose = row["size"] > 0
    if measure_and_item(row["series"])[0] == "gap" and max(row["before"], row["after"]) <= 0:
        return "narrowed" if rose else "widened"
    return "rose" if rose else "fell"


def shift_sentence(row: Row, words: Words) -> str:
    """What shifted, its interval, from which level to which, when, and how many answered."""
    levels = f"from {words.number(row['before'])} to {words.number(row['after'])}"
    return (
        f"{shift_title(row, words)} ({size_limits(row, words)}), {levels}, {when(row, words)}; "
        f"{counted(row, words)}"
    )


def size_limits(row: Row, words: Words) -> str:
    """`12 to 14`: the 95 % interval of a shift's size, without its sign."""
    return words.interval(*sorted((abs(row["size_low"]), abs(row["size_high"]))))


def counted(row: Row, words: Words) -> str:
    """`1,204 answers`; of a share `1,204 interactions`."""
    is_share = measure_and_item(row["series"])[0] == "share"
    return words.count(row["respondents"], "interaction" if is_share else "answer")


def largest_of(rows: Sequence[Row]) -> Row:
    """The shift of most whole points; of equal ones NPS before a want, and that before a gap."""
    measures = list(_SAID)

    def rank(row: Row) -> tuple[float, int, str]:
        measure, _ = measure_and_item(row["series"])
        return -round(abs(row["size"])), measures.index(measure), row["series"]

    return min(rows, key=rank)


def when(row: Row, words: Words) -> str:
    """The days within which it happened: `in May 2024`, `some time from May to July 2024`."""
    days = words.span(row["earliest"], row["latest"])
    return f"some time from {days}" if " to " in days else f"in {days}"
