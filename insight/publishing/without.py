"""Tables without the rows of some customers: found, counted and left out, batch by batch."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from insight.forgotten import Forgotten

CUSTOMER, RESPONSE = "customer_id", "response_id"
_ROWS_AT_ONCE = 122_880

Names = Callable[[str], bool]


@dataclass(frozen=True)
class Whom:
    """Whose rows are meant: those of a customer, and those of an answer that is theirs."""

    customer: Names
    response: Names = lambda _: False

    def of(self, batch: pa.RecordBatch) -> pa.Array:
        """True for each row of the batch that is meant."""
        meant = pa.array([False] * batch.num_rows)
        for column, names in ((CUSTOMER, self.customer), (RESPONSE, self.response)):
            if column in batch.schema.names:
                texts = batch.column(column).cast(pa.string())
                named = [one for one in pc.unique(texts).to_pylist() if one and names(one)]
                if named:
                    meant = pc.or_(meant, pc.is_in(texts, pa.array(named, pa.string())))
        return meant


def rows_of(path: Path, whom: Whom) -> int:
    """How many rows of a Parquet file are meant; 0 for one without such columns."""
    return sum(pc.sum(whom.of(batch)).as_py() or 0 for batch in _ids(path))


def answers_of(path: Path, whom: Whom) -> frozenset[str]:
    """The response ids of the rows that are meant."""
    return frozenset(
        one
        for batch in _ids(path)
        if RESPONSE in batch.schema.names
        for one in batch.filter(whom.of(batch)).column(RESPONSE).cast(pa.string()).to_pylist()
        if one
    )


def responses_in(path: Path, names: Names) -> frozenset[str]:
    """The response ids of a file that are named so."""
    return answers_of(path, Whom(lambda _: False, names))


def write_without(path: Path, whom: Whom, to: Path) -> None:
    """Write the file anew without the rows that are meant; its metadata and its day stay."""
    with (
        pq.ParquetFile(path) as file,
        pq.ParquetWriter(to, file.schema_arrow, compression="zstd") as writer,
    ):
        for batch in file.iter_batches(_ROWS_AT_ONCE):
            writer.write_batch(batch.filter(pc.invert(whom.of(batch))))
    shutil.copystat(path, to)


def whom_again(forgotten: Forgotten, answers: Path, others: list[Path]) -> Whom:
    """Whom to leave out of exports in which forgotten customers may stand again.

    An id that was once a forgotten customer's answer is theirs only where no other answer has it.
    """
    customers = Whom(forgotten)
    theirs = answers_of(answers, customers)
    orphans = {one for path in others for one in responses_in(path, forgotten.answer)} - theirs
    if orphans:
        orphans -= responses_in(answers, orphans.__contains__)
    return Whom(forgotten, frozenset(theirs | orphans).__contains__)


def _ids(path: Path) -> Iterator[pa.RecordBatch]:
    """The columns that name customers or answers, if any."""
    with pq.ParquetFile(path) as file:
        names = [one for one in (CUSTOMER, RESPONSE) if one in file.schema_arrow.names]
        if names:
            yield from file.iter_batches(_ROWS_AT_ONCE, columns=names)
