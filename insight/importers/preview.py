"""What an import would bring and change, counted from the tables it would write; nothing is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from insight.importers.imports import BuiltImport, TableSummary, build_import
from insight.importers.merging.merge import planned
from insight.importers.merging.parts import DAYS
from insight.importers.reading.table import BuiltTable
from insight.query import QUERIES
from insight.tables import FILE_COLUMN, SOURCE_COLUMN, TABLES
from insight.warehouse import literal, quoted

_FIRST_ROWS = 5
_MARKS = (SOURCE_COLUMN, FILE_COLUMN)
_GROUPS = ("survey", "wave")
"""Columns of our own that are dimensions."""


@dataclass(frozen=True)
class Values:
    """A dimension or an item: how many values or answers it has, and an example."""

    name: str
    count: int
    example: str


@dataclass(frozen=True)
class TablePreview:
    """One table as it would come in; `rows` are its first ones, as they will be stored."""

    counts: TableSummary
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    first_day: date | None
    last_day: date | None
    dimensions: tuple[Values, ...]
    items: tuple[Values, ...]
    """The items of ratings with their number of answers."""


@dataclass(frozen=True)
class Score:
    """The NPS of the answers that would come in, in points, with its 95 % interval, unweighted."""

    nps: float
    low: float
    high: float
    promoters: int
    passives: int
    detractors: int

    @property
    def respondents(self) -> int:
        return self.promoters + self.passives + self.detractors


@dataclass(frozen=True)
class Preview:
    """What an import would do: its tables, the score, what it replaces or adds, its assumptions."""

    source: str
    as_of: date
    tables: tuple[TablePreview, ...]
    reasons: tuple[tuple[str, int], ...]
    score: Score | None
    """None where nobody who would come in answered the recommend question."""
    joins: tuple[str, ...]
    assumptions: tuple[str, ...]


def preview_import(
    data_folder: Path,
    files: Sequence[Path],
    mapping: Path,
    today: date,
    tell: Callable[[str], None] = lambda _: None,
) -> Preview:
    """Build an import and look at it; Mistake and Failure as `import_files` has them."""
    with build_import(Path(data_folder), files, mapping, today, tell) as built:
        joins = built.arrived.said
        if built.tables:
            joins = planned(
                data_folder,
                built.rules,
                built.arrived,
                built.files,
                built.tables,
                built.scratch,
                today,
            )
        with duckdb.connect(":memory:") as connection:
            connection.execute((QUERIES / "macros.sql").read_text(encoding="utf-8"))
            tables = [_table(connection, table, built) for table in built.tables]
            score = _score(connection, built.tables)
        return Preview(
            source=built.summary.source,
            as_of=built.summary.as_of,
            tables=tuple(tables),
            reasons=built.summary.reasons,
            score=score,
            joins=joins,
            assumptions=tuple(one for one in built.summary.assumptions if one not in joins),
        )


def _table(
    connection: duckdb.DuckDBPyConnection, table: BuiltTable, built: BuiltImport
) -> TablePreview:
    rows = f"read_parquet({literal(str(table.path))})"
    described = connection.execute(f"describe select * from {rows}").fetchall()
    types = {name: type_ for name, type_, *_ in described if name not in _MARKS}
    listed = ", ".join(map(quoted, types))
    first = connection.execute(f"select {listed} from {rows} limit {_FIRST_ROWS}").fetchall()
    day = DAYS.get(table.table)
    period = (None, None)
    if day in types:
        (period,) = connection.execute(f"select min({day}), max({day}) from {rows}").fetchall()
    own = [name for name, type_ in types.items() if type_ == "VARCHAR" and _groups(table, name)]
    return TablePreview(
        counts=next(one for one in built.summary.tables if one.table == table.table),
        columns=tuple(types),
        rows=tuple(first),
        first_day=period[0],
        last_day=period[1],
        dimensions=tuple(_values(connection, rows, name) for name in own),
        items=_items(connection, rows) if table.table == "ratings" else (),
    )


def _groups(table: BuiltTable, name: str) -> bool:
    ours = TABLES[table.table]
    if name in ours.column_names:
        return table.table == "survey_responses" and name in _GROUPS
    return ours.carries_dimensions


def _values(connection: duckdb.DuckDBPyConnection, rows: str, name: str) -> Values:
    column = quoted(name)
    ((count, example),) = connection.execute(
        f"select count(distinct {column}), mode({column}) from {rows}"
    ).fetchall()
    return Values(name, count, example or "")


def _items(connection: duckdb.DuckDBPyConnection, rows: str) -> tuple[Values, ...]:
    """Items with their number of answers and what they were rated by."""
    columns = [name for name, *_ in connection.execute(f"describe select * from {rows}").fetchall()]
    sides = [name for name in ("wanted", "delivered", "effort", "functional") if name in columns]
    asked = "".join(f", count({side})" for side in sides)
    counted = connection.execute(
        f"select item, count(*){asked} from {rows} group by item order by item"
    ).fetchall()
    return tuple(
        Values(item, count, ", ".join(side for side, n in zip(sides, each, strict=True) if n))
        for item, count, *each in counted
    )


def _score(connection: duckdb.DuckDBPyConnection, tables: Sequence[BuiltTable]) -> Score | None:
    answers = next((table for table in tables if table.table == "survey_responses"), None)
    if answers is None:
        return None
    rows = f"read_parquet({literal(str(answers.path))})"
    if ("recommend_score",) not in [
        row[:1] for row in connection.execute(f"describe select * from {rows}").fetchall()
    ]:
        return None
    counted = connection.execute(
        f"""
        with counted as (
            select
                count(*) filter (where recommend_score >= 9) as promoters,
                count(*) filter (where recommend_score between 7 and 8) as passives,
                count(*) filter (where recommend_score <= 6) as detractors,
                count(recommend_score) as respondents
            from {rows}
        )

        select
            nps(promoters, detractors, respondents),
            nps_low(promoters, detractors, respondents),
            nps_high(promoters, detractors, respondents),
            promoters,
            passives,
            detractors
        from counted
        where respondents > 0
        """
    ).fetchall()
    return Score(*counted[0]) if counted else None
