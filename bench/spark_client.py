"""A client of Spark that counts one rollup, as publishing does, as often as it is told.

Its own process, so that its peak memory is its own: `python -m bench.spark_client REMOTE SOURCE`
prints a line of JSON once the cells are there, and one for every line that it reads.
"""

import json
import resource
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench.spark_answers import DIMENSIONS
from insight.dimensions import assign_cells, describe_facts
from insight.publishing.build import ROLLUPS, SOURCES
from insight.publishing.spark_remote import Remote
from insight.publishing.spark_session import SparkSession
from insight.settings import Settings
from insight.tables import TABLES

COUNTED = "nps_daily"


def ready(session: SparkSession) -> None:
    """Everything that publishing does before the rollup, but for checks, dimensions and detail."""
    for table in TABLES:
        session.read_export(table, session.exports.get(table))
    describe_facts(session)
    assign_cells(session, tuple(DIMENSIONS), None)
    for table in ("cells", "cell_values"):
        session.write(f"select * from {table}", table, "cells")
    detail = SOURCES / "survey_responses.sql"
    session.define(detail.stem, detail.read_text(encoding="utf-8").rstrip().rstrip(";"))


def tell(**figures: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures | {"peak_mib": peak}), flush=True)


def main(remote: str, source: str) -> None:
    defaults = Settings()
    with tempfile.TemporaryDirectory() as building:
        began = time.perf_counter()
        session = SparkSession(
            Remote(remote), source, Path(building), defaults.memory_limit, defaults.detail_rows
        )
        with closing(session):
            ready(session)
            tell(seconds=time.perf_counter() - began)
            for _ in sys.stdin:
                began = time.perf_counter()
                rollup = session.write_file(ROLLUPS / f"{COUNTED}.sql", "rollup")
                tell(seconds=time.perf_counter() - began, rows=rollup.rows, bytes=rollup.bytes)


if __name__ == "__main__":
    main(*sys.argv[1:])
