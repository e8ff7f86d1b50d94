"""Every question, warm and with nothing cached, beside its bare sum and three analysts.

The bare sum is every sum of the question's rollup by month (by item of ratings), straight from its
Parquet file. The analysts' answers must be the gateway's, to the last count.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench.analysts import Analyst, Asked
from bench.analysts.by_duckdb import ByDuckDB
from bench.answers import Size
from bench.figures import disagreement, finish
from bench.results import Measured, in_turns
from insight.demo import make_demo
from insight.filters import Filters
from insight.gateway import Gateway
from insight.publish import ROLLUPS, publish
from insight.query import Query, Result, questions
from insight.version import current_name, last_good_version
from insight.warehouse import literal

PART = "questions"
DEMO_PART = "demo"
IN_MEMORY_UP_TO = 10_000_000
MOST_BESIDE_BARE_SUM = 3.0
MOST_BESIDE_DUCKDB = {"nps": 1 / 300, "ratings": 1 / 100}
"""What a hundred million answers are to reach, by what the question reads."""

BARE_SUMS = {
    "nps_monthly": (
        "select month, sum(columns(* exclude (month, cell_id, first_day, last_day))) "
        "from {file} group by 1"
    ),
    "nps_daily": (
        "select month, sum(columns(* exclude (day, month, cell_id))) from {file} group by 1"
    ),
    "ratings_yearly": (
        "select item, sum(columns(* exclude (month, cell_id, item, kind, is_pick))) "
        "from {file} group by 1"
    ),
    "ratings_monthly": (
        "select item, sum(columns(* exclude (month, cell_id, item, kind, is_pick))) "
        "from {file} group by 1"
    ),
    "changes": "select count(*), max(started_on) from {file}",
}
"""By rollup, the coarsest first: a question is held to the coarsest it reads."""


def measure(folder: Path, size: Size, seconds: float) -> Iterator[Measured]:
    """Every question in every way of asking it; an analyst stops after so many seconds."""
    if not _is_published(folder):
        publish(folder)
    gateway = Gateway.open(folder)
    analysts = list(_analysts(folder, size))
    for query in questions().values():
        for words, filters, by in _ways(gateway, query):
            what = f"{query.name}, {words}"
            yield from _measured(gateway, query, what, filters, by, analysts, size, seconds)


def measure_demo(_folder: Path, size: Size, seconds: float) -> Iterator[Measured]:
    """Every question on the demo company, beside its bare sum alone."""
    with TemporaryDirectory(prefix="undercurrent-bench-") as folder:
        make_demo(Path(folder))
        publish(Path(folder))
        gateway = Gateway.open(Path(folder))
        for query in questions().values():
            for words, filters, by in _ways(gateway, query):
                what = f"demo: {query.name}, {words}"
                for one in _measured(gateway, query, what, filters, by, [], size, seconds):
                    yield replace(one, part=DEMO_PART)


def _is_published(folder: Path) -> bool:
    """Whether there is a version, and with every rollup there is today."""
    if current_name(folder) is None:
        return False
    version, _ = last_good_version(folder)
    return {path.stem for path in ROLLUPS.glob("*.sql")} <= {file.table for file in version.files}


def _analysts(folder: Path, size: Size) -> Iterator[Analyst]:
    yield ByDuckDB(folder)
    if size.answers <= IN_MEMORY_UP_TO:
        from bench.analysts.by_pandas import ByPandas
        from bench.analysts.by_polars import ByPolars

        yield ByPandas(folder)
        yield ByPolars(folder)


def _ways(gateway: Gateway, query: Query) -> Iterator[tuple[str, Filters, str | None]]:
    """(in words, filters, breakdown): everyone, broken down, and two regions of late."""
    everyone = Filters.everything(gateway.coverage)
    if query.compares:
        everyone = everyone.now(gateway.coverage)
    yield "everyone", everyone, None
    if "dimension" in query.parameters:
        yield "by segment", everyone, "segment"
    if "cells" in query.parameters:
        regions = gateway.warehouse.cells.values("region")
        of_late = everyone
        if not query.compares:
            of_late = everyone.during(gateway.coverage.preset("24m"), "24m")
        yield "two regions of late", of_late.of("region", regions[:2]), None


def _measured(
    gateway: Gateway,
    query: Query,
    what: str,
    filters: Filters,
    by: str | None,
    analysts: list[Analyst],
    size: Size,
    seconds: float,
) -> Iterator[Measured]:
    asked = Asked(filters.period, filters.versus_span(gateway.coverage), filters.where, by)

    def ask() -> Result:
        gateway.forget_answers()
        return gateway.ask(query.name, filters, by=by)

    works = {"ours": ask}
    if (bare := _bare_sum(gateway, query)) is not None:
        bare()
        works["bare sum"] = bare
    ours = ask().rows()
    for analyst in analysts:
        counted = analyst.count(query.name, asked)
        if counted is None:
            continue
        difference = disagreement(ours, finish(query.name, counted), query.grain)
        assert difference is None, f"{what}, {analyst.name}: {difference}"
        works[analyst.name] = lambda analyst=analyst: analyst.count(query.name, asked)
    taken = in_turns(works, seconds=seconds, warm_up=False)
    wanted = {"bare sum": MOST_BESIDE_BARE_SUM}
    if size.answers >= 100_000_000 and "changes" not in query.reads:
        rests_on = "nps" if any(name.startswith("nps") for name in query.reads) else "ratings"
        wanted[ByDuckDB.name] = MOST_BESIDE_DUCKDB[rests_on]
    for name in list(works)[1:]:
        yield Measured(
            PART,
            what,
            name,
            taken["ours"],
            taken[name],
            at_most=wanted.get(name),
        )


def _bare_sum(gateway: Gateway, query: Query) -> Callable[[], object] | None:
    """What DuckDB needs at the least for the rollup the question reads; None without one."""
    rollup = next((name for name in BARE_SUMS if name in query.reads), None)
    if rollup is None:
        return None
    file = gateway.warehouse.version.folder / f"{rollup}.parquet"
    sql = BARE_SUMS[rollup].format(file=f"read_parquet({literal(str(file))})")
    bare = duckdb.connect(":memory:")
    return lambda: bare.sql(sql).to_arrow_table()
