"""One line of a mapping: how one column of ours is read from theirs."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from insight.importers.mappings.field_entries import (
    NUMBERS,
    column_names,
    read_clock,
    read_constant,
    read_empty,
    read_flag,
    read_formats,
    read_labels,
    read_notation,
    read_scale,
    read_texts,
    read_time_zone,
    read_type,
    read_years_from,
    type_name,
)
from insight.importers.mappings.toml_text import toml_key, toml_value
from insight.importers.reading.numbers import Notation
from insight.importers.reading.time_zones import TimeZone
from insight.problems import Mistake, nearest

_DATES = frozenset({"DATE"})
_KEYS = {
    "column": None,
    "value": None,
    "labels": None,
    "missing": None,
    "type": None,
    "optional": None,
    "personal": None,
    "empty": None,
    "format": _DATES,
    "years_from": _DATES,
    "time_zone": _DATES,
    "times_in": _DATES,
    "scale": NUMBERS,
    "decimal": NUMBERS,
    "thousands": NUMBERS,
}
"""Every key of an inline table, and the types of column it makes sense for (None: all)."""

_OF_CONSTANTS = frozenset({"value", "type", "scale"})


@dataclass(frozen=True)
class Field:
    """How one column of ours is filled: from the one of `columns` that is there, or `value`."""

    name: str
    type: str
    place: str
    columns: tuple[str, ...] = ()
    value: Any = None
    formats: tuple[str, ...] = ()
    """How its dates are written, each by exactly one of these; empty for ISO alone."""
    years_from: int | None = None
    time_zone: TimeZone | None = None
    times_in: str | None = None
    """The zone of times that name none; None where they are the customer's own clock."""
    scale: tuple[float, float] | None = None
    notation: Notation = field(default_factory=Notation)
    labels: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    required: bool = False
    optional: bool = False
    """Whether the column may be absent from a file; then its values are null, and that is said."""
    rejects_empty: bool = False
    """Whether rows without a value are rejected, where every row needs one."""
    personal: bool = False
    """Whether the mapping asks for it although it names or reaches a person."""
    words: tuple[str, ...] = ()
    """The only values it may take, in our words; empty where anything may stand."""
    is_free_text: bool = False
    """Whether it holds what people wrote or names one row, so that any text is what it says."""
    entry: Mapping[str, Any] | None = None
    """The inline table as the mapping wrote it; None for a field that code made."""
    inherited: frozenset[str] = frozenset()
    """Keys that the mapping states for all lines of a table, such as [ratings] missing."""

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

    @property
    def zone_columns(self) -> tuple[str, ...]:
        """The column of each row's time zone (one of these names), where the mapping names one."""
        return self.time_zone.columns if self.time_zone else ()

    def states(self, key: str) -> bool:
        """Whether the mapping says this key, on the line itself or for the whole table."""
        return self.states_itself(key) or key in self.inherited

    def states_itself(self, key: str) -> bool:
        """Whether the line itself says this key; what code made is not doubted."""
        return self.entry is None or key in self.entry

    def line(self, **changed: Any) -> str:
        """This field as its line of the mapping, with some keys changed: what a fix looks like."""
        written = self.entry
        if written is None:
            written = {"column": self.columns[0] if len(self.columns) == 1 else list(self.columns)}
        keys = {key: value for key, value in {**written, **changed}.items() if value is not None}
        return f"{toml_key(self.name)} = {toml_value(keys)}"


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
    assumed: Mapping[str, Any] | None = None,
    type_is_free: bool = False,
    required: bool = False,
    words: tuple[str, ...] = (),
    is_free_text: bool = False,
) -> Field:
    """Read `name = entry`; `place` names file and table.

    `defaults` are what the mapping says for keys left out here, `assumed` what we say.
    """
    place = f"{place} {name}"
    if isinstance(entry, str):
        entry = {"column": entry}
    if isinstance(entry, list):
        raise Mistake(
            f"{place}: several names, of which a file has one, are written "
            f"{name} = {{ column = {toml_value(entry)} }}"
        )
    if not isinstance(entry, dict):
        raise Mistake(
            f"{place} = {toml_value(entry)} is neither a column's name nor a table; "
            f"for a constant write {name} = {{ value = {json.dumps(str(entry))} }}"
        )
    check_keys(place, entry, _KEYS)
    if "type" in entry:
        type_ = read_type(place, entry["type"], type_is_free)
    _check_together(place, entry, type_)
    said = {**(assumed or {}), **(defaults or {}), **entry}
    scale = read_scale(place, said["scale"]) if "scale" in said else None
    formats = read_formats(place, entry.get("format"))
    zone = read_time_zone(place, entry.get("time_zone"))
    optional = read_flag(place, "optional", entry.get("optional", False))
    if optional and required:
        raise Mistake(f"{place} cannot be optional: every row needs it")
    return Field(
        name=name,
        type=type_,
        place=place,
        columns=column_names(place, entry["column"]) if "column" in entry else (),
        value=read_constant(place, entry["value"], type_, scale, words)
        if "value" in entry
        else None,
        formats=formats,
        years_from=read_years_from(place, entry.get("years_from"), formats),
        time_zone=zone,
        times_in=read_clock(place, entry.get("times_in"), zone),
        scale=scale,
        notation=read_notation(place, said.get("decimal", "."), said.get("thousands")),
        labels=read_labels(place, said.get("labels", {}), type_, scale, words),
        missing=read_texts(f"{place} missing", said.get("missing", [])),
        required=required,
        optional=optional,
        rejects_empty=read_empty(place, entry.get("empty"), required),
        personal=read_flag(place, "personal", entry.get("personal", False)),
        words=words,
        is_free_text=is_free_text,
        entry=entry,
        inherited=frozenset(defaults or {}),
    )


def _check_together(place: str, entry: Mapping[str, Any], type_: str) -> None:
    """Mistake where keys of one line mean nothing for its type, or nothing beside each other."""
    for key, types in _KEYS.items():
        if key in entry and types and type_ not in types:
            raise Mistake(f"{place} cannot have a {key!r}: it is {type_name(type_)}")
    if ("column" in entry) == ("value" in entry):
        raise Mistake(f"{place} needs either a column or a constant value, and only one of them")
    if "value" in entry and not set(entry) <= _OF_CONSTANTS:
        raise Mistake(f"{place} is a constant: format, labels and missing mean nothing there")
    if "labels" in entry and "format" in entry:
        raise Mistake(f"{place} has both labels and a format; name one of them")
