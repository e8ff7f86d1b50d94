"""The tables of a data folder, in our words, and how they are read and written as exports."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

SOURCE_COLUMN = "_source"
"""Which source a row came from; written by the importer, never a dimension."""
FILE_COLUMN = "_file"
"""Which file of its source a row came from; beside the source, never a dimension either."""

ARROW_TYPES = {
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "TINYINT": pa.int8(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
}
"""The types of our columns as an export writes them."""

SOURCES_KEY = "undercurrent.sources"
"""What an export's own metadata calls the list of its sources."""


@dataclass(frozen=True)
class Column:
    """One column of a table: its DuckDB type and what it means, with its unit."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table of a data folder; `adds` says what the dashboard gains from it."""

    name: str
    one_row_is: str
    adds: str
    columns: tuple[Column, ...]
    required: tuple[str, ...]
    carries_dimensions: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Source:
    """Where rows came from: the files, the day they speak for, and what was kept of them.

    The importer writes one for each file, a part of its source; what it knows of the file beyond
    its name is None in exports that were written otherwise.
    """

    name: str
    files: tuple[str, ...]
    as_of: date
    imported_on: date
    rows_read: int
    rows_kept: int
    rows_rejected: int
    day_is_assumed: bool = False
    """True where the source has no day of answering and the mapping supplied one."""
    sha256: str | None = None
    """Of the file's bytes."""
    mapping: str | None = None
    """SHA-256 of what the mapping said."""
    first_day: date | None = None
    last_day: date | None = None

    @property
    def file(self) -> str:
        """The file as a person would name it; several only where they were never told apart."""
        return ", ".join(self.files)

    @property
    def is_part(self) -> bool:
        """Whether its rows are known by `_file`, one file by itself."""
        return self.sha256 is not None


