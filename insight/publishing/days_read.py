"""What a version was made from: the days of every table, each with a mark of the rows it had.

It is a file of the version, so that the next publish can tell which days changed since.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from insight.dimensions import Choice
from insight.engine import Parts
from insight.version import PublishedFile, Version

NAME, ROLE = "days_read", "read"
DAYS = {
    "survey_responses": "responded_on",
    "ratings": "responded_on",
    "departures": "left_on",
    "contacts": "contacted_on",
    "follow_ups": "opened_on",
    "interactions": "day",
    "invitations": "day",
}
"""The day of a cleaned row, by table; that of a rating is its answer's."""
_REST = b"undercurrent.read"
_SCHEMA = pa.schema(
    [
        ("table", pa.string()),
        ("file", pa.string()),
        ("day", pa.date32()),
        ("rows", pa.int64()),
        ("mark", pa.string()),
    ]
)


class Place(NamedTuple):
    """A day in a file of a table."""

    file: str
    day: date | None


class Mark(NamedTuple):
    """How many rows a day has in a file, and a fingerprint of them in any order."""

    rows: int
    mark: str


Marks = dict[Place, Mark]


@dataclass(frozen=True)
class DaysRead:
    """What was read for a version, and what the choice of its dimensions rested on."""

    rests_on: dict[str, str]
    """What must be the same for rows to stay: the program, its SQL, who is forgotten."""
    stamps: dict[str, dict[str, str]]
    """Of each table's files, what tells whether one was written since; empty where nothing does."""
    columns: dict[str, dict[str, str]]
    """DuckDB types of each table's columns by name."""
    choice: Choice
    marks: Mapping[str, Marks]
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of columns with too many values: fingerprints of some, and a day on which each stands."""
    parts: Parts = field(default_factory=dict)
    """Where kept rows lie on a cluster."""
    items: tuple[tuple[Any, ...], ...] = ()
    """(item, kind, whether it is picked) of all ratings, those of earlier publishes with them."""

    @property
    def days(self) -> frozenset[date]:
        """Every day that any table has rows of."""
        return frozenset(place.day for marks in self.marks.values() for place in marks)

    def write(self, building: Path) -> PublishedFile:
        """Write it into the folder of a version."""
        rows = [
            (table, *place, *mark)
            for table, marks in self.marks.items()
            for place, mark in marks.items()
        ]
        columns = zip(*rows, strict=True) if rows else [[] for _ in _SCHEMA]
        rest = {
            "rests_on": self.rests_on,
            "stamps": self.stamps,
            "columns": self.columns,
            "choice": asdict(self.choice),
            "values": self.values,
            "parts": self.parts,
            "items": self.items,
        }
        written = pa.table(dict(zip(_SCHEMA.names, map(list, columns), strict=True)), _SCHEMA)
        path = building / f"{NAME}.parquet"
        described = written.replace_schema_metadata({_REST: json.dumps(rest).encode()})
        pq.write_table(described, path, compression="zstd")
        return PublishedFile.of(path, ROLE, len(rows))


def days_read(version: Version) -> DaysRead | None:
    """What was read for a whole version; None where nothing of that was kept that can be used."""
    if not any(file.role == ROLE for file in version.files):
        return None
    try:
        return _as_written(pq.read_table(version.folder / f"{NAME}.parquet"))
    except (pa.ArrowException, KeyError, TypeError, ValueError):
        return None


def _as_written(written: pa.Table) -> DaysRead:
    rest = json.loads((written.schema.metadata or {})[_REST])
    marks: dict[str, Marks] = {table: {} for table in rest["stamps"]}
    columns = (written[name].to_pylist() for name in _SCHEMA.names)
    for table, file, day, rows, mark in zip(*columns, strict=True):
        marks[table][Place(file, day)] = Mark(rows, mark)
    choice = Choice(**{name: tuple(listed) for name, listed in rest.pop("choice").items()})
    items = tuple(map(tuple, rest.pop("items")))
    return DaysRead(**rest, choice=choice, items=items, marks=marks)
