"""The rows below a file's header go to Parquet as texts, block by block; what is none is set aside.

Every row is staged, blank or rejected; none is held longer than its block.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from insight.importers.files.csv_file import as_line
from insight.importers.files.header import Header
from insight.importers.files.records import Block, Record, Reject
from insight.importers.files.rejects import RejectsWriter
from insight.importers.layout import Layout

ROW = " row"
"""The staged column of row numbers, as a spreadsheet counts; no trimmed header is called so."""
_BYTES_IN_A_GROUP = 1 << 25
_ROWS_IN_A_GROUP = 1 << 18
_FEW_TEXTS = 10_000
_VARIED = 0.2


def staged_name(position: int) -> str:
    """What the staged Parquet calls a column: names of the file may repeat, positions do not."""
    return f"column {position}"


def staged_positions(path: Path) -> list[int]:
    """Where the staged columns stand in the file, from the left."""
    return [int(name.split()[-1]) for name in pq.read_schema(path).names if name != ROW]


class Staging:
    """Takes the blocks of one file; counts what was kept and what was blank."""

    def __init__(self, file: str, header: Header, positions: Sequence[int], path: Path) -> None:
        self.rows_kept = 0
        self.blank = 0
        self._file = file
        self._header = header
        self._named = len(header.names)
        self._positions = positions
        self.unnamed: list[int] = []
        """Columns without a name that hold something and are not staged."""
        self._looked_at = [] if header.layout else _nameless(header, positions)
        self._why_not = _WhyNot(header)
        names = [ROW, *map(staged_name, positions)]
        types = [pa.int64(), *[pa.string()] * len(positions)]
        self.varied: frozenset[str] = frozenset()
        self._schema = pa.schema(list(zip(names, types, strict=True)))
        self._path = path
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.RecordBatch] = []

    def take(self, block: Block, rejects: RejectsWriter) -> None:
        """Stage a block's whole rows; rejects are written in the order of the file."""
        first = self._header.first_answer
        refused = [
            Reject(self._file, torn.row, torn.problem, torn.text)
            for torn in block.torn
            if torn.row >= first
        ]
        rows, fields = block.rows, block.fields
        if rows and rows[0] < first:
            below = next((i for i, row in enumerate(rows) if row >= first), len(rows))
            rows, fields = rows[below:], fields[below:]
        if fields:
            rows, fields, torn = self._whole(rows, fields)
            refused += torn
        if fields:
            columns = list(zip(*fields, strict=True))
            self._look_for_unnamed(columns)
            columns = self._gathered(columns)
            rows, columns, no_answers = self._answers(rows, columns)
            refused += no_answers
            self._stage(rows, columns)
        rejects.write(sorted(refused, key=lambda reject: reject.row))

    def close(self) -> None:
        self._flush()
        if self._writer:
            self._writer.close()

    def _whole(
        self, rows: Sequence[int], fields: Sequence[Sequence[str]]
    ) -> tuple[Sequence[int], Sequence[Sequence[str]], list[Reject]]:
        """The rows of the header's width; blank ones are counted, others rejected."""
        width = self._header.width
        if set(map(len, fields)) == {width} and all(one[0].strip() for one in fields):
            return rows, fields, []
        whole_rows: list[int] = []
        whole: list[Sequence[str]] = []
        torn: list[Reject] = []
        for row, one in zip(rows, fields, strict=True):
            if not "".join(one).strip():
                self.blank += 1
                continue
            if len(one) < self._named or any(text.strip() for text in one[width:]):
                there = "1 field" if len(one) == 1 else f"{len(one)} fields"
                reason = f"{there} instead of {self._named}"
                torn.append(Reject(self._file, row, reason, as_line(one)))
                continue
            whole_rows.append(row)
            whole.append((*one[:width], *("",) * (width - len(one))))
        return whole_rows, whole, torn

    def _gathered(self, columns: list[Sequence[str]]) -> list[Sequence[str]]:
        """Answers that a layout says are spread over several columns, each in one; two are kept."""
        layout = self._header.layout
        for places in layout.spread.values() if layout else ():
            options = zip(*(columns[place] for place in places), strict=True)
            columns[places[0]] = ["; ".join(filter(str.strip, texts)) for texts in options]
        return columns

    def _look_for_unnamed(self, columns: list[Sequence[str]]) -> None:
        for position in list(self._looked_at):
            if any(text.strip() for text in columns[position]):
                self.unnamed.append(position)
                self._looked_at.remove(position)

    def _answers(
        self, rows: Sequence[int], columns: list[Sequence[str]]
    ) -> tuple[Sequence[int], list[Sequence[str]], list[Reject]]:
        """The rows that the layout calls answers; of the others what the mapping asks for."""
        reasons = self._why_not.reasons(columns, len(rows))
        if not any(reasons):
            return rows, columns, []
        refused = [
            Reject(self._file, row, reason, as_line(columns[at][place] for at in self._positions))
            for place, (row, reason) in enumerate(zip(rows, reasons, strict=True))
            if reason
        ]
        kept = [i for i, reason in enumerate(reasons) if not reason]
        answers = [[column[i] for i in kept] for column in columns]
        return [rows[i] for i in kept], answers, refused

    def _stage(self, rows: Sequence[int], columns: list[Sequence[str]]) -> None:
        texts = [
            pc.utf8_trim_whitespace(pa.array(columns[position], pa.string()))
            for position in self._positions
        ]
        arrays = [pa.array(rows, pa.int64()), *texts]
        self._waiting.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        self.rows_kept += len(rows)
        if (
            sum(batch.nbytes for batch in self._waiting) >= _BYTES_IN_A_GROUP
            or sum(batch.num_rows for batch in self._waiting) >= _ROWS_IN_A_GROUP
        ):
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        rows = pa.Table.from_batches(self._waiting, self._schema)
        self._waiting.clear()
        if self._writer is None:
            self.varied = frozenset(name for name in rows.column_names[1:] if _varies(rows[name]))
            coded = [name for name in rows.column_names[1:] if name not in self.varied]
            self._writer = pq.ParquetWriter(
                self._path, self._schema, compression="lz4", use_dictionary=coded
            )
        self._writer.write_table(rows)


