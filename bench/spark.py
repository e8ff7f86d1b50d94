"""Publishing on Spark on this machine, two workers of one core each, beside DuckDB.

How the work spreads, and what passes through driver and client, is `bench.spark_distribution`.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.answers import Size
from bench.results import Measured
from bench.spark_cluster import SparkCluster, missing_for_spark
from insight.publish import publish
from insight.settings import Settings

PART = "spark"


def measure(folder: Path, size: Size, tell: Callable[[str], None]) -> Iterator[Measured]:
    """The whole of publishing by a cluster that has just started and again, and by DuckDB."""
    del size
    if missing := missing_for_spark():
        tell(f"not measured: {missing}")
        return
    source = folder / "exports"
    with (
        tempfile.TemporaryDirectory(dir=folder) as scratch,
        tempfile.TemporaryDirectory(prefix="undercurrent-bench-") as logs,
        SparkCluster(Path(logs)) as cluster,
    ):
        by_spark = Settings(engine="spark", remote=cluster.remote, source=str(source))
        taken = {}
        turns = {"spark just started": by_spark, "duckdb": Settings(), "spark": by_spark}
        for name, settings in turns.items():
            data_folder = Path(scratch) / name
            data_folder.mkdir()
            (data_folder / "exports").symlink_to(source)
            began = time.perf_counter()
            version = publish(data_folder, settings=settings)
            seconds = time.perf_counter() - began
            tell(f"{seconds:8.1f} s  publishing with {name}, {len(version.files)} files")
            taken[name] = seconds * 1000
    for name in ("spark just started", "spark"):
        yield Measured(PART, f"publishing, {name}", "DuckDB", (taken[name],), (taken["duckdb"],))
