"""Staged files become one of our tables in our words, batch by batch, as the mapping says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from insight.importers.files.source_file import SourceFile
from insight.importers.files.staging import ROW
from insight.importers.mappings.columns import has_scale
from insight.importers.mappings.fields import Field
from insight.importers.mappings.mapping import Mapping, TableMapping
from insight.importers.reading.field_reader import FieldReaders
from insight.importers.reading.ratings import (
    rating_columns,
    read_ratings_rows,
    scale_ends,
    unanswered_picks,
)
from insight.tables import ARROW_TYPES, FILE_COLUMN, SOURCE_COLUMN, TABLES

MADE_IDS = {
    "survey_responses": "response_id",
    "ratings": "response_id",
    "follow_ups": "response_id",
    "changes": "change_id",
}


@dataclass(frozen=True)
class BuiltTable:
    """One of our tables as Parquet in a scratch folder; `_source` and `_file` end each row."""

    table: str
    path: Path
    rows: int
    unanswered_picks: int = 0
    """Questionnaires that left every pick empty."""


@dataclass(frozen=True)
class BuiltRows:
    """Some rows of a table; row i comes from row `origins[i]` of the file."""

    file: str
    origins: np.ndarray
    rows: pa.Table
    unanswered_picks: int = 0


def made_id(table: TableMapping) -> str | None:
    """The id column that the mapping leaves out, so that it is made from source, file and row."""
    column = MADE_IDS.get(table.name)
    return None if column is None or table.field(column) else column


def arrow_types(table: TableMapping) -> dict[str, pa.DataType]:
    """The columns the mapping gives a table and their types: ours, the company's, the source's."""
    ours = {column.name: column.type for column in TABLES[table.name].columns}
    given = {field.name: field.type for field in table.fields}
    if id_column := made_id(table):
        given[id_column] = "VARCHAR"
    for field in table.fields:
        if has_scale(TABLES[table.name], field.name):
            given |= {f"{field.name}_low": "DOUBLE", f"{field.name}_high": "DOUBLE"}
    if table.name == "ratings":
        given |= {name: ours[name] for name in rating_columns(table.items, table.picks)}
    names = [name for name in ours if name in given] + [name for name in given if name not in ours]
    marks = {SOURCE_COLUMN: pa.string(), FILE_COLUMN: pa.string()}
    return {name: ARROW_TYPES[given[name]] for name in names} | marks


def build_table(
    files: Sequence[SourceFile],
    rules: Mapping,
    table: TableMapping,
    readers: FieldReaders,
    scratch: Path,
) -> BuiltTable:
    """One of our tables from all files together; Mistake where they contradict the mapping."""
    path = scratch / f"{table.name}.parquet"
    rows = unanswered = 0
    schema = pa.schema(list(arrow_types(table).items()))
    with pq.ParquetWriter(path, schema, compression="lz4") as writer:
        for built in built_rows(files, rules, table, readers):
            writer.write_table(built.rows)
            rows += built.rows.num_rows
            unanswered += built.unanswered_picks
    return BuiltTable(table.name, path, rows, unanswered)


def built_rows(
    files: Sequence[SourceFile], rules: Mapping, table: TableMapping, readers: FieldReaders
) -> Iterator[BuiltRows]:
    """A table's rows, file by file and some at a time, with where each comes from."""
    schema = pa.schema(list(arrow_types(table).items()))
    for file in files:
        names = [name for field in table.all_fields for name in readers.of(file, field).columns]
        for batch in file.batches(names):
            yield _built(file, batch, rules, table, readers, schema)


def _built(
    file: SourceFile,
    batch: pa.RecordBatch,
    rules: Mapping,
    table: TableMapping,
    readers: FieldReaders,
    schema: pa.Schema,
) -> BuiltRows:
    def read(field: Field) -> pa.Array:
        values = readers.of(file, field).read(batch)
        return file.told_apart(values, origins) if field.name == "response_id" else values

    origins = batch.column(ROW).to_numpy()
    values: dict[str, pa.Array] = {}
    for field in table.fields:
        values[field.name] = read(field)
        if has_scale(TABLES[table.name], field.name):
            values |= scale_ends(field.name, values[field.name], field.scale)
    if id_column := made_id(table):
        rows = batch.column(ROW).cast(pa.string())
        values[id_column] = pc.binary_join_element_wise(f"{rules.source}:{file.name}", rows, ":")
    values[SOURCE_COLUMN] = pa.repeat(rules.source, len(origins))
    values[FILE_COLUMN] = pa.repeat(file.name, len(origins))
    unanswered = 0
    if table.name == "ratings":
        columns = rating_columns(table.items, table.picks)
        positions, rated = read_ratings_rows(read, len(origins), table.items, table.picks, columns)
        values = {name: column.take(positions) for name, column in values.items()} | rated
        if table.picks:
            unanswered = unanswered_picks(read, table.picks)
        origins = origins[positions.to_numpy()]
    arrays = [values[name] for name in schema.names]
    return BuiltRows(file.name, origins, pa.Table.from_arrays(arrays, schema=schema), unanswered)
