"""One version made from exports: cleaned, counted, written and described in its manifest."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from insight import __version__, baseline
from insight.changes_journal import read_journal
from insight.coverage import Coverage
from insight.dimensions import assign_cells, describe_facts
from insight.engine import Engine
from insight.exposure import note_whom_changes_touched
from insight.problems import Mistake
from insight.progress import CountedSteps, Progress
from insight.publishing.cells_before import cells_before
from insight.publishing.days_read import DAYS
from insight.publishing.edited_changes import AS_GIVEN, write_changes
from insight.publishing.kept_dimensions import KEPT_CELLS, choice_of_dimensions
from insight.publishing.reading import (
    begin_reading,
    refuse_rows,
    write_days_read,
)
from insight.publishing.rollups import write_rollup
from insight.publishing.versions_before import previous_version, version_seen
from insight.query import QUERIES
from insight.settings import Settings
from insight.tables import TABLES
from insight.version import (
    MANIFEST,
    MANIFEST_HASH,
    Version,
    published_folder,
    sha256,
)

SOURCES = QUERIES / "sources"
ROLLUPS = QUERIES / "rollups"
LOCKED_BASELINE = QUERIES / "locked" / f"{baseline.TABLE}.sql"
_STEPS_BESIDES = 5
"""Steps that are neither a table nor a rollup: reading twice, checking, cells, the baseline."""


def build_version(
    session: Engine,
    data_folder: Path,
    exports: Mapping[str, Path | str],
    settings: Settings,
    notes: list[str],
    steps: CountedSteps,
    recount_baseline: bool,
    why_everything: str | None = None,
) -> Version:
    """Write every file of a version and its manifest into the session's folder.

    Mistake where an export cannot be used. What stays of the version before is not read, unless
    `why_everything` says why it is; EverythingIsDue where it turns out that it must be.
    """
    connection = session.connection
    steps.begin("Reading exports")
    for table in TABLES:
        session.read_export(table, exports.get(table))
    previous = previous_version(data_folder)
    reading = begin_reading(session, data_folder, settings, previous, why_everything)
    due = reading.due
    steps.begin(reading.sentence)
    steps.begin("Checking rows")
    items = refuse_rows(session, reading, exports)
    steps.begin("Choosing dimensions and cells")
    describe_facts(session)
    seen = version_seen(data_folder, previous)
    locked = None if recount_baseline else baseline.locked_counts(seen, settings)
    before = cells_before(data_folder, previous, session.scratch)
    choice = choice_of_dimensions(session, due, before)
    assign_cells(session, choice.dimensions, before, locked, KEPT_CELLS if due else None)
    files = [
        session.write(f"select * from {name}", name, "cells") for name in ("cells", "cell_values")
    ]
    journal = read_journal(data_folder)
    rows: dict[str, int] = {}
    detail_since: dict[str, date] = {}
    for table in TABLES:
        steps.begin(f"Cleaning {table}")
        if table == "changes":
            changes, journal_notes = write_changes(session, journal)
            files.append(changes)
            if not session.exports_are_here:
                given = f"select * exclude (_row) from {table}_known"
                files.append(session.write(given, AS_GIVEN, "detail"))
            rows[table] = changes.rows
        else:
            days = reading.days_of(table) if table in DAYS else None
            detail = session.write_detail(SOURCES / f"{table}.sql", days)
            files.append(detail.file)
            rows[table] = detail.rows
            if detail.since is not None:
                detail_since[table] = detail.since
    connection.execute(
        "create table fiscal_calendar as select ?::INTEGER as fiscal_year_starts",
        [settings.fiscal_year_starts],
    )
    exposure_notes = note_whom_changes_touched(connection)
    for path in _rollups():
        steps.begin(f"Counting {path.stem}")
        files.append(write_rollup(session, path, due))
    now = datetime.now(UTC)
    as_of, day_is_assumed = session.spoken_for(exports["survey_responses"])
    coverage = _coverage(session, as_of, settings, seen, locked)
    steps.begin(f"{'Keeping' if locked else 'Counting'} the baseline year")
    counts = baseline.counts_sql(connection, coverage.baseline, now.date(), locked, LOCKED_BASELINE)
    files.append(session.write_view(counts, baseline.TABLE, "rollup"))
    files += write_days_read(session, reading, choice, items)
    recounted = baseline.recount_note(connection, coverage.baseline)
    name = version_name(now)
    version = Version(
        name=name,
        folder=published_folder(data_folder) / name,
        program=__version__,
        published_at=now.isoformat(timespec="seconds"),
        coverage=coverage,
        dimensions=choice.dimensions,
        tables={
            table: n
            for table, n in rows.items()
            if table in exports or (table == "changes" and journal.entries)
        },
        files=tuple(files),
        notes=(
            *notes,
            *choice.notes,
            *exposure_notes,
            *journal_notes,
            *_notes_on_bounds(detail_since, rows),
            *([recounted] if recounted else []),
        ),
        day_is_assumed=day_is_assumed,
        changes_entries=len(journal.entries),
        detail_since=detail_since,
        engine=settings.engine,
    )
    write_manifest(session.building, version)
    return version


def steps_of_a_build(progress: Progress) -> CountedSteps:
    """Tells the steps that `build_version` will take."""
    return CountedSteps(progress, _STEPS_BESIDES + len(TABLES) + len(_rollups()))


def _rollups() -> list[Path]:
    return sorted(ROLLUPS.glob("*.sql"))


def version_name(now: datetime) -> str:
    """The name of a version made at that moment; names sort by it."""
    return now.strftime("%Y%m%dT%H%M%S%fZ")


def write_manifest(building: Path, version: Version) -> None:
    """What the folder holds, and the hash that tells whether that is as it was written."""
    (building / MANIFEST).write_text(version.manifest(), encoding="utf-8")
    (building / MANIFEST_HASH).write_text(sha256(building / MANIFEST) + "\n", encoding="utf-8")


def _notes_on_bounds(detail_since: Mapping[str, date], rows: Mapping[str, int]) -> list[str]:
    """One sentence where rows are left on the cluster."""
    if not detail_since:
        return []
    tables = ", ".join(f"{table} from {day}" for table, day in detail_since.items())
    return [
        f"figures rest on all {rows['survey_responses']:,} answers; one by one, the version holds "
        f"only the latest rows: {tables}"
    ]


def _coverage(
    session: Engine,
    as_of: date,
    settings: Settings,
    seen: Version | None,
    locked: Path | None,
) -> Coverage:
    first, last, answers = session.connection.execute(
        "select min(day), max(day), coalesce(sum(answers), 0) from nps_daily"
    ).fetchone()
    if first is None:
        raise Mistake("survey_responses holds no answers; there is nothing to publish")
    counted = "answers" if answers else "questionnaires"
    months = tuple(
        month
        for (month,) in session.connection.execute(
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
