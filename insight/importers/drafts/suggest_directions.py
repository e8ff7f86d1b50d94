"""Items of a draft whose answers run against the others of their scale stay open."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from insight.importers.drafts.draft import Choice, Line
from insight.importers.files.records import FileOptions
from insight.importers.files.source_file import SourceFile
from insight.importers.mappings.items import SCALED, RatedItem, read_ratings
from insight.importers.mappings.mapping import Mapping, TableMapping
from insight.importers.reading.field_reader import FieldReaders
from insight.importers.reading.reversed_items import ReversedItem, reversed_items
from insight.importers.reading.table import build_table
from insight.problems import Mistake

_ITEMS = "ratings.items"


def directions_asked(lines: Sequence[Line], files: Sequence[SourceFile]) -> list[Line]:
    """The lines; an item that runs against the others is a question, as the import asks it.

    The ratings are made by the first choice of every open line.
    """
    try:
        _, items, _ = read_ratings("draft", _entries(lines))
        against = _against(items, files)
    except Mistake:
        return list(lines)
    by_name = {item.item.value: item for item in items}
    asked = []
    for line in lines:
        found = next((one for one in against if one.item == line.name), None)
        if found and line.table == _ITEMS and not line.is_open:
            line = _asked(line, found, by_name[line.name])
        asked.append(line)
    return asked


def _entries(lines: Sequence[Line]) -> dict[str, Any]:
    """[ratings] as it would read with every question answered by its first choice."""
    said = [(line, line.choices[0].entry if line.is_open else line.entry) for line in lines]
    entries = {line.name: entry for line, entry in said if line.table == "ratings"}
    items = [{"item": line.name, **entry} for line, entry in said if line.table == _ITEMS and entry]
    return {**entries, "items": items}


def _against(items: Sequence[RatedItem], files: Sequence[SourceFile]) -> list[ReversedItem]:
    table = TableMapping("ratings", (), tuple(items))
    rules = Mapping(Path("draft.toml"), "draft", None, None, FileOptions(), (table,))
    sides = [side for side in SCALED if any(getattr(item, side) for item in items)]
    with tempfile.TemporaryDirectory(prefix="undercurrent-") as scratch:
        built = build_table(files, rules, table, FieldReaders(), Path(scratch))
        return list(reversed_items(built.path, sides))


def _asked(line: Line, found: ReversedItem, item: RatedItem) -> Line:
    field = getattr(item, found.side)
    if field.states_itself("scale"):
        return line
    low, high = (int(end) if end == int(end) else end for end in field.scale)
    said = line.entry[found.side]
    said = said if isinstance(said, dict) else {"column": said}

    def on(scale: list[float]) -> dict[str, Any]:
        return {**line.entry, found.side: {**said, "scale": scale}}

    question = (
        f"its answers run against the other items of its scale (r = {found.correlation:.2f}): "
        "is its scale turned round?"
    )
    choices = (
        Choice(on([high, low]), f"if {low} is its best answer"),
        Choice(on([low, high]), f"if {high} is its best answer, as of the others"),
    )
    return replace(line, entry=None, question=question, choices=choices)
