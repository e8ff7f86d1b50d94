"""Every question, warm and with nothing cached, beside its bare sum and three analysts.

The bare sum is every sum of the question's rollups by period (by item of ratings), straight from
their Parquet files. The analysts' answers must be the gateway's, to the last count.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench.analysts import NO_SUMS, NOT_IN_THE_ANSWERS, Analyst, Asked
from bench.analysts.by_duckdb import ByDuckDB
from bench.answers import Size
from bench.figures import disagreement, finish
from bench.results import REPEATS, Measured, in_turns
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
"""What a hundred million answers are to reach, by what the question reads; the last counts."""

MORE_THAN_SUMS = {"complacency", "item_comments", "opportunities", *NO_SUMS}
"""Questions that no sum is a floor of: they estimate, draw by chance, or search texts."""

UNITS = dict.fromkeys(("same_people", "score_flows"), "year")
"""What a period is, other than a month: few customers answer in two months in a row."""

COARSEST = (
    ("nps_monthly", "nps_daily"),
    ("ratings_yearly", "ratings_monthly"),
    *((one,) for one in ("nps_relationship", "nps_flows", "raters_delivered", "picked_together")),
    *((one,) for one in ("effort_monthly", "kano_monthly", "invitations_monthly")),
    *((one,) for one in ("interactions_monthly", "departures_monthly", "changes", "nps_since_use")),
)
"""Rollups that a question sums, each with the finer ones that hold the same: the first one that it
reads counts. nps_repeats says how wide intervals are, and is left out: it is no part of the sum."""
KEYS = {"ratings_yearly": "item", "ratings_monthly": "item", "raters_delivered": "item"}
"""What a bare sum is by, other than the period."""
NUMBERS = ("BIGINT", "HUGEINT", "DOUBLE")


def measure(folder: Path, size: Size, seconds: float, repeats: int = REPEATS) -> Iterator[Measured]:
    """Every question in every way of asking it; an analyst stops after so many seconds."""
    if not _is_published(folder):
        publish(folder)
    gateway = Gateway.open(folder)
    analysts = list(_analysts(folder, size))
    for query in questions().values():
        if query.name in NOT_IN_THE_ANSWERS:
            continue
        for words, filters, by in _ways(gateway, query):
            what = f"{query.name}, {words}"
            yield from _measured(
                gateway, query, what, filters, by, analysts, size, seconds, repeats
            )


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
    by_least = "segment" if "dimension" in query.needs else None
    if by_least is None:
        yield "everyone", everyone, None
    if "dimension" in query.parameters:
        yield "by segment", everyone, "segment"
    if "cells" in query.parameters:
        regions = gateway.warehouse.cells.values("region")
        of_late = everyone
        if not query.compares:
            of_late = everyone.during(gateway.coverage.preset("24m"), "24m")
        yield "two regions of late", of_late.of("region", regions[:2]), by_least


def _measured(
    gateway: Gateway,
    query: Query,
    what: str,
    filters: Filters,
    by: str | None,
    analysts: list[Analyst],
    size: Size,
    seconds: float,
    repeats: int = REPEATS,
) -> Iterator[Measured]:
    coverage = gateway.coverage
    versus = filters.versus_span(coverage)
    asked = Asked(filters.period, versus, coverage.baseline, filters.where, by)
    unit = UNITS.get(query.name, "month")

    def ask() -> Result:
        gateway.forget_answers()
        return gateway.ask(query.name, filters, by=by, unit=unit)

    works = {"ours": ask}
    if (bare := _bare_sum(gateway, query)) is not None:
        bare()
        works["bare sum"] = bare
    ours = ask().rows()
    for analyst in analysts:
        counted = analyst.count(query.name, asked)
        if counted is None:
            continue
        theirs = finish(query, counted, ours)
        difference = disagreement(query, ours, theirs, gateway.settings.minimum_answers)
        assert difference is None, f"{what}, {analyst.name}: {difference}"
        works[analyst.name] = lambda analyst=analyst: analyst.count(query.name, asked)
    # What is estimated takes seconds, and there is no ratio to reach.
    turns = min(repeats, 3) if query.name in NO_SUMS else repeats
    taken = in_turns(works, turns, seconds=seconds, warm_up=False)
    wanted = {} if query.name in MORE_THAN_SUMS else {"bare sum": MOST_BESIDE_BARE_SUM}
    if size.answers >= 100_000_000:
        for rests_on, most in MOST_BESIDE_DUCKDB.items():
            if any(name.startswith(rests_on) for name in query.reads):
                wanted[ByDuckDB.name] = most
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
    """What DuckDB needs at the least for the rollups the question sums; None without any."""
    read = [next((name for name in one if name in query.reads), None) for one in COARSEST]
    bare = duckdb.connect(":memory:")
    selects = [_sums(bare, gateway, name) for name in read if name is not None]
    if not selects:
        return None
    return lambda: [bare.sql(select).to_arrow_table() for select in selects]


def _sums(bare: duckdb.DuckDBPyConnection, gateway: Gateway, rollup: str) -> str:
    """Every number of a rollup summed by its period or item, straight from its Parquet file."""
    file = gateway.warehouse.version.folder / f"{rollup}.parquet"
    rows = bare.sql(f"from read_parquet({literal(str(file))})")
    columns = dict(zip(rows.columns, map(str, rows.types), strict=True))
    if rollup == "changes":
        return f"select count(*), max(started_on) from ({rows.sql_query()})"
    key = KEYS.get(rollup) or next(name for name, kind in columns.items() if kind == "DATE")
    sums = ", ".join(f"sum({name})" for name, kind in columns.items() if kind in NUMBERS)
    return f"select {key}, {sums} from ({rows.sql_query()}) group by 1"
