"""How work spreads over Spark on this machine: one worker of one core beside two.

`python -m bench.spark_distribution --answers 1e8` measures 1e6, 1e7 and 1e8 in one run. Two
clusters stand side by side and take turns at one rollup that has the same rows at every size,
counted through the engine that publishes. Two workers are two cores of one machine, which driver
and client need as well, never two machines; the stage that counts is timed by Spark besides.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from bench.results import Measured, Run
from bench.spark_answers import CELLS, DAYS, FILES, make_files
from bench.spark_client import COUNTED
from bench.spark_cluster import SparkCluster, missing_for_spark, wait_until

PART = "distribution"
SIZES = (1_000_000, 10_000_000, 100_000_000)
TURNS = 2
SECONDS_BETWEEN_COLLECTIONS = 5
SAYS_WHAT_IS_LEFT = "-Xlog:gc:file=gc-%p.log"
"""Java's option to write down, in the folder it runs in, what each collection left in the heap."""
WHOLE_COLLECTION = re.compile(r"Pause Full.*->(\d+)M\(")
MOST_DRIVER_GROWTH = 1.1
"""The driver's heap beside that at a million answers."""


@dataclass
class Desk:
    """A cluster, and a client that counts when it is told to."""

    cluster: SparkCluster
    client: subprocess.Popen
    seconds: list[float] = field(default_factory=list)
    """Of each turn, from the statement to the file."""
    counting: list[float] = field(default_factory=list)
    """Of each turn, the stage that read the answers."""

    def heard(self) -> dict:
        """What the client says next: seconds, its peak memory, the rows of the rollup."""
        line = self.client.stdout.readline()
        if not line:
            raise RuntimeError("the client of Spark ended")
        return json.loads(line)

    def count(self) -> dict:
        """One turn."""
        self.client.stdin.write("\n")
        self.client.stdin.flush()
        turn = self.heard()
        self.seconds.append(turn["seconds"])
        self.counting.append(self.cluster.seconds_of_last_scan())
        return turn

    def heap_mib(self) -> int:
        """What the next whole collection leaves in the driver's heap."""
        log = self.cluster.folder / f"gc-{self.cluster.server.pid}.log"
        before = len(WHOLE_COLLECTION.findall(log.read_text()))

        def left() -> list[str]:
            return WHOLE_COLLECTION.findall(log.read_text())[before:]

        # One that began while the turn ended may have left what the turn held.
        most = 10 * SECONDS_BETWEEN_COLLECTIONS
        return int(wait_until(lambda: left()[1:], "the driver's heap was collected", most)[0])


@dataclass(frozen=True)
class Seen:
    """One size: seconds of each turn by number of workers, and memory in MiB of two workers."""

    answers: int
    rows: int
    whole: dict[int, tuple[float, ...]]
    counting: dict[int, tuple[float, ...]]
    memory: dict[str, float]


def main() -> int:
    console = Console(width=140)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=lambda text: int(float(text)), default=SIZES[0])
    most = parser.parse_args().answers
    if missing := missing_for_spark():
        console.print(f"not measured: {missing}")
        return 1
    with _cluster(1) as one, _cluster(2) as two:
        seen = [_seen(one, two, n, console) for n in SIZES if n <= most]
    run = Run(f"{most:.0e}-{CELLS}".replace("e+0", "e"), tuple(_beside(seen)))
    path = run.save()
    console.print(run.table())
    console.print(f"Written: {path}", highlight=False)
    return 0


def _seen(one: SparkCluster, two: SparkCluster, answers: int, console: Console) -> Seen:
    with tempfile.TemporaryDirectory(prefix="undercurrent-bench-") as scratch, ExitStack() as ends:
        source = Path(scratch)
        make_files(source, answers)
        console.print(f"{answers:,} answers in {FILES} files", style="bold")
        desks = {}
        for workers, cluster in ((1, one), (2, two)):
            desks[workers] = ends.enter_context(_desk(cluster, source))
            console.print(
                f"  {workers} worker(s): cells in {desks[workers].heard()['seconds']:.1f} s"
            )
        if answers == SIZES[0]:
            for desk in desks.values():
                desk.count()
                desk.seconds.clear()
                desk.counting.clear()
        for _ in range(TURNS):
            turn = {workers: desk.count() for workers, desk in reversed(desks.items())}[2]
        heap, peak = desks[2].heap_mib(), turn["peak_mib"]
    return Seen(
        answers,
        turn["rows"],
        {workers: tuple(desk.seconds) for workers, desk in desks.items()},
        {workers: tuple(desk.counting) for workers, desk in desks.items()},
        {"driver: heap after a collection": heap, "client: peak memory": peak},
    )


def _beside(seen: list[Seen]) -> Iterator[Measured]:
    for size in seen:
        if size.rows != CELLS * DAYS:
            raise RuntimeError(f"{COUNTED} has {size.rows:,} rows, not {CELLS * DAYS:,}")
        for what, seconds in (("whole statement", size.whole), ("counting alone", size.counting)):
            two, one = ([size.answers / each for each in seconds[workers]] for workers in (2, 1))
            name = f"{size.answers:,} answers, a second, two workers: {what}"
            yield Measured(PART, name, "one worker", tuple(two), tuple(one), unit="1/s")
    for size in seen[1:]:
        for what, mib in size.memory.items():
            yield Measured(
                PART,
                f"{size.answers:,} answers, {what}",
                "at a million",
                (mib,),
                (seen[0].memory[what],),
                unit="MiB",
                at_most=MOST_DRIVER_GROWTH,
            )


@contextmanager
def _cluster(workers: int) -> Iterator[SparkCluster]:
    collected = {"spark.cleaner.periodicGC.interval": f"{SECONDS_BETWEEN_COLLECTIONS}s"}
    with (
        tempfile.TemporaryDirectory(prefix="undercurrent-bench-") as scratch,
        SparkCluster(Path(scratch), workers, SAYS_WHAT_IS_LEFT, collected) as cluster,
    ):
        yield cluster


@contextmanager
def _desk(cluster: SparkCluster, source: Path) -> Iterator[Desk]:
    client = subprocess.Popen(
        [sys.executable, "-m", "bench.spark_client", cluster.remote, str(source)],
        cwd=Path(__file__).resolve().parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Desk(cluster, client)
    finally:
        client.kill()
        client.wait()


if __name__ == "__main__":
    sys.exit(main())
