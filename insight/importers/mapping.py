"""A mapping file: how the columns of a source become tables in our words."""

import codecs
import difflib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from insight.importers.columns import read_column
from insight.importers.fields import Field, check_keys, read_field, toml_value
from insight.importers.items import Picks, RatedItem, read_ratings
from insight.problems import Mistake
from insight.tables import TABLES

_FILE_KEYS = ("header_rows", "encoding", "delimiter", "as_of", "source")
_ALIKE = 0.85
_JOINED_BY_RESPONSE = ("ratings", "follow_ups")


@dataclass(frozen=True)
class TableMapping:
    """How one of our tables is filled; items and picks belong to ratings only."""

    name: str
    fields: tuple[Field, ...]
    items: tuple[RatedItem, ...] = ()
    picks: Picks | None = None

    @property
    def all_fields(self) -> tuple[Field, ...]:
        of_items = tuple(field for item in self.items for field in item.fields)
        return self.fields + of_items + (self.picks.slots if self.picks else ())

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    @property
    def assumed_day(self) -> Field | None:
        """The required day that the mapping supplies because the source does not have it."""
        days = [field for field in self.fields if field.required and field.type == "DATE"]
        return next((field for field in days if field.value_is_assumed), None)


@dataclass(frozen=True)
class Mapping:
    """One mapping file, checked; None stands for what is to be guessed from the source."""

    path: Path
    source: str
    as_of: date | None
    header_rows: int
    encoding: str | None
    delimiter: str | None
    tables: tuple[TableMapping, ...]

    @property
    def column_names(self) -> frozenset[str]:
        """Every name of theirs that the mapping mentions."""
        fields = [field for table in self.tables for field in table.all_fields]
        return frozenset(name for field in fields for name in field.columns)


def read_mapping(path: Path) -> Mapping:
    """Read and check a mapping; Mistake names the file, the key and the fix."""
    path = Path(path)
    try:
        entries = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        raise Mistake(f"the mapping {path} cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise Mistake(f"the mapping {path} is not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as problem:
        raise Mistake(f"the mapping {path} is not TOML: {problem}") from None
    check_keys(path.name, entries, ["file", *TABLES])
    for name, entry in entries.items():
        if not isinstance(entry, dict):
            raise Mistake(f"{path.name}: {name} must open a table: [{name}]")
    described = _read_file(path, entries.pop("file", {}))
    if not entries:
        raise Mistake(f"{path.name} maps no table; begin with [survey_responses]")
    tables = [_read_table(path.name, name, entry) for name, entry in entries.items()]
    return Mapping(path=path, tables=_with_response_ids(path.name, tables), **described)


def _read_file(path: Path, entries: dict[str, Any]) -> dict[str, Any]:
    place = f"{path.name}, [file]"
    check_keys(place, entries, _FILE_KEYS)
    source = entries.get("source", path.stem)
    if not isinstance(source, str) or not re.fullmatch(r"\w[\w .+-]*", source):
        raise Mistake(f"{place} source is a name of letters, digits, blanks, '.', '-' and '_'")
    header_rows = entries.get("header_rows", 1)
    if type(header_rows) is not int or header_rows < 1:
        raise Mistake(f"{place} header_rows is 1 or more: columns are found by their names")
    encoding = entries.get("encoding")
    try:
        codecs.lookup(encoding or "utf-8")
    except (LookupError, TypeError):
        raise Mistake(f"{place} encoding {toml_value(encoding)} is none that exists") from None
    delimiter = entries.get("delimiter")
    if delimiter is not None and not (isinstance(delimiter, str) and len(delimiter) == 1):
        raise Mistake(f'{place} delimiter is one character: ";", or "\\t" for a tab')
    as_of = entries.get("as_of")
    if isinstance(as_of, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", as_of):
        try:
            as_of = date.fromisoformat(as_of)
        except ValueError as problem:
            raise Mistake(f"{place} as_of: {problem}") from None
    if as_of is not None and type(as_of) is not date:
        raise Mistake(f'{place} as_of is a day: as_of = "2021-12-31"')
    return {
        "source": source,
        "as_of": as_of,
        "header_rows": header_rows,
        "encoding": encoding,
        "delimiter": delimiter,
    }


def _read_table(mapping_name: str, name: str, entries: dict[str, Any]) -> TableMapping:
    if name == "ratings":
        response_id, items, picks = read_ratings(mapping_name, entries)
        return TableMapping(name, (response_id,) if response_id else (), items, picks)
    place = f"{mapping_name}, [{name}]"
    table = TABLES[name]
    known = {column.name: column for column in table.columns}
    if not table.carries_dimensions:
        check_keys(place, entries, known)
    fields: list[Field] = []
    for key, entry in entries.items():
        if key in known:
            fields.append(read_column(place, table, known[key], entry))
        else:
            _check_dimension(place, key, known, [field.name for field in fields])
            fields.append(read_field(place, key, entry, "VARCHAR", type_is_free=True))
    for column in table.required:
        if column not in entries and column != "response_id":
            raise Mistake(
                f"{place} needs {column} ({known[column].meaning}): "
                f'{column} = "name of its column", or a constant: {column} = {{ value = "..." }}'
            )
    return TableMapping(name, tuple(fields))


def _check_dimension(place: str, name: str, known: dict[str, Any], others: list[str]) -> None:
    """A column of the company's own may have any name but one that looks like a slip."""
    by_lower = {column.lower(): column for column in known}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=_ALIKE)
    if near:
        raise Mistake(
            f"{place} does not know {name!r}; did you mean {by_lower[near[0]]!r}? "
            "(A dimension of your own needs a name less like it.)"
        )
    if name.lower() in [other.lower() for other in others]:
        raise Mistake(f"{place} names {name!r} twice, in small and capital letters")
    if not re.match(r"[^\W_]", name) or name != name.strip():
        raise Mistake(f"{place}: the name {name!r} must begin with a letter or digit")


def _with_response_ids(mapping_name: str, tables: list[TableMapping]) -> tuple[TableMapping, ...]:
    """Tables joined to responses take the responses' id, where they do not name it themselves."""
    responses = next((table for table in tables if table.name == "survey_responses"), None)
    response_id = responses.field("response_id") if responses else None
    completed = []
    for table in tables:
        if table.name in _JOINED_BY_RESPONSE:
            own = table.field("response_id")
            if not responses and not own:
                raise Mistake(
                    f"{mapping_name}, [{table.name}] needs response_id, "
                    "because the mapping has no [survey_responses] to take it from"
                )
            if responses and own and not response_id:
                raise Mistake(
                    f"{mapping_name}, [survey_responses] needs the response_id "
                    f"that [{table.name}] names, or they cannot be joined"
                )
            if response_id and not own:
                fields = (response_id, *table.fields)
                table = TableMapping(table.name, fields, table.items, table.picks)
        completed.append(table)
    return tuple(completed)
