"""The same response_id twice: both kept, the latest kept, or a question, as the mapping says."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from insight.importers.files.scratch import find_repeated_hashes, scratch_database
from insight.importers.files.source_file import SourceFile
from insight.importers.files.staging import ROW
from insight.importers.mappings.fields import Field
from insight.importers.mappings.mapping import REPEATED, Mapping, TableMapping
from insight.importers.reading.field_reader import FieldReaders
from insight.importers.reading.rejecting import without_rows
from insight.problems import Mistake
from insight.tables import ARROW_TYPES
from insight.warehouse import literal

OLDER = "an earlier answer of the same response_id"
"""Why a row is rejected where only the latest of an id stays."""
_PLACE = [("file", pa.int32()), ("row", pa.int64())]


def settle_repeats(
    files: Sequence[SourceFile], rules: Mapping, readers: FieldReaders, scratch: Path
) -> list[SourceFile]:
    """The files with every response_id once; Mistake where the mapping does not say how."""
    table = next((one for one in rules.tables if one.name == "survey_responses"), None)
    if table is None or not table.field("response_id") or table.field("response_id").is_constant:
        return list(files)
    with scratch_database(scratch) as connection:
        _write(connection, "ids", files, table.field("response_id"), readers, scratch)
        if not _find_repeats(connection, scratch):
            return list(files)
        if table.repeated in (None, "error"):
            raise Mistake(_asked(connection, files, rules, table))
        if table.repeated == "latest":
            _write(connection, "days", files, table.field("responded_on"), readers, scratch)
            _find_older(connection)
            return [_without_older(connection, number, file) for number, file in enumerate(files)]
        _check_new_ids(connection, files, table)
        return [_told_apart(connection, number, file) for number, file in enumerate(files)]


def _write(
    connection: duckdb.DuckDBPyConnection,
    view: str,
    files: Sequence[SourceFile],
    field: Field,
    readers: FieldReaders,
    scratch: Path,
) -> None:
    """Make a view of each row's value, with its file's number and its own."""
    path = scratch / f"{view}.parquet"
    schema = pa.schema([("value", ARROW_TYPES[field.type]), *_PLACE])
    with pq.ParquetWriter(path, schema, compression="lz4") as writer:
        for number, file in enumerate(files):
            reader = readers.of(file, field)
            for batch in file.batches(reader.columns):
                numbers = pa.repeat(pa.scalar(number, pa.int32()), batch.num_rows)
                columns = [reader.read(batch), numbers, batch.column(ROW)]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema))
    connection.execute(f"create view {view} as from read_parquet({literal(str(path))})")


def _find_repeats(connection: duckdb.DuckDBPyConnection, scratch: Path) -> bool:
    """Make `repeats`: every row whose id stands more than once, numbered; False where none does."""
    find_repeated_hashes(connection, "ids", "value", scratch)
    connection.execute(
        """create temp table repeats as
        select value as id, file, row,
               row_number() over (partition by value order by file, row) as nth
        from ids
        where hash(value) in (select hash from hashes)
        qualify count(*) over (partition by value) > 1"""
    )
    return connection.execute("select count(*) from repeats").fetchone()[0] > 0


def _find_older(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `older`: the rows of repeated ids but the latest, by day and then by place."""
    connection.execute(
        """create temp table older as
        select file, row
        from repeats inner join days using (file, row)
        qualify row_number() over (
            partition by id order by days.value desc nulls last, file desc, row desc
        ) > 1"""
    )


def _asked(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[SourceFile],
    rules: Mapping,
    table: TableMapping,
) -> str:
    id_, file, row = connection.execute(
        "select id, file, row from repeats where nth = 2 order by file, row limit 1"
    ).fetchone()
    first_file, first_row = connection.execute(
        "select file, row from repeats where nth = 1 and id = ?", [id_]
    ).fetchone()
    times = connection.execute("select count(*) from repeats where nth > 1").fetchone()[0]
    message = (
        f"{files[file].name}, row {row}: response_id {id_!r} stands in {files[first_file].name}, "
        f"row {first_row} already, but names one row of survey_responses; remove one of them, "
        "or leave response_id out of the mapping, so that ids are made"
    )
    if times > 1:
        message += f" ({times:,} rows repeat an id)"
    if table.repeated == "error":
        return f'{message}\n{rules.path.name} says repeated = "error".'
    lines = [f'  repeated = "{word}"   # {does}' for word, does in REPEATED.items()]
    return "\n".join(
        [message, f"The line that settles it ({rules.path.name}, [survey_responses]):", *lines]
    )


def _check_new_ids(
    connection: duckdb.DuckDBPyConnection, files: Sequence[SourceFile], table: TableMapping
) -> None:
    """An id made for a repeat must not be one that the files use themselves."""
    taken = connection.execute(
        "select ids.value, ids.file, ids.row from ids inner join "
        "(select id || ' (' || nth || ')' as value from repeats where nth > 1) as made "
        "using (value) order by ids.file, ids.row limit 1"
    ).fetchone()
    if taken:
        id_, file, row = taken
        raise Mistake(
            f"{files[file].name}, row {row}: response_id {id_!r} is what a repeated id would be "
            f'kept as; say repeated = "latest" in {table.field("response_id").place}, or change it'
        )


def _told_apart(connection: duckdb.DuckDBPyConnection, number: int, file: SourceFile) -> SourceFile:
    found = connection.execute(
        "select row, nth from repeats where file = ? and nth > 1 order by row", [number]
    ).fetchnumpy()
    return replace(file, repeats=(found["row"].astype(np.int64), found["nth"].astype(np.int64)))


def _without_older(
    connection: duckdb.DuckDBPyConnection, number: int, file: SourceFile
) -> SourceFile:
    """The file without answers that a later one stands for; they become rejects."""
    found = connection.execute(
        "select row from older where file = ? order by row", [number]
    ).fetchnumpy()
    return without_rows(file, found["row"].astype(np.int64), OLDER)
