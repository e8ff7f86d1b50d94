"""The engine on a cluster where rows are kept for the next publish, in a place of its own.

Each publish writes the cleaned rows of the days it read as a part, `<work>/<table>/<moment>`, and
never touches one that is there. A version names the parts and the days for which each holds.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from insight.dimensions import FACTS_WITH_CELLS
from insight.engine import Parts
from insight.publishing.days_read import DAYS
from insight.publishing.due_days import EverythingIsDue
from insight.publishing.kept_rows import on_days
from insight.publishing.spark_files import SourceFiles
from insight.publishing.spark_session import SparkSession
from insight.publishing.spark_source import FILE_PATH, PART_BITS, is_absence, known_sql
from insight.publishing.spark_sql import to_spark
from insight.publishing.spark_tables import SMALL_TABLES
from insight.version import PublishedFile, Version
from insight.warehouse import literal

MOST_PARTS = 20
"""Where a table would have more, they are written together into one."""


class KeepingSparkSession(SparkSession):
    """A session on a cluster that reads some days of a table and keeps the rows of the others."""

    def __init__(self, *given: Any, work: str):
        super().__init__(*given)
        self.why_not_kept = (
            "forgotten customers may stand anywhere in the source" if self._forgotten else None
        )
        self.parts: Parts = {}
        self._work = work.rstrip("/")
        self._part = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        self._files: dict[str, SourceFiles] = {}

    def read_export(self, table: str, export: Path | str | None) -> None:
        """Make the shape of `<table>_known`, whose rows are read once it is narrowed."""
        if self.why_not_kept or export is None or table in SMALL_TABLES:
            super().read_export(table, export)
            return
        self._files[table] = SourceFiles(self._cluster, self._source, self._tables.found[table])
        for name in (f"{table}_all", f"{table}_known"):
            self._here.define(name, self._tables.shape(table))
            self._shapes.add(name)

    def stamps(self, table: str) -> dict[str, str]:
        """Of each file of a table, what tells whether it was written since."""
        return self._files[table].stamps if table in self._files else {}

    def file_of_row(self, table: str) -> str | None:
        """The number of a row's file stands in its own, where rows have numbers."""
        if not self._files[table].are_many:
            return "0"
        return f"(_row - 1) >> {PART_BITS}" if self._tables.found[table].has_row_numbers else None

    def fingerprint(self, columns: Sequence[str]) -> str:
        """What selects a whole number of 64 bits; Spark's own passes over what is null."""
        return f"xxhash64({', '.join(f'({one} is null)::INTEGER, {one}' for one in columns)})"

    def narrow(self, table: str, condition: str, files: Collection[str] | None = None) -> None:
        """Leave in `<table>_known` rows of these files that meet a condition."""
        if table not in self._files:
            return
        if condition == "false" or (files is not None and not files):
            self._cluster.define(f"{table}_all", to_spark(self._tables.shape(table)))
            condition = "false"
        else:
            self._cluster.define(f"{table}_all", self._read(table, files))
        known = f"select * from {table}_all where {condition}"
        define = self._cluster.define if condition in ("true", "false") else self._cluster.keep
        define(f"{table}_known", self._translated(known, ordered=False))
        if table not in FACTS_WITH_CELLS:
            self.define(f"{table}_export", f"select * from {table}_known")

    def know_kept(self, version: Version, parts: Parts) -> None:
        """Let statements name the rows of a version as `<table>_kept`, wherever they lie."""
        self._here.know_kept(version, {})
        self.parts = parts
        for table in self._files.keys() & DAYS.keys():
            lies = literal(str(version.folder / version.file(table).path))
            shape = f"select * from read_parquet({lies}) where false"
            self._here.define(f"{table}_kept", shape)
            self._shapes.add(f"{table}_kept")
            self._cluster.define(f"{table}_kept", self._kept_rows(table, shape_of=f"{table}_kept"))

    def carry_over(self, file: PublishedFile) -> PublishedFile:
        """Copy a counted file of the version that rows are kept from."""
        return self._here.carry_over(file)

    def _clean(self, name: str, sql: str, due: Collection[date] | None) -> str:
        """Write the cleaned rows of the days that are due as a part; the table is all parts."""
        if not self._has_parts(name):
            return super()._clean(name, sql, due)
        before = {} if due is None else self.parts.get(name, {})
        gone = {str(day) for day in due or ()}
        left = {part: (n, [d for d in days if d not in gone]) for part, (n, days) in before.items()}
        self.parts[name] = {part: (n, days) for part, (n, days) in left.items() if days}
        if due is None or due:
            self._write_part(name, self._translated(sql, ordered=False), self._part)
        if len(self.parts[name]) > MOST_PARTS:
            together = self._kept_rows(name, shape_of=name)
            self.parts[name] = {}
            self._write_part(name, together, f"{self._part}-together")
        self._cluster.define(name, self._kept_rows(name, shape_of=name))
        place = ", export_row" if "export_row" in self.columns(name) else ""
        return f"select * from {name} order by {DAYS[name]}{place}"

    def _has_parts(self, name: str) -> bool:
        return name in self._files and name in DAYS and not self.why_not_kept

    def _most_rows(self, name: str) -> int:
        if not self._has_parts(name):
            return super()._most_rows(name)
        return sum(rows for rows, _ in self.parts[name].values())

    def _write_part(self, table: str, sql: str, part: str) -> None:
        """Write what a select in Spark's dialect gives as a part, and note which days it holds."""
        with self._cluster.errors():
            frame = self._cluster.spark.sql(sql)
            frame.write.mode("error").parquet(self._place(table, part))
            written = self._cluster.spark.read.schema(frame.schema)
            written.parquet(self._place(table, part)).createOrReplaceTempView("part_written")
        by_day = f"select {DAYS[table]}, count(*) from part_written group by 1"
        counted = self._cluster.rows(by_day)
        if counted:
            days = sorted(str(day) for day, _ in counted)
            self.parts[table][part] = (sum(n for _, n in counted), days)

    def _kept_rows(self, table: str, shape_of: str) -> str:
        """Selects, in Spark's dialect, the rows of a table that its parts hold."""
        selects = []
        for number, (part, (rows, days)) in enumerate(self.parts.get(table, {}).items()):
            name = f"{table}_part_{number}"
            self._know_part(table, part, rows, name)
            condition = on_days(DAYS[table], [date.fromisoformat(day) for day in days])
            selects.append(f"select * from {name} where {condition}")
        if not selects:
            columns = self._here.columns(shape_of)
            nulls = ", ".join(f'null::{type_} as "{column}"' for column, type_ in columns.items())
            selects = [f"select {nulls} where false"]
        return to_spark(" union all ".join(selects))

    def _know_part(self, table: str, part: str, rows: int, name: str) -> None:
        from pyspark.errors import PySparkException

        place = self._place(table, part)
        with self._cluster.errors():
            try:
                frame = self._cluster.spark.read.parquet(place)
                whole = frame.count() == rows
            except PySparkException as error:
                if not is_absence(str(error)):
                    raise
                whole = False
            if not whole:
                raise EverythingIsDue(f"the rows kept in {place} are not those that were written")
            frame.createOrReplaceTempView(name)

    def _place(self, table: str, part: str) -> str:
        return f"{self._work}/{table}/{part}"

    def _read(self, table: str, files: Collection[str] | None) -> str:
        """What selects, in Spark's dialect, the rows of some files of a table as we know them."""
        found, there, raw = self._tables.found[table], self._files[table], f"{table}_read"
        with self._cluster.errors():
            there.rows(files).createOrReplaceTempView(raw)
        has_parts = found.has_row_numbers and there.are_many
        if has_parts:
            paths = self._cluster.values(f"select distinct {FILE_PATH} from {raw} order by 1")
            numbers = pa.array([there.number(path) for path in paths], pa.int64())
            paths = pa.array(paths, pa.string())
            self._cluster.send(f"{table}_parts", pa.table({"path": paths, "part": numbers}))
        elif not found.has_row_numbers and table == "survey_responses":
            self._tables.refuse_rows_without_names(found, raw)
        return known_sql(found, raw, has_parts)
