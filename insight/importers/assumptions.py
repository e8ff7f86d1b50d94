"""What an import guessed, assumed or left aside, in sentences for the person who imports."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Named
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from insight.importers.files.source_file import SourceFile
from insight.importers.mappings.field_entries import is_on_scale
from insight.importers.mappings.fields import Field
from insight.importers.mappings.mapping import Mapping, TableMapping
from insight.importers.reading.field_reader import FieldReaders
from insight.importers.reading.numbers import is_number
from insight.importers.reading.personal import comments_with_addresses
from insight.importers.reading.table import BuiltTable, made_id
from insight.problems import Failure
from insight.tables import TABLES, export_path, read_sources

_SHOWN = 5
_LONGEST = 40


def assumptions_of(
    data_folder: Path,
    rules: Mapping,
    files: Sequence[SourceFile],
    built: Named[str, BuiltTable],
    readers: FieldReaders,
    today: date,
) -> tuple[str, ...]:
    """One sentence for each thing the mapping left open and each thing that was left aside."""
    said = [sentence for file in files for sentence in _of_file(file, rules, readers)]
    if rules.as_of is None:
        said.append(f"As of {today}, the day of import; [file] as_of says otherwise.")
    for table in rules.tables:
        if table.name in built:
            said += _of_table(table, built[table.name], rules.as_of or today)
    for name in _left_over(data_folder, rules):
        said.append(f"{name}: rows of an earlier import of {rules.source} stay as they are.")
    return tuple(dict.fromkeys(said))


def _of_file(file: SourceFile, rules: Mapping, readers: FieldReaders) -> Iterator[str]:
    yield from file.said
    if file.blank:
        yield f"{file.name}: blank rows passed over: {file.blank:,}."
    numbered = len(file.repeats[0])
    if numbered:
        yield f"{file.name}: rows under an id that stands above already, numbered: {numbered:,}."
    unmapped = [
        name
        for place, name in enumerate(file.header)
        if name and not file.head.names_of(place) & rules.column_names
    ]
    unmapped += file.unnamed
    if unmapped:
        cut = [name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for name in unmapped]
        more = f" and {len(cut) - _SHOWN} more" if len(cut) > _SHOWN else ""
        yield f"{file.name}: not mapped: {', '.join(cut[:_SHOWN])}{more}."
    for table in rules.tables:
        for field in table.all_fields:
            yield from readers.of(file, field).said


def _of_table(table: TableMapping, built: BuiltTable, as_of: date) -> Iterator[str]:
    if column := made_id(table):
        yield f"{table.name}: {column} is made from source, file and row."
    if table.field("comment") and (comments := comments_with_addresses(built.path)):
        yield f"{table.name}: comments that hold an e-mail address: {comments:,}."
    if table.assumed_day:
        yield f"{table.name}: {table.assumed_day.name} comes from the mapping."
    if built.unanswered_picks:
        yield (
            "ratings: questionnaires that left all picks empty, counted too: "
            f"{built.unanswered_picks:,}."
        )
    for field in table.all_fields:
        if codes := _codes_on_scale(field):
            low, high = field.scale
            yield (
                f"{field.place}: {', '.join(codes)} on its scale {low:g} to {high:g} "
                "is read as no answer, because it is listed as missing."
            )
    if after := _day_after(built, table, as_of):
        yield f"{table.name}: {after}, which is after the as-of day."


def _codes_on_scale(field: Field) -> list[str]:
    """Codes of no answer that could as well be answers."""
    numbers = [code for code in field.missing if field.scale and is_number(code)]
    return [code for code in numbers if is_on_scale(float(code), field.scale)]


def _day_after(built: BuiltTable, table: TableMapping, as_of: date) -> str | None:
    """The latest required day, where it lies after the day the source speaks for."""
    for field in table.fields:
        if field.required and field.type == "DATE":
            with pq.ParquetFile(built.path, pre_buffer=False) as rows:
                days = [
                    pc.max(batch.column(0)).as_py()
                    for batch in rows.iter_batches(columns=[field.name])
                ]
            latest = max((day for day in days if day), default=None)
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
