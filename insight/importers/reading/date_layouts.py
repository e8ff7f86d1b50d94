"""In which ways a column of dates may be written, and how many of its rows each way reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from insight.importers.mappings.fields import Field
from insight.importers.mappings.settling import Fix
from insight.importers.reading.dates import (
    ISO,
    UNIX,
    UNIX_MS,
    candidate_formats,
    directives,
    has_short_year,
    read_day,
    reads,
)
from insight.importers.reading.text_column import TextColumn

CENTURY = 1950
"""The hundred years that a suggested line reads years of two digits in; a person decides."""
_MOST_LAYOUTS = 5
_MOST_SILENT = 40
_SHOWN = 4


@dataclass(frozen=True)
class DateLayouts:
    """How a column is written: each layout by its first text, and the texts that are no date."""

    firsts: tuple[str, ...]
    formats: tuple[tuple[str, ...], ...]
    """For each layout the formats that read most of it, and of a single one all others too."""
    silent: tuple[str, ...]


def date_layouts(field: Field, column: TextColumn) -> DateLayouts:
    """Layout by layout: the first text left, and what reads most of the texts left."""
    answered = dict.fromkeys(column.texts)
    left = [text for text in answered if text not in ("", *field.missing)]
    firsts: list[str] = []
    formats: list[tuple[str, ...]] = []
    silent: list[str] = []
    while left and len(firsts) < _MOST_LAYOUTS and len(silent) < _MOST_SILENT:
        found = candidate_formats(left[0])
        if not found:
            silent.append(left.pop(0))
            continue
        readable = {one: {text for text in left if reads(text, one)} for one in found}
        found.sort(key=lambda one: -len(readable[one]))
        most = len(readable[found[0]])
        firsts.append(left[0])
        best = [one for one in found if len(readable[one]) == most]
        formats.append(tuple(one for one in best if one != ISO or len(best) == 1))
        left = [text for text in left if text not in readable[found[0]]]
        if not formats[1:] and not any(candidate_formats(text) for text in left):
            formats = [tuple(one for one in found if one != ISO) or (ISO,)]
    return DateLayouts(tuple(firsts), tuple(formats), tuple(silent))


def format_lines(field: Field, column: TextColumn, layouts: DateLayouts) -> Iterator[Fix]:
    """The lines that would read the column, each with what it reads and the first day by it."""
    more: dict[str, Any] = {}
    if layouts.silent and not field.required:
        more["missing"] = [*field.missing, *layouts.silent]
    skipped = {"", *field.missing, *layouts.silent}
    if not field.formats and all(reads(text, ISO) for text in column.texts if text not in skipped):
        if more:
            yield field.line(**more), "if that means “no day”"
        return

    def lines_of(options: Sequence[Sequence[str]]) -> list[Fix]:
        shown = layouts.firsts[-1]
        return [_line(field, column, formats, more, skipped, shown) for formats in options]

    if not layouts.firsts:
        return
    lines = lines_of(_together(layouts.formats))
    if len(layouts.firsts) > 1:
        whole = [line for line in lines if line[1].startswith("reads all")]
        lines = whole or lines_of([(formats[0],) for formats in layouts.formats])
    yield from lines[:_SHOWN]
    if layouts.formats in (((UNIX,),), ((UNIX_MS,),)) and not field.time_zone:
        moved = {"format": layouts.formats[0][0], "time_zone": "Europe/Berlin", **more}
        yield field.line(**moved), "if all customers are in this zone, or name theirs"


def _line(
    field: Field,
    column: TextColumn,
    formats: Sequence[str],
    more: dict[str, Any],
    skipped: set[str],
    shown: str,
) -> Fix:
    changed = {**more, "format": formats[0] if len(formats) == 1 else list(formats)}
    short = any(map(has_short_year, formats))
    years_from = (field.years_from or CENTURY) if short else None
    changed["years_from"] = years_from
    if {UNIX, UNIX_MS} & set(formats) and not field.time_zone:
        changed["time_zone"] = "UTC"
    return field.line(**changed), _verdict(column, formats, years_from, skipped, shown)


def _verdict(
    column: TextColumn,
    formats: Sequence[str],
    years_from: int | None,
    skipped: set[str],
    shown: str,
) -> str:
    """How many of the dates these formats read, each in one way only, and `shown` by them."""
    days: dict[str, date | None] = {}
    total = read = 0
    for text, count in column.counted():
        if text in skipped:
            continue
        if text not in days:
            days[text] = day_by(text, formats, years_from)
        total += count
        read += count if days[text] else 0
    if read == total:
        dates = "date" if total == 1 else "dates"
        these = "looked at" if column.ends_early else "of the file"
        return f"reads all {total:,} {dates} {these}; {shown!r} is {days[shown]}"
    unread = next(text for text, day in days.items() if day is None)
    row = column.rows[column.first([unread])]
    return f"reads {read:,} of {total:,} dates, but not row {row}: {unread!r}"


def day_by(text: str, formats: Sequence[str], years_from: int | None) -> date | None:
    """The day that those of the formats that read it agree on; None where none or not all do."""
    days = set()
    for one in formats:
        try:
            days.add(read_day(text, one, years_from))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None


def _together(formats: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """One format of each layout, those that keep day and month in one order first."""
    combined = [tuple(dict.fromkeys(chosen)) for chosen in product(*formats)]
    return sorted(combined, key=_orders)


def _orders(formats: Sequence[str]) -> int:
    """1 where all formats have day and month in one order, as one source mostly does, else 2."""
    return max(1, len({_day_first(one) for one in formats} - {None}))


def _day_first(date_format: str) -> bool | None:
    """Whether the day stands before the month; None where a month's name or the year says so."""
    if not {"%d", "%m"} <= directives(date_format) or date_format.lower().startswith("%y"):
        return None
    return date_format.index("%d") < date_format.index("%m")
