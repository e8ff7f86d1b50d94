"""Rows of customers who are to stay forgotten become rejects without their text."""

import heapq
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insight.forgotten import REASON, Forgotten
from insight.importers.files.records import Reject
from insight.importers.files.rejects import RejectsWriter, read_rejects
from insight.importers.files.source_file import SourceFile
from insight.importers.files.staging import ROW
from insight.importers.mappings.mapping import Mapping
from insight.importers.reading.field_reader import FieldReaders
from insight.problems import Mistake

_BETWEEN_FIELDS = re.compile(r'[,;\t|"\r\n]')


def without_forgotten(
    files: Sequence[SourceFile], rules: Mapping, readers: FieldReaders, forgotten: Forgotten
) -> list[SourceFile]:
    """The files without rows whose customer_id is forgotten; Mistake where no other is there."""
    if not forgotten:
        return list(files)
    return [_without(file, rules, readers, forgotten) for file in files]


def _without(
    file: SourceFile, rules: Mapping, readers: FieldReaders, forgotten: Forgotten
) -> SourceFile:
    theirs = _rows_of(file, rules, readers, forgotten)
    if len(theirs) == file.rows_kept:
        raise Mistake(f"{file.name} has no other rows than of customers who are to stay forgotten")
    rejected = file.rejected.with_suffix(".forgotten.rejects")
    with RejectsWriter(rejected) as rejects:
        new = (Reject(file.name, int(row), REASON, "") for row in theirs)
        there = _wiped(read_rejects(file.rejected), forgotten)
        rejects.write(heapq.merge(there, new, key=lambda reject: reject.row))
    return replace(
        file,
        rows_kept=file.rows_kept - len(theirs),
        reasons=rejects.reasons,
        rejected=rejected,
        left_out=np.union1d(file.left_out, theirs),
    )


def _rows_of(
    file: SourceFile, rules: Mapping, readers: FieldReaders, forgotten: Forgotten
) -> np.ndarray:
    """Numbers of the rows in which any table's customer_id is forgotten, ascending."""
    found = [np.zeros(0, np.int64)]
    for field in filter(None, (table.field("customer_id") for table in rules.tables)):
        reader = readers.of(file, field)
        for batch in file.batches(reader.columns):
            ids = reader.read(batch).cast(pa.string())
            named = [one for one in pc.unique(ids).to_pylist() if one and forgotten(one)]
            if named:
                theirs = pc.is_in(ids, pa.array(named))
                found.append(batch.column(ROW).filter(theirs).to_numpy())
    return np.unique(np.concatenate(found))


def _wiped(rejects: Iterable[Reject], forgotten: Forgotten) -> Iterator[Reject]:
    """Rejects as they were, without the text of those in which a forgotten customer stands."""
    for reject in rejects:
        fields = _BETWEEN_FIELDS.split(reject.text)
        names_one = any(forgotten(field.strip()) for field in fields if field.strip())
        yield replace(reject, text="") if names_one else reject
