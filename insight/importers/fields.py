"""One line of a mapping: how one column of ours is read from theirs."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from insight.importers.dates import is_whole_date_format
from insight.problems import Mistake, nearest

NUMBERS = frozenset({"TINYINT", "INTEGER", "BIGINT", "DOUBLE"})

_KEYS = {
    "column": None,
    "value": None,
    "labels": None,
    "missing": None,
    "type": None,
    "format": frozenset({"DATE"}),
    "scale": NUMBERS,
}
"""Every key of an inline table, and the types of column it makes sense for (None: all)."""

_TYPE_WORDS = {"text": "VARCHAR", "number": "DOUBLE"}


@dataclass(frozen=True)
class Field:
    """How one column of ours is filled: from the one of `columns` that is there, or `value`."""

    name: str
    type: str
    place: str
    columns: tuple[str, ...] = ()
    value: Any = None
    format: str | None = None
    scale: tuple[float, float] | None = None
    labels: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    required: bool = False
    words: tuple[str, ...] = ()
    """The only values it may take, in our words; empty where anything may stand."""

    @property
    def is_constant(self) -> bool:
        return not self.columns

    @property
    def value_is_assumed(self) -> bool:
        """Whether the mapping, not the source, supplies the value (a constant or a label)."""
        return self.is_constant or bool(self.labels)

    @property
    def keeps_unlabelled(self) -> bool:
        """Whether a value without a label stays as it is: a label of free text only renames."""
        return self.type == "VARCHAR" and not self.words

    def line(self, **changed: Any) -> str:
        """This field as its line of the mapping, with some keys changed: what a fix looks like."""
        names = list(self.columns)
        keys = {
            "column": names[0] if len(names) == 1 else names,
            "format": self.format,
            "scale": list(self.scale) if self.scale else None,
            "labels": dict(self.labels),
            "missing": list(self.missing),
            **changed,
        }
        said = {key: value for key, value in keys.items() if value not in (None, [], {})}
        return f"{_toml_key(self.name)} = {toml_value(said)}"


def toml_value(value: Any) -> str:
    """A value as TOML writes it; tables on one line."""
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{_toml_key(k)} = {toml_value(v)}" for k, v in value.items()) + " }"
        )
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(entry) for entry in value) + "]"
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    if isinstance(value, float):
        return f"{value:g}"
    return json.dumps(value, ensure_ascii=False)


def _toml_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def check_keys(place: str, entries: Mapping[str, Any], known: Iterable[str]) -> None:
    """Mistake where a key is not among the known ones, naming the nearest."""
    known = list(known)
    for key in entries:
        if key not in known:
            raise Mistake(f"{place} does not know the key {key!r}{nearest(key, known)}")


def read_field(
    place: str,
    name: str,
    entry: Any,
    type_: str,
    *,
    defaults: Mapping[str, Any] | None = None,
    type_is_free: bool = False,
    required: bool = False,
    words: tuple[str, ...] = (),
) -> Field:
    """Read `name = entry`; `place` names file and table, `defaults` hold for keys left out."""
    place = f"{place} {name}"
    if isinstance(entry, str):
        entry = {"column": entry}
    if not isinstance(entry, dict):
        raise Mistake(
            f"{place} = {toml_value(entry)} is neither a column's name nor a table; "
            f"for a constant write {name} = {{ value = {json.dumps(str(entry))} }}"
        )
    check_keys(place, entry, _KEYS)
    if "type" in entry:
        type_ = _free_type(place, entry["type"], type_is_free)
    for key, types in _KEYS.items():
        if key in entry and types and type_ not in types:
            raise Mistake(f"{place} cannot have a {key!r}: it is {_type_name(type_)}")
    if ("column" in entry) == ("value" in entry):
        raise Mistake(f"{place} needs either a column or a constant value, and only one of them")
    if "value" in entry and len(entry) > ("type" in entry) + ("scale" in entry) + 1:
        raise Mistake(f"{place} is a constant: format, labels and missing mean nothing there")
    if "labels" in entry and "format" in entry:
        raise Mistake(f"{place} has both labels and a format; name one of them")
    said = {**(defaults or {}), **entry}
    scale = read_scale(place, said["scale"]) if "scale" in said else None
    return Field(
        name=name,
        type=type_,
        place=place,
        columns=column_names(place, entry["column"]) if "column" in entry else (),
        value=_checked(place, entry["value"], type_, scale, words) if "value" in entry else None,
        format=_read_format(place, entry.get("format")),
        scale=scale,
        labels=_read_labels(place, said.get("labels", {}), type_, scale, words),
        missing=read_texts(f"{place} missing", said.get("missing", [])),
        required=required,
        words=words,
    )


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


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _type_name(type_: str) -> str:
    names = {"VARCHAR": "text", "DATE": "a date", "BOOLEAN": "true or false"}
    return names.get(type_, "a number")


def _free_type(place: str, word: Any, type_is_free: bool) -> str:
    if not type_is_free:
        raise Mistake(f"{place} has a type of its own; `type` is for columns the tables lack")
    if word not in _TYPE_WORDS:
        raise Mistake(f'{place}: type is "text" or "number", not {toml_value(word)}')
    return _TYPE_WORDS[word]


def _read_format(place: str, entry: Any) -> str | None:
    if entry is None:
        return None
    if not isinstance(entry, str) or not is_whole_date_format(entry):
        raise Mistake(
            f"{place}: the format {toml_value(entry)} does not read a day, month and year; "
            'write for example "%d/%m/%Y" or "%m/%d/%Y %H:%M:%S"'
        )
    return entry


def _read_labels(place, entry, type_, scale, words) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise Mistake(f'{place}: labels are a table: {{ "as in the file" = "as shown" }}')
    labels: dict[str, Any] = {}
    for key, value in entry.items():
        if key.strip() in labels:
            raise Mistake(f"{place} labels {key.strip()!r} twice")
        labels[key.strip()] = _checked(f"{place} labels {key!r}", value, type_, scale, words)
    return labels


def _checked(place, value, type_, scale, words) -> Any:
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
