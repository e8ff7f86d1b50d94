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
from insight.publishing.build import ROLLUPS, version_name, write_manifest
from insight.publishing.edited_changes import AS_GIVEN, write_changes
from insight.publishing.exports import first_line
from insight.publishing.session import PublishingSession
from insight.publishing.staging import (
    WAITS_SECONDS,
    building_folder,
    make_current,
    only_one_publish,
    stopped,
)
from insight.replacing import finish_interrupted
from insight.settings import read_settings
from insight.tables import export_path
from insight.version import PublishedFile, Version, last_good_version, published_folder

_READ = re.compile(r"\b(?:from|join)\s+(\w+)")


def publish_changes(data_folder: Path) -> Version:
    """Make a version with every entry of the journal and switch to it; Failure if it cannot.

    The current one is returned where it has them all.
    """
    data_folder = Path(data_folder)
    finish_interrupted(data_folder)
    with only_one_publish(data_folder, WAITS_SECONDS), building_folder(data_folder) as building:
        before, _ = last_good_version(data_folder)
        if before.changes_entries == len(read_journal(data_folder).entries):
            return before
        settings = read_settings(data_folder)
        session = PublishingSession(building, settings.memory_limit)
        try:
            version = _build(session, data_folder, settings.fiscal_year_starts, before)
        except duckdb.IOException as error:
            raise stopped(data_folder, first_line(error)) from error
        finally:
            session.close()
        make_current(data_folder, building, version.name)
    return version


def _build(
    session: PublishingSession, data_folder: Path, fiscal_year_starts: int, before: Version
) -> Version:
    connection, building = session.connection, session.building
    journal = read_journal(data_folder)
    counted_anew, kept_as_counted = _rollups_to_count(before)
    anew = {"changes", *(path.stem for path in counted_anew)}
    for file in before.files:
        if file.table not in anew:
            _link(before.folder / file.path, building / file.path)
            session.view(file.table, before.folder / file.path)
    connection.execute(
        "create table fiscal_calendar as select ?::INTEGER as fiscal_year_starts",
        [fiscal_year_starts],
    )
    given = [file for file in before.files if file.table == AS_GIVEN]
    export = before.folder / given[0].path if given else export_path(data_folder, "changes")
    session.read_export("changes", export if export.exists() else None)
    refuse_wrong_rows(session, {"changes": export})
    changes, journal_notes = write_changes(session, journal)
    exposure_notes = note_whom_changes_touched(connection)
    made = [changes, *(session.write_file(path, "rollup") for path in counted_anew)]
    kept = [note for note in before.notes if not note.startswith(("changes: ", FILE))]
    now = datetime.now(UTC)
    name = version_name(now)
    version = replace(
        before,
        name=name,
        folder=published_folder(data_folder) / name,
        published_at=now.isoformat(timespec="seconds"),
        files=_in_order(before.files, made),
        tables={**before.tables, "changes": changes.rows},
        notes=(*kept, *exposure_notes, *journal_notes, *_notes_on_kept(kept_as_counted)),
        changes_entries=len(journal.entries),
    )
    write_manifest(building, version)
    return version


def _rollups_to_count(before: Version) -> tuple[list[Path], list[Path]]:
    """(rollups to count anew, those that stay as they were counted from rows no longer here)."""
    rest_on_changes = _rollups_that_read({"changes", "exposed_values"})
    lacking = set(before.detail_since)
    stay = [
        path
        for path in rest_on_changes
        if lacking & set(_READ.findall(path.read_text(encoding="utf-8")))
    ]
    return [path for path in rest_on_changes if path not in stay], stay


def _notes_on_kept(rollups: list[Path]) -> list[str]:
    return [
        f"changes: {path.stem} is as counted before the latest edits; its rows are on the cluster, "
        "and publishing all counts it anew"
        for path in rollups
    ]


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
