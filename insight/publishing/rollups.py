"""A rollup of the days and months that are due, beside the rows of the others as they were."""

from datetime import date
from pathlib import Path

from insight.engine import Engine
from insight.publishing.days_read import DAYS
from insight.publishing.due_days import Due
from insight.publishing.kept_rows import (
    counted_by_itself,
    in_months,
    on_days,
    recounted_sql,
    rollup_sql,
)
from insight.version import PublishedFile


def write_rollup(session: Engine, path: Path, due: Due | None) -> PublishedFile:
    """Write a rollup: whole, or only what is due where its days or months count by themselves."""
    sql = path.read_text(encoding="utf-8")
    by_itself = counted_by_itself(sql)
    if due is None or by_itself is None:
        return session.write_file(path, "rollup")
    unit, table = by_itself
    kept = due.before.file(path.stem)
    days = due.days[table]
    if not days:
        return session.carry_over(kept)
    rows, recounted = f"{table}_of_{path.stem}", f"{path.stem}_recounted"
    periods = _periods(unit, days)
    within = on_days if unit == "day" else in_months
    session.define(rows, f"select * from {table} where {within(DAYS[table], periods)}")
    session.keep(recounted, recounted_sql(sql, table, rows))
    merged = rollup_sql(sql, due.before.folder / kept.path, unit, periods, recounted)
    return session.write_view(merged, path.stem, "rollup")


def _periods(unit: str, days: frozenset[date]) -> frozenset[date]:
    """The days themselves, or the first days of their months."""
    return days if unit == "day" else frozenset(day.replace(day=1) for day in days)
