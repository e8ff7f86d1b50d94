"""What every kind of file is read as: rows of text, each with its place in the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

_ROWS_IN_A_BLOCK = 4096


@dataclass(frozen=True)
class FileOptions:
    """What [file] of a mapping says about reading a file; None where it leaves that open."""

    header_rows: int | None = None
    first_row: int | None = None
    """The row the header begins in, counted from the first line of the file as 1."""
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    layout: str | None = None
    """A layout's key; "plain" for a table without one, so that none is looked for."""
    names: frozenset[str] = frozenset()
    """The columns that the mapping names: they tell the delimiter, the sheet and the header."""


@dataclass(frozen=True)
class Record:
    """One row of a file as text; `fields` is None where the file itself breaks the row.

    `row` counts from the first line of the file as 1, as a spreadsheet does; `text` is the row as
    the file wrote it, kept for the rejects.
    """

    row: int
    fields: tuple[str, ...] | None
    problem: str = ""
    text: str = ""


class RawFile(Protocol):
    """A file of any kind, before anyone knows which of its rows is the header."""

    name: str
    """What rows are known by: the file's name, with its sheet where it has several."""
    said: tuple[str, ...]
    """What was guessed in order to read it, in sentences: encoding, delimiter, sheet."""
    questions: Mapping[str, str]
    """Column -> the wording of its question, where the file keeps it apart (SPSS)."""
    labels: Mapping[str, Mapping[str, str]]
    """Column -> code -> label, where the file keeps them apart (SPSS)."""
    missing: Mapping[str, tuple[str, ...]]
    """Column -> codes that the file itself declares to be no answer (SPSS)."""

    def records(self) -> Iterator[Record]:
        """Every row from the first, blank ones too; may be called again, and never holds all."""
        ...


@dataclass(frozen=True)
class Reject:
    """A row that did not come in and why; `text` is the row as the file wrote it."""

    file: str
    row: int
    reason: str
    text: str


@dataclass(frozen=True)
class Block:
    """Some rows of a file that follow each other: `fields[i]` stands in row `rows[i]`."""

    rows: Sequence[int]
    fields: Sequence[Sequence[str]]
    torn: Sequence[Record]


def blocks(raw: RawFile) -> Iterator[Block]:
    """A file's rows block by block; a format that has `blocks` of its own is read by them."""
    if hasattr(raw, "blocks"):
        yield from raw.blocks()
        return
    records = raw.records()
    while some := list(islice(records, _ROWS_IN_A_BLOCK)):
        whole = [record for record in some if record.fields is not None]
        torn = [record for record in some if record.fields is None]
        yield Block([record.row for record in whole], [record.fields for record in whole], torn)
