"""Rows that turn out to be no answers become rejects, with what they say that is mapped."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from insight.importers.files.csv_file import as_line
from insight.importers.files.records import Reject, blocks
from insight.importers.files.rejects import RejectsWriter, read_rejects
from insight.importers.files.source_file import SourceFile
from insight.importers.files.staging import ROW, staged_positions
from insight.importers.mappings.fields import Field
from insight.importers.mappings.mapping import Mapping
from insight.importers.reading.field_reader import FieldReaders
from insight.problems import Mistake


def without_empty(
    files: Sequence[SourceFile], rules: Mapping, readers: FieldReaders
) -> list[SourceFile]:
    """The files without rows that lack what the mapping says a row cannot do without.

    Mistake where no other row is there.
    """
    fields = [field for table in rules.tables for field in table.all_fields if field.rejects_empty]
    return [_without_empty(file, fields, readers) for file in files]


def _without_empty(file: SourceFile, fields: Sequence[Field], readers: FieldReaders) -> SourceFile:
    for field in fields:
        reader = readers.of(file, field)
        found = [np.zeros(0, np.int64)]
        for batch in file.batches(reader.columns):
            found.append(batch.column(ROW).filter(pc.is_null(reader.read(batch))).to_numpy())
        empty = np.concatenate(found)
        if len(empty) == file.rows_kept:
            raise Mistake(f"{file.name} has no row with a {field.name}; see {field.place}")
        file = without_rows(file, empty, f"it has no {field.name} ({reader.columns[0]} is empty)")
    return file


def without_rows(file: SourceFile, rows: np.ndarray, reason: str) -> SourceFile:
    """The file without these rows, ascending by their numbers; they become rejects."""
    if not len(rows):
        return file
    rejected = file.rejected.with_suffix(".more.rejects")
    with RejectsWriter(rejected) as rejects:
        both = (read_rejects(file.rejected), _as_rejects(file, rows, reason))
        rejects.write(heapq.merge(*both, key=lambda reject: reject.row))
    return replace(
        file,
        rows_kept=file.rows_kept - len(rows),
        reasons=rejects.reasons,
        rejected=rejected,
        left_out=np.union1d(file.left_out, rows),
    )


def _as_rejects(file: SourceFile, rows: np.ndarray, reason: str) -> Iterator[Reject]:
    """Rows by their numbers, read from the file again for what they say in mapped columns."""
    mapped = staged_positions(file.staged)
    for block in blocks(file.raw):
        here = np.flatnonzero(np.isin(np.asarray(block.rows), rows, assume_unique=True))
        for place in here:
            fields = block.fields[place]
            text = as_line(fields[at] for at in mapped if at < len(fields))
            yield Reject(file.name, block.rows[place], reason, text)
