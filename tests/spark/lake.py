"""A lake: the tables of a made-up company, its answers in several files, and edits to them."""

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq

from insight.version import Version
from tests.alike import differences
from tests.conftest import as_table, write_tables
from tests.edited_company import (
    AS_OF,
    a_corrected_score,
    new_days,
    ratings_of_an_old_answer,
    rows_of_other_tables,
    small_company,
)
from tests.spark.company import FIRST

ANSWERS = "survey_responses"
PARTS = ((0, 15), (15, 30), (30, 50))
"""Which days after the first each file of answers holds."""
LATER = (50, 99)
"""Those of a file that comes later."""
_NUMBERED_OTHERWISE = frozenset({"export_row"})
_SAID = ("coverage", "dimensions", "tables", "notes", "day_is_assumed", "detail_since")


class Lake:
    """A folder of tables whose answers are several files; `stamps` says which were written."""

    def __init__(self, place: Path):
        self.place = place
        self.tables = small_company()
        self.stamps: dict[str, str] = {}
        write_tables(place, AS_OF, **self.tables)
        (place / "exports" / f"{ANSWERS}.parquet").unlink()
        (place / "exports" / f"{ANSWERS}.parquet").mkdir()
        for part in PARTS:
            self.write(part, "first")

    def write(self, part: tuple[int, int], stamp: str) -> Path:
        """Write the answers of some days as their file."""
        first, last = (FIRST + timedelta(days) for days in part)
        rows = [row for row in self.tables[ANSWERS] if first <= row["responded_on"] < last]
        path = self.place / "exports" / f"{ANSWERS}.parquet" / f"from {part[0]:02}.parquet"
        pq.write_table(as_table(ANSWERS, rows), path)
        self.stamps[path.name] = stamp
        return path

    def write_others(self, stamp: str) -> None:
        """Write all other tables."""
        write_tables(self.place, AS_OF, **{k: v for k, v in self.tables.items() if k != ANSWERS})
        self.stamps |= {f"{table}.parquet": stamp for table in self.tables}

    def change_some_days(self) -> set[date]:
        """Write a file more, the last one and all other tables, with other rows on a few days.

        The first file gets other rows that nothing tells of: whoever reads it counts wrongly.
        """
        unread = self.write(PARTS[0], "first")
        rows = [row | {"recommend_score": 0} for row in pq.read_table(unread).to_pylist()]
        pq.write_table(as_table(ANSWERS, rows), unread)
        draw, since = random.Random(2), FIRST + timedelta(PARTS[2][0])
        late = [row for row in self.tables[ANSWERS] if row["responded_on"] >= since]
        days = a_corrected_score(draw, {ANSWERS: late})
        days |= ratings_of_an_old_answer(draw, self.tables | {ANSWERS: late})
        days |= rows_of_other_tables(draw, self.tables) | new_days(draw, self.tables)
        self.write(PARTS[2], "again")
        self.write(LATER, "first")
        self.write_others("again")
        return days


def differences_beside(ours: Version, theirs: Version) -> list[str]:
    """In what a version of the cluster differs from one of this machine."""
    found = differences(ours, theirs, _NUMBERED_OTHERWISE, ("rollup", "detail"))
    found.remove("changes_as_given is in one of them only")
    # A folder of files speaks for today.
    theirs = replace(theirs, coverage=replace(theirs.coverage, as_of=ours.coverage.as_of))
    return found + [said for said in _SAID if getattr(ours, said) != getattr(theirs, said)]
