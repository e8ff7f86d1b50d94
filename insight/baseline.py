"""The baseline year and its counts: chosen once, stored when first published, then kept."""

from datetime import date
from pathlib import Path

import duckdb

from insight.coverage import Span, baseline_year
from insight.settings import Settings
from insight.version import Version
from insight.warehouse import literal
from insight.words import add_months, period_end

TABLE = "baseline"


def locked_counts(seen: Version | None, settings: Settings) -> Path | None:
    """The counts that stay, from the version that readers have seen last; None: count anew.

    Counts of a year that was unfinished when they were made are provisional, and a year named in
    the settings replaces any other.
    """
    if seen is None or not _stays(seen, settings):
        return None
    file = next((one for one in seen.files if one.table == TABLE and one.rows), None)
    return None if file is None else seen.folder / file.path


def choose_baseline(
    months: tuple[date, ...],
    as_of: date,
    settings: Settings,
    seen: Version | None,
    locked: Path | None,
) -> Span:
    """The settings' year, else the one locked, else the one seen while it has answers, else the
    first complete one.
    """
    if settings.baseline_year is not None:
        start = date(settings.baseline_year, settings.fiscal_year_starts, 1)
        return Span(start, period_end(start, "year"))
    if seen is not None and _stays(seen, settings):
        kept = seen.coverage.baseline
        if locked is not None or any(kept.start <= month <= kept.end for month in months):
            return kept
    return baseline_year(months, as_of, settings.fiscal_year_starts)


def _stays(seen: Version, settings: Settings) -> bool:
    """Whether the baseline of that version was complete, and is what the settings still ask."""
    kept, coverage = seen.coverage.baseline, seen.coverage
    if kept.start.month != settings.fiscal_year_starts or kept.end > coverage.as_of:
        return False
    if settings.baseline_year is not None:
        return settings.baseline_year == kept.start.year
    first_quarter = kept.start, add_months(kept.start, 3)
    return any(
        first_quarter[0] <= month < first_quarter[1] for month in coverage.months_with_answers
    )


def counts_sql(
    connection: duckdb.DuckDBPyConnection,
    year: Span,
    published_on: date,
    locked: Path | None,
    counted_by: Path,
) -> str:
    """What selects the baseline's counts: the locked rows, or a count of that year now."""
    if locked is not None:
        return f"select * from read_parquet({literal(str(locked))})"
    connection.execute(
        "create table baseline_year as select ?::DATE as first_day, ?::DATE as last_day, "
        "?::DATE as published_on",
        [*year, published_on],
    )
    return counted_by.read_text(encoding="utf-8")


def recount_note(connection: duckdb.DuckDBPyConnection, year: Span) -> str | None:
    """A sentence where the exports now hold other answers of that year than are locked."""
    counted = "coalesce(sum(answers), 0), sum(promoters), sum(detractors)"
    then = connection.execute(f"select {counted}, min(published_on) from baseline").fetchone()
    now = connection.execute(
        f"select {counted} from nps_monthly where month between ? and ?", [*year]
    ).fetchone()
    if then[:3] == now or not then[0]:
        return None
    return (
        f"the baseline year from {year.start} stays as first published on {then[3]}: "
        f"NPS {_nps(*then[:3])} from {then[0]:,} answers; the exports now hold {now[0]:,}"
        f"{f' and say {_nps(*now)}' if now[0] else ''}. "
        "To count it anew: publish --recount-baseline"
    )


def _nps(answers: int, promoters: int, detractors: int) -> str:
    return f"{100 * (promoters - detractors) / answers:.1f}"
