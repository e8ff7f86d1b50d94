"""What an import guessed, assumed or left aside, in sentences for the person who imports."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.csv_file import DELIMITERS, MARKED_ENCODINGS, SourceFile
from insight.importers.fields import Field, is_on_scale
from insight.importers.mapping import Mapping, TableMapping
from insight.importers.ratings import unanswered_picks
from insight.importers.table import made_id
from insight.importers.values import is_number
from insight.problems import Failure
from insight.tables import TABLES, export_path, read_sources


def assumptions_of(
    data_folder: Path,
    rules: Mapping,
    files: Sequence[SourceFile],
    built: dict[str, pa.Table],
    today: date,
) -> tuple[str, ...]:
    """One sentence for each thing the mapping left open and each thing that was left aside."""
    said = [sentence for file in files for sentence in _of_file(file, rules)]
    if rules.as_of is None:
        said.append(f"As of {today}, the day of import; [file] as_of says otherwise.")
    for table in rules.tables:
        said += _of_table(table, files, built[table.name], rules.as_of or today)
    for name in _left_over(data_folder, rules):
        said.append(f"{name}: rows of an earlier import of {rules.source} stay as they are.")
    return tuple(said)


def _of_file(file: SourceFile, rules: Mapping) -> Iterator[str]:
    guessed = []
    if rules.encoding is None and file.encoding not in MARKED_ENCODINGS:
        guessed.append(f"encoding {file.encoding}")
    if rules.delimiter is None:
        guessed.append(f"delimiter {DELIMITERS[file.delimiter]}")
    if guessed:
        yield f"{file.name}: guessed {' and '.join(guessed)}."
    if file.blank:
        yield f"{file.name}: blank rows passed over: {file.blank:,}."
    unmapped = [name for name in file.header if name and name not in rules.column_names]
    if unmapped:
        shown = ", ".join(name if len(name) <= 40 else f"{name[:39]}…" for name in unmapped[:5])
        more = f" and {len(unmapped) - 5} more" if len(unmapped) > 5 else ""
        yield f"{file.name}: not mapped: {shown}{more}."


def _of_table(
    table: TableMapping, files: Sequence[SourceFile], rows: pa.Table, as_of: date
) -> Iterator[str]:
    if column := made_id(table):
        yield f"{table.name}: {column} is made from source, file and row."
    if table.assumed_day:
        yield f"{table.name}: {table.assumed_day.name} comes from the mapping."
    blank = sum(unanswered_picks(file, table.picks) for file in files) if table.picks else 0
    if blank:
        yield f"ratings: questionnaires that left all picks empty, counted too: {blank:,}."
    for field in table.all_fields:
        if codes := _codes_on_scale(field):
            low, high = field.scale
            yield (
                f"{field.place}: {', '.join(codes)} on its scale {low:g} to {high:g} "
                "is read as no answer, because it is listed as missing."
            )
    if after := _day_after(rows, table, as_of):
        yield f"{table.name}: {after}, which is after the as-of day."


def _codes_on_scale(field: Field) -> list[str]:
    """Codes of no answer that could as well be answers."""
    numbers = [code for code in field.missing if field.scale and is_number(code)]
    return [code for code in numbers if is_on_scale(float(code), field.scale)]


def _day_after(rows: pa.Table, table: TableMapping, as_of: date) -> str | None:
    """The latest required day, where it lies after the day the source speaks for."""
    for field in table.fields:
        if field.required and field.type == "DATE":
            latest = pc.max(rows[field.name]).as_py()
            if latest and latest > as_of:
                return f"the latest {field.name} is {latest}"
    return None


def _left_over(data_folder: Path, rules: Mapping) -> list[str]:
    """Tables that hold rows of this source although the mapping no longer fills them."""
    filled = {table.name for table in rules.tables}
    paths = {name: export_path(data_folder, name) for name in TABLES if name not in filled}
    try:
        sources = {name: read_sources(path) for name, path in paths.items() if path.exists()}
    except (pa.ArrowException, OSError) as problem:
        raise Failure(f"{data_folder} holds an export that cannot be read: {problem}") from problem
    return [name for name, read in sources.items() if rules.source in [one.name for one in read]]
