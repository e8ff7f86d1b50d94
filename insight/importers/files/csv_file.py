"""A CSV file as rows of text, read as it streams from disk, and the lines that it breaks itself."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from insight.importers.files.compressed import open_bytes
from insight.importers.files.encodings import STATED_ENCODINGS, encoding_of
from insight.importers.files.records import Block, FileOptions, Record

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_RARE_DELIMITERS = {
    "^": "caret",
    "~": "tilde",
    ":": "colon",
    "\u00a6": "broken bar",
    "\x01": "control-A",
    "\x1f": "unit separator",
}
"""Tried only where none of the usual ones shows a name that the mapping expects, or any column."""
_SPREADSHEET_HINT = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""A first line by which spreadsheets say the delimiter; it is no row of the table."""
_LETTERS_AT_ONCE = 1 << 20
_HEAD = 1 << 16
_ROWS_LOOKED_AT = 20
_STILL_OPEN = "unexpected end of data"
_TORN_QUOTE = {
    _STILL_OPEN: "a quote that never closes",
    "',' expected after '\"'": "text after a closing quote",
}
_TOO_LONG = f"a quote that does not close within {csv.field_size_limit():,} characters"


@dataclass(frozen=True)
class CsvFile:
    """One CSV file; a row with quoted line breaks counts as one, as a spreadsheet counts."""

    path: Path
    encoding: str
    delimiter: str
    said: tuple[str, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.name

    def records(self) -> Iterator[Record]:
        """Every row with its text as written, lazily; the lines of a row may be several."""
        for row, lines, ends, fields, torn in _runs(self._lines(), self.delimiter):
            starts = chain([0], ends)
            for number, (start, end, one) in enumerate(zip(starts, ends, fields, strict=False)):
                text = "".join(lines[start:end]).rstrip("\r\n")
                yield Record(row + number, tuple(one), "", text)
            if torn:
                yield torn

    def blocks(self) -> Iterator[Block]:
        """The rows by the thousand, for speed."""
        for row, _, _, fields, torn in _runs(self._lines(), self.delimiter):
            yield Block(range(row, row + len(fields)), fields, [torn] if torn else [])

    def _lines(self) -> Iterator[list[str]]:
        with _opened(self.path, self.encoding) as file:
            lines = file.readlines(_LETTERS_AT_ONCE)
            if lines:
                lines[0] = lines[0].removeprefix("\ufeff")
            if lines and _SPREADSHEET_HINT.fullmatch(lines[0]):
                lines[0] = "\n"
            while lines:
                yield lines
                lines = file.readlines(_LETTERS_AT_ONCE)


def open_csv(path: Path, options: FileOptions) -> CsvFile:
    """A CSV file with its encoding and delimiter; Mistake where it is empty or no text."""
    encoding = encoding_of(path, options.encoding)
    guessed = []
    if options.encoding is None and encoding not in STATED_ENCODINGS:
        guessed.append(f"encoding {encoding}")
    delimiter = options.delimiter
    if delimiter is None:
        with _opened(path, encoding) as file:
            head = file.readlines(_HEAD)
        head[0] = head[0].removeprefix("\ufeff")
        hint = _SPREADSHEET_HINT.fullmatch(head[0])
        delimiter = hint[1] if hint else _guessed_delimiter(head, options.names)
        if not hint:
            guessed.append(f"delimiter {(DELIMITERS | _RARE_DELIMITERS)[delimiter]}")
    said = (f"{path.name}: guessed {' and '.join(guessed)}.",) if guessed else ()
    return CsvFile(path, encoding, delimiter, said)


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[TextIO]:
    with open_bytes(path) as stream, io.TextIOWrapper(stream, encoding, newline="") as file:
        yield file


def as_line(fields: Iterable[str], delimiter: str = ",") -> str:
    """A row as a CSV file writes it, without its line end."""
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(fields)
    return line.getvalue()


def _guessed_delimiter(lines: list[str], names: frozenset[str]) -> str:
    """The one that shows most of the expected names, then most rows of one width, the wider."""

    def finds(delimiter: str) -> tuple[int, int, int]:
        fields = chain.from_iterable(run[3] for run in _runs(iter([lines]), delimiter))
        filled = (one for one in fields if any(text.strip() for text in one))
        rows = list(islice(filled, _ROWS_LOOKED_AT))
        hits = [len(names.intersection(text.strip() for text in one)) for one in rows]
        most = max(hits, default=0)
        widths = Counter(len(one) for one in rows if len(one) > 1)
        if most:
            width = len(rows[hits.index(most)])
        else:
            width = max(widths, key=lambda width: (widths[width], width), default=1)
        return most, widths[width], width

    usual = max(DELIMITERS, key=finds)
    rare = max(_RARE_DELIMITERS, key=finds)
    if names:
        return rare if finds(rare)[0] > 0 == finds(usual)[0] else usual
    return rare if finds(usual)[2] == 1 and finds(rare)[2] > 2 else usual


_Run = tuple[int, list[str], list[int], list[list[str]], Record | None]
"""First row, lines, the line after each row's last, the rows' fields, and a torn line below."""


def _runs(chunks: Iterator[list[str]], delimiter: str) -> Iterator[_Run]:
    """Whole rows in turn, as many as follow each other, then the line that is torn, if any.

    Only the line on which a broken quote opens is given up, so that it cannot swallow the next.
    """
    row = 1
    lines = next(chunks, [])
    ended = False
    while lines:
        fields, ends, problem = _parsed(lines, delimiter)
        done = ends[-1] if ends else 0
        torn = None
        if problem == _STILL_OPEN and not ended:
            rest = lines[done:]
        elif problem:
            rest = lines[done + 1 :]
            line = lines[done].rstrip("\r\n")
            if '"' in line:
                expected = problem.replace(f"'{delimiter}'", "','")
                reason = _TORN_QUOTE.get(expected, _TOO_LONG)
                torn = Record(row + len(fields), None, reason, line)
            else:
                fields.append(line.split(delimiter))
                ends.append(done + 1)
        else:
            rest = []
        yield row, lines, ends, fields, torn
        row += len(fields) + (torn is not None)
        if not rest or (problem == _STILL_OPEN and not ended):
            fresh = next(chunks, [])
            ended = not fresh
            rest = rest + fresh
        lines = rest


def _parsed(lines: list[str], delimiter: str) -> tuple[list[list[str]], list[int], str]:
    """Rows up to the first that is broken, the line after each, and what is wrong with it."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    fields: list[list[str]] = []
    ends: list[int] = []
    try:
        for one in reader:
            fields.append(one)
            ends.append(reader.line_num)
    except csv.Error as problem:
        return fields, ends, str(problem)
    return fields, ends, ""
