"""Rows of the version before that still hold stand beside those read and counted again."""

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path

from insight.warehouse import literal

_BY_ITSELF = re.compile(r"^-- Each (?P<unit>day|month) of (?P<table>\w+) counts by itself\.$", re.M)
_ORDER = re.compile(r"\border by (?P<columns>[\d, ]+)\s*$")


def on_days(column: str, days: Collection[date]) -> str:
    """The condition that a day is one of these."""
    if not days:
        return "false"
    listed = ", ".join(f"date '{day}'" for day in sorted(days))
    return f"{column} between date '{min(days)}' and date '{max(days)}' and {column} in ({listed})"


def in_months(column: str, months: Collection[date]) -> str:
    """The condition that a day lies in a month that begins on one of these days."""
    if not months:
        return "false"
    last = f"date '{max(months)}' + interval 1 month"
    month = on_days(f"date_trunc('month', {column})::DATE", months)
    return f"{column} >= date '{min(months)}' and {column} < {last} and {month}"


def merged_sql(read: Path, kept: Path, column: str, due: Collection[date]) -> str:
    """Selects the kept rows of days that are not due and those read, by day, each in its order.

    Kept rows of the days before them come first as they are, so that only the others are sorted.
    """
    first = f"date '{min(due)}'"
    return f"""
select * from read_parquet({literal(str(kept))}) where {column} < {first}
union all
select * exclude (file_row_number) from (
    select * from read_parquet({literal(str(kept))}, file_row_number = true)
    where {column} >= {first} and not ({on_days(column, due)})
    union all
    select * from read_parquet({literal(str(read))}, file_row_number = true)
    order by {column}, file_row_number
)"""


def counted_by_itself(sql: str) -> tuple[str, str] | None:
    """(day or month, table) where each of them counts by itself, as the rollup's header says."""
    said = _BY_ITSELF.search(sql)
    return (said["unit"], said["table"]) if said else None


def recounted_sql(sql: str, table: str, rows: str) -> str:
    """A rollup's statement over a relation of some of a table's rows."""
    read = re.compile(rf"\b(from|join)\s+{table}\b")
    return read.sub(rf"\1 {rows} as {table}", _without_comments(sql)).rstrip().rstrip(";")


def rollup_sql(sql: str, kept: Path, unit: str, due: Collection[date], recounted: str) -> str:
    """Selects a rollup's kept rows of the periods that are not due, and those counted again."""
    order = _ORDER.search(sql.rstrip().rstrip(";"))["columns"]
    return (
        f"select * from (select * from read_parquet({literal(str(kept))}) "
        f"where not ({on_days(unit, due)}) union all select * from {recounted}) order by {order}"
    )


def _without_comments(sql: str) -> str:
    return "\n".join(line for line in sql.splitlines() if not line.lstrip().startswith("--"))
