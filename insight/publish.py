"""Exports become a new version: clean, count, write, verify, and only then switch."""

import fcntl
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa

from insight import __version__, baseline
from insight.changes_journal import Journal, read_journal, replayed
from insight.checks import refuse_wrong_columns, refuse_wrong_rows
from insight.coverage import Coverage
from insight.dimensions import (
    FACTS_WITH_CELLS,
    assign_cells,
    choose_dimensions,
    describe_facts,
)
from insight.exposure import note_whom_changes_touched
from insight.problems import Failure, Mistake, nearest
from insight.query import QUERIES
from insight.settings import Settings, read_settings
from insight.tables import ARROW_TYPES, TABLES, read_sources
from insight.version import (
    MANIFEST,
    MANIFEST_HASH,
    PublishedFile,
    Version,
    current_name,
    last_good_version,
    point_to,
    published_folder,
    read_version,
    sha256,
    version_names,
)
from insight.warehouse import literal

SOURCES = QUERIES / "sources"
ROLLUPS = QUERIES / "rollups"
LOCKED_BASELINE = QUERIES / "locked" / f"{baseline.TABLE}.sql"

SHARE_OF_DUCKDB = 0.75
"""Of the memory that is set; Python and what DuckDB does not count itself take the rest."""

Progress = Callable[[str], None]


def publish(
    data_folder: Path, progress: Progress = lambda _: None, recount_baseline: bool = False
) -> Version:
    """Make a version of the folder's exports and switch to it; nothing changes if it fails.

    The counts of the baseline year stay as first published unless they are to be recounted.
    """
    data_folder = Path(data_folder)
    settings = read_settings(data_folder)
    exports, notes = find_exports(data_folder)
    with only_one_publish(data_folder), building_folder(data_folder) as building:
        connection = duckdb.connect(":memory:")
        try:
            connection.execute(f"set memory_limit = {literal(_for_duckdb(settings.memory_limit))}")
            connection.execute(f"set temp_directory = {literal(str(building / 'spill'))}")
            connection.execute("set TimeZone = 'UTC'")
            version = _build(
                connection,
                data_folder,
                building,
                exports,
                settings,
                notes,
                progress,
                recount_baseline,
            )
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
    recount_baseline: bool,
) -> Version:
    progress("Reading exports")
    for table in TABLES:
        read_export(connection, table, exports.get(table))
    progress("Checking rows")
    refuse_wrong_rows(connection, exports)
    progress("Choosing dimensions and cells")
    describe_facts(connection)
    dimensions, dimension_notes = choose_dimensions(connection)
    previous = _previous_version(data_folder)
    seen = _version_seen(data_folder, previous)
    locked = None if recount_baseline else baseline.locked_counts(seen, settings)
    assign_cells(connection, dimensions, previous and previous.folder / "cells.parquet", locked)
    files = [
        _write(connection, building, f"select * from {name}", name, "cells")
        for name in ("cells", "cell_values")
    ]
    journal = read_journal(data_folder)
    for table in TABLES:
        progress(f"Cleaning {table}")
        if table == "changes":
            changes, journal_notes = write_changes(connection, building, journal)
            files.append(changes)
        else:
            files.append(run_file(connection, building, SOURCES / f"{table}.sql", "detail"))
    connection.execute(
        "create table fiscal_calendar as select ?::INTEGER as fiscal_year_starts",
        [settings.fiscal_year_starts],
    )
    exposure_notes = note_whom_changes_touched(connection)
    for path in sorted(ROLLUPS.glob("*.sql")):
        progress(f"Counting {path.stem}")
        files.append(run_file(connection, building, path, "rollup"))
    sources = read_sources(exports["survey_responses"])
    as_of = max((source.as_of for source in sources), default=None) or _day_of(
        exports["survey_responses"]
    )
    now = datetime.now(UTC)
    coverage = _coverage(connection, as_of, settings, seen, locked)
    progress(f"{'Keeping' if locked else 'Counting'} the baseline year")
    files.append(
        write_relation(
            connection,
            building,
            baseline.counts_sql(connection, coverage.baseline, now.date(), locked, LOCKED_BASELINE),
            baseline.TABLE,
            "rollup",
        )
    )
    recounted = baseline.recount_note(connection, coverage.baseline)
    name = now.strftime("%Y%m%dT%H%M%S%fZ")
    version = Version(
        name=name,
        folder=published_folder(data_folder) / name,
        program=__version__,
        published_at=now.isoformat(timespec="seconds"),
        coverage=coverage,
        dimensions=dimensions,
        tables={
            file.table: file.rows
            for file in files
            if file.table in exports or (file.table == "changes" and journal.entries)
        },
        files=tuple(files),
        notes=(
            *notes,
            *dimension_notes,
            *exposure_notes,
            *journal_notes,
            *([recounted] if recounted else []),
        ),
        day_is_assumed=any(source.day_is_assumed for source in sources),
        changes_entries=len(journal.entries),
    )
    write_manifest(building, version)
    return version


