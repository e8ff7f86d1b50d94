"""Whether two versions hold the same, whatever numbers their cells were given."""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from insight.version import Version
from insight.warehouse import literal, quoted

_TOLERANCE = 1e-9


def differences(
    one: Version,
    other: Version,
    leave_out: frozenset[str] = frozenset(),
    roles: tuple[str, ...] = ("cells", "rollup", "detail"),
) -> list[str]:
    """A sentence for each file that differs, in rows, types or values; none where all are alike.

    Doubles may differ by one part in a thousand million. Columns to `leave_out` are not compared,
    nor files of other roles.
    """
    ours, theirs = (
        {file.table for file in version.files if file.role in roles} for version in (one, other)
    )
    said = [f"{table} is in one of them only" for table in sorted(ours ^ theirs)]
    with duckdb.connect() as connection:
        for table in sorted(ours & theirs):
            rows = [_by_name(connection, version, table, leave_out) for version in (one, other)]
            if difference := _difference(*rows):
                said.append(f"{table}: {difference}")
    return said


def _by_name(
    connection: duckdb.DuckDBPyConnection, version: Version, table: str, leave_out: frozenset[str]
) -> pa.Table:
    """A file's rows in one order, each with its cell's values in place of the cell's number."""
    rows = f"read_parquet({_path(version, table)})"
    types = {
        name: type_
        for name, type_, *_ in connection.execute(f"describe select * from {rows}").fetchall()
        if name not in leave_out
    }
    columns = {name: f"counted.{quoted(name)}" for name in types}
    joined = ""
    if "cell_id" in types:
        named = ", ".join(f"named.{quoted(one)}" for one in sorted(version.dimensions))
        columns["cell_id"] = f"[{named}]::VARCHAR[]"
        joined = f"inner join read_parquet({_path(version, 'cells')}) as named using (cell_id)"
    order = [*(n for n, t in types.items() if t != "DOUBLE"), *types]
    return connection.execute(
        f"select {', '.join(f'{sql} as {quoted(name)}' for name, sql in columns.items())} "
        f"from {rows} as counted {joined} order by {', '.join(map(quoted, order))}"
    ).to_arrow_table()


def _path(version: Version, table: str) -> str:
    return literal(str(Path(version.folder) / f"{table}.parquet"))


def _difference(one: pa.Table, other: pa.Table) -> str | None:
    if one.schema != other.schema:
        return f"{one.schema} is not {other.schema}"
    if one.num_rows != other.num_rows:
        return f"{one.num_rows} rows are not {other.num_rows}"
    for name in one.column_names:
        if not _equal(one[name].combine_chunks(), other[name].combine_chunks()):
            return f"{name} differs"
    return None


def _equal(one: pa.Array, other: pa.Array) -> bool:
    if not pa.types.is_float64(one.type):
        return one.equals(other)
    ours, theirs = (column.to_numpy(zero_copy_only=False) for column in (one, other))
    return one.is_null().equals(other.is_null()) and np.allclose(
        ours, theirs, rtol=_TOLERANCE, atol=_TOLERANCE, equal_nan=True
    )
