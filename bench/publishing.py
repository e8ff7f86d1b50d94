"""Publishing beside bare GROUP BYs over the same exports: time, rows a second, peak memory.

A child process publishes, so that its peak memory is its own. Then every rollup is written again
from the published detail, in turns with its own bare GROUP BY: the same sums by the same months and
texts straight from the exports, neither cleaned nor ordered nor written.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from bench.answers import Size
from bench.results import Measured, in_turns
from insight.publish import ROLLUPS
from insight.settings import read_settings
from insight.tables import export_path
from insight.version import Version, last_good_version
from insight.warehouse import literal

PART = "publishing"
MOST_BESIDE_GROUP_BY = 4.0

CHILD = """
import json, resource, sys, time
from pathlib import Path
from insight.publish import publish
steps = []
started = time.perf_counter()
tell = lambda step: steps.append([step, time.perf_counter() - started])
publish(Path(sys.argv[1]), tell, everything=True)
print(json.dumps({
    "seconds": time.perf_counter() - started,
    "steps": steps,
    "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""
SCORES = """
select
    {period} as period,
    {dimensions},
    count(*),
    count(recommend_score),
    count(*) filter (where recommend_score >= 9),
    count(*) filter (where recommend_score in (7, 8)),
    count(*) filter (where recommend_score <= 6),
    sum(weight) filter (where recommend_score is not null),
    sum(weight) filter (where recommend_score >= 9),
    sum(weight) filter (where recommend_score <= 6),
    sum(weight * weight) filter (where recommend_score is not null),
    sum(weight * weight) filter (where recommend_score >= 9),
    sum(weight * weight) filter (where recommend_score <= 6)
from survey_responses
group by all
"""
RATINGS = """
select
    {period} as period,
    {dimensions},
    item,
    kind,
    count(wanted), sum(wanted), sum(wanted * wanted), count(*) filter (where wanted_top),
    count(delivered), sum(delivered), sum(delivered * delivered),
    count(*) filter (where delivered_top),
    count(wanted + delivered),
    sum(wanted) filter (where delivered is not null),
    sum(wanted * wanted) filter (where delivered is not null),
    sum(delivered) filter (where wanted is not null),
    sum(delivered * delivered) filter (where wanted is not null),
    sum(wanted * delivered),
    count(*) filter (where wanted_top and delivered_top),
    count(*) filter (where wanted_top and not delivered_top),
    count(*) filter (where not wanted_top and delivered_top),
    count(*) filter (where not wanted_top and not delivered_top)
from (
    select
        responded_on, {dimensions}, item, kind,
        1e2 * (wanted - wanted_low) / (wanted_high - wanted_low) as wanted,
        1e2 * (delivered - delivered_low) / (delivered_high - delivered_low) as delivered,
        wanted >= wanted_high - 1 as wanted_top,
        delivered >= delivered_high - 1 as delivered_top
    from ratings inner join survey_responses using (response_id)
)
group by all
"""
BY_CUSTOMER = """
select
    customer_id,
    {period},
    count(*),
    count(*) filter (where recommend_score >= 9),
    count(*) filter (where recommend_score <= 6)
from (
    select *,
        date_trunc('month', responded_on) as month,
        date_trunc('quarter', responded_on) as quarter,
        date_trunc('year', responded_on) as year
    from survey_responses
    where recommend_score is not null and customer_id is not null
)
group by grouping sets ({groups})
"""
OF_EVERY_UNIT = BY_CUSTOMER.format(
    period="month, quarter, year",
    groups="(customer_id, month), (customer_id, quarter), (customer_id, year)",
)
OF_MONTHS = BY_CUSTOMER.format(period="month", groups="(customer_id, month)")
BARE = {
    "nps_flows": (OF_EVERY_UNIT, ""),
    "nps_daily": (SCORES, "responded_on"),
    "nps_monthly": (SCORES, "date_trunc('month', responded_on)"),
    "nps_relationship": (OF_MONTHS, ""),
    "nps_repeats": (OF_EVERY_UNIT, ""),
    "nps_since_use": (OF_MONTHS, ""),
    "ratings_monthly": (RATINGS, "date_trunc('month', responded_on)"),
    "ratings_yearly": (RATINGS, "date_trunc('year', responded_on)"),
}
"""By rollup, with its period; those of customers are beside the counts that each begins with.
Rollups of people drawn at random, and of tables that answers made for measuring lack, have none."""
FROM_DETAIL = (
    *("nps_daily", "nps_flows", "nps_relationship", "nps_repeats", "nps_since_use"),
    "ratings_monthly",
)
"""Rollups that are counted from detail; the coarser ones are counted from these."""


def measure(
    folder: Path, size: Size, seconds: float, tell: Callable[[str], None]
) -> Iterator[Measured]:
    """The whole of publishing, its memory, and every rollup beside its bare GROUP BY."""
    published = _publish_in_a_child(folder)
    for (step, started), (_, ended) in zip(
        published["steps"], [*published["steps"][1:], ("", published["seconds"])], strict=True
    ):
        if ended - started >= 0.01 * published["seconds"]:
            tell(f"{ended - started:8.1f} s  {step}")
    tell(
        f"{published['seconds']:8.1f} s in all, {size.answers / published['seconds']:,.0f} answers "
        f"a second, at most {published['peak_mib']:,.0f} MiB"
    )
    settings = read_settings(folder)
    version, _ = last_good_version(folder)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        limits = [
            f"set memory_limit = {literal(settings.memory_limit)}",
            f"set temp_directory = {literal(scratch)}",
        ]
        yield from _rollups(folder, version, size, Path(scratch), limits, published, seconds)
    cap = _mib(settings.memory_limit)
    yield Measured(
        PART,
        "peak memory",
        "the cap that is set",
        (published["peak_mib"],),
        (cap,),
        unit="MiB",
        at_most=1.0,
    )


def _publish_in_a_child(folder: Path) -> dict:
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder)],
        cwd=Path(__file__).resolve().parents[1],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(child.stdout.splitlines()[-1])


def _rollups(
    folder: Path,
    version: Version,
    size: Size,
    scratch: Path,
    limits: list[str],
    published: dict,
    seconds: float,
) -> Iterator[Measured]:
    detail, exports = _connection(limits), _connection(limits)
    for file in version.files:
        path = literal(str(version.folder / file.path))
        detail.execute(f"create view {file.table} as select * from read_parquet({path})")
    starts = version.coverage.fiscal_year_starts
    detail.execute(f"create table fiscal_calendar as select {starts} as fiscal_year_starts")
    for table in ("survey_responses", "ratings"):
        path = literal(str(export_path(folder, table)))
        exports.execute(f"create view {table} as select * from read_parquet({path})")
    in_all: list[float] = []
    is_large = size.answers > 1_000_000
    for path in sorted(ROLLUPS.glob("*.sql")):
        if path.stem not in BARE:
            continue
        rollup = path.read_text(encoding="utf-8").rstrip().rstrip(";")
        sql, period = BARE[path.stem]
        bare = sql.format(period=period, dimensions=", ".join(size.dimensions))
        written = literal(str(scratch / path.name))
        taken = in_turns(
            {
                "ours": lambda rollup=rollup, written=written: detail.execute(
                    f"copy ({rollup}\n) to {written} (format parquet, compression zstd)"
                ),
                "bare": lambda bare=bare: exports.execute(bare).to_arrow_table(),
            },
            repeats=3 if is_large else 15,
            least=1 if is_large else 3,
            seconds=seconds,
            warm_up=not is_large,
        )
        if path.stem in FROM_DETAIL:
            in_all.append(statistics.median(taken["bare"]))
        yield Measured(
            PART,
            f"rollup {path.stem}",
            "its bare GROUP BY",
            taken["ours"],
            taken["bare"],
            at_most=MOST_BESIDE_GROUP_BY,
        )
    yield Measured(
        PART,
        "publishing, all of it",
        "bare GROUP BYs of all",
        (published["seconds"] * 1000,),
        (sum(in_all),),
    )
    yield Measured(
        PART,
        "answers published a second",
        "bare GROUP BYs of all",
        (size.answers / published["seconds"],),
        (size.answers / sum(in_all) * 1000,),
        unit="1/s",
    )


def _connection(limits: list[str]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    for limit in limits:
        connection.execute(limit)
    return connection


def _mib(limit: str) -> float:
    """`4GiB` as mebibytes, by DuckDB's own reading of it."""
    number, unit = limit.rstrip("iB").rstrip("KMGT"), limit.rstrip("iB")[-1]
    base = 1024 if "i" in limit else 1000
    return float(number) * base ** (" KMGT".index(unit)) / 2**20
