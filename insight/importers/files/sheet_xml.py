"""What calamine does not tell about a sheet of an XLSX file, found before it is read whole.

Calamine sets memory aside for every cell between a sheet's first filled cell and its last, and
the process dies where that does not fit; and it reads error cells, such as #N/A, as empty ones.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree import ElementTree

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TEXTS = "xl/sharedstrings.xml"
_CHUNK = 1 << 20
_LONGEST_ROW = 1 << 26
_FILLED = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>(?!</)')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*>'
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>(#[^<]*)</",
    re.DOTALL,
)
_UNCOUNTED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\s[^>]*/>)(?:<v\s*/>|<v></v>)?</(?:\w+:)?c>")


@dataclass
class SheetExtent:
    """How far the filled cells of a sheet reach, and which of them calamine cannot tell of."""

    last_row: int = 0
    last_column: int = 0
    shared_texts: int = 0
    """Bytes of the texts that all sheets share; reading a sheet copies those of its cells."""
    uncounted: int = 0
    """Formulas whose result the file does not hold."""
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row, counted from 1 -> column, counted from 0 -> what the cell shows, as "#N/A"."""


def sheet_parts(package: zipfile.ZipFile) -> Mapping[str, str]:
    """Sheet -> the name of its part in the package."""
    targets = {
        relation.get("Id"): normpath(join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in ElementTree.fromstring(package.read(_RELATIONS)).iter()
        if relation.get("Target")
    }
    parts = {}
    for sheet in ElementTree.fromstring(package.read(_WORKBOOK)).iterfind(".//{*}sheet"):
        relation = next(value for key, value in sheet.items() if key.endswith("}id"))
        parts[sheet.get("name", "")] = targets[relation]
    return parts


def sheet_extent(package: zipfile.ZipFile, part: str) -> SheetExtent:
    """Scan one sheet as a stream; raises what a damaged package raises."""
    shared = [one.file_size for one in package.infolist() if one.filename.lower() == _TEXTS]
    extent = SheetExtent(shared_texts=sum(shared))
    columns: set[bytes] = set()
    for rows_of_cells in _rows(package, part):
        filled = set(_FILLED.findall(rows_of_cells))
        if filled:
            letters, rows = zip(*filled, strict=True)
            columns.update(letters)
            extent.last_row = max(extent.last_row, *map(int, set(rows)))
        if b"f>" in rows_of_cells or b"<f" in rows_of_cells:
            extent.uncounted += len(_UNCOUNTED.findall(rows_of_cells))
        if b't="e"' in rows_of_cells:
            for letter, row, shown in _ERROR.findall(rows_of_cells):
                of_row = extent.errors.setdefault(int(row), {})
                of_row[column_number(letter.decode()) - 1] = shown.decode()
    extent.last_column = max((column_number(one.decode()) for one in columns), default=0)
    return extent


def column_number(letters: str) -> int:
    """A as 1, Z as 26, AA as 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """1 as A, 26 as Z, 27 as AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _rows(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The sheet's XML in pieces that end where a row does."""
    with package.open(part) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            rest += chunk
            end = rest.rfind(b"row>") + len(b"row>")
            if end >= len(b"row>"):
                yield rest[:end]
                rest = rest[end:]
            if len(rest) > _LONGEST_ROW:
                raise zipfile.BadZipFile(f"{part} holds a row that does not end")
        yield rest
