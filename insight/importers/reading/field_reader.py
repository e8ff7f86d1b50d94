"""A field's values, batch by batch: each distinct text is read once, checks come first.

Columns of very many distinct texts (ids, comments, timestamps) are read anew in every batch, so
that no more than a part of them is ever held.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.files.source_file import Key, SourceFile, distinct
from insight.importers.files.staging import ROW
from insight.importers.mappings.fields import Field
from insight.importers.reading.days import said_offsets
from insight.importers.reading.declared import told, with_declared
from insight.importers.reading.personal import refuse_personal
from insight.importers.reading.text_column import TextColumn
from insight.importers.reading.values import read_values
from insight.problems import Mistake, closest
from insight.tables import ARROW_TYPES

_MOST_KEPT = 100_000
"""Distinct texts of a column that are read once and remembered."""
_FEW = 2_000
_PLAIN_TIMESTAMP = r"^\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d+)?)?$"
_MOST_QUOTED = 300_000
"""Distinct texts that a refusal counts and tries other formats on."""


class FieldReader:
    """Reads one field of one file; Mistake where what the file says contradicts the mapping."""

    def __init__(self, file: SourceFile, field: Field) -> None:
        self.columns: list[str] = []
        """The columns a batch must have, to be read."""
        self.said: list[str] = []
        self._file = file
        self._field = field
        self._type = ARROW_TYPES[field.type]
        self._known: dict[Key, int] = {}
        self._values: pa.Array | None = None
        if field.is_constant or not self._find_columns():
            return
        texts = file.vocabulary(*self.columns, most=_MOST_KEPT)
        self._field = self._as_the_file_says(self.columns[0])
        refuse_personal(self._field, texts)
        values = self._checked(texts)
        if offsets := said_offsets(self._field, texts):
            self.said.append(offsets)
        if len(texts.texts) <= _MOST_KEPT:
            keys = texts.texts
            if texts.zones is not None:
                keys = zip(texts.texts, texts.zones, strict=True)
            self._known = {key: place for place, key in enumerate(keys)}
            self._values = pa.array(values, self._type)

    @property
    def remembered(self) -> int:
        """How many texts are remembered with their values."""
        return len(self._known)

    def read(self, batch: pa.RecordBatch) -> pa.Array:
        """The values of a batch that has `columns`; null where nobody answered."""
        if self._field.is_constant:
            return pa.repeat(pa.scalar(self._field.value, self._type), batch.num_rows)
        if not self.columns:
            return pa.nulls(batch.num_rows, self._type)
        if self._values is None and self._keeps_every_text():
            texts = batch.column(self.columns[0]).cast(pa.string())
            values = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
            if not (self._field.required and values.null_count):
                return values
        keys, codes = distinct(self._days_alone(batch), self.columns)
        if self._values is not None:
            places = pa.array([self._known[key] for key in keys], pa.int32())
            return self._values.take(places).take(pa.array(codes))
        numbers = batch.column(ROW).to_numpy()
        first = np.full(len(keys), np.iinfo(np.int64).max)
        first[codes[::-1]] = numbers[::-1]
        counts = np.bincount(codes, minlength=len(keys))
        there = np.flatnonzero(counts)
        there = there[np.argsort(first[there])]
        part = self._part([keys[code] for code in there], first[there], counts[there])
        places = np.zeros(len(keys), np.int64)
        places[there] = np.arange(len(there))
        return pa.array(self._checked(part), self._type).take(pa.array(places[codes]))

    def _days_alone(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A batch whose many timestamps are cut to their days, where nothing but the day counts."""
        field = self._field
        as_written = field.time_zone is None or field.time_zone.is_as_written
        if self._values is not None or field.type != "DATE" or not as_written:
            return batch
        if field.formats or field.labels or field.missing or len(self.columns) > 1:
            return batch
        texts = batch.column(self.columns[0]).cast(pa.string())
        if not pc.all(pc.match_substring_regex(texts, _PLAIN_TIMESTAMP)).as_py():
            return batch
        days = pc.utf8_slice_codeunits(texts, 0, len("2021-09-30"))
        return pa.RecordBatch.from_arrays([batch.column(ROW), days], [ROW, self.columns[0]])

    def _find_columns(self) -> bool:
        """Find the field's column and that of its zones; False where it may be absent and is."""
        field = self._field
        found = self._file.head.found(self._file.name, field.columns, field.place)
        if found is None:
            if not field.optional:
                fixes = self._if_absent()
                raise self._file.head.absent(self._file.name, field.columns, field.place, fixes)
            wanted = " or ".join(repr(name) for name in field.columns)
            self.said.append(
                f"{self._file.name}: has no column {wanted}, so {field.place} is empty for it."
            )
            return False
        self.columns.append(found)
        if field.zone_columns:
            self.columns.append(self._file.find(field.zone_columns, f"{field.place} time_zone"))
        return True

    def _if_absent(self) -> list[str]:
        """The lines that would do without the field's column: another name, or none."""
        field, fixes = self._field, []
        names = [name for name in self._file.header if name]
        if (near := closest(field.columns[0], names)) is not None:
            line = field.line(column=[*field.columns, near])
            fixes.append(f"\n  {line}   # if it is called {near!r} here")
        if not field.required:
            fixes.append(f"\n  {field.line(optional=True)}   # if a file may lack it")
        return fixes

    def _as_the_file_says(self, column: str) -> Field:
        """The field with the codes and labels that the file itself declares, where that is open."""
        labels = self._file.labels.get(column, {})
        field = with_declared(self._field, labels, self._file.missing.get(column, ()))
        place = f"{self._file.name}, column {column!r}"
        self.said += [f"{place}: {sentence}" for sentence in told(self._field, field, labels)]
        return field

    def _keeps_every_text(self) -> bool:
        field = self._field
        return field.type == "VARCHAR" and not (field.labels or field.missing or field.words)

    def _checked(self, texts: TextColumn) -> list[Any]:
        """The values of these texts; what is refused is told about more of the file than them."""
        try:
            return read_values(self._field, texts)
        except Mistake:
            if sum(count for _, count in texts.counted()) < self._file.rows_kept:
                read_values(self._field, self._file.vocabulary(*self.columns, most=_MOST_QUOTED))
            raise

    def _part(self, keys: Sequence[Key], first: np.ndarray, counts: np.ndarray) -> TextColumn:
        """Some distinct texts with their first rows and counts."""
        texts, zones = tuple(keys), None
        if len(self.columns) > 1:
            texts, zones = zip(*keys, strict=True)
        return TextColumn(
            file=self._file.name,
            name=self.columns[0],
            rows=tuple(first.tolist()),
            texts=texts,
            counts=tuple(counts.tolist()),
            zones=zones,
            labels=self._file.labels.get(self.columns[0], {}),
            is_part=True,
        )


class FieldReaders:
    """The readers of one import, each made once and found by file and field."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], FieldReader] = {}

    def of(self, file: SourceFile, field: Field) -> FieldReader:
        """The reader of a field in a file; Mistake where the file contradicts the mapping."""
        known = (file.name, id(field))
        if known not in self._made:
            self._made[known] = FieldReader(file, field)
        return self._made[known]

    def forget(self, file: SourceFile) -> None:
        """Let go of the texts of a file's larger columns; they are read again where needed."""
        for known, reader in list(self._made.items()):
            if known[0] == file.name and reader.remembered > _FEW:
                del self._made[known]
