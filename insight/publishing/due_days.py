"""Which days are to be read: those whose rows are others than when a version was made of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from insight.dimensions import FACTS_WITH_CELLS, text_columns
from insight.engine import Engine
from insight.publishing.days_read import DAYS, DaysRead, Marks
from insight.publishing.kept_rows import on_days
from insight.publishing.marks import ANSWER_ID, ANSWERS, RATINGS, marks_where, name_answers
from insight.tables import TABLES
from insight.version import Version
from insight.warehouse import literal, quoted

CUSTOMERS = "customers"
MOST_READ = 0.5
"""Where more than this share of the rows is due, reading all of them is the shorter way."""


class EverythingIsDue(Exception):
    """No day of the version before can stay; the text says why."""


@dataclass(frozen=True)
class Due:
    """The days of each table that are read; rows of all others are as in the version before."""

    before: Version
    was: DaysRead
    days: Mapping[str, frozenset[date]]

    @property
    def read(self) -> frozenset[date]:
        """The days that are read of any table."""
        return frozenset().union(*self.days.values())

    def kept(self, table: str) -> str:
        """The condition that a kept row of a table holds."""
        return f"not ({on_days(DAYS[table], self.days[table])})"


def find_due_days(
    session: Engine, before: Version, was: DaysRead, now: DaysRead
) -> tuple[Due, dict[str, Marks]]:
    """Compare what is there with what was read: what is due, and the marks of what is there.

    `<table>_known` holds afterwards only what is due, and `answers_now` the (response_id,
    customer_id, responded_on) of all answers. EverythingIsDue where that cannot be.
    """
    if now.stamps.keys() != was.stamps.keys() or now.columns != was.columns:
        raise EverythingIsDue("tables or columns are others")
    session.know_kept(before, was.parts)
    if CUSTOMERS in now.stamps:
        session.narrow(CUSTOMERS, "true")
    marks: dict[str, Marks] = {}
    days: dict[str, frozenset[date]] = {RATINGS: frozenset()}
    for table in DAYS.keys() - {RATINGS}:
        marks[table] = _marks_now(session, table, was, now)
        days[table] = _days_that_differ(table, was, marks[table])
    if _written(CUSTOMERS, was, now):
        for table in FACTS_WITH_CELLS:
            days[table] |= _days_of_customers_who_differ(session, table, before, days[table])
    due = Due(before, was, days)
    _narrow_answers(session, due, marks)
    # An answer and its ratings are read together, as each needs the other.
    marks[RATINGS] = _marks_now(session, RATINGS, was, now)
    both = days[ANSWERS] | _days_that_differ(RATINGS, was, marks[RATINGS])
    due = replace(due, days={**days, ANSWERS: both, RATINGS: both})
    if _share_of_rows(due, marks) > MOST_READ:
        raise EverythingIsDue("most rows stand on days that have changed")
    _narrow_answers(session, due, marks)
    for table in now.stamps.keys() & DAYS.keys() - {ANSWERS, RATINGS}:
        _narrow(session, table, due.days[table], marks[table])
    if RATINGS in now.stamps:
        marks[RATINGS] = _narrow_ratings(session, due, marks[RATINGS], now)
    return due, {table: marks[table] for table in DAYS if table in now.stamps}


def _written(table: str, was: DaysRead, now: DaysRead) -> set[str]:
    """The files of a table that were written, came or went since, or that nothing tells of."""
    then, there = was.stamps.get(table, {}), now.stamps.get(table, {})
    places = {file: number for number, file in enumerate(there)}
    moved = {file for number, file in enumerate(then) if places.get(file, number) != number}
    same = {file for file, stamp in there.items() if stamp and then.get(file) == stamp}
    return (then.keys() | there.keys()) - (same - moved)


def _marks_now(session: Engine, table: str, was: DaysRead, now: DaysRead) -> Marks:
    """The marks of what is there: counted where files were written, else as they were."""
    written = _written(table, was, now)
    then = was.marks.get(table, {})
    marks = {place: mark for place, mark in then.items() if place.file not in written}
    there = written & now.stamps.get(table, {}).keys()
    if there:
        marks |= marks_where(session, table, "true", sorted(there), now)
    return marks


def _days_that_differ(table: str, was: DaysRead, marks: Marks) -> frozenset[date]:
    then = was.marks.get(table, {})
    places = [one for one in then.keys() | marks.keys() if then.get(one) != marks.get(one)]
    if any(place.day is None for place in places):
        raise EverythingIsDue(f"rows of {table} stand on no day")
    return frozenset(place.day for place in places)


def _days_of_customers_who_differ(
    session: Engine, table: str, before: Version, due: Collection[date]
) -> frozenset[date]:
    """Days of kept rows whose customers now lend them another value of a dimension."""
    own = session.columns(f"{table}_known")
    of_customers = text_columns(session.columns("customers_known"), CUSTOMERS)
    lent = [name for name in of_customers if name in before.dimensions and name not in own]
    if not lent or "customer_id" not in own:
        return frozenset()
    if "customer_id" not in TABLES[table].column_names:
        raise EverythingIsDue(f"customers lend {table} dimensions, and some are others")
    session.keep(
        f"{table}_cells_then",
        f"select * from read_parquet({literal(str(before.folder / 'cells.parquet'))})",
    )
    others = " or ".join(
        f"customers_known.{quoted(name)}::VARCHAR is distinct from cells_then.{quoted(name)}"
        for name in lent
    )
    found = session.rows(
        f"select distinct kept.{DAYS[table]} from {table}_kept as kept "
        f"inner join {table}_cells_then as cells_then on kept.cell_id = cells_then.cell_id "
        f"left join customers_known on kept.customer_id = customers_known.customer_id::VARCHAR "
        f"where ({others}) and not ({on_days(f'kept.{DAYS[table]}', due)})"
    )
    return frozenset(day for (day,) in found)


def _share_of_rows(due: Due, marks: Mapping[str, Marks]) -> float:
    rows = {
        is_due: sum(
            mark.rows
            for table, there in marks.items()
            for place, mark in there.items()
            if (place.day in due.days[table]) is is_due
        )
        for is_due in (True, False)
    }
    return rows[True] / max(sum(rows.values()), 1)


def _narrow(session: Engine, table: str, days: Collection[date], marks: Marks) -> None:
    files = {place.file for place in marks if place.day in days}
    session.narrow(table, on_days(f"{DAYS[table]}::DATE", days), files)


def _narrow_answers(session: Engine, due: Due, marks: Mapping[str, Marks]) -> None:
    _narrow(session, ANSWERS, due.days[ANSWERS], marks[ANSWERS])
    name_answers(session, due.kept(ANSWERS))


def _narrow_ratings(session: Engine, due: Due, marks: Marks, now: DaysRead) -> Marks:
    """Leave the ratings of answers that are due, or were there on days that are; their marks now.

    An answer that moved to another day takes its ratings along, whose file may be as it was.
    """
    days = due.days[RATINGS]
    if not days:
        session.narrow(RATINGS, "false", ())
        return marks
    session.define(
        "answers_due",
        f"select {ANSWER_ID} as response_id from {ANSWERS}_known union all "
        f"select response_id from {ANSWERS}_kept where {on_days(DAYS[ANSWERS], days)}",
    )
    files = sorted({place.file for place in marks if place.day in days})
    theirs = "response_id::VARCHAR in (select response_id from answers_due)"
    again = marks_where(session, RATINGS, theirs, files, now)
    if not files:
        session.narrow(RATINGS, "false", ())
    others = {place: mark for place, mark in marks.items() if place.day not in days}
    if any(place.day is None for place in again):
        raise EverythingIsDue("there are ratings without their answers")
    return others | again
