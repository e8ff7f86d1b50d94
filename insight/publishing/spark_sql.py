"""SQL in DuckDB's dialect becomes Spark's: sqlglot, and what it leaves to the reader."""

from functools import lru_cache

import sqlglot
from sqlglot import exp

from insight.publishing.spark_steps import taken_apart


def to_spark(sql: str, ordered: bool = True) -> str:
    """The same select in Spark's dialect; a view needs no order, which would only cost a sort.

    A division by nought is null, where Spark would stop.
    """
    return _written(_adapted(sql, ordered))


def steps_in_spark(sql: str) -> tuple[list[tuple[str, str]], str]:
    """(selects to keep by name, in this order; the select that reads them), in Spark's dialect."""
    steps = taken_apart(_adapted(sql))
    return [(name, _written(step)) for name, step in steps.kept.items()], _written(steps.select)


def _adapted(sql: str, ordered: bool = True) -> exp.Expression:
    select = _parsed(sql).copy()
    if not ordered and not select.args.get("limit"):
        select.set("order", None)
    _replace_stand_ins(select)
    for node in list(select.find_all(exp.Anonymous)):
        if node.name.lower() == "isfinite":
            node.replace(_is_finite(*node.expressions))
    for same in list(select.find_all(exp.NullSafeEQ)):
        same.replace(_is_same_text(same.this, same.expression))
    for division in select.find_all(exp.Div):
        if not isinstance(division.expression, exp.Literal):
            nought = exp.Literal.number(0)
            division.set("expression", exp.func("nullif", division.expression, nought))
    for remainder in list(select.find_all(exp.Mod)):
        if not isinstance(remainder.expression, exp.Literal):
            sides = [remainder.this, remainder.expression]
            remainder.replace(exp.Anonymous(this="try_mod", expressions=sides))
    return select


def _written(select: exp.Expression) -> str:
    return select.sql(dialect="spark", comments=False)


def relations(sql: str) -> frozenset[str]:
    """The tables and views that a select reads, those it names itself left out."""
    select = _parsed(sql)
    own = {one.alias for one in select.find_all(exp.CTE)}
    read = {table.name for table in select.find_all(exp.Table) if table.name}
    return frozenset(read - own)


@lru_cache(maxsize=256)
def _parsed(sql: str) -> exp.Expression:
    (statement,) = sqlglot.parse(sql, read="duckdb")
    return statement


def _is_finite(value: exp.Expression) -> exp.Expression:
    """DuckDB's isfinite(); null stays null."""
    return sqlglot.parse_one(f"abs({value.sql('spark')}) < double('infinity')", read="spark")


def _is_same_text(one: exp.Expression, other: exp.Expression) -> exp.Expression:
    """Two texts are equal or both null, in a form that every server can join by."""
    nothing = exp.Literal.string("")
    texts = exp.EQ(
        this=exp.func("coalesce", one.copy(), nothing),
        expression=exp.func("coalesce", other.copy(), nothing.copy()),
    )
    nulls = exp.EQ(
        this=exp.paren(exp.Is(this=one.copy(), expression=exp.null())),
        expression=exp.paren(exp.Is(this=other.copy(), expression=exp.null())),
    )
    return exp.paren(exp.and_(texts, nulls))


def _replace_stand_ins(select: exp.Expression) -> None:
    """Numbers that only stand for the rows of a step become those rows themselves.

    `row_number()` over all rows puts them on one worker, and where several are first it may number
    them otherwise when a worker is lost and the step is made again.
    """
    for step in select.find_all(exp.CTE):
        columns = step.this.expressions if isinstance(step.this, exp.Select) else []
        for column in columns:
            window = column.find(exp.Window)
            if window is None or window.args.get("partition_by"):
                continue
            if isinstance(window.this, exp.RowNumber):
                others = [one.copy().unalias() for one in columns if one is not column]
                whole = exp.Anonymous(this="struct", expressions=others)
                column.replace(exp.alias_(whole, column.alias))
