"""New rows of a source join what a data folder holds: its own are replaced, others stay."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from insight.importers.columns import KEYS
from insight.problems import Failure, Mistake
from insight.tables import (
    ARROW_TYPES,
    SOURCE_COLUMN,
    TABLES,
    Source,
    export_path,
    read_sources,
    write_export,
)


@dataclass(frozen=True)
class Export:
    """One table as it is to be written, with all its sources."""

    table: str
    rows: pa.Table
    sources: tuple[Source, ...]


def merged_with_export(data_folder: Path, table: str, rows: pa.Table, source: Source) -> Export:
    """The table's export with this source's rows replaced; columns united, missing ones null."""
    path = export_path(data_folder, table)
    if not path.exists():
        return Export(table, rows, (source,))
    try:
        existing = pq.read_table(path)
        sources = read_sources(path)
    except (pa.ArrowException, OSError) as problem:
        raise Failure(f"{path} cannot be read, so nothing can be added: {problem}") from problem
    others = _other_sources(existing, source.name)
    _check_spelling(path, others, rows)
    _check_key(path, table, others, rows, source.name)
    try:
        united = pa.concat_tables(
            [_in_our_types(table, others), rows], promote_options="permissive"
        )
    except (pa.ArrowInvalid, pa.ArrowTypeError) as problem:
        raise Mistake(
            f"{path} holds other types than this import brings: {problem}; "
            'say type = "number" or leave it out, as the sources before did'
        ) from problem
    kept = tuple(other for other in sources if other.name != source.name)
    return Export(table, united.select(_ordered(table, united.column_names)), (*kept, source))


@contextmanager
def write_exports(data_folder: Path, exports: Sequence[Export]) -> Iterator[None]:
    """Write all exports, or put back what was there if any of it, or what follows, fails."""
    paths = [export_path(data_folder, export.table) for export in exports]
    copies = {path: path.with_suffix(".parquet.before") for path in paths if path.exists()}
    try:
        for path, copy in copies.items():
            shutil.copyfile(path, copy)
        try:
            for export in exports:
                write_export(data_folder, export.table, export.rows, list(export.sources))
            yield
        except BaseException:
            for path in paths:
                if path in copies:
                    copies[path].replace(path)
                else:
                    path.unlink(missing_ok=True)
                with suppress(OSError):
                    path.with_suffix(".parquet.unfinished").unlink()
            raise
    finally:
        for copy in copies.values():
            copy.unlink(missing_ok=True)


def _other_sources(existing: pa.Table, name: str) -> pa.Table:
    if SOURCE_COLUMN not in existing.column_names:
        return existing
    same = pc.fill_null(pc.equal(existing[SOURCE_COLUMN], name), False)
    others = existing.filter(pc.invert(same))
    ours = [column for column in existing.column_names if not _is_empty_extra(others, column)]
    return others.select(ours)


def _is_empty_extra(others: pa.Table, column: str) -> bool:
    """A column that only the replaced rows filled goes with them."""
    return column != SOURCE_COLUMN and others[column].null_count == others.num_rows


def _in_our_types(table: str, rows: pa.Table) -> pa.Table:
    ours = {column.name: ARROW_TYPES[column.type] for column in TABLES[table].columns}
    fields = [pa.field(field.name, ours.get(field.name, field.type)) for field in rows.schema]
    return rows.cast(pa.schema(fields))


def _check_spelling(path: Path, others: pa.Table, rows: pa.Table) -> None:
    """Columns that differ in capital letters only would be one column to the database."""
    by_lower = {name.lower(): name for name in others.column_names}
    for name in rows.column_names:
        there = by_lower.get(name.lower(), name)
        if there != name:
            raise Mistake(f"{path} has a column {there!r}; spell {name!r} the same way")


def _check_key(path: Path, table: str, others: pa.Table, rows: pa.Table, name: str) -> None:
    key = KEYS.get(table)
    if not key or not set(key) <= set(others.column_names):
        return
    there = set(zip(*(others[column].to_pylist() for column in key), strict=True))
    for values in zip(*(rows[column].to_pylist() for column in key), strict=True):
        if values in there:
            named = " and ".join(f"{c} {v!r}" for c, v in zip(key, values, strict=True))
            raise Mistake(
                f"{path} holds {named} from another source than {name!r}; import it under that "
                "source's name ([file] source) to replace it, or leave the id out of the mapping"
            )


def _ordered(table: str, names: Sequence[str]) -> list[str]:
    """Our columns in the table's order, then the company's own, then the source."""
    ours = [name for name in TABLES[table].column_names if name in names]
    own = [name for name in names if name not in ours and name != SOURCE_COLUMN]
    return [*ours, *own, SOURCE_COLUMN]
