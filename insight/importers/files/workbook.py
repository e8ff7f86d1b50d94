"""An Excel workbook, XLSX or XLS, as rows of text: the sheet that the mapping means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from insight.importers.files.excel_book import (
    loaded_sheet,
    opened_book,
    sheet_extents,
    shows_unread_errors,
)
from insight.importers.files.records import FileOptions, Record
from insight.importers.files.sheet_xml import SheetExtent, column_letters
from insight.importers.files.written import written
from insight.importers.mappings.toml_text import toml_value
from insight.problems import Mistake, nearest

SUFFIXES = (".xlsx", ".xlsm", ".xls")
_MOST_CELLS = 16 * 1_048_576
"""Rows by columns up to which a sheet fits: importing one of so many took 1.6 GiB and 90 s."""
_MOST_TEXT = 400 << 20
"""Bytes of text in all its cells together."""
_ROWS_WITH_NAMES = 20
_EXCEL_DIGITS = 15
"""Excel keeps and shows no more: a sum stored as 0.30000000000000004 reads 0.3."""


@dataclass(frozen=True)
class Workbook:
    """One sheet of a workbook; it is read whole whenever its records are asked for."""

    path: Path
    sheet: str
    name: str
    said: tuple[str, ...]
    errors: Mapping[int, Mapping[int, str]] = field(repr=False)
    """Cells that show an error, by row from 1 and column from 0: calamine reads them as empty."""
    questions: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def records(self) -> Iterator[Record]:
        """Every row of the sheet from its first line, as a person sees it."""
        rows = _rows(loaded_sheet(self.path, opened_book(self.path), self.sheet), self.errors)
        for number, fields in enumerate(rows, start=1):
            yield Record(number, fields)


def open_workbook(path: Path, options: FileOptions) -> Workbook:
    """The sheet that the mapping names, or the only one it can mean; Mistake where neither is.

    Mistake as well where the file is no workbook, needs a password or would not fit in memory.
    """
    book = opened_book(path)
    extents = sheet_extents(path, book)
    filled = [name for name, extent in extents.items() if extent.last_row]
    hidden = [
        sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible
    ]
    sheet, said = _chosen(path, book, extents, filled, hidden, options)
    name = f"{path.name}, sheet {sheet}" if len(filled) > 1 else path.name
    if extents[sheet].uncounted:
        said.append(
            f"{name}: formulas whose result the file does not hold are read as empty: "
            f"{extents[sheet].uncounted:,}; Excel fills them in when it saves the file."
        )
    if shows_unread_errors(path):
        said.append(f"{name}: cells that show an error, such as #N/A, are read as empty.")
    return Workbook(path, sheet, name, tuple(said), extents[sheet].errors)


def _chosen(
    path: Path,
    book: CalamineWorkbook,
    extents: Mapping[str, SheetExtent],
    filled: list[str],
    hidden: list[str],
    options: FileOptions,
) -> tuple[str, list[str]]:
    """The sheet to read, and what has to be said about choosing it."""
    if options.sheet is not None:
        if options.sheet not in extents:
            near = nearest(options.sheet, extents)
            raise Mistake(f"{path} has no sheet {options.sheet!r}, which [file] sheet names{near}")
        if options.sheet not in filled:
            raise Mistake(
                f"{path}: the sheet {options.sheet!r}, which [file] sheet names, is empty"
            )
        _check_size(path, options.sheet, extents[options.sheet])
        return options.sheet, []
    if not filled:
        raise Mistake(f"{path} has no sheet with rows")
    seen = [name for name in filled if name not in hidden] or filled
    for sheet in seen:
        _check_size(path, sheet, extents[sheet])
    said = []
    if len(seen) > 1:
        seen = [one for one in seen if _holds_names(path, book, one, options.names)] or seen
        if len(seen) > 1:
            lines = "\n".join(f"  sheet = {toml_value(one)}" for one in seen)
            raise Mistake(
                f"{path} has several sheets with rows; "
                f"the line that settles which one to read ([file]):\n{lines}"
            )
        said = [f"{path.name}: the sheet {seen[0]}, the only one with columns of the mapping."]
    passed = [name for name in filled if name in hidden and name != seen[0]]
    if passed:
        said.append(f"{path.name}: hidden sheets passed over: {', '.join(passed)}.")
    return seen[0], said


def _holds_names(path: Path, book: CalamineWorkbook, sheet: str, names: frozenset[str]) -> bool:
    top = islice(_rows(loaded_sheet(path, book, sheet), {}), _ROWS_WITH_NAMES)
    return any(field.strip() in names for fields in top for field in fields)


def _check_size(path: Path, sheet: str, extent: SheetExtent) -> None:
    too_much_text = extent.shared_texts > _MOST_TEXT
    if too_much_text or extent.last_row * extent.last_column > _MOST_CELLS:
        last = f"{column_letters(extent.last_column)}{extent.last_row}"
        raise Mistake(
            f"{path}: the sheet {sheet!r} reaches to {last}"
            f"{' and holds very long texts' if too_much_text else ''}, which is more than fits in "
            f"memory ({_MOST_CELLS:,} cells); save it as CSV, which is read row by row, "
            "or delete what stands far from the table"
        )


def _rows(
    sheet: CalamineSheet, errors: Mapping[int, Mapping[int, str]]
) -> Iterator[tuple[str, ...]]:
    """The rows from the sheet's first line and column, where calamine begins at a filled column."""
    if sheet.start is None:
        return
    left = ("",) * sheet.start[1]
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        fields = (*left, *map(_written_cell, cells))
        if number in errors:
            shown = errors[number]
            fields = tuple(shown.get(column, text) for column, text in enumerate(fields))
        yield fields


def _written_cell(cell: Any) -> str:
    if isinstance(cell, float) and not cell.is_integer():
        return written(float(f"{cell:.{_EXCEL_DIGITS}g}"))
    return written(cell)
