"""Why a column of dates is not read, and the lines of a mapping that would settle it."""

from collections.abc import Sequence
from typing import Any

from insight.importers.mappings.fields import Field
from insight.importers.mappings.settling import question
from insight.importers.mappings.toml_text import toml_value
from insight.importers.reading.date_layouts import CENTURY, date_layouts, day_by, format_lines
from insight.importers.reading.dates import (
    EXCEL,
    UNIX,
    UNIX_MS,
    candidate_formats,
    has_short_year,
    read_day,
)
from insight.importers.reading.text_column import TextColumn
from insight.importers.reading.time_zones import AS_WRITTEN, near_zone


def unread(field: Field, column: TextColumn, text: str, problem: str) -> str:
    """A text that is no day by the mapping: what it may be, and which format reads what."""
    layouts = date_layouts(field, column)
    found = candidate_formats(text)
    if len(field.formats) > 1:
        message = f"{text!r} {problem}"
    elif field.formats:
        message = f"{text!r} does not fit the format {toml_value(field.formats[0])}"
    else:
        message = f"{text!r} {_what_it_may_be(text, found)}"
    fixes = list(format_lines(field, column, layouts))
    if len(layouts.firsts) > 1:
        rows = [column.rows[column.first([first])] for first in layouts.firsts]
        shown = [f"{first!r} in row {row}" for first, row in zip(layouts.firsts, rows, strict=True)]
        message += f". The column mixes ways of writing a day: {', '.join(shown)}"
    if field.required and layouts.firsts and layouts.silent:
        first = layouts.silent[0]
        message += f". {first!r} in row {column.rows[column.first([first])]} is no day at all"
    verdicts = [verdict for _, verdict in fixes if verdict.startswith("reads")]
    if verdicts and not any(verdict.startswith("reads all") for verdict in verdicts):
        message += "; no one format reads every date of the column, so the file must be put right"
    if field.required and layouts.silent:
        silent = [*field.missing, *layouts.silent]
        rejected = field.line(missing=silent, empty="rejected")
        fixes.append((rejected, "if that means “no day”: such rows are rejected"))
    if not found and field.required:
        labels = {text: "the day it stands for"}
        fixes.append((field.line(labels=labels, format=None), "if each value stands for a day"))
    elif not found:
        silent = [*field.missing, *(layouts.silent or [text])]
        fixes = fixes or [(field.line(missing=silent), "if that means “no day”")]
    fixes = [(line, when) for line, when in fixes if line != field.line()]
    return question(field, f"{_at(column, text)}: {message}", fixes)


def open_century(field: Field, column: TextColumn, text: str) -> str:
    """Years of two digits leave the century open."""
    fixes = []
    for years_from in (CENTURY, 2000):
        day = day_by(text, field.formats, years_from)
        then = f"for the years {years_from} to {years_from + 99}; {text!r} is {day}"
        fixes.append((field.line(years_from=years_from), then))
    said = f"{text!r} has a year of two digits, and the mapping does not say of which century"
    return question(field, f"{_at(column, text)}: {said}", fixes)


def open_zone(field: Field, column: TextColumn, text: str, said: str) -> str:
    """A time in UTC, whose day may be another one where the customer was."""
    fixes = [
        (
            field.line(time_zone="Europe/Berlin"),
            "if all customers are in this zone, else theirs",
        ),
        (field.line(time_zone=_utc(field)), "if the day in UTC is to be counted by"),
    ]
    message = (
        f"{text!r} {said}; the customer's local day may be another one "
        '(where a column holds each zone: time_zone = { column = "its name" })'
    )
    return question(field, f"{_at(column, text)}: {message}", fixes)


def open_clock(field: Field, column: TextColumn, text: str) -> str:
    """A time without a zone, which the mapping's time_zone cannot move."""
    fixes = [
        (field.line(times_in="UTC"), "if the file writes its times in UTC, or name its zone"),
        (field.line(time_zone=None), "if they are the customers' own clock already"),
    ]
    message = f"{text!r} does not say in which zone it is, so time_zone cannot move it"
    return question(field, f"{_at(column, text)}: {message}", fixes)


def unknown_zone(field: Field, column: TextColumn, text: str, name: str) -> str:
    """A row whose own time zone is empty or not known."""
    pairs = zip(column.rows, column.texts, column.zones, strict=True)
    row = next(row for row, one, zone in pairs if (one, zone) == (text, name))
    place = f"{column.file}, row {row}, column {' or '.join(map(repr, field.zone_columns))}"
    if name:
        message = f"{place}: {name!r} is no time zone{near_zone(name)}"
        fixes = [(field.line(time_zone="UTC"), "or another zone for all; or put the file right")]
        return question(field, message, fixes)
    names: Any = field.zone_columns[0] if len(field.zone_columns) == 1 else field.zone_columns
    rule = {"column": names, "otherwise": "UTC"}
    message = f"{place}: there is no time zone for {text!r}"
    return question(
        field, message, [(field.line(time_zone=rule), "or another zone for rows without one")]
    )


def _what_it_may_be(text: str, found: Sequence[str]) -> str:
    if EXCEL in found:
        return "is a number, as spreadsheets keep days; the mapping must say since which year"
    if UNIX in found or UNIX_MS in found:
        return "is a number, as computers count time since 1970; the mapping must say so"
    if found and all(map(has_short_year, found)):
        return "has a year of two digits; the mapping must say how it is written and its century"
    if len({read_day(text, one) for one in found}) > 1:
        return "could be more than one day; the mapping must say which"
    return "is not written as 2021-09-30, and the mapping names no format"


def _utc(field: Field) -> str:
    """The day in UTC: as written, or for a count of seconds the zone by its name."""
    return "UTC" if {UNIX, UNIX_MS} & set(field.formats) else AS_WRITTEN


def _at(column: TextColumn, text: str) -> str:
    return column.at(column.first([text]))
