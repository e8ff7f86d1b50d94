"""One built table joins its export in SQL: replaced parts go, columns are united, keys checked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from insight.importers.mappings.columns import KEYS
from insight.problems import Mistake
from insight.replacing import unfinished
from insight.tables import (
    FILE_COLUMN,
    SOURCE_COLUMN,
    SOURCES_KEY,
    TABLES,
    Source,
    described_sources,
)
from insight.warehouse import literal, quoted

_MARKS = (SOURCE_COLUMN, FILE_COLUMN)
_NUMBERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE"}
_ROW = "_row"


@dataclass(frozen=True)
class Joining:
    """A built table and its export as views `old_`, `new_`, `kept_` and `brought_<table>`."""

    table: str
    export: Path
    source: str
    old: Mapping[str, str] = field(default_factory=dict)
    """Columns of the export and their types; empty where there is none yet."""
    new: Mapping[str, str] = field(default_factory=dict)

    def rows_of(self, part: Source) -> str:
        """A condition on rows of the export: those of one part of the source."""
        file = f"{FILE_COLUMN} in ({_listed(part.files)})" if part.is_part else _UNKNOWN_FILE
        return f"({SOURCE_COLUMN} = {literal(self.source)} and {file})"


_UNKNOWN_FILE = f"{FILE_COLUMN} is null"


def opened(
    connection: duckdb.DuckDBPyConnection, table: str, export: Path, built: Path, source: str
) -> Joining:
    """Make the views `new_<table>` and, where there is an export, `old_<table>`."""
    connection.execute(f"create view new_{table} as {_numbered(built)}")
    new = _types(connection, f"new_{table}")
    if not export.exists():
        return Joining(table, export, source, {}, new)
    connection.execute(f"create view export_{table} as {_numbered(export)}")
    there = _types(connection, f"export_{table}")
    marks = "".join(f", null::VARCHAR as {mark}" for mark in _MARKS if mark not in there)
    connection.execute(f"create view old_{table} as select *{marks} from export_{table}")
    joining = Joining(table, export, source, there, new)
    _check_spelling(joining)
    return joining


@dataclass(frozen=True)
class Choice:
    """Which rows of a table are kept and which are brought, and what new ones are called."""

    replaced: Sequence[Source] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    """Other names for new files whose own is taken."""
    made_id: str | None = None
    """The column of ids that are made from source, file and row: they follow the file's name."""
    keeps: str = ""
    """A further condition on rows of the export."""
    brings: str = ""
    """A further condition on new rows."""
    apart: str = ""
    """A condition on new answers that get an id of their own."""


def choose_rows(connection: duckdb.DuckDBPyConnection, joining: Joining, choice: Choice) -> None:
    """Make the views `kept_<table>` and `brought_<table>`."""
    table = joining.table
    if joining.old:
        gone = " or ".join(joining.rows_of(part) for part in choice.replaced) or "false"
        connection.execute(
            f"create or replace view kept_{table} as select * from old_{table} "
            f"where ({gone}) is not true{_and(choice.keeps)}"
        )
    named = [f"{_relabelled(choice.labels)} as {FILE_COLUMN}"]
    if choice.made_id and choice.labels:
        named.append(f"{_renumbered(joining.source, choice)} as {choice.made_id}")
    elif choice.apart:
        own = f"response_id || ' (' || {_relabelled(choice.labels)} || ')'"
        named.append(f"case when {choice.apart} then {own} else response_id end as response_id")
    connection.execute(
        f"create or replace view brought_{table} as select * replace ({', '.join(named)}) "
        f"from new_{table} where true{_and(choice.brings or (choice.apart and 'true'))}"
    )


def first_doubled(
    connection: duckdb.DuckDBPyConnection, joining: Joining, same_source: bool
) -> tuple[dict[str, str], str, str] | None:
    """(key, its new file, its old one) of the first row whose key the export holds already."""
    key = KEYS.get(joining.table, ())
    if not key or not set(key) <= set(joining.old):
        return None
    table = joining.table
    keys = ", ".join(f"b.{column}::VARCHAR" for column in key)
    same = " and ".join(f"b.{column} = k.{column}::VARCHAR" for column in key)
    whose = "is not distinct from" if same_source else "is distinct from"
    found = connection.execute(
        f"select b.{FILE_COLUMN}, coalesce(k.{FILE_COLUMN}, ''), {keys} from brought_{table} as b "
        f"inner join kept_{table} as k on {same} "
        f"where k.{SOURCE_COLUMN} {whose} {literal(joining.source)} order by b.{_ROW} limit 1"
    ).fetchone()
    if found is None:
        return None
    new_file, old_file, *values = found
    return dict(zip(key, values, strict=True)), new_file, old_file


