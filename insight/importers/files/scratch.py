"""A database beside the staged files: it sorts and counts on disk what does not fit in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from insight.warehouse import literal

_MEMORY = "500MiB"
_ROWS_AT_ONCE = 5_000_000


@contextmanager
def scratch_database(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that keeps to a part of the memory and spills into the scratch folder."""
    settings = {
        "memory_limit": _MEMORY,
        "temp_directory": str(scratch / "spilled"),
        "preserve_insertion_order": False,
        "threads": 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        yield connection


def find_repeated_hashes(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: str, scratch: Path
) -> None:
    """Make `hashes`: those of `columns` that more than one row has, found a part at a time.

    A row that shares no hash shares no value, so that few rows are left to compare in full.
    """
    path = literal(str(scratch / "hashes.parquet"))
    connection.execute(
        f"copy (select hash({columns}) as hash from {relation}) to {path} (format parquet)"
    )
    ((rows,),) = connection.execute(f"select count(*) from read_parquet({path})").fetchall()
    parts = rows // _ROWS_AT_ONCE + 1
    connection.execute("create or replace temp table hashes (hash ubigint)")
    for part in range(parts):
        connection.execute(
            f"insert into hashes select hash from read_parquet({path}) "
            f"where hash % {parts} = {part} group by hash having count(*) > 1"
        )
