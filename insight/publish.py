"""Exports become a new version: clean, count, write, verify, and only then switch."""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from insight import __version__
from insight.checks import refuse_wrong_columns, refuse_wrong_rows
from insight.coverage import Coverage, Span, baseline_year
from insight.dimensions import (
    FACTS_WITH_CELLS,
    assign_cells,
    choose_dimensions,
    describe_facts,
)
from insight.problems import Failure, Mistake, nearest
from insight.query import QUERIES
from insight.settings import Settings, read_settings
from insight.tables import TABLES, read_sources
from insight.version import (
    MANIFEST,
    MANIFEST_HASH,
    PublishedFile,
    Version,
    point_to,
    published_folder,
    read_version,
    sha256,
    version_names,
)
from insight.warehouse import literal
from insight.words import period_end

SOURCES = QUERIES / "sources"
ROLLUPS = QUERIES / "rollups"

SHARE_OF_DUCKDB = 0.75
"""Of the memory that is set; Python and what DuckDB does not count itself take the rest."""

Progress = Callable[[str], None]


def publish(data_folder: Path, progress: Progress = lambda _: None) -> Version:
    """Make a version of the folder's exports and switch to it; nothing changes if it fails."""
    data_folder = Path(data_folder)
    settings = read_settings(data_folder)
    exports, notes = find_exports(data_folder)
    with _only_one_publish(data_folder), _building_folder(data_folder) as building:
        connection = duckdb.connect(":memory:")
        try:
            connection.execute(f"set memory_limit = {literal(_for_duckdb(settings.memory_limit))}")
            connection.execute(f"set temp_directory = {literal(str(building / 'spill'))}")
            connection.execute("set TimeZone = 'UTC'")
            version = _build(connection, data_folder, building, exports, settings, notes, progress)
        except duckdb.ConversionException as error:
            raise Mistake(f"{data_folder / 'exports'}: {_first_line(error)}") from error
        except duckdb.IOException as error:
            raise Failure(f"publishing stopped: {_first_line(error)}") from error
        finally:
            connection.close()
        shutil.rmtree(building / "spill", ignore_errors=True)
        building.rename(version.folder)
    point_to(data_folder, version.name)
    progress(f"Version {version.name} is current")
    return version


def _for_duckdb(memory_limit: str) -> str:
    number, unit = re.fullmatch(r"([\d.]+) ?(\w+)", memory_limit).groups()
    return f"{float(number) * SHARE_OF_DUCKDB:.3f}{unit}"


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


def _build(
    connection: duckdb.DuckDBPyConnection,
    data_folder: Path,
    building: Path,
    exports: dict[str, Path],
    settings: Settings,
    notes: list[str],
    progress: Progress,
) -> Version:
    progress("Reading exports")
    for table in TABLES:
        _read_export(connection, table, exports.get(table))
    progress("Checking rows")
    refuse_wrong_rows(connection, exports)
    progress("Choosing dimensions and cells")
    describe_facts(connection)
    dimensions, dimension_notes = choose_dimensions(connection)
    previous = _previous_version(data_folder)
    assign_cells(connection, dimensions, previous and previous.folder / "cells.parquet")
    files = [
        _write(connection, building, f"select * from {name}", name, "cells")
        for name in ("cells", "cell_values")
    ]
    for table in TABLES:
        progress(f"Cleaning {table}")
        files.append(_run(connection, building, SOURCES / f"{table}.sql", "detail"))
    connection.execute(
        "create table fiscal_calendar as select ?::INTEGER as fiscal_year_starts",
        [settings.fiscal_year_starts],
    )
    for path in sorted(ROLLUPS.glob("*.sql")):
        progress(f"Counting {path.stem}")
        files.append(_run(connection, building, path, "rollup"))
    sources = read_sources(exports["survey_responses"])
    as_of = max((source.as_of for source in sources), default=None) or _day_of(
        exports["survey_responses"]
    )
    now = datetime.now(UTC)
    name = now.strftime("%Y%m%dT%H%M%S%fZ")
    version = Version(
        name=name,
        folder=published_folder(data_folder) / name,
        program=__version__,
        published_at=now.isoformat(timespec="seconds"),
        coverage=_coverage(connection, as_of, settings, previous),
        dimensions=dimensions,
        tables={file.table: file.rows for file in files if file.table in exports},
        files=tuple(files),
        notes=(*notes, *dimension_notes),
        day_is_assumed=any(source.day_is_assumed for source in sources),
    )
    (building / MANIFEST).write_text(version.manifest(), encoding="utf-8")
    (building / MANIFEST_HASH).write_text(sha256(building / MANIFEST) + "\n", encoding="utf-8")
    return version


