"""Changes edited on the page become a new version at once: only what rests on changes is counted.

Every other file is that of the current version, linked and not copied where the disk can.
"""

import os
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from insight.changes_journal import FILE, read_journal
from insight.checks import refuse_wrong_rows
from insight.exposure import note_whom_changes_touched
from insight.publish import (
    ROLLUPS,
    building_folder,
    only_one_publish,
    read_export,
    run_file,
    write_changes,
    write_manifest,
)
from insight.settings import read_settings
from insight.tables import export_path
from insight.version import (
    PublishedFile,
    Version,
    last_good_version,
    point_to,
    published_folder,
)
from insight.warehouse import literal

WAITS_SECONDS = 10.0
"""For somebody else who publishes at the same time."""

_READ = re.compile(r"\b(?:from|join)\s+(\w+)")


def publish_changes(data_folder: Path) -> Version:
    """Make a version with every entry of the journal and switch to it; Failure if it cannot.

    The current one is returned where it has them all.
    """
    data_folder = Path(data_folder)
    with only_one_publish(data_folder, WAITS_SECONDS), building_folder(data_folder) as building:
        before, _ = last_good_version(data_folder)
        if before.changes_entries == len(read_journal(data_folder).entries):
            return before
        with duckdb.connect(":memory:") as connection:
            connection.execute("set TimeZone = 'UTC'")
            version = _build(connection, data_folder, building, before)
        building.rename(version.folder)
        point_to(data_folder, version.name)
    return version


def _build(
    connection: duckdb.DuckDBPyConnection, data_folder: Path, building: Path, before: Version
) -> Version:
    journal = read_journal(data_folder)
    counted_anew = _rollups_that_read({"changes", "exposed_values"})
    anew = {"changes", *(path.stem for path in counted_anew)}
    for file in before.files:
        if file.table not in anew:
            _link(before.folder / file.path, building / file.path)
            rows = literal(str(before.folder / file.path))
            connection.execute(f"create view {file.table} as select * from read_parquet({rows})")
    connection.execute(
        "create table fiscal_calendar as select ?::INTEGER as fiscal_year_starts",
        [read_settings(data_folder).fiscal_year_starts],
    )
    export = export_path(data_folder, "changes")
    read_export(connection, "changes", export if export.exists() else None)
    refuse_wrong_rows(connection, {"changes": export})
    changes, journal_notes = write_changes(connection, building, journal)
    exposure_notes = note_whom_changes_touched(connection)
    made = [changes, *(run_file(connection, building, path, "rollup") for path in counted_anew)]
    kept = [note for note in before.notes if not note.startswith(("changes: ", FILE))]
    now = datetime.now(UTC)
    name = now.strftime("%Y%m%dT%H%M%S%fZ")
    version = replace(
        before,
        name=name,
        folder=published_folder(data_folder) / name,
        published_at=now.isoformat(timespec="seconds"),
        files=_in_order(before.files, made),
        tables={**before.tables, "changes": changes.rows},
        notes=(*kept, *exposure_notes, *journal_notes),
        changes_entries=len(journal.entries),
    )
    write_manifest(building, version)
    return version


def _rollups_that_read(tables: set[str]) -> list[Path]:
    """Rollups that rest on these tables, straight or through another, in their order."""
    found, changed = [], set(tables)
    for path in sorted(ROLLUPS.glob("*.sql")):
        if changed & set(_READ.findall(path.read_text(encoding="utf-8"))):
            found.append(path)
            changed.add(path.stem)
    return found


def _in_order(
    before: tuple[PublishedFile, ...], made: list[PublishedFile]
) -> tuple[PublishedFile, ...]:
    by_table = {file.table: file for file in (*before, *made)}
    return tuple(by_table.values())


def _link(published: Path, linked: Path) -> None:
    try:
        os.link(published, linked)
    except OSError:
        shutil.copy2(published, linked)
