"""Which rows of a table come along one by one, where they are too many: the latest whole days."""

from collections.abc import Iterable
from datetime import date

from insight.publishing.days_read import DAYS


def rows_by_day(table: str) -> str:
    """Selects (day, rows) of a table; the day is null where rows have none."""
    return f"select {DAYS.get(table, 'null::DATE')} as day, count(*) as n from {table} group by 1"


def first_day_within(counted: Iterable[tuple[date | None, int]], most: int) -> date:
    """The first of the latest whole days that hold at most so many rows; the latest at least."""
    days = sorted(((day, n) for day, n in counted if day is not None), reverse=True)
    since, rows = days[0]
    for day, n in days[1:]:
        rows += n
        if rows > most:
            break
        since = day
    return since


def rows_from(table: str, since: date) -> str:
    """Selects the rows of that day and later; customers who answered on it or later."""
    if table in DAYS:
        return f"select * from {table} where {DAYS[table]} >= date '{since}' order by {DAYS[table]}"
    return (
        f"select * from {table} where customer_id in (select customer_id from survey_responses "
        f"where responded_on >= date '{since}') order by customer_id"
    )
