"""What the keys of a mapping's line may say, each checked and read by itself."""

from datetime import date
from typing import Any

from insight.importers.mappings.toml_text import toml_value
from insight.importers.reading.dates import NAMED_FORMATS, has_short_year, is_whole_date_format
from insight.importers.reading.numbers import DECIMALS, THOUSANDS, Notation
from insight.importers.reading.time_zones import AS_WRITTEN, TimeZone, zone_named
from insight.problems import Mistake, nearest

NUMBERS = frozenset({"TINYINT", "INTEGER", "BIGINT", "DOUBLE"})

_TYPE_WORDS = {"text": "VARCHAR", "number": "DOUBLE"}


def column_names(place: str, entry: Any) -> tuple[str, ...]:
    """One name or a list of alternative names, blanks around them trimmed."""
    names = [entry] if isinstance(entry, str) else entry
    if not (isinstance(names, list) and names and all(isinstance(n, str) for n in names)):
        raise Mistake(f"{place}: a column is named by text or a list of texts")
    trimmed = tuple(dict.fromkeys(name.strip() for name in names))
    if "" in trimmed:
        raise Mistake(f"{place}: a column's name is empty")
    return trimmed


def read_scale(place: str, entry: Any) -> tuple[float, float]:
    """`[least, most]`; the least may be the larger number, where a scale is reversed."""
    whole = isinstance(entry, list) and len(entry) == 2 and all(map(_is_number, entry))
    if not whole or entry[0] == entry[1]:
        raise Mistake(f"{place}: scale is two different numbers, the least and the most: [1, 5]")
    return float(entry[0]), float(entry[1])


def read_texts(place: str, entry: Any) -> tuple[str, ...]:
    """A list of values as the file writes them; numbers may stand without quotes."""
    if not isinstance(entry, list) or not all(isinstance(v, str) or _is_number(v) for v in entry):
        raise Mistake(f'{place} is a list of values as the file writes them: ["99", "Blank"]')
    return tuple(str(value).strip() for value in entry)


def is_on_scale(number: float, scale: tuple[float, float]) -> bool:
    return min(scale) <= number <= max(scale)


def type_name(type_: str) -> str:
    names = {"VARCHAR": "text", "DATE": "a date", "BOOLEAN": "true or false"}
    return names.get(type_, "a number")


def read_type(place: str, word: Any, type_is_free: bool) -> str:
    if not type_is_free:
        raise Mistake(f"{place} has a type of its own; `type` is for columns the tables lack")
    if word not in _TYPE_WORDS:
        raise Mistake(f'{place}: type is "text" or "number", not {toml_value(word)}')
    return _TYPE_WORDS[word]


def read_formats(place: str, entry: Any) -> tuple[str, ...]:
    """One format or a list of them, each of which reads a whole day."""
    if entry is None:
        return ()
    listed = entry if isinstance(entry, list) and entry else [entry]
    for one in listed:
        if isinstance(one, str) and "%" not in one and one not in NAMED_FORMATS:
            near = nearest(one, NAMED_FORMATS)
            raise Mistake(f"{place}: {toml_value(one)} does not read a day, month and year{near}")
        if not isinstance(one, str) or not is_whole_date_format(one):
            raise Mistake(
                f"{place}: the format {toml_value(one)} does not read a day, month and year; "
                'write for example "%d/%m/%Y" or "%m/%d/%Y %H:%M:%S"'
            )
    return tuple(dict.fromkeys(listed))


def read_years_from(place: str, entry: Any, formats: tuple[str, ...]) -> int | None:
    """The first of the hundred years that years of two digits stand for."""
    if entry is None:
        return None
    if type(entry) is not int or not 1 <= entry <= 9_900:
        raise Mistake(
            f"{place}: years_from is the first of a hundred years: years_from = 1950 "
            "reads 49 as 2049 and 50 as 1950"
        )
    if not any(map(has_short_year, formats)):
        raise Mistake(f"{place}: years_from is for a format with %y, years of two digits")
    return entry


