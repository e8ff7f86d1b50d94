"""Files of a source join what a data folder holds, part by part: all tables, or nothing.

`arrivals` says before a file is read which are new; `merge` joins the tables built from those.
Both are to be called within `exports_at_rest(data_folder)`.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Named
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

import duckdb

from insight.importers.files.rejects_file import rejects_path, write_rejects
from insight.importers.mappings.mapping import Mapping
from insight.importers.merging.arriving import (
    Arrivals,
    ReadFile,
    dated,
    days_are_theirs,
    is_dated,
    new_parts,
    share_of_ids,
)
from insight.importers.merging.choosing import choose, refuse_doubled
from insight.importers.merging.joining import Joining, opened, write_joined
from insight.importers.merging.parts import Decision, Question, decide, labelled, parts_together
from insight.importers.reading.table import BuiltTable
from insight.imports_done import replace_exports
from insight.problems import Failure
from insight.publishing.exports import first_line
from insight.replacing import unfinished
from insight.settings import memory_for_duckdb, read_settings
from insight.tables import Source, export_path, read_sources
from insight.warehouse import literal

_MOST_MEMORY = 2**30


@dataclass(frozen=True)
class Merged:
    """What an import did with each file, in sentences, and the rejects of the source, if any."""

    said: tuple[str, ...]
    rejects: Path | None


def merge(
    data_folder: Path,
    rules: Mapping,
    arrived: Arrivals,
    files: Sequence[ReadFile],
    built: Sequence[BuiltTable],
    scratch: Path,
    today: date,
) -> Merged:
    """Join what was built of `files` (those of `arrived.to_read`, in their order) with the exports.

    Mistake where it is not plain what becomes of a file or where ids clash, Failure where it
    cannot be written; then nothing has changed.
    """
    data_folder = Path(data_folder)
    settings = read_settings(data_folder)
    rejects = rejects_path(data_folder, rules.source)
    exports = [export_path(data_folder, table.table) for table in built]
    try:
        with duckdb.connect(":memory:") as connection:
            _limit(connection, settings.memory_limit, scratch)
            tables, decisions, of_both = _chosen(
                connection, data_folder, rules, arrived, files, built, today
            )
            for joining in tables.values():
                _write(connection, rules, joining, decisions)
        gone = {name for one in decisions for part in one.replaced for name in part.files}
        rejected = chain.from_iterable(file.rejects() for file in files)
        rows = write_rejects(rejects, rejected, gone, _labels(decisions, files))
        said = (*arrived.said, *(one.said for one in decisions), *([of_both] if of_both else []))
        replace_exports(
            data_folder,
            rules.source,
            files=[one.file.file for one in decisions],
            said=said,
            written=[*exports, *([rejects] if rows else [])],
            removed=[rejects] if rejects.exists() and not rows else [],
            keep=settings.keep_imports,
        )
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as problem:
        raise Failure(
            f"{data_folder} could not be written, so nothing was: {first_line(problem)}"
        ) from problem
    finally:
        for path in (*exports, rejects):
            with suppress(OSError):
                unfinished(path).unlink()
    return Merged(said, rejects if rows else None)


def planned(
    data_folder: Path,
    rules: Mapping,
    arrived: Arrivals,
    files: Sequence[ReadFile],
    built: Sequence[BuiltTable],
    scratch: Path,
    today: date,
) -> tuple[str, ...]:
    """What `merge` would do with each file, in sentences; Mistake where it would refuse."""
    try:
        with duckdb.connect(":memory:") as connection:
            _limit(connection, read_settings(data_folder).memory_limit, scratch)
            _, decisions, of_both = _chosen(
                connection, Path(data_folder), rules, arrived, files, built, today
            )
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as problem:
        first_line = str(problem).splitlines()[0]
        raise Failure(f"{data_folder} cannot be compared with the files: {first_line}") from problem
    return (*arrived.said, *(one.said for one in decisions), *([of_both] if of_both else []))


def _chosen(
    connection: duckdb.DuckDBPyConnection,
    data_folder: Path,
    rules: Mapping,
    arrived: Arrivals,
    files: Sequence[ReadFile],
    built: Sequence[BuiltTable],
    today: date,
) -> tuple[dict[str, Joining], list[Decision], str | None]:
    """The tables with the rows that are kept and brought chosen, and why; Mistake where unclear."""
    tables = {one.table: _opened(connection, data_folder, one, rules) for one in built}
    new = new_parts(connection, data_folder, rules, arrived, files, today)
    decisions = _decided(connection, rules, tables, arrived, new)
    of_both = choose(connection, rules, tables, decisions, _labels(decisions, files))
    for joining in tables.values():
        refuse_doubled(connection, rules, joining)
    return tables, decisions, of_both


def _opened(
    connection: duckdb.DuckDBPyConnection, data_folder: Path, built: BuiltTable, rules: Mapping
) -> Joining:
    path = export_path(data_folder, built.table)
    try:
        return opened(connection, built.table, path, built.path, rules.source)
    except duckdb.Error as problem:
        raise Failure(
            f"{path} cannot be read, so nothing can be added: {str(problem).splitlines()[0]}"
        ) from problem


def _decided(
    connection: duckdb.DuckDBPyConnection,
    rules: Mapping,
    tables: Named[str, Joining],
    arrived: Arrivals,
    new: Sequence[Source],
) -> list[Decision]:
    """What becomes of each file, under names that no part has which stays."""
    there = [dated(connection, rules, tables, part) for part in parts_together(arrived.there)]
    question = Question(
        mapping=rules.path,
        again=rules.again,
        is_dated=is_dated(rules, new),
        days_are_theirs=days_are_theirs(rules),
        share_of_ids=partial(share_of_ids, connection, rules, tables),
    )
    return labelled(decide(new, there, arrived.unchanged, question), there)


def _write(
    connection: duckdb.DuckDBPyConnection,
    rules: Mapping,
    joining: Joining,
    decisions: Sequence[Decision],
) -> None:
    joining.export.parent.mkdir(parents=True, exist_ok=True)
    replaced = {part.files for one in decisions for part in one.replaced}
    there = read_sources(joining.export) if joining.export.exists() else []
    stay = [one for one in there if one.name != joining.source or one.files not in replaced]
    is_assumed = any(one.name == joining.table and one.assumed_day for one in rules.tables)
    new = [replace(one.file, day_is_assumed=is_assumed) for one in decisions]
    write_joined(connection, joining, [*stay, *new])


def _labels(decisions: Iterable[Decision], files: Iterable[ReadFile]) -> dict[str, str]:
    """What new files are called whose own names are taken."""
    named = zip(files, decisions, strict=True)
    return {file.name: one.file.file for file, one in named if file.name != one.file.file}


def _limit(connection: duckdb.DuckDBPyConnection, memory_limit: str, scratch: Path) -> None:
    limit = min(memory_for_duckdb(memory_limit), _MOST_MEMORY)
    connection.execute(f"set memory_limit = '{limit}B'")
    connection.execute(f"set temp_directory = {literal(str(scratch / 'spill'))}")
    connection.execute("set TimeZone = 'UTC'")
