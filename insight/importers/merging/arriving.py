"""The files of one import beside the parts of their source: which are new, and what is in them."""

import hashlib
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Named
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa

from insight.importers.files.records import Reject
from insight.importers.mappings.columns import KEYS
from insight.importers.mappings.mapping import Mapping, TableMapping
from insight.importers.merging.joining import Joining
from insight.importers.merging.parts import DAYS, already_there, mapping_sha256
from insight.importers.reading.table import made_id
from insight.problems import Failure
from insight.tables import FILE_COLUMN, TABLES, Source, export_path, read_sources
from insight.warehouse import literal

Days = tuple[date | None, date | None]
"""The first and the last day of a file's rows."""


class ReadFile(Protocol):
    """What is to be known of a file that was read: a SourceFile."""

    @property
    def name(self) -> str: ...
    @property
    def rows_read(self) -> int: ...
    @property
    def rows_kept(self) -> int: ...
    @property
    def rows_rejected(self) -> int: ...
    def rejects(self) -> Iterable[Reject]: ...


@dataclass(frozen=True)
class Arrivals:
    """The files of one import: those to read, and the parts that others of them are already."""

    to_read: tuple[Path, ...]
    digests: Named[Path, str]
    mapping: str
    """SHA-256 of what the mapping says."""
    there: Named[str, tuple[Source, ...]]
    """The parts of the source, by each table of the mapping."""
    unchanged: tuple[Source, ...] = ()
    said: tuple[str, ...] = ()


def arrivals(data_folder: Path, rules: Mapping, paths: Sequence[Path]) -> Arrivals:
    """Which files are new to the source; Failure where an export cannot be read."""
    tables = sorted(rules.tables, key=lambda table: table is not dating_table(rules))
    there = {
        table.name: _parts(export_path(data_folder, table.name), rules.source) for table in tables
    }
    mapping = mapping_sha256(rules.path)
    digests = {path: _sha256(path) for path in paths}
    to_read, unchanged, said = [], [], []
    for path, digest in digests.items():
        part = already_there(digest, mapping, there)
        if part is None:
            to_read.append(path)
            continue
        unchanged.append(part)
        name = "" if part.file == path.name else f" as {part.file}"
        said.append(f"{path.name}: already imported{name}, nothing changed.")
    return Arrivals(tuple(to_read), digests, mapping, there, tuple(unchanged), tuple(said))


def dating_table(rules: Mapping) -> TableMapping | None:
    """The table whose days say which period a file of this mapping speaks for, if one does."""
    by_name = {table.name: table for table in rules.tables}
    return next(
        (
            by_name[name]
            for name, day in DAYS.items()
            if name in by_name and by_name[name].field(day)
        ),
        None,
    )


def is_dated(rules: Mapping, new: Sequence[Source]) -> bool:
    """Whether files of this mapping speak for periods: all rows have a day, or these files do."""
    table = dating_table(rules)
    if table is not None and DAYS[table.name] in TABLES[table.name].required:
        return True
    return any(part.first_day for part in new)


def days_are_theirs(rules: Mapping) -> bool:
    """Whether the source has days of its own, and not one that the mapping supplies."""
    table = dating_table(rules)
    return table is not None and not table.field(DAYS[table.name]).is_constant


def new_parts(
    connection: duckdb.DuckDBPyConnection,
    data_folder: Path,
    rules: Mapping,
    arrived: Arrivals,
    files: Sequence[ReadFile],
    today: date,
) -> list[Source]:
    """What each table's export is to say of the files that were read, in their order."""
    days = _days_of_files(connection, data_folder, rules)
    parts = []
    for file, path in zip(files, arrived.to_read, strict=True):
        first, last = days.get(file.name, (None, None))
        parts.append(
            Source(
                name=rules.source,
                files=(file.name,),
                as_of=rules.as_of or today,
                imported_on=today,
                rows_read=file.rows_read,
                rows_kept=file.rows_kept,
                rows_rejected=file.rows_rejected,
                sha256=arrived.digests[path],
                mapping=arrived.mapping,
                first_day=first,
                last_day=last,
            )
        )
    return parts


def dated(
    connection: duckdb.DuckDBPyConnection, rules: Mapping, tables: Named[str, Joining], part: Source
) -> Source:
    """A part with its days, counted where it was written without them."""
    table = dating_table(rules)
    if part.first_day or table is None or DAYS[table.name] not in tables[table.name].old:
        return part
    first, last = connection.execute(
        f"select min({DAYS[table.name]})::DATE, max({DAYS[table.name]})::DATE "
        f"from old_{table.name} where {tables[table.name].rows_of(part)}"
    ).fetchone()
    return replace(part, first_day=first, last_day=last)


def share_of_ids(
    connection: duckdb.DuckDBPyConnection,
    rules: Mapping,
    tables: Named[str, Joining],
    file: Source,
    parts: Sequence[Source],
) -> float | None:
    """Of the ids that parts took from their files, the share this file holds; None without any."""
    table = dating_table(rules)
    key = KEYS.get(table.name, ()) if table else ()
    if len(key) != 1 or made_id(table) or key[0] not in tables[table.name].old:
        return None
    joining = tables[table.name]
    ids = f"{key[0]}::VARCHAR"
    of_parts = " or ".join(joining.rows_of(part) for part in parts)
    made = " or ".join(
        f"starts_with({ids}, {literal(f'{rules.source}:{name}:')})"
        for part in parts
        for name in part.files
    )
    there, held = connection.execute(
        f"with theirs as (select {ids} as id from old_{table.name} "
        f"where ({of_parts}) and not ({made})), held as (select distinct {ids} as id from "
        f"new_{table.name} where {FILE_COLUMN} = {literal(file.file)}) "
        "select count(*), count(held.id) from theirs left join held using (id)"
    ).fetchone()
    return held / there if there else None


def _days_of_files(
    connection: duckdb.DuckDBPyConnection, data_folder: Path, rules: Mapping
) -> dict[str, Days]:
    table = dating_table(rules)
    if table is not None:
        day = DAYS[table.name]
        rows = f"select {FILE_COLUMN} as file, {day} as day from new_{table.name}"
    elif any(table.name == "ratings" for table in rules.tables):
        answered = export_path(data_folder, "survey_responses")
        if not answered.exists():
            return {}
        rows = (
            f"select new_ratings.{FILE_COLUMN} as file, responded_on::DATE as day "
            f"from new_ratings inner join read_parquet({literal(str(answered))}) as answered "
            "on new_ratings.response_id = answered.response_id::VARCHAR"
        )
    else:
        return {}
    found = connection.execute(f"select file, min(day), max(day) from ({rows}) group by file")
    return {file: (first, last) for file, first, last in found.fetchall()}


def _parts(path: Path, source: str) -> tuple[Source, ...]:
    if not path.exists():
        return ()
    try:
        return tuple(one for one in read_sources(path) if one.name == source)
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError) as problem:
        raise Failure(f"{path} cannot be read, so nothing can be added: {problem}") from problem


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
