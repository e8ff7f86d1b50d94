"""Import files into a data folder: all tables of one import, or nothing."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from insight.forgotten import is_forgotten
from insight.importers.assumptions import assumptions_of
from insight.importers.files.formats import expand
from insight.importers.files.source_file import SourceFile, staged_sources
from insight.importers.mappings.mapping import Mapping, read_mapping
from insight.importers.merging.arriving import Arrivals, arrivals
from insight.importers.merging.merge import merge
from insight.importers.reading.field_reader import FieldReaders
from insight.importers.reading.forgotten_rows import without_forgotten
from insight.importers.reading.keys import check_key
from insight.importers.reading.rejecting import without_empty
from insight.importers.reading.repeats import settle_repeats
from insight.importers.reading.reversed_items import check_directions
from insight.importers.reading.table import BuiltTable, build_table
from insight.problems import Failure, Mistake
from insight.progress import Progress
from insight.replacing import exports_at_rest, finish_interrupted


@dataclass(frozen=True)
class TableSummary:
    """One table of an import: rows of the files read, kept and rejected, and rows written."""

    table: str
    rows_read: int
    rows_kept: int
    rows_rejected: int
    rows_written: int


@dataclass(frozen=True)
class ImportSummary:
    """What an import did; `reasons` are those of the rejected rows with their counts."""

    source: str
    as_of: date
    tables: tuple[TableSummary, ...]
    reasons: tuple[tuple[str, int], ...]
    rejects: Path | None
    assumptions: tuple[str, ...]
    """What was guessed or assumed, in sentences for the person who imports."""
    done: tuple[str, ...] = ()
    """What became of each file: added, in place of another, or nothing, as it was there."""


@dataclass(frozen=True)
class BuiltImport:
    """What an import would bring: its tables and files lie in `scratch` until it is closed."""

    rules: Mapping
    arrived: Arrivals
    files: tuple[SourceFile, ...]
    tables: tuple[BuiltTable, ...]
    summary: ImportSummary
    scratch: Path


@contextmanager
def build_import(
    data_folder: Path,
    files: Sequence[Path],
    mapping: Path,
    today: date,
    tell: Progress = lambda _: None,
) -> Iterator[BuiltImport]:
    """All tables of an import, built but not written into the data folder.

    Mistake where anything contradicts the mapping; files that are there already are not read.
    """
    rules = read_mapping(mapping)
    paths = _distinct(expand(files, tell))
    arrived = arrivals(data_folder, rules, paths)
    _check_contents(arrived)
    try:
        with tempfile.TemporaryDirectory(prefix="undercurrent-") as folder:
            scratch = Path(folder)
            readers = FieldReaders()
            sources = staged_sources(arrived.to_read, rules, scratch, tell)
            _check_all(sources, rules, readers)
            sources = without_empty(sources, rules, readers)
            sources = settle_repeats(sources, rules, readers, scratch)
            sources = without_forgotten(sources, rules, readers, is_forgotten(data_folder))
            tables: list[BuiltTable] = []
            for table in rules.tables if sources else ():
                tables.append(build_table(sources, rules, table, readers, scratch))
                check_key(tables[-1], sources, rules, table, readers, scratch)
                if table.items:
                    check_directions(tables[-1].path, table.items)
                tell(f"{table.name}: {tables[-1].rows:,} rows made")
            by_name = {built.table: built for built in tables}
            said = assumptions_of(data_folder, rules, sources, by_name, readers, today)
            summary = _summary(rules, sources, tables, said, today)
            summary = replace(summary, done=arrived.said)
            yield BuiltImport(rules, arrived, tuple(sources), tuple(tables), summary, scratch)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as problem:
        first_line = str(problem).splitlines()[0]
        raise Failure(
            f"the import could not be prepared in {tempfile.gettempdir()}: {first_line}"
        ) from problem


def import_files(
    data_folder: Path,
    files: Sequence[Path],
    mapping: Path,
    today: date,
    progress: Progress | None = None,
) -> ImportSummary:
    """Import files of one layout as one source, beside what the folder holds of it and others.

    Mistake where anything contradicts the mapping, Failure where writing fails; then nothing
    is written at all.
    """
    data_folder = Path(data_folder)
    tell = progress or (lambda _: None)
    finish_interrupted(data_folder)
    with build_import(data_folder, files, mapping, today, tell) as built:
        if not built.tables:
            return built.summary
        with exports_at_rest(data_folder):
            if arrivals(data_folder, built.rules, ()).there != built.arrived.there:
                raise Failure(
                    f"{data_folder} was changed by another import in the meantime, so nothing "
                    "was written; import again"
                )
            merged = merge(
                data_folder,
                built.rules,
                built.arrived,
                built.files,
                built.tables,
                built.scratch,
                today,
            )
        tell(f"{data_folder}: written {', '.join(one.table for one in built.tables)}")
        return replace(built.summary, rejects=merged.rejects, done=merged.said)


def _distinct(paths: Sequence[Path]) -> list[Path]:
    """The files, none given twice: a second copy would count every answer twice."""
    if not paths:
        raise Mistake("name at least one file to import")
    names: dict[str, Path] = {}
    for path in paths:
        if not path.is_file():
            raise Mistake(f"there is no file {path}")
        if path.name in names:
            raise Mistake(
                f"{names[path.name]} and {path} have the same name, by which rows are known; "
                "rename one of them"
            )
        names[path.name] = path
    return list(paths)


def _check_contents(arrived: Arrivals) -> None:
    contents: dict[str, Path] = {}
    for path, digest in arrived.digests.items():
        if digest in contents:
            raise Mistake(f"{contents[digest].name} and {path.name} have the same content")
        contents[digest] = path


def _check_all(files: Sequence[SourceFile], rules: Mapping, readers: FieldReaders) -> None:
    """Every field of every file is checked before anything is built."""
    for file in files:
        for table in rules.tables:
            for field in table.all_fields:
                readers.of(file, field)
        readers.forget(file)


def _summary(
    rules: Mapping,
    files: Sequence[SourceFile],
    tables: Sequence[BuiltTable],
    assumptions: Sequence[str],
    today: date,
) -> ImportSummary:
    read = sum(file.rows_read for file in files)
    kept = sum(file.rows_kept for file in files)
    reasons: Counter[str] = Counter()
    for file in files:
        reasons.update(file.reasons)
    return ImportSummary(
        source=rules.source,
        as_of=rules.as_of or today,
        tables=tuple(
            TableSummary(built.table, read, kept, read - kept, built.rows) for built in tables
        ),
        reasons=tuple(reasons.most_common()),
        rejects=None,
        assumptions=tuple(assumptions),
    )
