"""A run as pictures, for light and dark pages: what took how long, each mark with its name."""

import math
import statistics
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from bench.results import Measured, Run, number_text

OURS = "ours"
IN_WORDS = {
    OURS: "this dashboard",
    "no charts": "the same page without charts",
    "figures made beforehand": "its figures made beforehand",
    "st.plotly_chart": "the same page, st.plotly_chart",
    "pandas": "pandas, st.cache_data",
    "DuckDB": "DuckDB on every rerun",
    "polars": "polars on every rerun",
    "Dash": "Dash, answers in memory",
}
"""What takes turns at a click, as the bars name it."""
ALIKE = ("no charts", "figures made beforehand", "st.plotly_chart")
"""The dashboard itself with less or other charts; the others draw their charts and nothing else."""
MARKS = {
    OURS: ("#2563c9", "circle"),
    "bare sum": ("#8a8f98", "circle"),
    "its bare GROUP BY": ("#c2620a", "diamond"),
    "DuckDB": ("#c2620a", "diamond"),
    "pandas": ("#7c3aed", "triangle"),
    "polars": ("#0f8a6d", "square"),
}
"""Colour and shape of what a line is about; a shape tells apart who sees no colour."""
OTHER = ("#b4435c", "square")
WIDTH, LEFT, RIGHT, LINE, TOP, BOTTOM = 900, 250, 60, 22, 66, 34
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #24292f; }
.title { font-weight: 600; font-size: 14px; } .ours { font-weight: 600; }
.faint { fill: #59636e; } .grid { stroke: #d0d7de; } .reach { stroke: #afb8c1; stroke-width: 2; }
.bar { fill: #9aa4b0; } .alike { fill: #bcd0f2; } .bar.ours { fill: #2563c9; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .faint { fill: #9198a1; } .grid { stroke: #3d444d; }
  .reach { stroke: #656c76; } .bar { fill: #6b7683; } .alike { fill: #2f4a7a; }
  .bar.ours { fill: #4b8bf0; }
}
"""
CLICKS, QUESTIONS = "clicks", "questions"


def draw(run: Run, folder: Path) -> list[Path]:
    """`<size>-<part>.svg` in the folder for each part timed in milliseconds; clicks as bars."""
    drawn = []
    for part in dict.fromkeys(one.part for one in run.measured if one.unit == "ms"):
        points = medians(one for one in run.measured if one.part == part and one.unit == "ms")
        path = folder / f"{run.size}-{part}.svg"
        if part == CLICKS:
            marks, height = bars(points, run.size)
        else:
            marks, height = dots(points, run.size)
        path.write_text(svg(marks, height, f"Milliseconds of {part}, {run.size}"), encoding="utf-8")
        drawn.append(path)
    return drawn


def summary(run: Run) -> str:
    """A click and the questions asked of everyone, as SVG text: the picture of the README."""
    timed = [one for one in run.measured if one.unit == "ms"]
    clicks = medians(one for one in timed if one.part == CLICKS and "chart" in one.what)
    asked = medians(
        one
        for one in timed
        if one.part == QUESTIONS and one.beside != "bare sum" and one.what.endswith(", everyone")
    )
    asked = {what.removesuffix(", everyone"): line for what, line in asked.items()}
    told_by_all = {what: line for what, line in asked.items() if len(line) > 3}
    above, height = bars(clicks, run.size)
    below, height_below = dots(told_by_all, run.size, "A question of everyone, warm, milliseconds")
    moved = f'<g transform="translate(0 {height})">{"".join(below)}</g>'
    return svg([*above, moved], height + height_below, "What a click and a question cost")


def bars(points: Mapping[str, Mapping[str, float]], size: str) -> tuple[list[str], float]:
    """(marks, height): of every page a bar each for who took turns, in its own milliseconds."""
    answers, cells = size.split("-")
    marks = [
        f'<text class="title" x="8" y="22">From a changed filter to the last repainted chart, '
        f"milliseconds (median)</text>"
        f'<text class="faint" x="8" y="42">{answers} answers in {cells} cells. Light blue: this '
        "dashboard with less, or with other charts. Grey: two charts and nothing else</text>"
    ]
    y = 58.0
    shown = {what: line for what, line in points.items() if "chart" in what}
    longest = max(time for line in shown.values() for time in line.values())
    for page, line in shown.items():
        if len(shown) > 1:
            marks.append(f'<text class="faint" x="8" y="{y + 12}">{escape(page)}</text>')
            y += LINE
        for name, time in sorted(line.items(), key=lambda one: one[1]):
            wide = (WIDTH - LEFT - RIGHT) * time / longest
            kind = "bar ours" if name == OURS else "alike" if name in ALIKE else "bar"
            bold = ' class="ours"' if name == OURS else ""
            marks.append(
                f'<text{bold} x="{LEFT - 12}" y="{y + 12}" text-anchor="end">'
                f"{escape(IN_WORDS.get(name, name))}</text>"
                f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{wide:.1f}" height="16" rx="2"/>'
                f'<text{bold} x="{LEFT + wide + 8:.1f}" y="{y + 12}">{number_text(time)}</text>'
            )
            y += LINE
        y += 10
    return marks, y + 8


def dots(
    points: Mapping[str, Mapping[str, float]], size: str, title: str = "Milliseconds (median)"
) -> tuple[list[str], float]:
    """(marks, height): a line each for what was measured, on a scale of tens."""
    times = [time for line in points.values() for time in line.values()]
    low = math.floor(math.log10(min(times)))
    high = math.ceil(math.log10(max(times)))

    def across(time: float) -> float:
        return LEFT + (math.log10(time) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    height = TOP + LINE * len(points) + BOTTOM
    answers, cells = size.split("-")
    marks = [
        f'<text class="title" x="8" y="22">{escape(title)}, {answers} answers in {cells} cells'
        "</text>",
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
            _mark(name, across(time), y, f"{name}: {number_text(time)} ms")
            for name, time in reversed(line.items())
        )
    return marks, height


def medians(measured: Iterable[Measured]) -> dict[str, dict[str, float]]:
    """Median by what was measured and beside what; `ours` first."""
    points: dict[str, dict[str, float]] = {}
    for one in measured:
        line = points.setdefault(one.what, {OURS: statistics.median(one.ours)})
        line[one.beside] = statistics.median(one.theirs)
    return points


def svg(marks: Iterable[str], height: float, title: str) -> str:
    """Marks as a picture of that height in pixels."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img">'
        f"<title>{escape(title)}</title><style>{STYLE}</style>{''.join(marks)}</svg>\n"
    )


def _mark(name: str, x: float, y: float, title: str = "") -> str:
    colour, shape = MARKS.get(name, OTHER)
    corners = {
        "diamond": [(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)],
        "triangle": [(0, -6), (6, 5), (-6, 5)],
        "square": [(-4.8, -4.8), (4.8, -4.8), (4.8, 4.8), (-4.8, 4.8)],
    }.get(shape)
    said = f"<title>{escape(title)}</title>" if title else ""
    if corners is None:
        return f'<circle cx="{x:.1f}" cy="{y}" r="5.5" fill="{colour}">{said}</circle>'
    points = " ".join(f"{x + dx:.1f},{y + dy:g}" for dx, dy in corners)
    return f'<polygon points="{points}" fill="{colour}">{said}</polygon>'


def _legend(points: Mapping[str, Mapping[str, float]]) -> list[str]:
    names = list(dict.fromkeys(name for line in points.values() for name in line))
    marks, x = [], 16.0
    for name in names:
        marks.append(_mark(name, x, 42))
        marks.append(f'<text x="{x + 11}" y="46">{escape(name)}</text>')
        x += 36 + 7 * len(name)
    return marks
