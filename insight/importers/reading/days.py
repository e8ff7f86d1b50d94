"""Texts of a date column become days: the customer's local day, wherever that is known."""

import re
from datetime import UTC, date, tzinfo

from insight.importers.mappings.fields import Field
from insight.importers.reading import date_refusals as refusals
from insight.importers.reading.dates import UNIX, UNIX_MS, has_short_year, read_stamp
from insight.importers.reading.text_column import TextColumn
from insight.importers.reading.time_zones import (
    has_no_zone,
    header_says_utc,
    is_utc,
    local_day,
    zone_named,
)
from insight.problems import Mistake

Stamps = dict[str, date | None]

_WRITTEN_OFFSET = re.compile(r":\d{2}(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$", re.ASCII)


def read_days(field: Field, column: TextColumn) -> list[date | None]:
    """The days of a date column, null where nothing was answered; Mistake asks what is open."""
    stamps: Stamps = dict.fromkeys(("", *field.missing))
    for text in column.texts:
        if text not in stamps:
            try:
                stamps[text] = _read_by_its_format(field, text)
            except ValueError as problem:
                raise Mistake(refusals.unread(field, column, text, str(problem))) from None
    answered = (text for text in column.texts if stamps[text] is not None)
    if (first := next(answered, None)) is None:
        return [None] * len(column.texts)
    if field.years_from is None and any(map(has_short_year, field.formats)):
        raise Mistake(refusals.open_century(field, column, first))
    if not column.is_part:
        _check_clock(field, column, stamps)
    if column.zones is None:
        zone = None
        if field.time_zone and not field.time_zone.is_as_written:
            zone = zone_named(field.time_zone.name)
        days = {text: _day(field, column, text, stamp, zone) for text, stamp in stamps.items()}
        return [days[text] for text in column.texts]
    own = zip(column.texts, column.zones, strict=True)
    return [
        _day(field, column, text, stamps[text], _own_zone(field, column, text, zone))
        for text, zone in own
    ]


def said_offsets(field: Field, column: TextColumn) -> str | None:
    """What is assumed of timestamps that carry their own offsets and that no zone moves."""
    if (
        field.type != "DATE"
        or field.labels
        or (field.time_zone and not field.time_zone.is_as_written)
    ):
        return None
    offsets = {found[1] for text in column.texts if (found := _WRITTEN_OFFSET.search(text))}
    if not offsets:
        return None
    listed = ", ".join(sorted(offsets)[:6]) + (" and others" if len(offsets) > 6 else "")
    return f"{field.place}: each day is the one at the offset written beside it ({listed})."


def _read_by_its_format(field: Field, text: str) -> date:
    """Read by the one format that fits; ValueError where none does, or two in different ways."""
    if len(field.formats) < 2:
        return read_stamp(text, field.formats[0] if field.formats else None, field.years_from)
    read: dict[str, date] = {}
    for one in field.formats:
        try:
            read[one] = read_stamp(text, one, field.years_from)
        except ValueError:
            continue
    if not read:
        raise ValueError(f"fits none of the formats {', '.join(field.formats)}")
    if len(set(read.values())) > 1:
        ways = " and ".join(f"{stamp} by {one}" for one, stamp in read.items())
        raise ValueError(f"is {ways}")
    return next(iter(read.values()))


def _check_clock(field: Field, column: TextColumn, stamps: Stamps) -> None:
    """Mistake where the local day can be another than the written one, or cannot be told."""
    read = [text for text in column.texts if stamps[text] is not None]
    without = next((text for text in read if has_no_zone(stamps[text])), None)
    if field.time_zone is None:
        if UNIX in field.formats or UNIX_MS in field.formats:
            raise Mistake(refusals.open_zone(field, column, read[0], "counts from 1970 in UTC"))
        zoned = [text for text in read if getattr(stamps[text], "tzinfo", None)]
        if zoned and all(is_utc(stamps[text]) for text in zoned):
            raise Mistake(refusals.open_zone(field, column, zoned[0], "is a time in UTC"))
        if without is not None and header_says_utc(column.name):
            said = "is a time in UTC, as the column's name says"
            raise Mistake(refusals.open_zone(field, column, without, said))
        return
    known = field.time_zone.is_as_written or field.times_in or header_says_utc(column.name)
    if without is not None and not known:
        raise Mistake(refusals.open_clock(field, column, without))


def _day(
    field: Field, column: TextColumn, text: str, stamp: date | None, zone: tzinfo | None
) -> date | None:
    if stamp is None:
        return None
    clock = zone_named(field.times_in) if field.times_in else UTC
    try:
        return local_day(stamp, zone, clock)
    except ValueError as problem:
        place = column.at(column.first([text]))
        raise Mistake(f"{place}: {text!r} {problem}, as {field.place} reads it") from None


def _own_zone(field: Field, column: TextColumn, text: str, name: str) -> tzinfo | None:
    """The zone a row names for itself, or the one for rows that name none."""
    try:
        return zone_named(name or field.time_zone.otherwise) if text else None
    except ValueError:
        raise Mistake(refusals.unknown_zone(field, column, text, name)) from None
