"""What publishing asks of whatever runs its SQL: DuckDB on this machine, or Spark on a cluster."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import duckdb

from insight.version import PublishedFile, Version


@dataclass(frozen=True)
class Detail:
    """A table written row by row; `rows` is how many there are, in the file or not.

    `since` is the first day of which the file holds rows; None where it holds all of them.
    """

    file: PublishedFile
    rows: int
    since: date | None = None


Parts = dict[str, dict[str, tuple[int, list[str]]]]
"""By table and name of a part: its rows, and the days (ISO) of which they still hold."""


class Engine(Protocol):
    """Runs statements in DuckDB's dialect over the tables of a company.

    What is small lies in `connection`, DuckDB on this machine, whichever engine it is: cells, the
    changes, and every counted file once it is written. Statements may name both.
    """

    building: Path
    """The folder of the version being built."""
    scratch: Path
    """What is there is gone once the engine is closed."""
    connection: duckdb.DuckDBPyConnection
    screens_first: bool
    """Whether a cheaper look that may spare a check is worth it here."""
    exports_are_here: bool
    """Whether what is published lies in the data folder and can be read there again."""
    why_not_kept: str | None
    """Why the next publish finds no cleaned rows again; None where it does."""
    parts: Parts
    """Where kept rows lie, if not in the files of the version."""

    def read_export(self, table: str, export: Path | str | None) -> None:
        """Make `<table>_known`: the export with every column we know, absent ones null.

        It has `_row`, which orders rows that nothing else orders. Mistake where it cannot be used.
        """

    def stamps(self, table: str) -> dict[str, str]:
        """Of each file of a table, what tells whether it was written since; empty if nothing does.

        In the order of the files, which numbers rows.
        """

    def file_of_row(self, table: str) -> str | None:
        """What selects, of a row of `<table>_known`, the number of its file; None if rows lack it.

        Files are numbered from 0, in the order of `stamps`.
        """

    def fingerprint(self, columns: Sequence[str]) -> str:
        """What selects a whole number of 64 bits that no other values are likely to have."""

    def narrow(self, table: str, condition: str, files: Collection[str] | None = None) -> None:
        """Leave in `<table>_known` only rows that meet a condition, or all; of these files only.

        What was defined from it before is to be defined again.
        """

    def know_kept(self, version: Version, parts: Parts) -> None:
        """Let statements name the cleaned rows of a version as `<table>_kept`.

        `parts` says where they lie if not in its files.
        """

    def row_named(self, table: str, row: int | None) -> str:
        """How a message names a row of an export by its `_row`."""

    def spoken_for(self, answers: Path | str) -> tuple[date, bool]:
        """(the day that the answers speak for, whether the days of answering were assumed)."""

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a select that gives only a few."""

    def columns(self, relation: str) -> dict[str, str]:
        """DuckDB types of a relation's columns by name, in their order."""

    def define(self, name: str, sql: str) -> None:
        """Let statements name what a select gives."""

    def keep(self, name: str, sql: str) -> None:
        """Run a select once; its rows, small in number, become a table of `connection`."""

    def write(self, sql: str, name: str, role: str) -> PublishedFile:
        """Write what a select gives as `<name>.parquet`; its rows, bytes and hash."""

    def write_view(self, sql: str, name: str, role: str) -> PublishedFile:
        """Write what a select gives, and let statements name it."""

    def write_file(self, path: Path, role: str) -> PublishedFile:
        """`write_view` of what stands in a SQL file, named like it."""

    def write_detail(self, path: Path, due: Collection[date] | None = None) -> Detail:
        """`write_file` of a table's rows, or of the latest of them where they are too many.

        Where only some days are due, rows of all others are those that are kept.
        """

    def carry_over(self, file: PublishedFile) -> PublishedFile:
        """Copy a file of the version that rows are kept from, and let statements name it."""

    def close(self) -> None:
        """End it, so that nothing but what it wrote is left in the folder."""