def _nameless(header: Header, staged: Sequence[int]) -> list[int]:
    """Columns that a file's header does not name and a mapping does not ask for."""
    named = {position for position, name in enumerate(header.names) if name}
    return [position for position in range(header.width) if position not in {*named, *staged}]


def _varies(texts: pa.ChunkedArray) -> bool:
    """Whether a column has so many distinct texts that codes for them would save nothing."""
    return pc.count_distinct(texts).as_py() > max(_FEW_TEXTS, len(texts) * _VARIED)


class _WhyNot:
    """Asks the layout why a row is no answer, once for each combination of what it looks at."""

    def __init__(self, header: Header) -> None:
        self._layout: Layout | None = header.layout
        self._needs: dict[str, int | None] = {
            name: header.names.index(name) if name in header.names else None
            for name in (header.layout.needs if header.layout else ())
        }
        self._known: dict[tuple[str, ...], str | None] = {}

    def reasons(self, columns: Sequence[Sequence[str]], rows: int) -> list[str | None]:
        if not self._needs:
            return []
        looked_at = [
            ("",) * rows if position is None else columns[position]
            for position in self._needs.values()
        ]
        return [self._reason(texts) for texts in zip(*looked_at, strict=True)]

    def _reason(self, texts: tuple[str, ...]) -> str | None:
        if texts not in self._known:
            record = {name: text.strip() for name, text in zip(self._needs, texts, strict=True)}
            self._known[texts] = self._layout.why_no_answer(record)
        return self._known[texts]


def first_records(blocks: Iterator[Block], rows: int) -> tuple[list[Record], list[Block]]:
    """The first rows of a file in order, and the blocks that were taken to see them."""
    taken: list[Block] = []
    records: list[Record] = []
    for block in blocks:
        taken.append(block)
        records += _records(block)
        if len(records) >= rows:
            break
    return records[:rows], taken


def _records(block: Block) -> Iterable[Record]:
    whole = (Record(row, tuple(one)) for row, one in zip(block.rows, block.fields, strict=True))
    return sorted([*whole, *block.torn], key=lambda record: record.row)
