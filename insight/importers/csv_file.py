"""A CSV file as text: its header, its whole rows, and the lines that the file itself breaks."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from insight.importers.values import TextColumn
from insight.problems import Mistake, nearest

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SUFFIXES = (".csv", ".tsv", ".txt")
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
MARKED_ENCODINGS = frozenset(_BYTE_ORDER_MARKS.values())
"""Encodings that a file states itself, so that they are not guessed."""
_TORN_QUOTE = {
    "unexpected end of data": "a quote that never closes",
    "',' expected after '\"'": "text after a closing quote",
}
_TOO_LONG = f"a quote that does not close within {csv.field_size_limit():,} characters"


@dataclass(frozen=True)
class TornLine:
    """A line the file itself breaks; `row` counts from the header as 1, as a spreadsheet does."""

    file: str
    row: int
    reason: str
    text: str


@dataclass(frozen=True)
class SourceFile:
    """One CSV file: every row below the header is in `records` or torn, blank ones aside."""

    name: str
    header: tuple[str, ...]
    rows: tuple[int, ...]
    records: tuple[tuple[str, ...], ...]
    torn: tuple[TornLine, ...]
    blank: int
    encoding: str
    delimiter: str

    @property
    def rows_read(self) -> int:
        return len(self.records) + len(self.torn)

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        positions: dict[str, list[int]] = {}
        for position, name in enumerate(self.header):
            positions.setdefault(name, []).append(position)
        return positions

    def column(self, names: Iterable[str], asked_by: str) -> TextColumn:
        """The one column of these names; Mistake where none, several, or one twice is there."""
        names = tuple(names)
        there = [name for name in names if name in self._positions]
        if not there:
            wanted = " or ".join(repr(name) for name in names)
            near = nearest(names[0], [name for name in self._positions if name])
            raise Mistake(f"{self.name} has no column {wanted}, which {asked_by} names{near}")
        if len(there) > 1:
            both = " and ".join(repr(name) for name in there)
            raise Mistake(
                f"{self.name} has both {both}; {asked_by} may name only one that is there"
            )
        positions = self._positions[there[0]]
        if len(positions) > 1:
            listed = " and ".join(str(position + 1) for position in positions)
            raise Mistake(
                f"{self.name}: the column {there[0]!r}, which {asked_by} names, stands twice, "
                f"as columns {listed}; rename or remove one of them in the file"
            )
        position = positions[0]
        texts = tuple(record[position].strip() for record in self.records)
        return TextColumn(self.name, there[0], self.rows, texts)


def read_csv(
    path: Path,
    *,
    header_rows: int = 1,
    encoding: str | None = None,
    delimiter: str | None = None,
    names: Iterable[str] = (),
) -> SourceFile:
    """Read a CSV file whole; `names` are columns it should have, which tell the delimiter."""
    text, encoding = _decoded(path, encoding)
    lines = list(io.StringIO(text, newline=""))
    if not any(line.strip() for line in lines):
        raise Mistake(f"{path}: the file is empty")
    delimiter = delimiter or _guessed_delimiter(lines, frozenset(names))
    rows: list[int] = []
    records: list[tuple[str, ...]] = []
    torn: list[TornLine] = []
    header: tuple[str, ...] | None = None
    headers_left = header_rows
    blank = 0
    for row, (fields, problem, raw) in enumerate(_split(lines, delimiter), start=1):
        if headers_left:
            if fields is not None and not any(field.strip() for field in fields):
                continue
            if fields is None:
                raise Mistake(f"{path}, row {row}: the header has {problem}")
            header = header or _header(fields)
            headers_left -= 1
        elif fields is None:
            torn.append(TornLine(path.name, row, problem, raw))
        elif not any(field.strip() for field in fields):
            blank += 1
        elif len(fields) < len(header) or any(field.strip() for field in fields[len(header) :]):
            fields_there = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
            reason = f"{fields_there} instead of {len(header)}"
            torn.append(TornLine(path.name, row, reason, raw))
        else:
            rows.append(row)
            records.append(tuple(fields[: len(header)]))
    if headers_left:
        raise Mistake(f"{path} ends before its {header_rows} header rows do")
    if not records:
        raise Mistake(f"{path} has no whole row below its header{_first_torn(torn)}")
    return SourceFile(
        path.name, header, tuple(rows), tuple(records), tuple(torn), blank, encoding, delimiter
    )


def _header(fields: list[str]) -> tuple[str, ...]:
    """Trimmed names up to the last that is not empty, so trailing empty columns do not count."""
    names = [field.strip() for field in fields]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _first_torn(torn: list[TornLine]) -> str:
    return f"; row {torn[0].row} has {torn[0].reason}" if torn else ""


def _decoded(path: Path, encoding: str | None) -> tuple[str, str]:
    if path.suffix.lower() not in _SUFFIXES:
        raise Mistake(
            f"{path}: only CSV files can be imported ({', '.join(_SUFFIXES)}), "
            f"not {path.suffix or 'a file without ending'!r}; save it as CSV first"
        )
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise Mistake(f"{path} cannot be read: {problem.strerror}") from None
    marked = next(
        (name for mark, name in _BYTE_ORDER_MARKS.items() if content.startswith(mark)), None
    )
    if encoding and marked == "utf-8-sig" and codecs.lookup(encoding).name == "utf-8":
        encoding = marked
    for attempt in [encoding] if encoding else [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = content.decode(attempt)
        except UnicodeDecodeError as problem:
            line = content[: problem.start].count(b"\n") + 1
            refused = (
                f"{path}, line {line}: the byte {content[problem.start]:#04x} is not {attempt}"
            )
        else:
            if "\0" in text:
                raise Mistake(
                    f"{path} holds zero bytes: it is no text, or in an encoding that the mapping "
                    'must name: [file] encoding = "utf-16-le"'
                )
            return text, attempt
    raise Mistake(f'{refused}; say which encoding it is: [file] encoding = "..."')


def _guessed_delimiter(lines: list[str], names: frozenset[str]) -> str:
    """The one whose header shows most of the expected names, then most fields."""

    def finds(delimiter: str) -> tuple[int, int]:
        for fields, _, _ in _split(lines, delimiter):
            if fields is None or any(field.strip() for field in fields):
                header = _header(fields or [])
                return len(names.intersection(header)), len(header)
        return 0, 0

    return max(DELIMITERS, key=finds)


def _split(lines: list[str], delimiter: str) -> Iterator[tuple[list[str] | None, str, str]]:
    """Records in turn as (fields, problem, raw text); fields are None where quotes are broken.

    Only the line on which a broken quote opens is given up, so that it cannot swallow the next.
    """
    start = 0
    while start < len(lines):
        taken = 0
        if '"' not in lines[start]:
            taken = 1
            yield lines[start].rstrip("\r\n").split(delimiter), "", lines[start].rstrip("\r\n")
        else:

            def following(first: int = start) -> Iterator[str]:
                nonlocal taken
                for position in range(first, len(lines)):
                    taken += 1
                    yield lines[position]

            reader = csv.reader(
                following(), delimiter=delimiter, strict=True, skipinitialspace=True
            )
            try:
                fields = next(reader)
                yield fields, "", "".join(lines[start : start + taken]).rstrip("\r\n")
            except csv.Error as problem:
                taken = 1
                expected = str(problem).replace(f"'{delimiter}'", "','")
                reason = _TORN_QUOTE.get(expected, _TOO_LONG)
                yield None, reason, lines[start].rstrip("\r\n")
        start += taken


def torn_reasons(files: Iterable[SourceFile]) -> tuple[tuple[str, int], ...]:
    """Why rows were torn and how many, the most frequent first."""
    return tuple(Counter(torn.reason for file in files for torn in file.torn).most_common())