def read_time_zone(place: str, entry: Any) -> TimeZone | None:
    """A zone for all, "as written", or the column that holds each row's own."""
    if entry is None:
        return None
    columns: tuple[str, ...] = ()
    otherwise = ""
    if isinstance(entry, dict):
        for key in entry:
            if key not in ("column", "otherwise"):
                near = nearest(key, ("column", "otherwise"))
                raise Mistake(f"{place} time_zone does not know the key {key!r}{near}")
        columns = column_names(f"{place} time_zone", entry.get("column"))
        otherwise = entry.get("otherwise", "")
        entry = otherwise or "UTC"
    if not isinstance(entry, str):
        raise Mistake(
            f'{place}: time_zone is "Europe/Berlin", "{AS_WRITTEN}" '
            'or the column of each one\'s own: { column = "TZ" }'
        )
    if entry != AS_WRITTEN or columns:
        _check_zone(f"{place} time_zone", entry)
    return TimeZone("", columns, otherwise) if columns else TimeZone(entry)


def read_clock(place: str, entry: Any, zone: TimeZone | None) -> str | None:
    """The zone that times without one are in."""
    if entry is None:
        return None
    if not isinstance(entry, str):
        raise Mistake(f'{place}: times_in is a time zone: times_in = "UTC"')
    _check_zone(f"{place} times_in", entry)
    if zone is None:
        raise Mistake(
            f"{place}: times_in says where the clock stood; say whose day it was as well: "
            'time_zone = "Europe/Berlin"'
        )
    return entry


def read_notation(place: str, decimal: Any, thousands: Any) -> Notation:
    if decimal not in DECIMALS:
        raise Mistake(f'{place}: decimal is "." or ",", not {toml_value(decimal)}')
    if thousands not in (None, *THOUSANDS):
        raise Mistake(f"{place}: thousands is one of {', '.join(map(toml_value, THOUSANDS))}")
    if decimal == thousands:
        raise Mistake(f"{place}: {toml_value(decimal)} marks decimals or thousands, not both")
    return Notation(decimal, thousands)


def read_flag(place: str, key: str, entry: Any) -> bool:
    if not isinstance(entry, bool):
        raise Mistake(f"{place}: {key} is true or false, not {toml_value(entry)}")
    return entry


def read_empty(place: str, entry: Any, required: bool) -> bool:
    """Whether a row in which it is empty is rejected; only what every row needs may say so."""
    if entry not in (None, "rejected"):
        raise Mistake(f'{place}: empty says what becomes of rows without it: empty = "rejected"')
    if entry and not required:
        raise Mistake(f"{place} may be empty: leave `empty` out")
    return entry is not None


def read_labels(place, entry, type_, scale, words) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise Mistake(f'{place}: labels are a table: {{ "as in the file" = "as shown" }}')
    labels: dict[str, Any] = {}
    for key, value in entry.items():
        if key.strip() in labels:
            raise Mistake(f"{place} labels {key.strip()!r} twice")
        labels[key.strip()] = read_constant(f"{place} labels {key!r}", value, type_, scale, words)
    return labels


def read_constant(
    place: str,
    value: Any,
    type_: str,
    scale: tuple[float, float] | None,
    words: tuple[str, ...],
) -> Any:
    """A value written in the mapping itself, as its column holds it."""
    if type_ == "DATE":
        try:
            return value if type(value) is date else date.fromisoformat(value)
        except (TypeError, ValueError):
            raise Mistake(f'{place}: {toml_value(value)} is no day; write "2021-09-30"') from None
    if type_ == "BOOLEAN":
        if not isinstance(value, bool):
            raise Mistake(f"{place}: {toml_value(value)} is neither true nor false")
        return value
    if type_ in NUMBERS:
        number = _checked_number(place, value, scale)
        if type_ == "DOUBLE":
            return number
        if number != int(number):
            raise Mistake(f"{place}: {toml_value(value)} is no whole number")
        return int(number)
    text = str(value).strip()
    if isinstance(value, dict | list | bool) or not text:
        raise Mistake(f"{place}: {toml_value(value)} is no text")
    if words and text not in words:
        raise Mistake(f"{place}: {text!r} is none of {', '.join(words)}{nearest(text, words)}")
    return text


def _checked_number(place: str, value: Any, scale: tuple[float, float] | None) -> float:
    try:
        number = float(value) if _is_number(value) or isinstance(value, str) else None
    except ValueError:
        number = None
    if number is None or number - number != 0:
        raise Mistake(f"{place}: {toml_value(value)} is no number")
    if scale and not is_on_scale(number, scale):
        raise Mistake(f"{place}: {number:g} is outside the scale {scale[0]:g} to {scale[1]:g}")
    return number


def _check_zone(place: str, name: str) -> None:
    try:
        zone_named(name)
    except ValueError as problem:
        raise Mistake(f"{place}: {problem}") from None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