def write_joined(
    connection: duckdb.DuckDBPyConnection,
    joining: Joining,
    sources: Sequence[Source],
) -> None:
    """Write the export unfinished, first what is kept; Mistake where no column can hold both."""
    table = joining.table
    types = _united(joining, _empty(connection, joining))
    selects = []
    for relation, there in (("kept", joining.old), ("brought", joining.new)):
        if there:
            columns = ", ".join(
                f"{quoted(name) if name in there else 'null'}::{type_} as {quoted(name)}"
                for name, type_ in types.items()
            )
            selects.append(f"(select {columns} from {relation}_{table})")
    try:
        connection.execute(
            f"copy ({' union all '.join(selects)}) to {literal(str(unfinished(joining.export)))} "
            "(format parquet, compression zstd, use_tmp_file false, kv_metadata "
            f"{{{literal(SOURCES_KEY)}: {literal(described_sources(sources))}}})"
        )
    except duckdb.ConversionException as problem:
        raise Mistake(
            f"{joining.export} holds other types than this import brings: "
            f"{str(problem).splitlines()[0]}"
        ) from problem


def _numbered(path: Path) -> str:
    return (
        f"select * exclude (file_row_number), file_row_number as {_ROW} "
        f"from read_parquet({literal(str(path))}, file_row_number = true)"
    )


def _types(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    described = connection.execute(f"describe {relation}").fetchall()
    return {name: type_ for name, type_, *_ in described if name != _ROW}


def _check_spelling(joining: Joining) -> None:
    """Columns that differ in capital letters only would be one column to the database."""
    by_lower = {name.lower(): name for name in joining.old}
    for name in joining.new:
        there = by_lower.get(name.lower(), name)
        if there != name:
            raise Mistake(f"{joining.export} has a column {there!r}; spell {name!r} the same way")


def _empty(connection: duckdb.DuckDBPyConnection, joining: Joining) -> Collection[str]:
    """Columns that only replaced rows filled; they go with them."""
    extra = [name for name in joining.old if name not in joining.new and name not in _MARKS]
    if not extra:
        return ()
    counts = ", ".join(f"count({quoted(name)})" for name in extra)
    filled = connection.execute(f"select {counts} from kept_{joining.table}").fetchone()
    return [name for name, rows in zip(extra, filled, strict=True) if not rows]


def _united(joining: Joining, empty: Collection[str]) -> dict[str, str]:
    """The columns to write and their types: ours, then the company's own, then source and file."""
    ours = {column.name: column.type for column in TABLES[joining.table].columns}
    names = [name for name in (*joining.old, *joining.new) if name not in empty]
    types = {name: type_ for name, type_ in ours.items() if name in names}
    for name in names:
        if name not in ours and name not in _MARKS:
            types[name] = _common(joining, name)
    return types | dict.fromkeys(_MARKS, "VARCHAR")


def _common(joining: Joining, name: str) -> str:
    known = [
        "VARCHAR" if type_.startswith("ENUM") else type_
        for type_ in (joining.old.get(name), joining.new.get(name))
        if type_ not in (None, '"NULL"')
    ]
    if len(set(known)) <= 1:
        return known[0] if known else "VARCHAR"
    if set(known) <= _NUMBERS:
        return "DOUBLE"
    raise Mistake(
        f"{joining.export} holds other types than this import brings: {name} is {known[0]} there "
        f'and {known[1]} here; say type = "number" or leave it out, as the sources before did'
    )


def _relabelled(labels: Mapping[str, str]) -> str:
    cases = "".join(
        f" when {literal(file)} then {literal(label)}" for file, label in labels.items()
    )
    return f"case {FILE_COLUMN}{cases} else {FILE_COLUMN} end" if cases else FILE_COLUMN


def _renumbered(source: str, choice: Choice) -> str:
    """Ids made from source, file and row follow the file's other name."""
    cases = "".join(
        f" when {literal(file)} then {literal(f'{source}:{label}:')} || "
        f"substr({choice.made_id}, {len(f'{source}:{file}:') + 1})"
        for file, label in choice.labels.items()
    )
    return f"case {FILE_COLUMN}{cases} else {choice.made_id} end"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(literal(name) for name in names)


def _and(condition: str) -> str:
    """A further condition; as it may be a join, the rows are put in the order of the file again."""
    return f" and {condition} order by {_ROW}" if condition else ""
