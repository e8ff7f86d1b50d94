"""What a data folder holds: each table with its rows, period, sources and rejected rows."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insight.tables import TABLES, Source, Table, export_path, read_sources
from insight.version import Version

_DAYS = {"ratings": "responded_on", "customers": "since", "beliefs": "believed_on"}
"""The day a published row speaks of, where the table requires none."""


@dataclass(frozen=True)
class Holding:
    """One table as it is shown; rows are those published, days are null where it has none."""

    table: Table
    rows: int
    first_day: date | None
    last_day: date | None
    sources: tuple[Source, ...]

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(file for source in self.sources for file in source.files))

    @property
    def rows_rejected(self) -> int:
        """Rows set aside when its files were imported; zero for a file dropped in by hand."""
        return sum(source.rows_rejected for source in self.sources)


def holdings(data_folder: Path, version: Version) -> tuple[Holding, ...]:
    """The tables a version shows, in the order of `data/README.md`."""
    is_here = version.engine == "duckdb"
    return tuple(
        Holding(
            TABLES[name],
            version.tables[name],
            *_days(version, name),
            _sources(export_path(data_folder, name)) if is_here else (),
        )
        for name in TABLES
        if name in version.tables
    )


def _days(version: Version, table: str) -> tuple[date | None, date | None]:
    """(first, last day) of all rows, none where it is not known of those left on a cluster."""
    (path,) = [version.folder / file.path for file in version.files if file.table == table]
    first, last = _period(path, _day_column(TABLES[table]))
    if table not in version.detail_since:
        return first, last
    if table == "survey_responses":
        return version.coverage.first_answer, last
    return None, None if table == "customers" else last


def _day_column(table: Table) -> str | None:
    types = {column.name: column.type for column in table.columns}
    days = (name for name in table.required if types[name] == "DATE")
    return _DAYS.get(table.name) or next(days, None)


def _sources(export: Path) -> tuple[Source, ...]:
    with suppress(OSError, pa.ArrowException):
        return tuple(read_sources(export))
    return ()


def _period(path: Path, column: str | None) -> tuple[date | None, date | None]:
    """(first, last day) as the file's own footer says, so that nothing but it is read."""
    with suppress(OSError, pa.ArrowException):
        footer = pq.read_metadata(path)
        names = footer.schema.to_arrow_schema().names
        if column in names:
            return _ends(footer, names.index(column))
    return None, None


def _ends(footer: pq.FileMetaData, column: int) -> tuple[date | None, date | None]:
    groups: Sequence[pq.Statistics | None] = [
        footer.row_group(number).column(column).statistics
        for number in range(footer.num_row_groups)
    ]
    stated = [one for one in groups if one is not None and one.has_min_max]
    return (
        min((one.min for one in stated), default=None),
        max((one.max for one in stated), default=None),
    )