def _read_export(connection: duckdb.DuckDBPyConnection, name: str, path: Path | None) -> None:
    """Make a view `<table>_known`: the export with every column we know, absent ones null."""
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
            raise Mistake(
                f"{path}: this is no readable Parquet file: {_first_line(error)}"
            ) from error
        refuse_wrong_columns(table, path, {column: type_ for column, type_, *_ in described})
        sql += (
            f" union all by name select * exclude (file_row_number), file_row_number + 1 as _row "
            f"from {rows}"
        )
    connection.execute(f"create view {name}_known as {sql}")
    if name not in FACTS_WITH_CELLS:
        connection.execute(f"create view {name}_export as select * from {name}_known")


def _run(
    connection: duckdb.DuckDBPyConnection, building: Path, path: Path, role: str
) -> PublishedFile:
    """Write what a source or rollup selects, and make it a view for the statements after it."""
    sql = path.read_text(encoding="utf-8")
    file = _write(connection, building, sql, path.stem, role)
    written = literal(str(building / file.path))
    connection.execute(f"create view {path.stem} as select * from read_parquet({written})")
    return file


def _write(
    connection: duckdb.DuckDBPyConnection, building: Path, sql: str, name: str, role: str
) -> PublishedFile:
    path = building / f"{name}.parquet"
    (rows,) = connection.execute(
        f"copy ({sql.rstrip().rstrip(';')}\n) to {literal(str(path))} "
        "(format parquet, compression zstd)"
    ).fetchone()
    return PublishedFile(path.name, role, rows, path.stat().st_size, sha256(path))


def _coverage(
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    settings: Settings,
    previous: Version | None,
) -> Coverage:
    first, last, answers = connection.execute(
        "select min(day), max(day), coalesce(sum(answers), 0) from nps_daily"
    ).fetchone()
    if first is None:
        raise Mistake("survey_responses holds no answers; there is nothing to publish")
    counted = "answers" if answers else "questionnaires"
    months = tuple(
        month
        for (month,) in connection.execute(
            f"select distinct month from nps_daily where {counted} > 0 order by month"
        ).fetchall()
    )
    return Coverage(
        first_answer=first,
        last_answer=last,
        as_of=as_of,
        months_with_answers=months,
        baseline=_baseline(months, as_of, settings, previous),
        fiscal_year_starts=settings.fiscal_year_starts,
    )


def _baseline(
    months: tuple[date, ...], as_of: date, settings: Settings, previous: Version | None
) -> Span:
    """The settings' year, else the one first published while it has answers, else the rule's."""
    if settings.baseline_year is not None:
        start = date(settings.baseline_year, settings.fiscal_year_starts, 1)
        return Span(start, period_end(start, "year"))
    if previous is not None:
        kept = previous.coverage.baseline
        same_calendar = kept.start.month == settings.fiscal_year_starts
        if same_calendar and any(kept.start <= month <= kept.end for month in months):
            return kept
    return baseline_year(months, as_of, settings.fiscal_year_starts)


def _previous_version(data_folder: Path) -> Version | None:
    """The latest whole version, current or not: cell ids given once are never given again."""
    for name in version_names(data_folder):
        with suppress(Failure):
            version = read_version(published_folder(data_folder) / name)
            if version.damage(large=False) is None:
                return version
    return None


def _day_of(path: Path) -> date:
    """The day a file dropped in by hand was put there."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


@contextmanager
def _only_one_publish(data_folder: Path) -> Iterator[None]:
    folder = published_folder(data_folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise Failure(f"{folder} cannot be written: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure(f"{data_folder} is being published already; wait for it") from None
        yield


@contextmanager
def _building_folder(data_folder: Path) -> Iterator[Path]:
    for left_behind in published_folder(data_folder).glob(".building-*"):
        shutil.rmtree(left_behind, ignore_errors=True)
    folder = published_folder(data_folder) / f".building-{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
