"""Benchmarks on an NPS axis: one's own target or a figure of the field, as labelled lines."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from insight.charts.scales import spread
from insight.charts.theme import SMALL_SIZE, Theme, add_all, plain, wrapped
from insight.settings import Benchmark

MOST_STRETCH = 2.0
"""The axis grows to hold a benchmark, at most to this multiple of what its points need."""

_LINE_PIXELS = 17
_LABEL_WIDTH = 46
_ROUND = 5


def draw_benchmarks(
    figure: go.Figure, benchmarks: Sequence[Benchmark], theme: Theme, axis: str = "y"
) -> None:
    """Add each benchmark as a thin dashed line labelled `Our target 42 · Board, 2025`.

    The axis must have its range; it is widened where that leaves room for the points, else a
    benchmark stands at the edge it lies beyond, with an arrow. Nothing is drawn without any.
    """
    if not benchmarks:
        return
    y_axis = figure.layout[axis.replace("y", "yaxis", 1)]
    pixels = _pixels(figure, y_axis)
    low, high = _widened(y_axis, [one.nps for one in benchmarks], pixels)
    y_axis.range = [low, high]
    place = {"xref": f"{y_axis.anchor or 'x'} domain", "yref": axis}
    point = (high - low) / pixels
    ascending = sorted(benchmarks, key=lambda one: one.nps)
    labels = [_label(one, low, high, theme) for one in ascending]
    heights = [point * _LINE_PIXELS * (1 + label.count("<br>")) for label in labels]
    centres = _centres([one.nps for one in ascending], heights, low, high)
    lines = [
        {
            "type": "line",
            "x0": 0,
            "x1": 1,
            "y0": one.nps,
            "y1": one.nps,
            "line": {"color": theme.muted, "width": 1.2, "dash": "dash"},
        }
        | place
        for one in ascending
        if low <= one.nps <= high
    ]
    texts = [
        {
            "text": label,
            "x": 0,
            "y": centre,
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "xshift": 2,
            "showarrow": False,
            "bgcolor": theme.faint(theme.paper, 0.75),
            "borderpad": 0,
            "font": {"size": SMALL_SIZE, "color": theme.muted},
        }
        | place
        for label, centre in zip(labels, centres, strict=True)
    ]
    add_all(figure, lines, texts)


def _widened(y_axis: Any, values: Sequence[float], pixels: float) -> tuple[float, float]:
    """The axis's range, widened to the nearest round points for benchmarks not too far away and
    for the label above the highest.
    """
    low, high = y_axis.range
    most = (high - low) * MOST_STRETCH
    for value in sorted(values, key=lambda value: max(low - value, value - high)):
        wider = min(low, value // _ROUND * _ROUND), max(high, -(-value // _ROUND) * _ROUND)
        if wider[1] - wider[0] <= most:
            low, high = wider
    highest = max((value for value in values if low <= value <= high), default=low)
    label_ends = highest + (high - low) * _LINE_PIXELS / pixels
    if label_ends > high:
        high = min(100, -(-label_ends // _ROUND) * _ROUND)
    return low, high


def _pixels(figure: go.Figure, y_axis: Any) -> float:
    """About how many pixels the axis is long."""
    start, end = y_axis.domain or (0, 1)
    margin = figure.layout.margin
    return max(40.0, (figure.layout.height - (margin.t or 24) - (margin.b or 4) - 36)) * (
        end - start
    )


def _label(one: Benchmark, low: float, high: float, theme: Theme) -> str:
    arrow = " ↑" if one.nps > high else " ↓" if one.nps < low else ""
    number = theme.words.number(one.nps, 0 if one.nps == round(one.nps) else 1)
    source = f"{plain(one.source, 40)}, {one.dated.year}"
    return wrapped(f"{plain(one.name, 40)} {number}{arrow} · {source}", _LABEL_WIDTH, 2)


def _centres(
    ascending: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Where the middles of the labels stand: above their lines, the lowest below its own where
    the next line is near, and none over another.
    """
    wanted = [value + height / 2 for value, height in zip(ascending, heights, strict=True)]
    if len(ascending) > 1 and ascending[1] - ascending[0] < heights[0] + heights[1] / 2:
        wanted[0] = ascending[0] - heights[0] / 2
    tallest = max(heights)
    return spread(wanted, tallest, low + heights[0] / 2, high - heights[-1] / 2)
