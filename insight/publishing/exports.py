"""The exports of a data folder as publishing reads them: which files, which columns."""

import json
import re
import time
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from insight.checks import refuse_wrong_columns
from insight.dimensions import FACTS_WITH_CELLS
from insight.problems import Mistake, nearest
from insight.tables import TABLES, read_sources
from insight.warehouse import literal

MOMENT_SECONDS = 2.0
_WRAPPED = re.compile(r'"exception_message":\s*("(?:[^"\\]|\\.)*")')


def find_exports(data_folder: Path) -> tuple[dict[str, Path], list[str]]:
    """(export files by table, notes on files that are no table); Mistake without answers."""
    folder = data_folder / "exports"
    found, notes = {}, []
    for path in sorted(folder.glob("*.parquet")):
        if path.stem in TABLES:
            found[path.stem] = path
        else:
            notes.append(f"{path.name} is no table of ours{nearest(path.stem, TABLES)} left out")
    if "survey_responses" not in found:
        raise Mistake(
            f"{folder} has no survey_responses.parquet; import a survey "
            f"(python -m insight import FILE --mapping M.toml --data {data_folder}) "
            "or drop the file in"
        )
    return found, notes


def read_export(connection: duckdb.DuckDBPyConnection, name: str, path: Path | None) -> None:
    """Make a view `<table>_known`: the export with every column we know, absent ones null.

    It rests on `<table>_all`, so that it can be narrowed to some of the rows.

    Mistake where the file is no Parquet, is cut short, or lacks a column.
    """
    table = TABLES[name]
    columns = ", ".join(f"null::{column.type} as {column.name}" for column in table.columns)
    sql = f"select {columns}, null::BIGINT as _row where false"
    if path is not None:
        rows = f"read_parquet({literal(str(path))}, file_row_number = true)"
        try:
            described = connection.execute(
                f"describe select * from read_parquet({literal(str(path))})"
            ).fetchall()
        except duckdb.Error as error:
            raise Mistake(_unreadable(path, error)) from error
        refuse_wrong_columns(table, path, {column: type_ for column, type_, *_ in described})
        sql += (
            f" union all by name select * exclude (file_row_number), file_row_number + 1 as _row "
            f"from {rows}"
        )
    connection.execute(f"create view {name}_all as {sql}")
    connection.execute(f"create view {name}_known as select * from {name}_all")
    if name not in FACTS_WITH_CELLS:
        connection.execute(f"create view {name}_export as select * from {name}_known")


def stamp(path: Path) -> str:
    """What tells whether a file was written since; empty where it was a moment ago.

    A disk may not tell two writings of one moment apart.
    """
    found = path.stat()
    if time.time() - max(found.st_mtime, found.st_ctime) < MOMENT_SECONDS:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def damaged_export(exports: dict[str, Path]) -> str | None:
    """A sentence naming the first export that cannot be read to its end; None if all can."""
    for path in exports.values():
        try:
            with pq.ParquetFile(path) as file:
                for _ in file.iter_batches():
                    pass
        except (pa.ArrowException, OSError) as error:
            return _unreadable(path, error)
    return None


def _unreadable(path: Path, error: Exception) -> str:
    return (
        f"{path}: this is no readable Parquet file: {first_line(error)}; "
        "import it again, or put back the file as it was"
    )


def day_spoken_for(answers: Path) -> tuple[date, bool]:
    """(the day that the answers speak for, whether the days of answering were assumed).

    As they were imported; of a file dropped in by hand, the day it was put there.
    """
    sources = read_sources(answers)
    imported = max((source.as_of for source in sources), default=None)
    dropped_in = datetime.fromtimestamp(answers.stat().st_mtime, UTC).date()
    return imported or dropped_in, any(source.day_is_assumed for source in sources)


def first_line(error: Exception) -> str:
    """What an engine's error says, without its hints and the JSON that DuckDB wraps some in."""
    wrapped = _WRAPPED.search(str(error))
    return json.loads(wrapped[1]) if wrapped else str(error).splitlines()[0]
