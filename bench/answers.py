"""Answers to measure with: seven years, as many as asked, the same whenever they are made.

DuckDB counts up a range and hashes each number, so nothing is held in memory and nothing is drawn
by chance. Every cell is equally likely: no company's rollups could be larger for its answers.
Answers stand in the order they came in, as in most exports; one in thirty has no score, one in
fifty no weight, one in fifty-five no customer. One customer in ten answers again, after weeks or
after a year. One answer in five rates twelve items; some ratings are of one side only.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from insight.tables import export_path
from insight.warehouse import literal

FIRST_DAY, LAST_DAY = date(2019, 7, 1), date(2026, 6, 30)
SHAPES = {
    480: {"segment": 4, "region": 6, "channel": 5, "product": 4},
    5000: {"segment": 5, "region": 10, "channel": 10, "product": 10},
}
"""Number of values of each dimension, by the number of cells they make."""
RATED_BY_ONE_IN = 5
ITEMS = 12
CHANGES = 60

CELLS = """
create table cell_texts as
select (row_number() over () - 1)::UBIGINT as cell, {texts} from {ranges}
"""
ANSWERS = """
select
    'r' || (1000000000 + i) as response_id,
    date {first_day} + (i * {days} // {answers} + (day_hash % 30)::BIGINT)::INTEGER as responded_on,
    case
        when score_hash % 30 > 0
            then floor(11 * sqrt(((score_hash >> 8) % 1000 + cell % 7 * 10 + i * 50 // {answers})
                                 / 1110))
    end::TINYINT as recommend_score,
    case when weight_hash % 50 > 0 then 0.5e0 + (weight_hash >> 8) % 31 / 20 end as weight,
    case when customer_hash % 55 != 0
        then 'c' || (
            1000000000 + case when customer_hash % 11 = 1 and first_i >= 0 then first_i else i end
        )
    end as customer_id,
    {dimensions}
from (
    select i, hash(i) as day_hash, hash(i, 1) as score_hash, hash(i, 2) as weight_hash,
        hash(i, 3) % {cells} as cell, hash(i, 6) as customer_hash,
        i - {answers}::BIGINT * case when (customer_hash >> 8) % 2 = 0 then 45 else 365 end
            // {days} as first_i
    from range({answers}) as numbers (i)
)
inner join cell_texts using (cell)
"""
RATINGS = """
select
    'r' || (1000000000 + i) as response_id,
    'Item ' || chr(65 + item::INTEGER) as item,
    case when item % 2 = 0 then 'hard' else 'soft' end as kind,
    case when wanted_hash % 25 > 0
        then low + floor((high - low + 1) * sqrt((wanted_hash >> 8) % 1000 / 1000)) end::TINYINT
        as wanted,
    low as wanted_low,
    high as wanted_high,
    case when delivered_hash % 20 > 0
        then low + floor((high - low + 1) * (((delivered_hash >> 8) % 1000 + item * 8) / 1100))
    end::TINYINT as delivered,
    low as delivered_low,
    high as delivered_high
from (
    select j * {one_in} + (hash(j) % {one_in})::BIGINT as i, item,
        case when item % 3 = 0 then 0 else 1 end::TINYINT as low,
        case when item % 3 = 0 then 10 else 5 end::TINYINT as high,
        hash(j, item, 4) as wanted_hash, hash(j, item, 5) as delivered_hash
    from (select j, unnest(range({items})) as item from range({answers} // {one_in}) as rated (j))
)
"""
CHANGES_MADE = """
select
    'c' || i as change_id,
    ['ours', 'customers', 'market'][i % 3 + 1] as lane,
    ['product', 'need', 'competitor'][i % 3 + 1] as kind,
    'Change ' || i as title,
    case when i % 4 = 0 then 'Item A' end as item,
    date {first_day} + (i * 42)::INTEGER as started_on,
    case when i % 2 = 0 then date {first_day} + (i * 42 + 30)::INTEGER end as ended_on
from range({changes}) as numbers (i)
"""


@dataclass(frozen=True)
class Size:
    """How many answers in how many cells."""

    answers: int
    cells: int = 480

    def __str__(self) -> str:
        return f"{self.answers:.0e}".replace("e+0", "e") + f"-{self.cells}"

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(SHAPES[self.cells])

    def values(self, dimension: str) -> list[str]:
        """The values of a dimension: `Region 01`, `Region 02`, ..."""
        return [f"{dimension.title()} {n:02}" for n in range(1, SHAPES[self.cells][dimension] + 1)]


def make_answers(folder: Path, size: Size) -> None:
    """Write exports of that size into a data folder, unless they are there already."""
    statements = _statements(size)
    sources = [
        {
            "name": "bench",
            "files": ["bench"],
            "as_of": LAST_DAY.isoformat(),
            "imported_on": LAST_DAY.isoformat(),
            "rows_read": size.answers,
            "rows_kept": size.answers,
            "rows_rejected": 0,
            "day_is_assumed": False,
        }
    ]
    with duckdb.connect(":memory:") as connection:
        connection.execute("set memory_limit = '4GiB'")
        connection.execute(_cells(size))
        for table, sql in statements.items():
            path = export_path(folder, table)
            if path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".unfinished")
            connection.execute(
                f"copy ({sql}) to {literal(str(unfinished))} (format parquet, compression zstd, "
                f"kv_metadata {{'undercurrent.sources': {literal(json.dumps(sources))}}})"
            )
            unfinished.replace(path)


def _cells(size: Size) -> str:
    return CELLS.format(
        texts=", ".join(
            f"'{name.title()} ' || lpad(({name}.number + 1)::VARCHAR, 2, '0') as {name}"
            for name in size.dimensions
        ),
        ranges=", ".join(
            f"range({count}) as {name} (number)" for name, count in SHAPES[size.cells].items()
        ),
    )


def _statements(size: Size) -> dict[str, str]:
    """The select of each table's rows."""
    numbers = {
        "answers": size.answers,
        "cells": size.cells,
        "dimensions": ", ".join(size.dimensions),
        "days": (LAST_DAY - FIRST_DAY).days + 1 - 29,
        "first_day": literal(FIRST_DAY.isoformat()),
        "one_in": RATED_BY_ONE_IN,
        "items": ITEMS,
        "changes": CHANGES,
    }
    return {
        "survey_responses": ANSWERS.format(**numbers),
        "ratings": RATINGS.format(**numbers),
        "changes": CHANGES_MADE.format(**numbers),
    }
