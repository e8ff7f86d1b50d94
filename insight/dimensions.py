"""Which text columns become dimensions, and the cells their values form, at publish time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from insight.engine import Engine
from insight.tables import FILE_COLUMN, SOURCE_COLUMN, TABLES
from insight.warehouse import literal, quoted

MOST_VALUES = 200
MOST_CELLS = 50_000
FACTS_WITH_CELLS = ("survey_responses", "interactions", "invitations", "departures")


@dataclass(frozen=True)
class Choice:
    """The dimensions, and the text columns that are none although they have values."""

    dimensions: tuple[str, ...]
    too_many_values: tuple[str, ...] = ()
    too_many_cells: tuple[str, ...] = ()
    """The widest of those that together would make too many combinations."""

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence for each column that is none. They count nothing that only all rows tell."""
        return (
            *(
                f"{name} has more than {MOST_VALUES} values: it is no dimension"
                for name in self.too_many_values
            ),
            *(
                f"{name} would make more than {MOST_CELLS:,} cells: it is no dimension"
                for name in self.too_many_cells
            ),
        )


def text_columns(types: Mapping[str, str], table: str) -> list[str]:
    """The company's own text columns of a table, in the order of its columns' types by name."""
    known = {*TABLES[table].column_names, SOURCE_COLUMN, FILE_COLUMN, "_row"}
    return [
        name
        for name, type_ in types.items()
        if name not in known and (type_ == "VARCHAR" or type_.startswith("ENUM"))
    ]


def describe_facts(engine: Engine) -> None:
    """Make a view `<table>_described` of each fact: its rows with their customers' dimensions."""
    of_customers = text_columns(engine.columns("customers_known"), "customers")
    for table in FACTS_WITH_CELLS:
        own = engine.columns(f"{table}_known")
        lent = [name for name in of_customers if name not in own] if "customer_id" in own else []
        if lent:
            listed = ", ".join(f"customers_known.{quoted(name)}" for name in lent)
            rows = (
                f"select {table}_known.*, {listed} from {table}_known left join customers_known "
                f"on {table}_known.customer_id::VARCHAR = customers_known.customer_id::VARCHAR"
            )
        else:
            rows = f"select * from {table}_known"
        engine.define(f"{table}_described", rows)


def candidates(engine: Engine) -> tuple[str, ...]:
    """The columns of described answers that could be dimensions, in the order they are shown in."""
    own = text_columns(engine.columns("survey_responses_described"), "survey_responses")
    return (*own, "survey", "wave")


def choose_dimensions(engine: Engine) -> Choice:
    """The dimensions among the text columns of the answers and their customers."""
    too_many, sizes = [], {}
    for name, values in _count_values(engine, candidates(engine)):
        if values > MOST_VALUES:
            too_many.append(name)
        elif values:
            sizes[name] = values
    chosen, too_many_cells = list(sizes), []
    while chosen and _count_cells(engine, chosen) > MOST_CELLS:
        widest = max(chosen, key=sizes.__getitem__)
        chosen.remove(widest)
        too_many_cells.append(widest)
    return Choice(tuple(chosen), tuple(too_many), tuple(too_many_cells))


def _count_values(engine: Engine, columns: Sequence[str]) -> Iterator[tuple[str, int]]:
    """(column, how many values it has), in one look where a look is dear."""
    counts = [f"count(distinct {quoted(name)})" for name in columns]
    looks = [[one] for one in counts] if engine.screens_first else [counts]
    answers = (
        engine.rows(f"select {', '.join(look)} from survey_responses_described") for look in looks
    )
    yield from zip(columns, (n for [row] in answers for n in row), strict=True)


def _count_cells(engine: Engine, dimensions: list[str]) -> int:
    columns = ", ".join(map(quoted, dimensions))
    ((cells,),) = engine.rows(
        f"select count(*) from (select distinct {columns} from survey_responses_described)"
    )
    return cells


def assign_cells(
    engine: Engine,
    dimensions: tuple[str, ...],
    previous: Path | None,
    locked: Path | None = None,
    kept: str | None = None,
) -> None:
    """Make tables `cells` and `cell_values`, and views `<table>_export`: facts with their cell_id.

    Cells of the previous version's `cells.parquet` keep their ids; new ones are appended. Cells
    of the `locked` baseline, and those in the table of that name that are `kept`, keep their
    values, whether the rows read now have them or not.
    """
    carried = {
        table: [name for name in dimensions if name in engine.columns(f"{table}_described")]
        for table in FACTS_WITH_CELLS
    }
    combinations = " union ".join(
        f"select distinct {_as_cell(dimensions, carried[table])} from {table}_described"
        for table in FACTS_WITH_CELLS
    )
    engine.keep("combinations", combinations)
    connection = engine.connection
    connection.execute(_known_cells(dimensions, previous))
    ever = [name for name in engine.columns("known_cells") if name != "cell_id"]
    order = ", ".join(map(quoted, dimensions)) or "1"
    connection.execute(
        "create table cells as select * from known_cells union all by name select (("
        "select coalesce(max(cell_id), 0) from known_cells) "
        f"+ row_number() over (order by {order}))::INTEGER as cell_id, * exclude (has_cell) "
        f"from combinations anti join known_cells "
        f"on {_same('known_cells', 'combinations', ever, dimensions)}"
    )
    for table in FACTS_WITH_CELLS:
        fact = f"{table}_described"
        engine.define(
            f"{table}_export",
            f"select {fact}.*, cells.cell_id from {fact} "
            f"inner join cells on {_same('cells', fact, ever, carried[table])}",
        )
    occurring = (
        "select cell_id from cells semi join combinations "
        f"on {_same('cells', 'combinations', ever, dimensions)}"
    )
    if locked is not None:
        occurring += f" union select cell_id from read_parquet({literal(str(locked))})"
    if kept is not None:
        occurring += f" union select cell_id from {kept}"
    connection.execute(f"create table occurring as {occurring}")
    connection.execute(_cell_values(dimensions))


def _as_cell(dimensions: tuple[str, ...], carried: list[str]) -> str:
    columns = [
        f"{quoted(name) if name in carried else 'null'}::VARCHAR as {quoted(name)}"
        for name in dimensions
    ]
    return ", ".join(["true as has_cell", *columns])


def _known_cells(dimensions: tuple[str, ...], previous: Path | None) -> str:
    columns = [f"null::VARCHAR as {quoted(name)}" for name in dimensions]
    empty = ", ".join(["null::INTEGER as cell_id", *columns])
    sql = f"create table known_cells as select * from (select {empty}) where cell_id is not null"
    if previous is not None:
        sql += f" union all by name select * from read_parquet({literal(str(previous))})"
    return sql


def _cell_values(dimensions: tuple[str, ...]) -> str:
    nothing = (
        "select null::INTEGER as cell_id, null::VARCHAR as dimension, null::VARCHAR as value "
        "where false"
    )
    selects = [
        f"select cell_id, {literal(name)} as dimension, {quoted(name)} as value from cells "
        f"semi join occurring using (cell_id) where {quoted(name)} is not null"
        for name in dimensions
    ]
    return f"create table cell_values as {' union all '.join([nothing, *selects])}"


def _same(left: str, right: str, ever: list[str], carried: Collection[str]) -> str:
    """Equality of two cells; no answer equals no answer, a dimension not carried is no answer."""
    conditions = [
        f"{left}.{quoted(name)} is not distinct from {right}.{quoted(name)}::VARCHAR"
        if name in carried
        else f"{left}.{quoted(name)} is null"
        for name in ever
    ]
    return " and ".join(["true", *conditions])
