"""Every line of a draft is read as the import will read it; what it refuses stays open."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from insight.importers.drafts.draft import Choice, Line
from insight.importers.files.source_file import SourceFile
from insight.importers.mappings.columns import read_column
from insight.importers.mappings.fields import Field, read_field
from insight.importers.mappings.items import read_ratings
from insight.importers.reading.field_reader import FieldReaders
from insight.problems import Mistake
from insight.tables import TABLES

_SETTLES = "The line that settles it"
_ITEMS = "ratings.items"


def checked(lines: Sequence[Line], files: Sequence[SourceFile]) -> list[Line]:
    """The lines; those that the import would refuse as questions, with what it offers to choose."""
    return [
        _checked_item(line, lines, files) if line.table == _ITEMS else _checked(line, files)
        for line in lines
    ]


def _checked(line: Line, files: Sequence[SourceFile]) -> Line:
    if line.is_open or line.table not in TABLES or line.table == "ratings":
        return line
    try:
        _read(_field(line), files)
    except Mistake as mistake:
        return _open(line, line.name, str(mistake))
    return line


def _field(line: Line) -> Field:
    table = TABLES[line.table]
    place = f"[{line.table}]"
    column = next((each for each in table.columns if each.name == line.name), None)
    if column:
        return read_column(place, table, column, line.entry)
    return read_field(place, line.name, line.entry, "VARCHAR", type_is_free=True)


def _checked_item(line: Line, lines: Sequence[Line], files: Sequence[SourceFile]) -> Line:
    """One item on the scale that [ratings] gives it, the first choice where that is open."""
    if line.is_open:
        return line
    usual = [each for each in lines if each.table == "ratings"]
    entries = {each.name: each.choices[0].entry if each.is_open else each.entry for each in usual}
    one = {"item": line.name, **line.entry}
    side = ""
    try:
        _, items, _ = read_ratings("draft", {**entries, "items": [one]})
        for field in items[0].fields:
            side = field.name
            _read(field, files)
    except Mistake as mistake:
        return _open(line, side, str(mistake))
    return line


def _read(field: Field, files: Sequence[SourceFile]) -> None:
    """Check a field in every file as an import does before it builds anything."""
    readers = FieldReaders()
    for file in files:
        readers.of(file, field)


def _open(line: Line, name: str, message: str) -> Line:
    problem, _, offered = message.partition(f"\n{_SETTLES}")
    choices = list(_offers(offered, name))
    if line.table == _ITEMS:
        choices = [replace(one, entry={**line.entry, name: one.entry}) for one in choices]
    choices = choices or [
        Choice(line.entry, "once the file is put right"),
        Choice(None, "to do without it"),
    ]
    return replace(line, entry=None, question=" ".join(problem.split()), choices=tuple(choices))


def _offers(offered: str, name: str) -> Iterator[Choice]:
    """The lines that a message offers, as choices."""
    for written in offered.splitlines():
        text, _, when = written.rpartition("   # ")
        try:
            entries: dict[str, Any] = tomllib.loads(text.strip())
        except tomllib.TOMLDecodeError:
            continue
        if name in entries:
            yield Choice(entries[name], when.strip())
