"""Whether the dimensions stay where only some days are read, and which cells kept rows stand in."""

from datetime import date
from pathlib import Path

from insight.dimensions import (
    FACTS_WITH_CELLS,
    MOST_CELLS,
    MOST_VALUES,
    Choice,
    candidates,
    choose_dimensions,
)
from insight.engine import Engine
from insight.publishing.days_read import DAYS
from insight.publishing.due_days import Due, EverythingIsDue
from insight.publishing.marks import ANSWERS
from insight.warehouse import literal, quoted

KEPT_CELLS = "kept_cells"
_MOST_WITNESSES = 5 * MOST_VALUES

Values = dict[str, dict[str, str]]


def choice_of_dimensions(session: Engine, due: Due | None, before: Path | None) -> Choice:
    """The dimensions of all answers; EverythingIsDue where they might be others than before.

    `before` holds the cells of the version before. Makes the table `kept_cells` (cell_id) of the
    cells of kept rows.
    """
    if due is None:
        return choose_dimensions(session)
    _keep_cells(session, due)
    if _values_were_blotted(session, due, before):
        raise EverythingIsDue("a value of a dimension is the id of a customer who was forgotten")
    was = due.was.choice
    if was.too_many_cells:
        names = ", ".join(was.too_many_cells)
        raise EverythingIsDue(f"whether {names} still makes too many cells, only all rows tell")
    values = _values_in_cells(session, due, before)
    for name in candidates(session):
        if name in was.dimensions:
            stays = 0 < values[name] <= MOST_VALUES
        elif name in was.too_many_values:
            stays = _values_beside(session, due, name) > MOST_VALUES
        else:
            stays = _values_beside(session, due, name) == 0
        if not stays:
            raise EverythingIsDue(f"{name} may be a dimension now, or no longer be one")
    if values["cells"] > MOST_CELLS:
        raise EverythingIsDue(f"there are more than {MOST_CELLS:,} cells")
    return was


def values_of_no_dimensions(session: Engine, due: Due | None, choice: Choice) -> Values:
    """Fingerprints of some values of each of the answers' own columns with too many, and a day."""
    own = session.columns(f"{ANSWERS}_known")
    return {name: _witnesses(session, due, name) for name in choice.too_many_values if name in own}


def _keep_cells(session: Engine, due: Due) -> None:
    cells = " union ".join(
        f"select distinct cell_id, {literal(table)} as fact from {table}_kept "
        f"where {due.kept(table)}"
        for table in FACTS_WITH_CELLS
    )
    session.keep(KEPT_CELLS, cells)


def _values_were_blotted(session: Engine, due: Due, before: Path) -> bool:
    """Whether a cell of kept rows had another value before forgotten customers were blotted out."""
    kept = f"where cell_id in (select cell_id from {KEPT_CELLS})"
    then = literal(str(due.before.folder / "cells.parquet"))
    ((others,),) = session.connection.execute(
        f"select count(*) from (select * from read_parquet({literal(str(before))}) {kept} "
        f"except select * from read_parquet({then}) {kept})"
    ).fetchall()
    return others > 0


def _values_in_cells(session: Engine, due: Due, before: Path) -> dict[str, int]:
    """How many values each dimension has in all answers, and how many `cells` they make."""
    dimensions = due.was.choice.dimensions
    if not dimensions:
        return {"cells": 0}
    as_text = ", ".join(f"{quoted(name)}::VARCHAR as {quoted(name)}" for name in dimensions)
    session.keep("cells_due", f"select distinct {as_text} from {ANSWERS}_described")
    names = ", ".join(map(quoted, dimensions))
    counts = ", ".join(f"count(distinct {quoted(name)})" for name in dimensions)
    found = session.connection.execute(
        f"select count(*), {counts} from (select {names} from cells_due union "
        f"select {names} from read_parquet({literal(str(before))}) where cell_id in "
        f"(select cell_id from {KEPT_CELLS} where fact = {literal(ANSWERS)}))"
    ).fetchone()
    return dict(zip(("cells", *dimensions), found, strict=True))


def _values_beside(session: Engine, due: Due, name: str) -> int:
    """How many values a column has that is no dimension, or a number on the same side of the most.

    What customers lend is counted over all answers, of what answers have only some is known.
    """
    if name in session.columns(f"{ANSWERS}_known"):
        return len(_witnesses(session, due, name))
    ((values,),) = session.rows(
        f"select count(distinct customers_known.{quoted(name)}) from answers_now "
        "inner join customers_known "
        "on answers_now.customer_id = customers_known.customer_id::VARCHAR"
    )
    return values


def _witnesses(session: Engine, due: Due | None, name: str) -> dict[str, str]:
    """Fingerprints of values that stand in the answers, each with a day; not of all of them."""
    found = session.rows(
        f"select {session.fingerprint([quoted(name)])} as value, min({DAYS[ANSWERS]}::DATE) "
        f"from {ANSWERS}_known where {quoted(name)} is not null group by 1 order by 1 "
        f"limit {_MOST_WITNESSES}"
    )
    before = due.was.values.get(name, {}) if due else {}
    read = due.days[ANSWERS] if due else ()
    kept = {one: day for one, day in before.items() if date.fromisoformat(day) not in read}
    read_now = {str(value): str(day) for value, day in found}
    return dict(list((read_now | kept).items())[:_MOST_WITNESSES])
