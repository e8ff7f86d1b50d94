"""Spark on this machine: one worker and two, and what passes through its driver and its client.

Two clusters stand side by side and take turns at one rollup, counted through the engine that
publishes. Each worker has one core: two of them are two cores of one machine, never two machines.
Memory is that of fresh processes, beside those that counted a million answers.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.answers import Size, make_answers
from bench.results import Measured
from bench.spark_client import COUNTED
from bench.spark_cluster import SparkCluster, missing_for_spark
from insight.publish import publish
from insight.settings import Settings
from insight.tables import export_path
from insight.version import Version

PART = "spark"
A_MILLION = 1_000_000
MOST_PUBLISHED = A_MILLION
TURNS = 2
SAYS_WHAT_IS_LEFT = "-Xlog:gc:file=gc-%p.log"
"""Java's option to write down, in the folder it runs in, what each collection left in the heap."""
MOST_BESIDE_A_MILLION = 2.0
"""The rollup of very many answers has nearly twice the rows of a million's, and no more."""


@dataclass
class Desk:
    """A cluster with a client that counts when it is told to."""

    cluster: SparkCluster
    client: subprocess.Popen

    def prepared(self) -> dict:
        """What the client says first, once it knows the cells."""
        return json.loads(self.client.stdout.readline() or "{}")

    def count(self) -> dict:
        """One turn: seconds, the rows and bytes of the rollup, the client's peak memory so far."""
        self.client.stdin.write("\n")
        self.client.stdin.flush()
        return self.prepared()

    def driver_mib(self) -> float:
        """Most memory that the driver's process has held (resident set), free heap included."""
        status = Path(f"/proc/{self.cluster.server.pid}/status").read_text(encoding="utf-8")
        [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 1024

    def heap_mib(self) -> float:
        """Most that a collection has left in the driver's heap."""
        said = self.cluster.folder / f"gc-{self.cluster.server.pid}.log"
        return float(max(map(int, re.findall(r"->(\d+)M\(", said.read_text()))))


def measure(folder: Path, size: Size, tell: Callable[[str], None]) -> Iterator[Measured]:
    """Rows a second of one worker and of two, memory beside a million answers, and publishing."""
    if missing := missing_for_spark():
        tell(f"not measured: {missing}")
        return
    answers = _answers_alone(folder)
    with _desk(answers, workers=1) as one, _desk(answers, workers=2) as two:
        for name, desk in (("one worker", one), ("two workers", two)):
            tell(f"{desk.prepared()['seconds']:8.1f} s  {name}: its cells")
            tell(f"{desk.count()['seconds']:8.1f} s  {name}: {COUNTED}, not measured yet")
        turns = [(two.count(), one.count()) for _ in range(TURNS)]
        tell(f"{turns[-1][0]['rows']:8,} rows of {COUNTED}, {turns[-1][0]['bytes']:,} bytes")
        memory = _memory(two, turns[-1][0])
    by_two, by_one = zip(*turns, strict=True)
    yield Measured(
        PART,
        "answers a second, two workers",
        "one worker",
        tuple(size.answers / turn["seconds"] for turn in by_two),
        tuple(size.answers / turn["seconds"] for turn in by_one),
        unit="1/s",
    )
    yield from _memory_beside_a_million(memory, size)
    if size.answers <= MOST_PUBLISHED:
        yield _published(folder, tell)


def _memory_beside_a_million(memory: dict[str, float], size: Size) -> Iterator[Measured]:
    with tempfile.TemporaryDirectory(prefix="undercurrent-bench-") as scratch:
        folder = Path(scratch)
        make_answers(folder, Size(A_MILLION, size.cells))
        with _desk(_answers_alone(folder), workers=2) as desk:
            desk.prepared()
            for _ in range(TURNS + 1):
                last = desk.count()
            beside = _memory(desk, last)
    for what, mib in memory.items():
        yield Measured(
            PART,
            what,
            "at a million answers",
            (mib,),
            (beside[what],),
            unit="MiB",
            at_most=MOST_BESIDE_A_MILLION,
        )


def _published(folder: Path, tell: Callable[[str], None]) -> Measured:
    """The whole of publishing by two workers beside DuckDB, in that order, one turn each."""
    source = folder / "exports"
    with tempfile.TemporaryDirectory(dir=folder) as scratch, _cluster(workers=2) as cluster:
        by_spark = Settings(engine="spark", remote=cluster.remote, source=str(source))
        by_duckdb = Settings()
        taken = {}
        for name, settings in (("spark", by_spark), ("duckdb", by_duckdb)):
            data_folder = Path(scratch) / name
            data_folder.mkdir()
            (data_folder / "exports").symlink_to(source)
            seconds, version = _timed(data_folder, settings)
            tell(f"{seconds:8.1f} s  publishing with {name}, {len(version.files)} files")
            taken[name] = seconds * 1000
    return Measured(
        PART, "publishing, two workers", "DuckDB", (taken["spark"],), (taken["duckdb"],)
    )


def _timed(data_folder: Path, settings: Settings) -> tuple[float, Version]:
    began = time.perf_counter()
    version = publish(data_folder, settings=settings)
    return time.perf_counter() - began, version


def _answers_alone(folder: Path) -> Path:
    """A source that holds the answers and no other table."""
    alone = folder / "answers"
    alone.mkdir(exist_ok=True)
    link = alone / "survey_responses.parquet"
    if not link.is_symlink():
        link.symlink_to(export_path(folder, "survey_responses"))
    return alone


def _memory(desk: Desk, turn: dict) -> dict[str, float]:
    return {
        "driver: peak memory": desk.driver_mib(),
        "driver: heap after a collection": desk.heap_mib(),
        "client: peak memory": turn["peak_mib"],
    }


@contextmanager
def _cluster(workers: int) -> Iterator[SparkCluster]:
    with (
        tempfile.TemporaryDirectory(prefix="undercurrent-bench-") as scratch,
        SparkCluster(Path(scratch), workers, SAYS_WHAT_IS_LEFT) as cluster,
    ):
        yield cluster


@contextmanager
def _desk(source: Path, workers: int) -> Iterator[Desk]:
    with ExitStack() as ends:
        cluster = ends.enter_context(_cluster(workers))
        client = subprocess.Popen(
            [sys.executable, "-m", "bench.spark_client", cluster.remote, str(source)],
            cwd=Path(__file__).resolve().parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        ends.callback(client.wait)
        ends.callback(client.kill)
        yield Desk(cluster, client)
