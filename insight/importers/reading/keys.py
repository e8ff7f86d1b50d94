"""No two rows of a table may share what names a row."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from insight.importers.files.scratch import find_repeated_hashes, scratch_database
from insight.importers.files.source_file import SourceFile
from insight.importers.mappings.columns import KEYS
from insight.importers.mappings.mapping import Mapping, TableMapping
from insight.importers.reading.field_reader import FieldReaders
from insight.importers.reading.table import MADE_IDS, BuiltTable, built_rows, made_id
from insight.problems import Mistake
from insight.warehouse import literal, quoted


def check_key(
    built: BuiltTable,
    files: Sequence[SourceFile],
    rules: Mapping,
    table: TableMapping,
    readers: FieldReaders,
    scratch: Path,
) -> None:
    """Mistake where a key stands twice in a built table; it gives the key and both rows."""
    key = KEYS.get(table.name, ())
    if not key or _is_settled(rules, table):
        return
    with scratch_database(scratch) as connection:
        found = _first_twice(connection, built.path, key, scratch)
    if found is None:
        return
    values, places = found
    origins = _origins(files, rules, table, readers, places)
    (first_file, first_row), (file, row) = origins
    named = " and ".join(f"{name} {value!r}" for name, value in zip(key, values, strict=True))
    column = MADE_IDS.get(table.name)
    ids = f", or leave {column} out of the mapping, so that ids are made" if column else ""
    raise Mistake(
        f"{file}, row {row}: {named} stands in {first_file}, row {first_row} already, "
        f"but names one row of {table.name}; remove one of them{ids}"
    )


def _is_settled(rules: Mapping, table: TableMapping) -> bool:
    """Whether keys cannot repeat: made ids, the settled ids of responses, items named once."""
    if table.name == "survey_responses":
        return True
    if table.name != "ratings":
        return made_id(table) is not None
    items_are_named = all(item.item.is_constant for item in table.items)
    responses = next((one for one in rules.tables if one.name == "survey_responses"), None)
    shares_id = made_id(table) is not None or (
        responses is not None
        and responses.field("response_id") is not None
        and responses.field("response_id").columns == table.field("response_id").columns
    )
    return items_are_named and shares_id


def _first_twice(
    connection: duckdb.DuckDBPyConnection, path: Path, key: Sequence[str], scratch: Path
) -> tuple[list[str], tuple[int, int]] | None:
    """The key that stands twice first, and the places of its first two rows."""
    columns = ", ".join(quoted(name) for name in key)
    built = f"read_parquet({literal(str(path))}, file_row_number = true)"
    find_repeated_hashes(connection, built, columns, scratch)
    found = connection.execute(
        f"""select {columns}, file_row_number,
                   lead(file_row_number) over (partition by {columns} order by file_row_number)
        from {built} where hash({columns}) in (select hash from hashes)
        qualify lead(file_row_number) over (partition by {columns} order by file_row_number)
                is not null
        order by lead(file_row_number) over (partition by {columns} order by file_row_number)
        limit 1"""
    ).fetchone()
    return (list(found[:-2]), (found[-2], found[-1])) if found else None


def _origins(
    files: Sequence[SourceFile],
    rules: Mapping,
    table: TableMapping,
    readers: FieldReaders,
    places: Sequence[int],
) -> list[tuple[str, int]]:
    """File and row that the table's rows at these places came from."""
    origins = []
    above = 0
    for some in built_rows(files, rules, table, readers):
        origins += [
            (some.file, int(some.origins[place - above]))
            for place in places
            if above <= place < above + len(some.origins)
        ]
        above += len(some.origins)
    return origins
