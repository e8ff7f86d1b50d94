"""Everything beside something: what the dashboard costs, as ratios measured in one run.

`python -m bench --answers 1e6` makes the answers, publishes them and measures every part; --only
measures some, --keep DIR keeps the answers there for the next run. Results go to bench/results/.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console

from bench import clicks, coverage, loads, publishing, questions, sessions, spark, start
from bench.answers import SHAPES, Size, make_answers
from bench.picture import draw, summary
from bench.results import RESULTS, Measured, Run

Part = Callable[[Path, Size], Iterator[Measured]]


def parts(seconds: float, pages: tuple[str, ...], console: Console) -> dict[str, Part]:
    """Every part by its name, in the order they are measured."""
    tell = partial(console.print, style="dim", highlight=False)
    return {
        publishing.PART: partial(publishing.measure, seconds=seconds, tell=tell),
        questions.PART: partial(questions.measure, seconds=seconds),
        questions.DEMO_PART: partial(questions.measure_demo, seconds=seconds),
        clicks.PART: partial(clicks.measure, pages=pages),
        loads.PART: partial(loads.measure, pages=[one for one in pages if one in loads.FIRST]),
        start.PART: start.measure,
        sessions.PART: sessions.measure,
        coverage.PART: coverage.measure,
        spark.PART: partial(spark.measure, tell=tell),
    }


def number(text: str) -> int:
    """`1e6` as a whole number."""
    return int(float(text))


@contextmanager
def data_folder(keep: Path | None, size: Size) -> Iterator[Path]:
    """Where the answers lie: a folder that is kept, or one that goes away."""
    if keep is not None:
        yield keep.resolve() / str(size)
        return
    with tempfile.TemporaryDirectory(prefix="undercurrent-bench-") as folder:
        yield Path(folder)


def main() -> int:
    console = Console()
    if not console.is_terminal:
        console.width = 140
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=number, default=1_000_000, metavar="1e5|1e6|1e7|1e8")
    parser.add_argument("--cells", type=int, choices=SHAPES, default=480)
    parser.add_argument("--only", help="some parts, with commas between them")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the answers there")
    parser.add_argument(
        "--seconds", type=float, default=1.0, help="for each peer of a question, three turns apart"
    )
    parser.add_argument("--every-page", action="store_true", help="in the browser, not one only")
    chosen = parser.parse_args()
    pages = tuple(clicks.PAGES) if chosen.every_page else ("nps_trend",)
    known = parts(chosen.seconds, pages, console)
    only = chosen.only.split(",") if chosen.only else list(known)
    if unknown := set(only) - set(known):
        parser.error(f"there is no part {min(unknown)!r}; there is {', '.join(known)}")
    size = Size(chosen.answers, chosen.cells)
    measured: list[Measured] = []
    with data_folder(chosen.keep, size) as folder:
        console.print(f"{size.answers:,} answers in {size.cells:,} cells", style="bold")
        make_answers(folder, size)
        for name, part in known.items():
            if name in only:
                measured.extend(part(folder, size))
    run = Run(str(size), tuple(measured))
    path = run.save()
    console.print(run.table())
    whole = Run.read(path)
    written = [path, *draw(whole, RESULTS)]
    if {clicks.PART, questions.PART} <= {one.part for one in whole.measured}:
        written.append(RESULTS / f"{size}-summary.svg")
        written[-1].write_text(summary(whole), encoding="utf-8")
    console.print(f"Written: {', '.join(map(str, written))}", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
