"""A file to import: its header found, its rows staged as Parquet of texts, rejects set aside."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from insight.importers.files.formats import open_raw
from insight.importers.files.header import HEAD_ROWS, Header, find_header
from insight.importers.files.records import FileOptions, RawFile, Reject, blocks
from insight.importers.files.rejects import RejectsWriter, read_rejects
from insight.importers.files.staging import ROW, Staging, first_records, staged_name
from insight.importers.layout import Layout
from insight.importers.mappings.mapping import Mapping as Rules
from insight.importers.reading.text_column import TextColumn
from insight.problems import Mistake

_ROWS_AT_ONCE = 1 << 16
_ROWS_BETWEEN_WORDS = 1_000_000

Key = str | tuple[str, str]
"""A text of a column, or a text and the time zone beside it."""


def _no_rows() -> np.ndarray:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class SourceFile:
    """One file as it was staged: rows read are rows kept plus rows rejected, blank ones aside."""

    name: str
    raw: RawFile
    head: Header
    staged: Path
    rejected: Path
    said: tuple[str, ...]
    rows_kept: int
    reasons: Counter[str]
    blank: int
    unnamed: tuple[str, ...]
    """What mappings call columns without a name that hold something and are not staged."""
    varied: frozenset[str]
    """Staged columns of very many distinct texts."""
    left_out: np.ndarray = field(default_factory=_no_rows)
    """Staged rows that were rejected later, by their numbers, ascending."""
    repeats: tuple[np.ndarray, np.ndarray] = field(default_factory=lambda: (_no_rows(),) * 2)
    """Rows whose response_id stands above already, ascending, and the how many-th they are."""

    @property
    def header(self) -> tuple[str, ...]:
        """What the file, or its layout, calls the columns; names may be blank or repeated."""
        return self.head.names

    @property
    def layout(self) -> Layout | None:
        return self.head.layout

    @property
    def questions(self) -> Mapping[str, str]:
        return {**self.raw.questions, **self.head.questions}

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        return self.raw.labels

    @property
    def missing(self) -> Mapping[str, tuple[str, ...]]:
        return self.raw.missing

    @property
    def rows_rejected(self) -> int:
        return self.reasons.total()

    @property
    def rows_read(self) -> int:
        return self.rows_kept + self.rows_rejected

    def rejects(self) -> Iterator[Reject]:
        """The rejected rows in the order of the file."""
        return read_rejects(self.rejected)

    def find(self, names: Sequence[str], asked_by: str) -> str:
        """The one of these columns that is there; Mistake where none is, or several are."""
        found = self.head.found(self.name, names, asked_by)
        if found is None:
            raise self.head.absent(self.name, names, asked_by)
        return found

    def vocabulary(self, column: str, *zone: str, most: int | None = None) -> TextColumn:
        """The column's distinct texts in order of first appearance, first rows and counts.

        With a column of time zones, its pairs with them; with `most`, reading ends soon after so
        many were found, as more would fill the memory.
        """
        places: dict[Key, int] = {}
        rows: list[int] = []
        counts = np.zeros(0, np.int64)
        for batch in self.batches([column, *zone]):
            keys, codes = distinct(batch, [column, *zone])
            here = np.bincount(codes, minlength=len(keys))
            if new := [code for code, key in enumerate(keys) if key not in places and here[code]]:
                first = np.full(len(keys), len(codes))
                first[codes[::-1]] = np.arange(len(codes))[::-1]
                numbers = batch.column(ROW).to_numpy()
                for code in sorted(new, key=first.__getitem__):
                    places[keys[code]] = len(rows)
                    rows.append(int(numbers[first[code]]))
                counts = np.concatenate([counts, np.zeros(len(new), np.int64)])
            there = np.flatnonzero(here)
            counts[[places[keys[code]] for code in there]] += here[there]
            if most is not None and len(rows) > most:
                break
        texts, zones = tuple(places), None
        if zone:
            texts = tuple(text for text, _ in places)
            zones = tuple(other for _, other in places)
        return TextColumn(
            file=self.name,
            name=column,
            rows=tuple(rows),
            texts=texts,
            counts=tuple(counts.tolist()),
            zones=zones,
            labels=self.labels.get(column, {}),
            ends_early=int(counts.sum()) < self.rows_kept,
        )

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows in order: ROW, then the columns by these names, texts or codes of texts."""
        names = list(dict.fromkeys(columns))
        staged = [staged_name(self._position(name)) for name in names]
        coded = [name for name in staged if name not in self.varied]
        there = self.staged.stat()
        described = _described(self.staged, there.st_mtime_ns, there.st_size)
        with pq.ParquetFile(
            self.staged, metadata=described, read_dictionary=coded, pre_buffer=False
        ) as file:
            for batch in file.iter_batches(_ROWS_AT_ONCE, columns=[ROW, *dict.fromkeys(staged)]):
                arrays = [batch.column(ROW), *(batch.column(name) for name in staged)]
                rows = pa.RecordBatch.from_arrays(arrays, [ROW, *names])
                if len(self.left_out):
                    gone = np.isin(rows.column(ROW).to_numpy(), self.left_out)
                    rows = rows.filter(pa.array(~gone))
                yield rows

    def told_apart(self, ids: pa.Array, rows: np.ndarray) -> pa.Array:
        """The ids of some rows, where repeated ones are numbered: "7 (2)"."""
        numbers, nth = self.repeats
        here = np.flatnonzero(np.isin(rows, numbers))
        if not len(here):
            return ids
        texts = ids.to_pylist()
        for place in here:
            texts[place] = f"{texts[place]} ({nth[np.searchsorted(numbers, rows[place])]})"
        return pa.array(texts, ids.type)

    def _position(self, name: str) -> int:
        position = self.head.position(name)
        if position is None:
            raise KeyError(name)
        return position


