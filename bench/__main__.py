"""What a question costs beside DuckDB's bare sum over the same rollup; a ratio in one run.

`python -m bench [--data DIR]`. Question and bare sum take turns, so that both see the same
machine; the question is asked through the gateway with nothing cached, the bare sum is every sum
of the rollup by month (by item of ratings), straight from its Parquet file.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from insight.demo import make_demo
from insight.filters import Filters
from insight.gateway import Gateway
from insight.publish import publish
from insight.query import Query, questions
from insight.settings import default_data_folder
from insight.tables import export_path
from insight.version import current_name
from insight.warehouse import literal

REPEATS = 40
MOST = 3.0
BARE_SUMS = {
    "nps_daily": (
        "select month, sum(columns(* exclude (day, month, cell_id))) from {file} group by 1"
    ),
    "ratings_monthly": (
        "select item, sum(columns(* exclude (month, cell_id, item, kind, is_pick))) "
        "from {file} group by 1"
    ),
    "changes": "select count(*), max(started_on) from {file}",
}


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def measured(gateway: Gateway, query: Query, by: str | None) -> tuple[list[float], list[float]]:
    """(milliseconds of the question, milliseconds of the bare sum), in turns."""
    rollup = next(name for name in BARE_SUMS if name in query.reads)
    file = gateway.warehouse.version.folder / f"{rollup}.parquet"
    bare_sql = BARE_SUMS[rollup].format(file=f"read_parquet({literal(str(file))})")
    bare = duckdb.connect(":memory:")
    filters = Filters.everything(gateway.coverage)
    if query.compares:
        filters = filters.now(gateway.coverage)

    def ask() -> None:
        gateway.forget_answers()
        gateway.ask(query.name, filters, by=by)

    def sum_up() -> None:
        bare.sql(bare_sql).to_arrow_table()

    asked, summed = [], []
    for repeat in range(REPEATS + 5):
        turn = (milliseconds(ask), milliseconds(sum_up))
        if repeat >= 5:
            asked.append(turn[0])
            summed.append(turn[1])
    return asked, summed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=default_data_folder())
    data_folder = parser.parse_args().data
    if current_name(data_folder) is None:
        if not export_path(data_folder, "survey_responses").exists():
            make_demo(data_folder)
        publish(data_folder)
    gateway = Gateway.open(data_folder)
    table = Table("question", "by", "median ms", "p95 ms", "bare sum ms", "ratio", box=None)
    worst = 0.0
    for query in questions().values():
        dimensions = (
            gateway.warehouse.cells.dimensions[:1] if "dimension" in query.parameters else ()
        )
        for by in (None, *dimensions):
            asked, summed = measured(gateway, query, by)
            ratio = statistics.median(asked) / statistics.median(summed)
            worst = max(worst, ratio)
            table.add_row(
                query.name,
                by or "",
                f"{statistics.median(asked):.2f}",
                f"{statistics.quantiles(asked, n=20)[-1]:.2f}",
                f"{statistics.median(summed):.2f}",
                f"{ratio:.2f}",
            )
    Console().print(table)
    print(f"The dearest question costs {worst:.2f} times its bare sum; at most {MOST:g} is wanted.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