def _table(name, one_row_is, adds, columns, required, carries_dimensions=False) -> Table:
    return Table(
        name,
        one_row_is,
        adds,
        tuple(Column(*column) for column in columns),
        required,
        carries_dimensions,
    )


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "survey_responses",
            "an answered questionnaire",
            "NPS, its trend and its change; without it there is nothing to show",
            [
                ("response_id", "VARCHAR", "the answered questionnaire, unique"),
                ("customer_id", "VARCHAR", "the customer who answered"),
                ("responded_on", "DATE", "the customer's local day of answering"),
                ("survey", "VARCHAR", "which survey; a dimension"),
                ("wave", "VARCHAR", "which wave of the survey; a dimension"),
                ("recommend_score", "TINYINT", "would they recommend us, 0 to 10; null: no answer"),
                ("comment", "VARCHAR", "what they wrote"),
                ("weight", "DOUBLE", "survey weight; null counts as 1"),
                ("sent_on", "DATE", "day the questionnaire was sent"),
            ],
            ("responded_on",),
            carries_dimensions=True,
        ),
        _table(
            "ratings",
            "one item in one questionnaire",
            "want versus delivered: gaps, the importance-performance map, one item over time, what "
            "goes with a high score",
            [
                ("response_id", "VARCHAR", "the questionnaire it stood in"),
                ("item", "VARCHAR", "what was rated, in the company's words"),
                ("kind", "VARCHAR", "hard (measurable) or soft (felt); one kind an item"),
                ("wanted", "DOUBLE", "how much it is wanted, as answered; a pick is 0 or 1"),
                ("wanted_low", "DOUBLE", "value of the scale's least; above the most if reversed"),
                ("wanted_high", "DOUBLE", "value of the scale's most"),
                ("delivered", "DOUBLE", "how well it is delivered, as answered"),
                ("delivered_low", "DOUBLE", "value of the scale's least"),
                ("delivered_high", "DOUBLE", "value of the scale's most"),
                ("effort", "DOUBLE", "how easy it was for the customer, as answered"),
                ("effort_low", "DOUBLE", "value of the scale's hardest"),
                ("effort_high", "DOUBLE", "value of the scale's easiest"),
                (
                    "functional",
                    "TINYINT",
                    "how they would feel if they had it: 1 like it, 2 expect it, 3 neutral, "
                    "4 live with it, 5 dislike it",
                ),
                ("dysfunctional", "TINYINT", "how they would feel without it, 1 to 5 likewise"),
            ],
            ("response_id", "item"),
        ),
        _table(
            "changes",
            "something that changed",
            "the change timeline: what we, customers and the market changed, above NPS",
            [
                ("change_id", "VARCHAR", "the change, unique"),
                ("lane", "VARCHAR", "who changed: ours, customers or market"),
                (
                    "kind",
                    "VARCHAR",
                    "product, price, process, people, channel, message, need, competitor, "
                    "technology or regulation",
                ),
                ("title", "VARCHAR", "the change in a few words"),
                ("note", "VARCHAR", "more about it"),
                ("item", "VARCHAR", "the item it aimed at"),
                ("learned_on", "DATE", "day we learned of the need for it"),
                ("decided_on", "DATE", "day it was decided"),
                ("started_on", "DATE", "day it started"),
                ("ended_on", "DATE", "day it was completed or ended; null: open or a moment"),
                ("told_on", "DATE", "day customers were told"),
                (
                    "exposed",
                    "VARCHAR",
                    "whom it touched, as in region=North|East; segment=SMB; null: everybody",
                ),
            ],
            ("title", "started_on"),
        ),
        _table(
            "customers",
            "a customer",
            "who the customers are: tenure, revenue and how they rank us",
            [
                ("customer_id", "VARCHAR", "the customer, unique"),
                ("account", "VARCHAR", "the account the customer belongs to"),
                ("since", "DATE", "first day as a customer"),
                ("revenue_per_year", "DOUBLE", "revenue a year, in the company's currency"),
                ("suppliers", "INTEGER", "number of suppliers the customer uses"),
                ("our_rank", "INTEGER", "our rank among them, 1 is first"),
            ],
            ("customer_id",),
            carries_dimensions=True,
        ),
        _table(
            "departures",
            "a customer who left",
            "why customers leave and who comes back",
            [
                ("customer_id", "VARCHAR", "the customer"),
                ("left_on", "DATE", "day the customer left"),
                ("reason", "VARCHAR", "why, in the company's categories"),
                ("needed", "VARCHAR", "what the customer needed"),
                ("experienced", "VARCHAR", "what the customer experienced"),
                ("expects", "VARCHAR", "what the customer expects elsewhere"),
                ("handling", "VARCHAR", "how the parting was handled"),
                ("returned_on", "DATE", "day the customer came back; null: still gone"),
                ("referred", "BOOLEAN", "whether the customer still refers others"),
            ],
            ("customer_id", "left_on"),
            carries_dimensions=True,
        ),
        _table(
            "contacts",
            "a touch between us and a customer",
            "who was asked, told or called, and when",
            [
                ("customer_id", "VARCHAR", "the customer"),
                ("contacted_on", "DATE", "day of the contact"),
                ("direction", "VARCHAR", "asked, told or they_called"),
                ("channel", "VARCHAR", "how"),
                ("role", "VARCHAR", "our role in it"),
            ],
            ("customer_id", "contacted_on"),
        ),
        _table(
            "follow_ups",
            "an answer acted upon",
            "detractor recovery: how fast answers are acted upon",
            [
                ("response_id", "VARCHAR", "the answer"),
                ("opened_on", "DATE", "day the follow-up was opened"),
                ("owner", "VARCHAR", "the role that owns it"),
                ("decided_on", "DATE", "day it was decided what to do"),
                ("done_on", "DATE", "day it was done; null: open"),
                ("told_on", "DATE", "day the customer was told"),
                ("outcome", "VARCHAR", "what came of it"),
            ],
            ("response_id", "opened_on"),
        ),
        _table(
            "interactions",
            "how customers do business with us, by day",
            "the move from one channel to another",
            [
                ("day", "DATE", "the day"),
                ("channel", "VARCHAR", "phone, web, app, ..."),
                ("user_group", "VARCHAR", "cannot, will_not or uses the newest channel"),
                ("interactions", "BIGINT", "number of interactions"),
            ],
            ("day", "channel", "interactions"),
            carries_dimensions=True,
        ),
        _table(
            "beliefs",
            "what we think customers want",
            "the perception gap: what staff believe beside what customers say",
            [
                ("item", "VARCHAR", "the item"),
                ("department", "VARCHAR", "who believes it"),
                ("wanted", "DOUBLE", "how much they believe it is wanted, as answered"),
                ("wanted_low", "DOUBLE", "value of the scale's least"),
                ("wanted_high", "DOUBLE", "value of the scale's most"),
                ("believed_on", "DATE", "day they said so"),
                ("convenient", "DOUBLE", "how convenient the process is for us, as answered"),
                ("convenient_low", "DOUBLE", "value of the scale's least"),
                ("convenient_high", "DOUBLE", "value of the scale's most"),
            ],
            ("item", "wanted"),
        ),
        _table(
            "invitations",
            "surveys sent, by day",
            "the response rate, and what silence could hide",
            [
                ("day", "DATE", "day of sending"),
                ("survey", "VARCHAR", "which survey"),
                ("sent", "BIGINT", "number sent"),
            ],
            ("day", "sent"),
            carries_dimensions=True,
        ),
    )
}


def export_path(data_folder: Path, table: str) -> Path:
    """Where a table's export lies: `data/exports/<table>.parquet`."""
    return Path(data_folder) / "exports" / f"{table}.parquet"


def write_export(data_folder: Path, table: str, rows: pa.Table, sources: list[Source]) -> Path:
    """Write one table's export whole or not at all, its sources in the file's own metadata."""
    path = export_path(data_folder, table)
    path.parent.mkdir(parents=True, exist_ok=True)
    described = described_sources(sources).encode()
    metadata = {**(rows.schema.metadata or {}), SOURCES_KEY.encode(): described}
    unfinished = path.with_suffix(".parquet.unfinished")
    pq.write_table(rows.replace_schema_metadata(metadata), unfinished, compression="zstd")
    unfinished.replace(path)
    return path


def described_sources(sources: Iterable[Source]) -> str:
    """Sources as the metadata of an export holds them, JSON."""
    described = [
        {key: value for key, value in vars(source).items() if value is not None}
        for source in sources
    ]
    return json.dumps(described, default=date.isoformat)


def read_sources(path: Path) -> list[Source]:
    """The sources an export names in its metadata; empty for a file dropped in by hand."""
    described = (pq.read_schema(path).metadata or {}).get(SOURCES_KEY.encode())
    return [_source(source) for source in json.loads(described or b"[]")]


def _source(described: dict[str, Any]) -> Source:
    days = ("as_of", "imported_on", "first_day", "last_day")
    known = {
        day: date.fromisoformat(described[day]) if described.get(day) else None for day in days
    }
    return Source(**{**described, **known, "files": tuple(described["files"])})
