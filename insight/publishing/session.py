"""The engine that publishing runs on: one DuckDB session over exports and what was written."""

import shutil
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

import duckdb

from insight.engine import Detail, Parts
from insight.publishing.days_read import DAYS
from insight.publishing.exports import day_spoken_for, read_export, stamp
from insight.publishing.kept_rows import merged_sql
from insight.settings import memory_for_duckdb
from insight.version import PublishedFile, Version
from insight.warehouse import literal, quoted


class PublishingSession:
    """Runs SQL and writes what it selects as Parquet into the folder of a version being built."""

    screens_first = True
    exports_are_here = True
    why_not_kept = None

    def __init__(self, building: Path, memory_limit: str):
        self.building = building
        self.scratch = building / ".scratch"
        """What is there is gone once the session is closed."""
        self.scratch.mkdir()
        self.parts: Parts = {}
        self._exports: dict[str, Path] = {}
        self._kept: Version | None = None
        self.connection = duckdb.connect(":memory:")
        self.connection.execute(f"set memory_limit = '{memory_for_duckdb(memory_limit)}B'")
        self.connection.execute(f"set temp_directory = {literal(str(self.scratch))}")
        self.connection.execute("set TimeZone = 'UTC'")

    def read_export(self, table: str, export: Path | None) -> None:
        """Make `<table>_known`, as an engine does."""
        read_export(self.connection, table, export)
        if export is not None:
            self._exports[table] = export

    def stamps(self, table: str) -> dict[str, str]:
        """Of the one file of a table, what tells whether it was written since."""
        export = self._exports.get(table)
        return {} if export is None else {export.name: stamp(export)}

    def file_of_row(self, table: str) -> str:
        """A table has one file."""
        del table
        return "0"

    def fingerprint(self, columns: Sequence[str]) -> str:
        """What selects a whole number of 64 bits that no other values are likely to have."""
        return f"hash({', '.join(columns)})"

    def narrow(self, table: str, condition: str, files: Collection[str] | None = None) -> None:
        """Leave in `<table>_known` only rows that meet a condition; they are set apart once."""
        del files
        rows = f"select * from {table}_all"
        if condition != "true":
            self.connection.execute(
                f"create or replace table {table}_due as {rows} where {condition}"
            )
            rows = f"select * from {table}_due"
        self.connection.execute(f"create or replace view {table}_known as {rows}")

    def know_kept(self, version: Version, parts: Parts) -> None:
        """Let statements name the rows of a version's detail as `<table>_kept`."""
        del parts
        self._kept = version
        for file in version.files:
            if file.role == "detail":
                self.view(f"{file.table}_kept", version.folder / file.path)

    def row_named(self, table: str, row: int | None) -> str:
        """How a message names a row of an export: counted from 1, whatever the table."""
        del table
        return f"row {row}"

    def spoken_for(self, answers: Path) -> tuple[date, bool]:
        """(the day that the answers speak for, whether the days of answering were assumed)."""
        return day_spoken_for(answers)

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a select that gives only a few."""
        return self.connection.execute(sql).fetchall()

    def columns(self, relation: str) -> dict[str, str]:
        """Types of a relation's columns by name, in their order."""
        described = self.rows(f"describe {quoted(relation)}")
        return {name: type_ for name, type_, *_ in described}

    def define(self, name: str, sql: str) -> None:
        """Let statements name what a select gives."""
        self.connection.execute(f"create or replace view {quoted(name)} as {sql}")

    def keep(self, name: str, sql: str) -> None:
        """Run a select once and keep its rows as a table."""
        self.connection.execute(f"create table {quoted(name)} as {sql}")

    def write_file(self, path: Path, role: str) -> PublishedFile:
        """Write what the select in a SQL file gives as `<stem>.parquet`, a view from then on."""
        return self.write_view(path.read_text(encoding="utf-8"), path.stem, role)

    def write_detail(self, path: Path, due: Collection[date] | None = None) -> Detail:
        """`write_file` of a table's rows, all of them; of some days, beside those kept."""
        file = self.write_file(path, "detail") if due is None else self._write_merged(path, due)
        return Detail(file, file.rows)

    def _write_merged(self, path: Path, due: Collection[date]) -> PublishedFile:
        kept = self._kept.file(path.stem)
        if not due:
            return self.carry_over(kept)
        read = self.scratch / f"{path.stem}_read.parquet"
        self._copy(path.read_text(encoding="utf-8"), read)
        merged = merged_sql(read, self._kept.folder / kept.path, DAYS[path.stem], due)
        return self.write_view(merged, path.stem, "detail")

    def carry_over(self, file: PublishedFile) -> PublishedFile:
        """Copy a file of the version that rows are kept from, and let statements name it."""
        path = self.building / file.path
        try:
            shutil.copyfile(self._kept.folder / file.path, path)
        except OSError as error:
            said = f"Could not write file {path}: {error.strerror}"
            raise OSError(error.errno, said) from error
        self.view(file.table, path)
        return file

    def write_view(self, sql: str, name: str, role: str) -> PublishedFile:
        """Write what a statement selects, and make it a view of that name."""
        file = self.write(sql, name, role)
        self.view(name, self.building / file.path)
        return file

    def write(self, sql: str, name: str, role: str) -> PublishedFile:
        """Write what a statement selects as `<name>.parquet`; its rows, bytes and hash."""
        path = self.building / f"{name}.parquet"
        return PublishedFile.of(path, role, self._copy(sql, path))

    def _copy(self, sql: str, path: Path) -> int:
        (rows,) = self.connection.execute(
            f"copy ({sql.rstrip().rstrip(';')}\n) to {literal(str(path))} "
            "(format parquet, compression zstd)"
        ).fetchone()
        return rows

    def view(self, name: str, path: Path) -> None:
        """Let statements read a Parquet file under that name."""
        rows = f"read_parquet({literal(str(path))})"
        self.connection.execute(f"create or replace view {quoted(name)} as select * from {rows}")

    def close(self) -> None:
        """End the session, so that nothing but what it wrote is left in the folder."""
        self.connection.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
