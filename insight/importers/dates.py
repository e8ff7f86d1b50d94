"""Days as files write them: read by ISO or by the mapping's format, never by a guess."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import product

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})([T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)

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
    "%d-%m-%y",
    "%m-%d-%y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d, %Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%Y%m%d",
)
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S")


def read_day(text: str, date_format: str | None) -> date:
    """The day as written, whatever its time zone; ValueError where the format does not fit."""
    if date_format:
        return datetime.strptime(text, date_format).date()
    iso = _ISO.fullmatch(text)
    if not iso:
        raise ValueError(f"{text!r} is not written as 2021-09-30")
    return date.fromisoformat(iso[1])


def is_whole_date_format(date_format: str) -> bool:
    """Whether a strptime format says day, month and year, so that a day survives it."""
    days = (date(2021, 11, 23), date(2004, 2, 29))
    try:
        written = [day.strftime(date_format) for day in days]
        return all(
            datetime.strptime(text, date_format).date() == day
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
        try:
            read_day(text, date_format)
        except ValueError:
            return position
        read.add(text)
    return None


def candidate_formats(text: str) -> list[str]:
    """The formats that read this one text, so that a person can choose between them."""
    formats = [day + time for day, time in product(_DAYS, _TIMES)]
    return [found for found in formats if first_unread([text], found) is None]
