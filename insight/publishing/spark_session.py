"""The engine that publishing runs on past one machine: Spark, by Spark Connect.

Rows stay on the cluster. What is counted there arrives in batches and is written here, and what is
small (cells, changes, the calendar) lies in a DuckDB session here and is sent where a statement
reads it. Every name is known here too, as a shape without rows, so that what arrives has the types
DuckDB would have given it.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insight.dimensions import FACTS_WITH_CELLS
from insight.engine import Detail, Parts
from insight.forgotten import Forgotten
from insight.problems import Failure
from insight.publishing.exports import day_spoken_for
from insight.publishing.session import PublishingSession
from insight.publishing.spark_cluster import Cluster
from insight.publishing.spark_detail import DAYS, first_day_within, rows_by_day, rows_from
from insight.publishing.spark_remote import Remote
from insight.publishing.spark_source import Source
from insight.publishing.spark_sql import relations, steps_in_spark, to_spark
from insight.publishing.spark_tables import MOST_SMALL_ROWS, SMALL_TABLES, SparkTables
from insight.version import PublishedFile
from insight.warehouse import literal, quoted

NOBODY = Forgotten()
_ROWS_AT_ONCE = 122_880
_ANSWERS = "survey_responses"


class SparkSession:
    """Runs statements on a cluster and writes what they give into the folder of a version."""

    screens_first = False
    exports_are_here = False
    why_not_kept = "rows stay on the cluster, and no setting `work` says where to keep them there"

    def __init__(
        self,
        remote: Remote,
        place: str,
        building: Path,
        memory_limit: str,
        detail_rows: int,
        forgotten: Forgotten = NOBODY,
    ):
        self._cluster = Cluster(remote)
        try:
            self._source = Source(self._cluster, place)
            self._tables = SparkTables(self._cluster, self._source.find(), forgotten)
            self._here = PublishingSession(building, memory_limit)
        except BaseException:
            self._cluster.close()
            raise
        self.building, self.scratch = self._here.building, self._here.scratch
        self.connection = self._here.connection
        self._forgotten = forgotten
        self.parts: Parts = {}
        self._detail_rows = detail_rows
        self._answers_since: date | None = None
        self._shapes: set[str] = set()
        """Names that have their rows on the cluster only."""
        self._counted_by: dict[str, str] = {}
        """What counted the files that are here, should the cluster need them."""

    @property
    def exports(self) -> dict[str, str]:
        """Where each table that is there lies."""
        return {table: found.place for table, found in self._tables.found.items()}

    @property
    def notes(self) -> list[str]:
        """What there is to say of the tables, once they are read."""
        return self._tables.notes

    def read_export(self, table: str, export: Path | str | None) -> None:
        """Make `<table>_known`, as an engine does."""
        if export is None:
            self._here.read_export(table, None)
        elif table in SMALL_TABLES:
            self._here.read_export(table, self._tables.fetch(table, self.scratch))
        else:
            known = f"{table}_known"
            self._here.define(known, self._tables.shape(table))
            self._shapes.add(known)
            self._tables.know(table)
            if table not in FACTS_WITH_CELLS:
                self.define(f"{table}_export", f"select * from {known}")

    def stamps(self, table: str) -> dict[str, str]:
        """Nothing tells here whether a table was written since."""
        del table
        return {}

    def row_named(self, table: str, row: int | None) -> str:
        """How a message names a row: by its place in its file, where rows have places."""
        return self._tables.row_named(table, row)

    def spoken_for(self, answers: Path | str) -> tuple[date, bool]:
        """(the day that the answers speak for, whether the days of answering were assumed).

        A file of this machine may say so itself; a table of the cluster speaks for today.
        """
        if self._source.folder is not None and Path(answers).is_file():
            return day_spoken_for(Path(answers))
        return datetime.now(UTC).date(), False

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a select that gives only a few."""
        if self._is_here(sql):
            return self._here.rows(sql)
        return self._cluster.rows(self._translated(sql))

    def columns(self, relation: str) -> dict[str, str]:
        """Types of a relation's columns by name, in their order."""
        return self._here.columns(relation)

    def define(self, name: str, sql: str) -> None:
        """Let statements name what a select gives."""
        is_here = self._is_here(sql)
        self._here.define(name, sql)
        if not is_here:
            self._shapes.add(name)
            self._cluster.define(name, self._translated(sql, ordered=False))

    def keep(self, name: str, sql: str) -> None:
        """Run a select once and keep its rows as a table here."""
        if self._is_here(sql):
            self._here.keep(name, sql)
            return
        kept = self.scratch / f"{name}.parquet"
        self._write(sql, kept)
        self._here.keep(name, f"select * from read_parquet({literal(str(kept))})")

    def write(self, sql: str, name: str, role: str) -> PublishedFile:
        """Write what a select gives as `<name>.parquet`; its rows, bytes and hash."""
        if self._is_here(sql):
            return self._here.write(sql, name, role)
        path = self.building / f"{name}.parquet"
        return PublishedFile.of(path, role, self._write(sql, path))

    def write_view(self, sql: str, name: str, role: str) -> PublishedFile:
        """Write what a select gives, and let statements name it."""
        file = self.write(sql, name, role)
        self._here.view(name, self.building / file.path)
        self._counted_by[name] = sql
        return file

    def write_file(self, path: Path, role: str) -> PublishedFile:
        """`write_view` of what stands in a SQL file, named like it."""
        return self.write_view(path.read_text(encoding="utf-8"), path.stem, role)

    def write_detail(self, path: Path, due: Collection[date] | None = None) -> Detail:
        """The rows of a table, or the latest whole days of them where they are too many."""
        name, sql = path.stem, path.read_text(encoding="utf-8").rstrip().rstrip(";")
        if self._is_here(sql):
            return self._here.write_detail(path)
        self._here.define(name, sql)
        self._shapes.add(name)
        sql = self._clean(name, sql, due)
        if self._most_rows(name) <= self._detail_rows:
            file = self.write(sql, name, "detail")
            return Detail(file, file.rows)
        counted = self.rows(rows_by_day(name))
        rows = sum(n for _, n in counted)
        days = [day for day, _ in counted if day is not None]
        since = (
            first_day_within(counted, self._detail_rows) if days else self._first_day_of_answers()
        )
        if name == _ANSWERS:
            self._answers_since = since
        if rows <= self._detail_rows:
            return Detail(self.write(sql, name, "detail"), rows)
        return Detail(self.write(rows_from(name, since), name, "detail"), rows, since)

    def _clean(self, name: str, sql: str, due: Collection[date] | None) -> str:
        """Let statements name the cleaned rows of a table; what selects them in their order."""
        del due
        self._cluster.keep(name, self._translated(sql, ordered=False))
        return sql

    def _most_rows(self, name: str) -> int:
        """At least as many rows as a cleaned table has."""
        return self._tables.rows[name]

    def _first_day_of_answers(self) -> date:
        """The first day whose answers come along."""
        if self._answers_since is None:
            [(first,)] = self.rows(f"select min({DAYS[_ANSWERS]}) from {_ANSWERS}")
            return first
        return self._answers_since

    def close(self) -> None:
        """End the session there and here."""
        self._cluster.close()
        self._here.close()

    def _is_here(self, sql: str) -> bool:
        return not relations(sql) & self._shapes

    def _translated(self, sql: str, ordered: bool = True) -> str:
        """The statement for the cluster, which is sent what it reads and does not have."""
        self._let_know_all(sql)
        return to_spark(sql, ordered)

    def _let_know_all(self, sql: str) -> None:
        for name in sorted(relations(sql) - self._cluster.names):
            self._let_know(name)

    def _let_know(self, name: str) -> None:
        """Send the cluster what is here; what is too large for that it counts again."""
        here = self.connection.table(quoted(name))
        counted_by = self._counted_by.get(name)
        if counted_by and here.shape[0] > MOST_SMALL_ROWS:
            self._cluster.define(name, self._translated(counted_by, ordered=False))
        else:
            self._cluster.send(name, here.to_arrow_table())

    def _write(self, sql: str, path: Path) -> int:
        """Write what arrives in the types that DuckDB gives the select; the number of rows."""
        empty = f"select * from ({sql.rstrip().rstrip(';')}\n) limit 0"
        schema = self.connection.execute(empty).to_arrow_table().schema
        rows = 0
        self._let_know_all(sql)
        steps, select = steps_in_spark(sql)
        with (
            self._cluster.keeping(steps),
            pq.ParquetWriter(path, schema, compression="zstd") as writer,
        ):
            for table in _in_groups(self._cluster.arriving(select)):
                arrived = _in_types_of(schema, table, path.stem)
                writer.write_table(arrived, row_group_size=_ROWS_AT_ONCE)
                rows += arrived.num_rows
        return rows


def _in_types_of(schema: pa.Schema, arrived: pa.Table, name: str) -> pa.Table:
    try:
        return arrived.rename_columns(schema.names).cast(schema)
    except (pa.ArrowException, ValueError) as error:
        raise Failure(f"{name} arrived from Spark as {arrived.schema}: {error}") from error


def _in_groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in tables of about the size of a row group."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(one.num_rows for one in waiting) >= _ROWS_AT_ONCE:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)