@lru_cache(maxsize=4)
def _described(staged: Path, _written: int, _size: int) -> pq.FileMetaData:
    """What a staged file, as last written, says of its columns.

    Of very many columns, reading it takes longer than reading one of them.
    """
    return pq.read_metadata(staged)


def distinct(batch: pa.RecordBatch, columns: Sequence[str]) -> tuple[list[Key], np.ndarray]:
    """The different texts of a column, or pairs of two columns, and each row's place there."""
    arrays = [batch.column(column) for column in columns]
    coded = [
        array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
        for array in arrays
    ]
    texts = [array.dictionary.to_pylist() for array in coded]
    codes = [array.indices.to_numpy().astype(np.int64) for array in coded]
    if len(coded) == 1:
        return texts[0], codes[0]
    pairs, places = np.unique(codes[0] * len(texts[1]) + codes[1], return_inverse=True)
    first, second = np.divmod(pairs, len(texts[1]))
    return [(texts[0][i], texts[1][j]) for i, j in zip(first, second, strict=True)], places


def staged_sources(
    paths: Iterable[Path],
    rules: Rules | FileOptions,
    scratch: Path,
    tell: Callable[[str], None] = lambda _: None,
) -> list[SourceFile]:
    """Read files once and stage the columns that a mapping names; with options alone, all.

    Mistake where a file cannot be read or has no row; nothing is written outside `scratch`.
    """
    sources = []
    for number, path in enumerate(paths):
        sources.append(_staged(Path(path), rules, Path(scratch) / f"source {number}", tell))
        tell(f"{sources[-1].name}: {sources[-1].rows_read:,} rows read")
    return sources


def _staged(
    path: Path, rules: Rules | FileOptions, place: Path, tell: Callable[[str], None]
) -> SourceFile:
    options = rules if isinstance(rules, FileOptions) else rules.options
    raw = open_raw(path, options)
    in_turn = blocks(raw)
    head, taken = first_records(in_turn, HEAD_ROWS)
    header = find_header(path, head, options)
    positions = list(range(header.width))
    if not isinstance(rules, FileOptions):
        positions = [place for place in positions if header.names_of(place) & rules.column_names]
    staged, rejected = place.with_suffix(".parquet"), place.with_suffix(".rejects")
    staging = Staging(raw.name, header, positions, staged)
    with RejectsWriter(rejected) as rejects, closing(staging):
        told = 0
        for block in chain(taken, in_turn):
            staging.take(block, rejects)
            if staging.rows_kept - told >= _ROWS_BETWEEN_WORDS:
                told = staging.rows_kept
                tell(f"{raw.name}: {told:,} rows so far")
    if not staging.rows_kept:
        first = next(read_rejects(rejected), None)
        there = f"; row {first.row} has {first.reason}" if first else ""
        raise Mistake(f"{path} has no whole row below its header{there}")
    return SourceFile(
        name=raw.name,
        raw=raw,
        head=header,
        staged=staged,
        rejected=rejected,
        said=(*raw.said, *header.said),
        rows_kept=staging.rows_kept,
        reasons=rejects.reasons,
        blank=staging.blank,
        unnamed=tuple(f"column {position + 1}" for position in sorted(staging.unnamed)),
        varied=staging.varied,
    )
