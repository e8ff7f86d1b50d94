"""A run as a picture: medians on a scale of tens, one line a thing that was measured."""

import math
import statistics
from collections.abc import Iterable
from html import escape
from pathlib import Path

from bench.results import Measured, Run, number_text

LEFT, WIDTH, LINE, TOP, BOTTOM = 250, 900, 22, 66, 34
RIGHT = 60
COLOURS = {
    "ours": "#2563c9",
    "bare sum": "#8a8f98",
    "its bare GROUP BY": "#d97706",
    "DuckDB": "#d97706",
    "pandas": "#7c3aed",
    "polars": "#0f8a6d",
}
OTHER = "#b4435c"
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #24292f; }
.faint { fill: #6b7280; } .grid { stroke: #d0d7de; } .reach { stroke: #afb8c1; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .faint { fill: #9198a1; } .grid { stroke: #3d444d; }
  .reach { stroke: #656c76; }
}
"""


def draw(run: Run, folder: Path) -> list[Path]:
    """Draw each part that was timed in milliseconds as `<size>-<part>.svg` in the folder."""
    drawn = []
    for part in dict.fromkeys(one.part for one in run.measured if one.unit == "ms"):
        path = folder / f"{run.size}-{part}.svg"
        path.write_text(picture(run, part), encoding="utf-8")
        drawn.append(path)
    return drawn


def picture(run: Run, part: str) -> str:
    """One part of a run as SVG text, for light and dark pages alike."""
    points = medians(one for one in run.measured if one.part == part and one.unit == "ms")
    times = [time for line in points.values() for time in line.values()]
    low = math.floor(math.log10(min(times)))
    high = math.ceil(math.log10(max(times)))

    def across(time: float) -> float:
        return LEFT + (math.log10(time) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    height = TOP + LINE * len(points) + BOTTOM
    answers, cells = run.size.split("-")
    marks = [
        f'<text x="8" y="20" font-weight="600">Milliseconds (median), {answers} answers in '
        f"{cells} cells</text>",
        *_legend(points),
    ]
    for power in range(low, high + 1):
        x = across(10**power)
        marks.append(
            f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{height - BOTTOM}"/>'
            f'<text class="faint" x="{x:.1f}" y="{height - BOTTOM + 18}" text-anchor="middle">'
            f"{number_text(10.0**power)}</text>"
        )
    for number, (what, line) in enumerate(points.items()):
        y = TOP + LINE * number + LINE / 2
        marks.append(
            f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{escape(what)}</text>'
            f'<line class="reach" x1="{across(min(line.values())):.1f}" '
            f'x2="{across(max(line.values())):.1f}" y1="{y}" y2="{y}"/>'
        )
        marks.extend(
            f'<circle cx="{across(time):.1f}" cy="{y}" r="5" fill="{COLOURS.get(name, OTHER)}">'
            f"<title>{escape(name)}: {number_text(time)} ms</title></circle>"
            for name, time in reversed(line.items())
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>Milliseconds of {part} at {answers} answers</title>"
        f"<style>{STYLE}</style>{''.join(marks)}</svg>\n"
    )


def medians(measured: Iterable[Measured]) -> dict[str, dict[str, float]]:
    """Median by what was measured and beside what; `ours` first."""
    points: dict[str, dict[str, float]] = {}
    for one in measured:
        line = points.setdefault(one.what, {"ours": statistics.median(one.ours)})
        line[one.beside] = statistics.median(one.theirs)
    return points


def _legend(points: dict[str, dict[str, float]]) -> list[str]:
    names = list(dict.fromkeys(name for line in points.values() for name in line))
    marks, x = [], 14
    for name in names:
        marks.append(
            f'<circle cx="{x}" cy="40" r="5" fill="{COLOURS.get(name, OTHER)}"/>'
            f'<text x="{x + 10}" y="44">{escape(name)}</text>'
        )
        x += 34 + 7 * len(name)
    return marks
