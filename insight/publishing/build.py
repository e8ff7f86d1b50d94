"""One version made from exports: cleaned, counted, written and described in its manifest."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from insight import __version__, baseline
from insight.changes_journal import read_journal
from insight.checks import refuse_wrong_rows
from insight.coverage import Coverage
from insight.dimensions import assign_cells, choose_dimensions, describe_facts
from insight.engine import Engine
from insight.exposure import note_whom_changes_touched
from insight.problems import Failure, Mistake
from insight.progress import CountedSteps, Progress
from insight.publishing.cells_before import cells_before
from insight.publishing.edited_changes import AS_GIVEN, write_changes
from insight.query import QUERIES
from insight.settings import Settings
from insight.tables import TABLES
from insight.version import (
    MANIFEST,
    MANIFEST_HASH,
    Version,
    current_name,
    last_good_version,
    published_folder,
    read_version,
    sha256,
    version_names,
)

SOURCES = QUERIES / "sources"
ROLLUPS = QUERIES / "rollups"
LOCKED_BASELINE = QUERIES / "locked" / f"{baseline.TABLE}.sql"
_STEPS_BESIDES = 4
"""Steps that are neither a table nor a rollup: reading, checking, cells, the baseline."""


def build_version(
    session: Engine,
    data_folder: Path,
    exports: Mapping[str, Path | str],
    settings: Settings,
    notes: list[str],
    steps: CountedSteps,
    recount_baseline: bool,
) -> Version:
    """Write every file of a version and its manifest into the session's folder.

    Mistake where an export cannot be used.
    """
    connection = session.connection
    steps.begin("Reading exports")
    for table in TABLES:
        session.read_export(table, exports.get(table))
    steps.begin("Checking rows")
    refuse_wrong_rows(session, exports)
    steps.begin("Choosing dimensions and cells")
    describe_facts(session)
    dimensions, dimension_notes = choose_dimensions(session)
    previous = _previous_version(data_folder)
    seen = _version_seen(data_folder, previous)
    locked = None if recount_baseline else baseline.locked_counts(seen, settings)
    before = cells_before(data_folder, previous, session.scratch)
    assign_cells(session, dimensions, before, locked)
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
            detail = session.write_detail(SOURCES / f"{table}.sql")
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
        files.append(session.write_file(path, "rollup"))
    now = datetime.now(UTC)
    as_of, day_is_assumed = session.spoken_for(exports["survey_responses"])
    coverage = _coverage(session, as_of, settings, seen, locked)
    steps.begin(f"{'Keeping' if locked else 'Counting'} the baseline year")
    counts = baseline.counts_sql(connection, coverage.baseline, now.date(), locked, LOCKED_BASELINE)
    files.append(session.write_view(counts, baseline.TABLE, "rollup"))
    recounted = baseline.recount_note(connection, coverage.baseline)
    name = version_name(now)
    version = Version(
        name=name,
        folder=published_folder(data_folder) / name,
        program=__version__,
        published_at=now.isoformat(timespec="seconds"),
        coverage=coverage,
        dimensions=dimensions,
        tables={
            table: n
            for table, n in rows.items()
            if table in exports or (table == "changes" and journal.entries)
        },
        files=tuple(files),
        notes=(
            *notes,
            *dimension_notes,
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
