"""Days as files write them: read by ISO or by the mapping's format, never by a guess."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from itertools import product

from insight.importers.reading.date_patterns import read_by
from insight.importers.reading.numbers import Notation, is_number

ISO = "iso"
EXCEL = "excel"
EXCEL_1904 = "excel-1904"
UNIX = "unix"
UNIX_MS = "unix-ms"
NAMED_FORMATS = (ISO, EXCEL, EXCEL_1904, UNIX, UNIX_MS)
"""What a format may say besides strptime's directives."""

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_EXCEL_EPOCHS = {EXCEL: date(1899, 12, 30), EXCEL_1904: date(1904, 1, 1)}
_FIRST_EXCEL_DAY = {EXCEL: 61, EXCEL_1904: 0}
_EXCEL_RANGE = (20_000, 60_000)
_HAIR = 1e-6

_DAYS = (
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%m.%d.%Y",
    "%Y.%m.%d",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y-%m-%d",
    "%d/%m/%y",
    "%m/%d/%y",
    "%y/%m/%d",
    "%d.%m.%y",
    "%m.%d.%y",
    "%d-%m-%y",
    "%m-%d-%y",
    "%y-%m-%d",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d, %Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%a, %d %b %Y",
    "%A, %B %d, %Y",
    "%Y%m%d",
)
_TIMES = (
    "",
    " %H:%M",
    " %H:%M:%S",
    " %H:%M:%S.%f",
    " %I:%M %p",
    " %I:%M:%S %p",
    ", %H:%M",
    ", %H:%M:%S",
    ", %I:%M %p",
    ", %I:%M:%S %p",
    "T%H:%M:%S",
    "T%H%M%S",
    " %H:%M:%S %z",
    "T%H:%M:%S%z",
)
_ZONE_NAME = re.compile(r"(.+\d(?: [AP]M)?) ([A-Z]{3,5})")
"""A time with the name of its zone, which becomes part of the format: EST, CEST."""
_LOCAL_DIRECTIVES = frozenset({"%c", "%x", "%X"})
_TIME_DIRECTIVES = frozenset({"%H", "%I", "%M", "%S", "%f", "%p", "%z", "%Z"})


def read_stamp(text: str, date_format: str | None, years_from: int | None = None) -> date:
    """The day, or the datetime where a time stands beside it; ValueError where it does not fit.

    `years_from` is the first year of the hundred that two-digit years stand for; None leaves
    them to strptime, which is a guess.
    """
    if date_format in (None, ISO):
        return _read_iso(text)
    if date_format in _EXCEL_EPOCHS:
        return _read_excel(text, date_format)
    if date_format in (UNIX, UNIX_MS):
        return _read_unix(text, 1 if date_format == UNIX else 1_000)
    stamp = read_by(text, date_format)
    found = directives(date_format)
    if years_from is not None and "%y" in found:
        stamp = stamp.replace(year=years_from + (stamp.year - years_from) % 100)
    if "%Z" in found:
        if not re.search(r"UTC|GMT", text, re.IGNORECASE):
            raise ValueError(f"{text!r} names a time zone by letters")
        stamp = stamp.replace(tzinfo=UTC)
    return stamp if found & _TIME_DIRECTIVES else stamp.date()


def read_day(text: str, date_format: str | None, years_from: int | None = None) -> date:
    """The day as written, whatever its time zone; ValueError where the format does not fit."""
    stamp = read_stamp(text, date_format, years_from)
    return stamp.date() if isinstance(stamp, datetime) else stamp


@cache
def directives(date_format: str) -> frozenset[str]:
    """The strptime directives of a format, such as %d and %Y."""
    return frozenset(re.findall(r"%.", date_format))


def has_short_year(date_format: str) -> bool:
    """Whether a format reads years of two digits, which leave the century open."""
    return "%y" in directives(date_format)


def is_whole_date_format(date_format: str) -> bool:
    """Whether a strptime format says day, month and year, so that a day survives it."""
    if date_format in NAMED_FORMATS:
        return True
    if directives(date_format) & _LOCAL_DIRECTIVES:
        return False
    days = (datetime(2021, 11, 23, tzinfo=UTC), datetime(2004, 2, 29, tzinfo=UTC))
    try:
        written = [day.strftime(date_format) for day in days]
        return all(
            datetime.strptime(text, date_format).date() == day.date()
            for text, day in zip(written, days, strict=True)
        )
    except ValueError:
        return False


def first_unread(texts: Iterable[str], date_format: str | None) -> int | None:
    """Position of the first text that the format does not read; None where it reads all."""
    read: set[str] = set()
    for position, text in enumerate(texts):
        if text in read:
            continue
        if not reads(text, date_format):
            return position
        read.add(text)
    return None


def reads(text: str, date_format: str | None) -> bool:
    try:
        read_stamp(text, date_format)
    except ValueError:
        return False
    return True


def candidate_formats(text: str) -> list[str]:
    """The formats that read this one text, so that a person can choose between them."""
    if is_number(text):
        low, high = _EXCEL_RANGE
        if low <= float(text) <= high:
            return [EXCEL, EXCEL_1904]
        whole = text.partition(".")[0]
        if whole.isdigit() and len(whole) in (10, 13):
            return [UNIX if len(whole) == 10 else UNIX_MS]
    formats = [day + time for day, time in product(_DAYS, _TIMES)]
    found = [each for each in formats if reads(text, each)]
    if not found and (named := _ZONE_NAME.fullmatch(text)):
        times = [
            each for each in candidate_formats(named[1]) if _TIME_DIRECTIVES & directives(each)
        ]
        zone = "%Z" if named[2] in ("UTC", "GMT") else named[2]
        return [f"{each} {zone}" for each in times]
    return [*found, ISO] if _ISO.fullmatch(text) and reads(text, ISO) else found


def _read_iso(text: str) -> date:
    iso = _ISO.fullmatch(text)
    if not iso:
        raise ValueError(f"{text!r} is not written as 2021-09-30")
    day = date.fromisoformat(iso[1])
    if iso[2] is None:
        return day
    seconds = int(iso[4] or 0)
    return datetime(
        day.year, day.month, day.day, int(iso[2]), int(iso[3]), seconds, tzinfo=_offset(iso[5])
    )


@cache
def _offset(written: str | None) -> timezone | None:
    if written is None:
        return None
    if written.isalpha():
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written[0] == "-" else offset)


def _read_excel(text: str, date_format: str) -> date:
    """The day of a spreadsheet's serial number; before March 1900 Excel itself miscounts."""
    days = int(Notation().number(text) + _HAIR)
    if not _FIRST_EXCEL_DAY[date_format] <= days <= 2_958_465:
        raise ValueError(f"{text!r} is no day that Excel knows")
    return _EXCEL_EPOCHS[date_format] + timedelta(days=days)


def _read_unix(text: str, per_second: int) -> datetime:
    try:
        return datetime.fromtimestamp(Notation().number(text) / per_second, UTC)
    except (OverflowError, OSError):
        raise ValueError(f"{text!r} is too large a count since 1970") from None
