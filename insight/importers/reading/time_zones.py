"""From an instant to the day it was where the customer was."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from insight.problems import nearest

AS_WRITTEN = "as written"
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", re.ASCII)
_HEADER_SAYS_UTC = re.compile(r"(?<![A-Za-z])(UTC|GMT)(?![A-Za-z])", re.IGNORECASE)


@dataclass(frozen=True)
class TimeZone:
    """Whose day a timestamp counts to: one zone for all, each row's own, or the day as written."""

    name: str = ""
    columns: tuple[str, ...] = ()
    otherwise: str = ""
    """The zone of rows whose zone is empty; without one, they are refused."""

    @property
    def is_as_written(self) -> bool:
        return self.name == AS_WRITTEN


@cache
def zone_named(name: str) -> tzinfo:
    """A zone of the tz database, or a fixed offset such as +02:00; ValueError names the nearest."""
    if offset := _OFFSET.fullmatch(name):
        sign = -1 if offset[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0)))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone{near_zone(name)}") from None


def near_zone(name: str) -> str:
    """`; did you mean 'Europe/Berlin'?`"""
    return nearest(name, sorted(available_timezones()))


def header_says_utc(column: str) -> bool:
    return bool(_HEADER_SAYS_UTC.search(column))


def is_utc(stamp: date) -> bool:
    """Whether a timestamp says itself that it is in UTC."""
    return isinstance(stamp, datetime) and stamp.utcoffset() == timedelta(0)


def has_no_zone(stamp: date) -> bool:
    """Whether there is a time without the zone it was read off in; a mere day has no need."""
    return isinstance(stamp, datetime) and stamp.tzinfo is None


def local_day(stamp: date, zone: tzinfo | None, clock: tzinfo | None = UTC) -> date:
    """The day in `zone`, or as written without one; `clock` is where times without zone are."""
    if not isinstance(stamp, datetime):
        return stamp
    if zone is None:
        return stamp.date()
    if stamp.tzinfo is None:
        stamp = stamp.replace(tzinfo=clock)
    try:
        return stamp.astimezone(zone).date()
    except OverflowError:
        raise ValueError("is beyond the years that can be told") from None