def write_manifest(building: Path, version: Version) -> None:
    """What the folder holds, and the hash that tells whether that is as it was written."""
    (building / MANIFEST).write_text(version.manifest(), encoding="utf-8")
    (building / MANIFEST_HASH).write_text(sha256(building / MANIFEST) + "\n", encoding="utf-8")


def read_export(connection: duckdb.DuckDBPyConnection, name: str, path: Path | None) -> None:
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


def run_file(
    connection: duckdb.DuckDBPyConnection, building: Path, path: Path, role: str
) -> PublishedFile:
    """Write what a source or rollup selects, and make it a view for the statements after it."""
    sql = path.read_text(encoding="utf-8")
    return write_relation(connection, building, sql, path.stem, role)


def write_changes(
    connection: duckdb.DuckDBPyConnection, building: Path, journal: Journal
) -> tuple[PublishedFile, list[str]]:
    """(the changes of the export with those edited on the page, notes on what found no place)."""
    source = SOURCES / "changes.sql"
    if not journal.entries:
        notes = [journal.trouble] if journal.trouble else []
        return run_file(connection, building, source, "detail"), notes
    exported = connection.execute(source.read_text(encoding="utf-8")).to_arrow_table()
    records, lost = replayed(exported.to_pylist(), journal)
    columns = TABLES["changes"].columns
    schema = pa.schema([(column.name, ARROW_TYPES[column.type]) for column in columns])
    edited = pa.Table.from_pylist(records, schema)
    connection.register("changes_edited", edited)
    file = write_relation(connection, building, "select * from changes_edited", "changes", "detail")
    notes = [f"changes: {one.title} ({one.change_id}) was edited but is gone" for one in lost]
    return file, [*notes, *([journal.trouble] if journal.trouble else [])]


def write_relation(
    connection: duckdb.DuckDBPyConnection, building: Path, sql: str, name: str, role: str
) -> PublishedFile:
    """Write what a statement selects, and make it a view of that name."""
    file = _write(connection, building, sql, name, role)
    written = literal(str(building / file.path))
    connection.execute(f"create view {name} as select * from read_parquet({written})")
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
    seen: Version | None,
    locked: Path | None,
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
        baseline=baseline.choose_baseline(months, as_of, settings, seen, locked),
        fiscal_year_starts=settings.fiscal_year_starts,
    )


def _version_seen(data_folder: Path, previous: Version | None) -> Version | None:
    """The version that readers have now; the baseline it shows is not changed in silence."""
    if previous is not None and previous.name == current_name(data_folder):
        return previous
    with suppress(Failure):
        return last_good_version(data_folder)[0]
    return None


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
def only_one_publish(data_folder: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Nobody else publishes the folder meanwhile; Failure where somebody does for longer."""
    folder = published_folder(data_folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise Failure(f"{folder} cannot be written: {error.strerror}") from error
    with lock:
        give_up = time.monotonic() + wait_seconds
        while not _got(lock):
            if time.monotonic() >= give_up:
                raise Failure(f"{data_folder} is being published already; wait for it")
            time.sleep(0.05)
        yield


def _got(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def building_folder(data_folder: Path) -> Iterator[Path]:
    """A folder to make a version in, gone afterwards unless it was renamed."""
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
