"""Whom each change touched: `region=North|East; segment=SMB` as conditions on cells."""

from collections.abc import Iterator, Mapping

import duckdb

from insight.problems import Mistake, nearest

Conditions = dict[str, tuple[str, ...]]
"""Values by dimension: one of each dimension's values, in all of the dimensions."""


def read_exposed(exposed: str | None, values: Mapping[str, set[str]]) -> Conditions:
    """The conditions of an `exposed` text; none where everybody is touched.

    `values` are those that answers carry, by dimension. Mistake names what is wrong and the fix.
    """
    conditions: Conditions = {}
    for part in (exposed or "").split(";"):
        if not part.strip():
            continue
        dimension, equals, listed = (text.strip() for text in part.partition("="))
        if not equals:
            raise Mistake(f"{part.strip()!r} is no condition; write it as region=North|East")
        if dimension not in values:
            raise Mistake(f"there is no dimension {dimension!r}{nearest(dimension, values)}")
        if dimension in conditions:
            raise Mistake(f"{dimension} stands twice; write {dimension}=one|other")
        chosen = tuple(value.strip() for value in listed.split("|"))
        for value in chosen:
            if value not in values[dimension]:
                known = sorted(values[dimension])
                raise Mistake(f"no answer has {dimension} {value!r}{nearest(value, known)}")
        conditions[dimension] = chosen
    return conditions


def note_whom_changes_touched(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Make the table `exposed_values` (change_id, dimension, value) of the published changes.

    A change whose text cannot be read has no rows, and a note says which and why.
    """
    connection.execute(
        "create table exposed_values (change_id VARCHAR, dimension VARCHAR, value VARCHAR)"
    )
    values: dict[str, set[str]] = {}
    for dimension, value in connection.execute(
        "select distinct dimension, value from cell_values"
    ).fetchall():
        values.setdefault(dimension, set()).add(value)
    notes: list[str] = []
    rows = list(_conditions_of_changes(connection, values, notes))
    if rows:
        connection.executemany("insert into exposed_values values (?, ?, ?)", rows)
    return notes


def _conditions_of_changes(
    connection: duckdb.DuckDBPyConnection, values: Mapping[str, set[str]], notes: list[str]
) -> Iterator[tuple[str, str, str]]:
    changes = connection.execute(
        "select change_id, exposed from changes where exposed is not null order by change_id"
    ).fetchall()
    for change_id, exposed in changes:
        try:
            conditions = read_exposed(exposed, values)
        except Mistake as mistake:
            notes.append(f"changes: exposed of {change_id}: {mistake}; its effect is not estimated")
            continue
        for dimension, chosen in conditions.items():
            yield from ((change_id, dimension, value) for value in dict.fromkeys(chosen))
