"""Marks of days: how many rows a day has in a file, and a sum of fingerprints of them."""

from collections.abc import Collection
from datetime import date

from insight.engine import Engine
from insight.publishing.days_read import DAYS, DaysRead, Mark, Marks, Place
from insight.tables import TABLES
from insight.warehouse import quoted

ANSWERS, RATINGS = "survey_responses", "ratings"
ANSWER_ID = "coalesce(response_id::VARCHAR, 'answer ' || _row)"


def mark_everything(session: Engine, now: DaysRead) -> dict[str, Marks]:
    """The marks of all rows, all of which `<table>_known` holds afterwards."""
    marks: dict[str, Marks] = {}
    for table in (one for one in TABLES if one in now.stamps and one not in DAYS):
        session.narrow(table, "true")
    for table in (one for one in DAYS if one in now.stamps):
        marks[table] = marks_where(session, table, "true", list(now.stamps[table]), now)
        if table == ANSWERS:
            name_answers(session)
    return marks


def marks_where(
    session: Engine, table: str, condition: str, files: Collection[str], now: DaysRead
) -> Marks:
    """The marks of rows of these files that meet a condition; `<table>_known` holds them then."""
    named = list(now.stamps[table])
    number = session.file_of_row(table)
    marks: Marks = {}
    for group in [list(files)] if number else [[one] for one in files]:
        session.narrow(table, condition, group)
        counted = marks_of(session, table, number or str(named.index(group[0])))
        marks |= {Place(named[file], day): mark for (file, day), mark in counted.items()}
    if number is None:
        session.narrow(table, condition, files)
    return marks


def marks_of(session: Engine, table: str, number: str) -> dict[tuple[int, date | None], Mark]:
    """Marks of the rows of `<table>_known` by (number of the file, day).

    The day of a rating is that of its answer in `answers_now`.
    """
    known = f"{table}_known"
    columns = [f"{known}.{quoted(name)}" for name in session.columns(known)]
    day, joined = f"{known}.{DAYS[table]}::DATE", ""
    if table == RATINGS:
        day = "answers_now.responded_on"
        joined = f"left join answers_now on {known}.response_id::VARCHAR = answers_now.response_id"
    found = session.rows(
        "select file, day, count(*), sum(mark::DECIMAL(38, 0))::VARCHAR from ("
        f"select {number}::INTEGER as file, {day} as day, "
        f"{session.fingerprint(columns)} as mark from {known} {joined}) as marked group by 1, 2"
    )
    return {(file, day): Mark(rows, mark) for file, day, rows, mark in found}


def name_answers(session: Engine, kept: str | None = None) -> None:
    """Define `answers_now`: those of `survey_responses_known`, and kept ones on a condition."""
    read = (
        f"select {ANSWER_ID} as response_id, customer_id::VARCHAR as customer_id, "
        f"responded_on::DATE as responded_on from {ANSWERS}_known"
    )
    if kept is not None:
        columns = "response_id, customer_id, responded_on"
        read += f" union all select {columns} from {ANSWERS}_kept where {kept}"
    session.define("answers_now", read)
