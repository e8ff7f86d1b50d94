"""Import files into a data folder: all tables of one import, or nothing."""

import csv
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from insight.importers.assumptions import assumptions_of
from insight.importers.csv_file import SourceFile, read_csv, torn_reasons
from insight.importers.mapping import Mapping, TableMapping, read_mapping
from insight.importers.merging import merged_with_export, write_exports
from insight.importers.table import build_table
from insight.problems import Failure, Mistake
from insight.tables import Source

Progress = Callable[[str], None]
"""Is told in a few words what has been done, file by file and table by table."""


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


def import_files(
    data_folder: Path,
    files: Sequence[Path],
    mapping: Path,
    today: date,
    progress: Progress | None = None,
) -> ImportSummary:
    """Import files of one layout as one source; the same source again replaces its rows.

    Mistake where anything contradicts the mapping, Failure where writing fails; then nothing
    is written at all.
    """
    data_folder = Path(data_folder)
    tell = progress or (lambda _: None)
    rules = read_mapping(mapping)
    sources = []
    for path in _distinct(files):
        sources.append(
            read_csv(
                path,
                header_rows=rules.header_rows,
                encoding=rules.encoding,
                delimiter=rules.delimiter,
                names=rules.column_names,
            )
        )
        tell(f"{path.name}: {sources[-1].rows_read:,} rows read")
    built: dict[str, pa.Table] = {}
    for table in rules.tables:
        built[table.name] = build_table(sources, rules, table)
        tell(f"{table.name}: {built[table.name].num_rows:,} rows made")
    exports = []
    for table in rules.tables:
        source = _source(rules, table, sources, today)
        exports.append(merged_with_export(data_folder, table.name, built[table.name], source))
    rejects = data_folder / "rejects" / f"{rules.source}.csv"
    assumptions = assumptions_of(data_folder, rules, sources, built, today)
    try:
        with write_exports(data_folder, exports):
            has_rejects = _write_rejects(rejects, sources)
    except OSError as problem:
        raise Failure(f"{data_folder} could not be written, so nothing was: {problem}") from problem
    tell(f"{data_folder}: {len(exports)} tables written")
    kept = sum(len(file.records) for file in sources)
    torn = sum(len(file.torn) for file in sources)
    return ImportSummary(
        source=rules.source,
        as_of=rules.as_of or today,
        tables=tuple(
            TableSummary(name, kept + torn, kept, torn, rows.num_rows)
            for name, rows in built.items()
        ),
        reasons=torn_reasons(sources),
        rejects=rejects if has_rejects else None,
        assumptions=assumptions,
    )


def _distinct(files: Sequence[Path]) -> list[Path]:
    """The files, none given twice: a second copy would count every answer twice."""
    paths = [Path(file) for file in files]
    if not paths:
        raise Mistake("name at least one file to import")
    names: dict[str, Path] = {}
    contents: dict[str, Path] = {}
    for path in paths:
        if not path.is_file():
            raise Mistake(f"there is no file {path}")
        if path.name in names:
            raise Mistake(
                f"{names[path.name]} and {path} have the same name, by which rows are known; "
                "rename one of them"
            )
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in contents:
            raise Mistake(f"{contents[digest].name} and {path.name} have the same content")
        names[path.name] = contents[digest] = path
    return paths


def _source(
    rules: Mapping, table: TableMapping, files: Sequence[SourceFile], today: date
) -> Source:
    return Source(
        name=rules.source,
        files=tuple(file.name for file in files),
        as_of=rules.as_of or today,
        imported_on=today,
        rows_read=sum(file.rows_read for file in files),
        rows_kept=sum(len(file.records) for file in files),
        rows_rejected=sum(len(file.torn) for file in files),
        day_is_assumed=table.assumed_day is not None,
    )


def _write_rejects(path: Path, files: Sequence[SourceFile]) -> bool:
    """Write the torn lines of this import, or remove those of an earlier one."""
    torn = [line for file in files for line in file.torn]
    if not torn:
        path.unlink(missing_ok=True)
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".csv.unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as rejects:
        writer = csv.writer(rejects)
        writer.writerow(["file", "row", "reason", "text"])
        writer.writerows([line.file, line.row, line.reason, line.text] for line in torn)
    unfinished.replace(path)
    return True
