"""A mapping file: how the columns of a source become tables in our words."""

import difflib
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from insight.importers.files.records import FileOptions
from insight.importers.mappings.columns import read_column
from insight.importers.mappings.fields import Field, check_keys, read_field
from insight.importers.mappings.items import Picks, RatedItem, read_ratings
from insight.importers.mappings.open_decisions import refuse_open_decisions
from insight.importers.mappings.toml_text import toml_value
from insight.problems import Mistake, nearest
from insight.tables import TABLES

_FILE_KEYS = (
    "header_rows",
    "first_row",
    "encoding",
    "delimiter",
    "sheet",
    "layout",
    "as_of",
    "source",
    "again",
)
_AGAIN = ("add", "replace")
REPEATED = {
    "kept": "both stay, the later under an id of its own",
    "latest": "the latest answer stays, the others are rejected",
    "error": "the import is refused",
}
"""What becomes of a response_id that stands twice, as [survey_responses] repeated says it."""
_ALIKE = 0.85
_JOINED_BY_RESPONSE = ("ratings", "follow_ups")


@dataclass(frozen=True)
class TableMapping:
    """How one of our tables is filled; items and picks belong to ratings only."""

    name: str
    fields: tuple[Field, ...]
    items: tuple[RatedItem, ...] = ()
    picks: Picks | None = None
    repeated: str | None = None
    """What becomes of an id that stands twice, one of REPEATED; None where that is a question."""

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
    again: str | None
    """Whether a file that meets earlier ones is added or replaces them; None: found or asked."""
    said_of_file: FileOptions
    tables: tuple[TableMapping, ...]

    @property
    def column_names(self) -> frozenset[str]:
        """Every name of theirs that the mapping mentions."""
        fields = [field for table in self.tables for field in table.all_fields]
        return frozenset(name for field in fields for name in (*field.columns, *field.zone_columns))

    @property
    def options(self) -> FileOptions:
        """How its files are to be read."""
        return replace(self.said_of_file, names=self.column_names)


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
    refuse_open_decisions(path.name, entries)
    check_keys(path.name, entries, ["file", *TABLES])
    for name, entry in entries.items():
        if not isinstance(entry, dict):
            raise Mistake(f"{path.name}: {name} must open a table: [{name}]")
    described = _read_file(path, entries.pop("file", {}))
    if not entries:
        raise Mistake(f"{path.name} maps no table; begin with [survey_responses]")
    tables = [_read_table(path.name, name, entry) for name, entry in entries.items()]
    return Mapping(path=path, tables=_with_response_ids(path.name, tables), **described)


def file_keys_alone(text: str) -> tuple[dict[str, Any], FileOptions] | None:
    """The keys of [file] and how files are read by them, where a mapping says nothing else yet.

    None where it does, or is no TOML; Mistake where a key is wrong.
    """
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    keys = entries.get("file")
    if set(entries) != {"file"} or not isinstance(keys, dict):
        return None
    return keys, _read_file(Path("mapping.toml"), keys)["said_of_file"]


def _read_file(path: Path, entries: dict[str, Any]) -> dict[str, Any]:
    place = f"{path.name}, [file]"
    check_keys(place, entries, _FILE_KEYS)
    source = entries.get("source", path.stem)
    if not isinstance(source, str) or not re.fullmatch(r"\w[\w .+-]*", source):
        raise Mistake(f"{place} source is a name of letters, digits, blanks, '.', '-' and '_'")
    again = entries.get("again")
    if again not in (None, *_AGAIN):
        raise Mistake(
            f'{place} again is "add" or "replace": what a file does to earlier ones of its source '
            "that speak for the same days"
        )
    as_of = entries.get("as_of")
    if isinstance(as_of, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", as_of):
        try:
            as_of = date.fromisoformat(as_of)
        except ValueError as problem:
            raise Mistake(f"{place} as_of: {problem}") from None
    if as_of is not None and type(as_of) is not date:
        raise Mistake(f'{place} as_of is a day: as_of = "2021-12-31"')
    options = _read_options(place, entries)
    return {"source": source, "as_of": as_of, "again": again, "said_of_file": options}


def _read_options(place: str, entries: dict[str, Any]) -> FileOptions:
    """The keys of [file] that say how a file is read."""
    header_rows = entries.get("header_rows")
    if header_rows is not None and (type(header_rows) is not int or header_rows < 1):
        raise Mistake(f"{place} header_rows is 1 or more: columns are found by their names")
    first_row = entries.get("first_row")
    if first_row is not None and (type(first_row) is not int or first_row < 1):
        raise Mistake(f"{place} first_row is the row the header begins in, counted from 1")
    encoding = entries.get("encoding")
    try:
        "".encode(encoding or "utf-8")
    except (LookupError, TypeError, ValueError):
        raise Mistake(f"{place} encoding {toml_value(encoding)} is none that exists") from None
    delimiter = entries.get("delimiter")
    if delimiter is not None and not (
        isinstance(delimiter, str) and len(delimiter) == 1 and delimiter not in '"\r\n '
    ):
        raise Mistake(f'{place} delimiter is one character: ";", or "\\t" for a tab')
    sheet = entries.get("sheet")
    if sheet is not None and not (isinstance(sheet, str) and sheet.strip()):
        raise Mistake(f'{place} sheet is the name of a sheet: sheet = "Answers"')
    layout = entries.get("layout")
    if layout is not None and not isinstance(layout, str):
        raise Mistake(f'{place} layout is the name of a layout: layout = "qualtrics"')
    if layout not in (None, "plain") and (header_rows or first_row):
        raise Mistake(
            f"{place}: a layout knows where its header ends; "
            "leave out header_rows and first_row, or the layout"
        )
    return FileOptions(header_rows, first_row, encoding, delimiter, sheet, layout)


def _read_table(mapping_name: str, name: str, entries: dict[str, Any]) -> TableMapping:
    if name == "ratings":
        response_id, items, picks = read_ratings(mapping_name, entries)
        return TableMapping(name, (response_id,) if response_id else (), items, picks)
    place = f"{mapping_name}, [{name}]"
    table = TABLES[name]
    repeated = None
    if name == "survey_responses" and "repeated" in entries:
        entries = dict(entries)
        repeated = _read_repeated(place, entries.pop("repeated"))
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
    if repeated and "response_id" not in entries:
        raise Mistake(f"{place} repeated is about response_id, which the mapping does not name")
    return TableMapping(name, tuple(fields), repeated=repeated)


def _read_repeated(place: str, entry: Any) -> str:
    if entry not in REPEATED:
        lines = "".join(f'\n  repeated = "{word}"   # {does}' for word, does in REPEATED.items())
        near = nearest(str(entry), REPEATED)
        raise Mistake(
            f"{place} repeated says what becomes of a response_id that stands twice{near}{lines}"
        )
    return entry


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
                table = replace(table, fields=fields)
        completed.append(table)
    return tuple(completed)
