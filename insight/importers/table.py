"""CSV files of one layout become Arrow tables in our words, as the mapping says."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from insight.importers.columns import KEYS, has_scale
from insight.importers.csv_file import SourceFile
from insight.importers.mapping import Mapping, TableMapping
from insight.importers.ratings import field_values, rating_columns, read_ratings_rows
from insight.problems import Mistake
from insight.tables import ARROW_TYPES, SOURCE_COLUMN, TABLES

_MADE_IDS = {
    "survey_responses": "response_id",
    "ratings": "response_id",
    "follow_ups": "response_id",
    "changes": "change_id",
}


def made_id(table: TableMapping) -> str | None:
    """The id column that the mapping leaves out, so that it is made from source, file and row."""
    column = _MADE_IDS.get(table.name)
    return None if column is None or table.field(column) else column


def arrow_types(table: TableMapping) -> dict[str, pa.DataType]:
    """The columns the mapping gives a table and their types: ours, the company's, the source's."""
    ours = {column.name: column.type for column in TABLES[table.name].columns}
    given = {field.name: field.type for field in table.fields}
    if id_column := made_id(table):
        given[id_column] = "VARCHAR"
    for field in table.fields:
        if has_scale(TABLES[table.name], field.name):
            given |= {f"{field.name}_low": "DOUBLE", f"{field.name}_high": "DOUBLE"}
    if table.name == "ratings":
        given |= {name: ours[name] for name in rating_columns(table.items, table.picks)}
    names = [name for name in ours if name in given] + [name for name in given if name not in ours]
    return {name: ARROW_TYPES[given[name]] for name in names} | {SOURCE_COLUMN: pa.string()}


def build_table(files: Sequence[SourceFile], mapping: Mapping, table: TableMapping) -> pa.Table:
    """One of our tables from all files together; Mistake where they contradict the mapping."""
    types = arrow_types(table)
    columns: dict[str, list[Any]] = {name: [] for name in types}
    origins: list[tuple[str, int]] = []
    for file in files:
        positions, values = _read_file(file, mapping, table)
        origins += [(file.name, file.rows[position]) for position in positions]
        for name in columns:
            columns[name] += values[name]
    _check_key(table, columns, origins)
    return pa.table(
        {name: pa.array(columns[name], type_) for name, type_ in types.items()},
        schema=pa.schema(list(types.items())),
    )


def _read_file(
    file: SourceFile, mapping: Mapping, table: TableMapping
) -> tuple[Sequence[int], dict[str, list[Any]]]:
    """Positions of the file's records that became rows, and the rows as columns."""
    whole: dict[str, list[Any]] = {}
    for field in table.fields:
        whole[field.name] = field_values(file, field)
        if has_scale(TABLES[table.name], field.name):
            for end, limit in zip(("low", "high"), field.scale, strict=True):
                whole[f"{field.name}_{end}"] = [
                    None if value is None else limit for value in whole[field.name]
                ]
    if id_column := made_id(table):
        whole[id_column] = [f"{mapping.source}:{file.name}:{row}" for row in file.rows]
    whole[SOURCE_COLUMN] = [mapping.source] * len(file.records)
    if table.name != "ratings":
        return range(len(file.records)), whole
    columns = rating_columns(table.items, table.picks)
    positions, rated = read_ratings_rows(file, table.items, table.picks, columns)
    repeated = {name: [values[i] for i in positions] for name, values in whole.items()}
    return positions, repeated | rated


def _check_key(
    table: TableMapping, columns: dict[str, list[Any]], origins: list[tuple[str, int]]
) -> None:
    """No two rows may share what names a row; Mistake gives the value and both rows."""
    key = KEYS.get(table.name)
    if not key:
        return
    seen: dict[tuple[Any, ...], tuple[str, int]] = {}
    keys = zip(*(columns[name] for name in key), strict=True)
    for values, origin in zip(keys, origins, strict=True):
        if values in seen:
            first_file, first_row = seen[values]
            named = " and ".join(
                f"{name} {value!r}" for name, value in zip(key, values, strict=True)
            )
            raise Mistake(
                f"{origin[0]}, row {origin[1]}: {named} stands in {first_file}, row {first_row} "
                f"already, but names one row of {table.name}; "
                f"remove one of them{_or_make_ids(table)}"
            )
        seen[values] = origin


def _or_make_ids(table: TableMapping) -> str:
    column = _MADE_IDS.get(table.name)
    return f", or leave {column} out of the mapping, so that ids are made" if column else ""
