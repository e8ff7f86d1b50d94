"""The tables of a source become `<table>_known` on the cluster, without whom is to be forgotten."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insight.forgotten import Forgotten
from insight.problems import Mistake
from insight.publishing.spark_cluster import Cluster
from insight.publishing.spark_forgotten import hashes, responses_sql, without_forgotten
from insight.publishing.spark_source import (
    FILE_PATH,
    PART_BITS,
    Found,
    known_columns,
    known_sql,
    ticked,
)
from insight.warehouse import quoted

MOST_SMALL_ROWS = 50_000
"""A relation of more rows is never sent to the cluster from here, nor a whole table fetched."""
SMALL_TABLES = ("changes", "beliefs")
"""Tables written by hand: they are fetched whole, and what they say is worked out here."""


class SparkTables:
    """The tables that were found, and what is known of their rows."""

    def __init__(self, cluster: Cluster, found: Mapping[str, Found], forgotten: Forgotten):
        self.found = found
        self.notes: list[str] = []
        """How many rows of forgotten customers were left out."""
        self._cluster = cluster
        self._forgotten = forgotten

    @cached_property
    def rows(self) -> Counter[str]:
        """How many rows each table has, before any is left out."""
        counted: Counter[str] = Counter()
        for table, _, rows in self._rows_by_part:
            counted[table] += rows
        return counted

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        parts: dict[str, list[str]] = {table: [] for table in self.found}
        for table, part, _ in self._rows_by_part:
            if self.found[table].has_row_numbers:
                parts[table].append(part)
        return parts

    @cached_property
    def _rows_by_part(self) -> list[tuple]:
        return sorted(self._cluster.rows(_rows_by_part(self.found)))

    def shape(self, table: str) -> str:
        """A select without rows, in DuckDB's dialect, of the columns that `<table>_known` has."""
        columns = known_columns(self.found[table])
        nulls = ", ".join(f"null::{type_} as {quoted(name)}" for name, type_ in columns.items())
        return f"select {nulls} where false"

    def know(self, table: str) -> None:
        """Define `<table>_known` on the cluster; Mistake where its rows cannot be told apart."""
        found = self.found[table]
        raw = found.view
        self._send_parts(table)
        if not found.has_row_numbers and table == "survey_responses":
            self.refuse_rows_without_names(found, raw)
        known = known_sql(found, raw, len(self._parts[table]) > 1)
        self._cluster.define(f"{table}_known", self._without_forgotten(found, known, raw))

    def fetch(self, table: str, scratch: Path) -> Path:
        """A small table whole, as a file here; Mistake where it is none."""
        found, path = self.found[table], scratch / f"{table}_export.parquet"
        names = [name for name in known_columns(found) if name in found.types]
        columns = ", ".join(map(ticked, names))
        sql = f"select {columns} from {found.view} limit {MOST_SMALL_ROWS + 1}"
        with self._cluster.errors():
            fetched = self._cluster.spark.sql(sql).toArrow()
        if fetched.num_rows > MOST_SMALL_ROWS:
            raise Mistake(
                f"{found.place} has more than {MOST_SMALL_ROWS:,} rows; {table} is a table that "
                "people write"
            )
        pq.write_table(fetched, path)
        return path

    def row_named(self, table: str, row: int | None) -> str:
        """How a message names a row: by its place in its file, where rows have places."""
        found = self.found.get(table)
        if table in SMALL_TABLES:
            return f"row {row}"
        if row is None or found is None or not found.has_row_numbers:
            return "a row"
        parts = self._parts[table]
        if len(parts) < 2:
            return f"row {row}"
        return f"row {row % 2**PART_BITS} of {parts[row >> PART_BITS].rpartition('/')[2]}"

    def _send_parts(self, table: str) -> None:
        parts = self._parts[table]
        if len(parts) > 1:
            numbers = pa.array(range(len(parts)), pa.int64())
            self._cluster.send(f"{table}_parts", pa.table({"path": parts, "part": numbers}))

    def refuse_rows_without_names(self, found: Found, raw: str) -> None:
        """Mistake where answers cannot be told apart: no id, and no place in a file."""
        nameless = "response_id is null" if "response_id" in found.types else "true"
        (answers,) = self._cluster.values(f"select count(*) from {raw} where {nameless}")
        if answers:
            raise Mistake(
                f"{found.place}: {answers:,} answers have no response_id, and rows have no places "
                "there that could tell them apart; fill response_id"
            )

    def _without_forgotten(self, found: Found, known: str, raw: str) -> str:
        if not self._forgotten or not {"customer_id", "response_id"} & found.types.keys():
            return known
        salt = self._forgotten.salt
        if found.table == "survey_responses":
            for name, table in hashes(self._forgotten).items():
                self._cluster.send(name, table)
            self._cluster.define(*responses_sql(found, raw, salt))
        kept = without_forgotten(found, known, raw, salt)
        counts = [f"(select count(*) from ({one}) as counted)" for one in (known, kept)]
        (left_out,) = self._cluster.values(f"select {' - '.join(counts)}")
        if left_out:
            rows = f"{left_out:,} row{'s' if left_out > 1 else ''}"
            self.notes.append(f"{found.table}: {rows} of forgotten customers were left out")
        return kept


def _rows_by_part(found: Mapping[str, Found]) -> str:
    """Selects (table, file, rows) of every table; the file is empty where rows have no places."""
    selects = []
    for table, one in found.items():
        part = FILE_PATH if one.has_row_numbers else "''"
        selects.append(
            f"select '{table}' as counted, {part} as part, count(*) as n from {one.view} group by 2"
        )
    return " union all ".join(selects)
