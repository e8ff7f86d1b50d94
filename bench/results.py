"""What was measured: ratios of two things that took turns in one run, printed, kept and drawn."""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from insight import __version__

RESULTS = Path(__file__).resolve().parent / "results"
REPEATS = 15


@dataclass(frozen=True)
class Measured:
    """One thing beside another: their measurements in `unit`, and the ratio wanted, if any."""

    part: str
    what: str
    beside: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    unit: str = "ms"
    at_most: float | None = None

    @property
    def ratio(self) -> float:
        """Median of ours over the median of the other."""
        return statistics.median(self.ours) / statistics.median(self.theirs)

    @property
    def holds(self) -> bool | None:
        return None if self.at_most is None else self.ratio <= self.at_most


@dataclass(frozen=True)
class Run:
    """Everything measured in one run of one size."""

    size: str
    measured: tuple[Measured, ...]

    def save(self, folder: Path = RESULTS) -> Path:
        """Write the run as JSON; parts measured in an earlier run of that size stay."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.size}.json"
        rows = [asdict(one) for one in self.measured]
        parts = {one.part for one in self.measured}
        if path.exists():
            earlier = json.loads(path.read_text(encoding="utf-8"))["measured"]
            rows = [row for row in earlier if row["part"] not in parts] + rows
        run = {
            "size": self.size,
            "undercurrent": __version__,
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "measured": rows,
        }
        path.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
        return path

    @classmethod
    def read(cls, path: Path) -> "Run":
        run = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            run["size"],
            tuple(
                Measured(**row | {side: tuple(row[side]) for side in ("ours", "theirs")})
                for row in run["measured"]
            ),
        )

    def table(self) -> Table:
        """The run as it is printed: one row a ratio; names wrap before a number is cut."""
        answers, cells = self.size.split("-")
        table = Table(box=None, title=f"{answers} answers in {cells} cells", pad_edge=False)
        table.add_column("what", overflow="fold")
        for heading in ("median", "p95"):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("beside", overflow="fold")
        for heading in ("median", "p95", "unit", "turns", "ratio", "wanted"):
            table.add_column(heading, justify="right", no_wrap=True)
        said = None
        for one in self.measured:
            ours = (one.what, number_text(statistics.median(one.ours)), number_text(p95(one.ours)))
            colour = {True: "green", False: "red", None: "default"}[one.holds]
            table.add_row(
                *(ours if one.what != said else ("", "", "")),
                one.beside,
                number_text(statistics.median(one.theirs)),
                number_text(p95(one.theirs)),
                one.unit,
                "/".join(map(str, dict.fromkeys((len(one.ours), len(one.theirs))))),
                f"[{colour}]{ratio_text(one.ratio)}[/]",
                "" if one.at_most is None else f"≤ {ratio_text(one.at_most)}",
            )
            said = one.what
        return table


def p95(values: Sequence[float]) -> float:
    """The 95th percentile; of fewer than fifteen values the largest."""
    if len(values) < REPEATS:
        return max(values)
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def number_text(value: float) -> str:
    """Three digits, as many as are worth reading."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def ratio_text(ratio: float) -> str:
    """`1.52`, or `1/310` where ours is much the smaller."""
    return f"1/{1 / ratio:,.0f}" if ratio < 0.1 else f"{ratio:.2f}"


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def in_turns(
    works: dict[str, Callable[[], object]],
    repeats: int = REPEATS,
    least: int = 3,
    seconds: float = 20.0,
    warm_up: bool = True,
) -> dict[str, tuple[float, ...]]:
    """Milliseconds of each work, all taking turns so that they see the same machine.

    A work whose turns have taken so many seconds is left out once it has had the least number;
    the first in the dictionary always has all its repeats. Unless that was done, each is warmed
    up once, unmeasured.
    """
    if warm_up:
        for work in works.values():
            work()
    taken: dict[str, list[float]] = {name: [] for name in works}
    first = next(iter(works))
    for _ in range(repeats):
        for name, work in works.items():
            had = taken[name]
            spent = name != first and len(had) >= least and sum(had) >= seconds * 1000
            if not spent:
                had.append(milliseconds(work))
    return {name: tuple(values) for name, values in taken.items()}
