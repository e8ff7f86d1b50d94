"""Answers to spread over a cluster: one year, 48 cells, in files of equal size.

From a million answers on, every cell has answers on every day, so the rollup by day and cell has
the same rows whatever the number of answers.
"""

from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb

from insight.warehouse import literal

FIRST_DAY, DAYS = date(2025, 1, 1), 365
DIMENSIONS = {"segment": 4, "region": 4, "channel": 3}
"""Number of values of each dimension."""
CELLS = 48
FILES = 8
"""A multiple of the workers, so that each reads as many."""

ROWS = """
select
    'r' || (1000000000 + i) as response_id,
    date {first_day} + (hash(i) % {days})::INTEGER as responded_on,
    (hash(i, 1) % 11)::TINYINT as recommend_score,
    0.5e0 + hash(i, 2) % 31 / 20 as weight,
    'c' || (1000000000 + i) as customer_id,
    'Segment ' || cell % 4 as segment,
    'Region ' || cell // 4 % 4 as region,
    'Channel ' || cell // 16 as channel
from (select i, hash(i, 3) % {cells} as cell from range({start}, {stop}) as numbers (i))
"""


def make_files(source: Path, answers: int) -> None:
    """Write `survey_responses.parquet`, a folder of files, into a folder."""
    folder = source / "survey_responses.parquet"
    folder.mkdir(parents=True)
    limits = [answers * number // FILES for number in range(FILES + 1)]
    with duckdb.connect(":memory:") as connection:
        for number, (start, stop) in enumerate(pairwise(limits)):
            rows = ROWS.format(
                first_day=literal(FIRST_DAY.isoformat()),
                days=DAYS,
                cells=CELLS,
                start=start,
                stop=stop,
            )
            path = literal(str(folder / f"part-{number}.parquet"))
            connection.execute(f"copy ({rows}) to {path} (format parquet, compression zstd)")
