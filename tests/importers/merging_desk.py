"""A data folder to import literal answers into, without reading any file."""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insight.importers.files.records import Reject
from insight.importers.mappings.mapping import read_mapping
from insight.importers.merging.arriving import arrivals
from insight.importers.merging.merge import Merged, merge
from insight.importers.reading.table import BuiltTable
from insight.replacing import exports_at_rest
from insight.tables import (
    ARROW_TYPES,
    FILE_COLUMN,
    SOURCE_COLUMN,
    TABLES,
    export_path,
    read_sources,
)

TODAY = date(2026, 7, 1)
ANSWERS = '[survey_responses]\nresponse_id = "id"\nresponded_on = "day"\nrecommend_score = "nps"\n'
RATED = ANSWERS + '[ratings]\nscale = [1, 5]\n[[ratings.items]]\nitem = "Food"\ndelivered = "q"\n'
NO_IDS = '[survey_responses]\nresponded_on = "day"\nrecommend_score = "nps"\n'
CUSTOMERS = '[customers]\ncustomer_id = "c"\naccount = "a"\n'

Row = tuple
"""(id, day of 2026 as "01-31", score)."""
JAN = [("1", "01-01", 9), ("2", "01-31", 3)]
FEB = [("3", "02-01", 7), ("4", "02-28", 10)]


@dataclass(frozen=True)
class ReadRows:
    """A file as it was read, as far as merging looks at it."""

    name: str
    rows: Sequence[Row]
    torn: Sequence[Reject] = ()

    @property
    def rows_kept(self) -> int:
        return len(self.rows)

    @property
    def rows_rejected(self) -> int:
        return len(self.torn)

    @property
    def rows_read(self) -> int:
        return self.rows_kept + self.rows_rejected

    def rejects(self) -> Iterable[Reject]:
        return self.torn


@dataclass(frozen=True)
class Desk:
    """A data folder and the desk where files lie; `take` imports literal answers."""

    desk: Path

    @property
    def data(self) -> Path:
        return self.desk / "data"

    def take(
        self,
        files: Mapping[str, Sequence[Row]],
        mapping: str = ANSWERS,
        source: str = "shop",
        file: str = "",
        torn: Mapping[str, Sequence[int]] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Merged | None:
        """Import files of (id, day, score); None where every file was there already."""
        path = self.desk / f"{source}.toml"
        path.write_text(f'[file]\nsource = "{source}"\n{file}\n{mapping}')
        rules = read_mapping(path)
        paths = []
        for name, rows in files.items():
            paths.append(self.desk / name)
            paths[-1].write_text(repr((rows, torn)))
        with exports_at_rest(self.data):
            arrived = arrivals(self.data, rules, paths)
            if not arrived.to_read:
                return None
            read = [
                ReadRows(
                    one.name,
                    files[one.name],
                    [Reject(one.name, row, "torn", "x") for row in (torn or {}).get(one.name, ())],
                )
                for one in arrived.to_read
            ]
            scratch = self.desk / "scratch"
            scratch.mkdir(exist_ok=True)
            built = [
                _built(scratch, table.name, read, source, table.field("response_id"), more or {})
                for table in rules.tables
            ]
            return merge(self.data, rules, arrived, read, built, scratch, TODAY)

    def rows(self, table: str = "survey_responses", *columns: str) -> list[tuple]:
        read = pq.read_table(export_path(self.data, table))
        return [tuple(row.values()) for row in read.select(list(columns)).to_pylist()]

    @property
    def answers(self) -> list[tuple]:
        """(id, score, file) of every answer, in the order of the export."""
        return self.rows("survey_responses", "response_id", "recommend_score", FILE_COLUMN)

    @property
    def parts(self) -> list[str]:
        return [one.file for one in read_sources(export_path(self.data, "survey_responses"))]

    def everything(self) -> dict[str, bytes]:
        files = sorted(path for path in self.data.rglob("*") if path.is_file())
        return {str(path.relative_to(self.data)): path.read_bytes() for path in files}


def _built(scratch, name, files, source, has_id, more) -> BuiltTable:
    """What building makes of (id, day, score): answers, or one rating or customer a row."""
    rows = []
    for file in files:
        for number, (id_, day, score) in enumerate(file.rows, start=2):
            made = id_ if has_id else f"{source}:{file.name}:{number}"
            marks = {SOURCE_COLUMN: source, FILE_COLUMN: file.name}
            rows.append(
                {
                    "survey_responses": {
                        "response_id": made,
                        "responded_on": day and date.fromisoformat(f"2026-{day}"),
                        "recommend_score": score,
                        **more,
                    },
                    "ratings": {"response_id": made, "item": "Food", "delivered": score},
                    "customers": {"customer_id": id_, "account": str(score)},
                }[name]
                | marks
            )
    types = {column.name: ARROW_TYPES[column.type] for column in TABLES[name].columns}
    columns = {
        key: pa.array([row[key] for row in rows], types.get(key, pa.string())) for key in rows[0]
    }
    path = scratch / f"{name}.parquet"
    pq.write_table(pa.table(columns), path)
    return BuiltTable(name, path, len(rows))


def kill(base: str) -> None:
    """Copies of a desk, in each of which an import was killed one step later, the last at none.

    In a process of its own, as threads of a database do not outlive a fork.
    """
    for last in range(1, 200):
        folder = Path(base) / "killed" / str(last)
        shutil.copytree(Path(base) / "data", folder / "data")
        child = os.fork()
        if not child:
            _import_until(last, Desk(folder))
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (0, 9)
        if code == 0:
            return


def _import_until(last: int, desk: Desk) -> None:
    """Import a second file, and end this process at its `last` step that changes the disk."""
    steps = 0

    def counted(step):
        def taken(path, *arguments, **named):
            nonlocal steps
            steps += Path(path).exists()
            if steps == last:
                os._exit(9)
            return step(path, *arguments, **named)

        return taken

    for name in ("link", "replace", "unlink"):
        setattr(os, name, counted(getattr(os, name)))
    try:
        desk.take({"feb.csv": FEB}, RATED, torn={"feb.csv": [5]})
        os._exit(0)
    finally:
        os._exit(1)


def shown(desk: Desk) -> tuple:
    """What a publish would read: every answer, every rating, every part and the rejects."""
    ratings = desk.rows("ratings", "response_id", FILE_COLUMN)
    rejects = (desk.data / "rejects" / "shop.csv").read_text()
    return desk.answers, ratings, desk.parts, rejects
