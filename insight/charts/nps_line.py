"""Draws one measured line: interval, line, thin and unfinished points, the label at its end."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

import plotly.graph_objects as go

from insight.charts.periods import Point, runs
from insight.charts.theme import EMPTY_HEIGHT, LABEL_SIZE, Theme, safe, small, wrapped


def draw_line(
    figure: go.Figure,
    points: Sequence[Point],
    theme: Theme,
    colour: str,
    axes: tuple[str, str] = ("x", "y"),
    measure: str = "NPS",
    dash: str = "solid",
    veil: float = 0.16,
    most_marks: int = 30,
    notes: Mapping[date, Sequence[str]] | None = None,
    counted: str | None = "answer",
) -> None:
    """Add the line of these points to the axes; blanked and missing periods leave a gap.

    `veil` is the band's opacity; with more than `most_marks` points only special ones are marked.
    `notes` are safe lines for the hover of a period, by its first day; `counted` names what the
    interval rests on, None where that is the figure itself.
    """
    place = {"xaxis": axes[0], "yaxis": axes[1]}
    for run in runs(points):
        if len(run) > 1:
            figure.add_trace(_band(run, theme.faint(colour, veil)) | place)
            for stretch, style in _stretches(run, theme, colour, dash):
                figure.add_trace(
                    {
                        "type": "scatter",
                        "mode": "lines",
                        "x": [point.period.middle for point in stretch],
                        "y": [point.value for point in stretch],
                        "line": style,
                        "hoverinfo": "skip",
                    }
                    | place
                )
    marked = _marks(points, theme, colour, measure, most_marks, notes or {}, counted)
    if marked:
        figure.add_trace(marked | place)


def _band(run: Sequence[Point], fill: str) -> dict[str, object]:
    there = [point for point in run if point.low is not None and point.high is not None]
    middles = [point.period.middle for point in there]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*middles, *reversed(middles)],
        "y": [*(p.high for p in there), *(p.low for p in reversed(there))],
        "fill": "toself",
        "fillcolor": fill,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _stretches(
    run: Sequence[Point], theme: Theme, colour: str, dash: str
) -> list[tuple[list[Point], dict[str, object]]]:
    """The run cut where its style changes: grey beside thin points, dots beside unfinished."""
    stretches: list[tuple[list[Point], dict[str, object]]] = []
    for before, after in pairwise(run):
        style = {
            "color": theme.muted if before.thin or after.thin else colour,
            "width": 1.5 if before.thin or after.thin else 2.5,
            "dash": "dot" if before.period.lacks or after.period.lacks else dash,
        }
        if stretches and stretches[-1][1] == style:
            stretches[-1][0].append(after)
        else:
            stretches.append(([before, after], style))
    return stretches


def _marks(
    points: Sequence[Point],
    theme: Theme,
    colour: str,
    measure: str,
    most_marks: int,
    notes: Mapping[date, Sequence[str]],
    counted: str | None,
) -> dict[str, object] | None:
    """Every point, so that each can be hovered; alone it carries its interval as a whisker."""
    shown = [point for point in points if point.shown]
    if not shown:
        return None
    alone = {id(run[0]) for run in runs(points) if len(run) == 1}
    few = len(shown) <= most_marks
    sizes, fills, lines, up, down = [], [], [], [], []
    for point in shown:
        hollow = point.thin or bool(point.period.lacks)
        own = theme.muted if point.thin else colour
        special = hollow or id(point) in alone or point is shown[-1]
        sizes.append(8 if special else 6 if few else 0.1)
        fills.append(theme.paper if hollow else own)
        lines.append(own)
        has_whisker = id(point) in alone and point.low is not None and point.high is not None
        up.append(point.high - point.value if has_whisker else 0)
        down.append(point.value - point.low if has_whisker else 0)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.period.middle for point in shown],
        "y": [point.value for point in shown],
        "marker": {
            "size": sizes,
            "color": fills,
            "opacity": 1,
            "line": {"color": lines, "width": [2 if size > 1 else 0 for size in sizes]},
        },
        "error_y": {
            "type": "data",
            "array": up,
            "arrayminus": down,
            "symmetric": False,
            "width": 0,
            "thickness": 2,
            "color": theme.faint(colour, 0.5),
            "visible": bool(alone),
        },
        "cliponaxis": False,
        "hovertext": [
            "<br>".join([hover(point, theme, measure, counted), *notes.get(point.period.start, ())])
            for point in shown
        ],
        "hoverinfo": "text",
    }


def nothing_to_draw(figure: go.Figure, why: str, theme: Theme) -> go.Figure:
    """The figure without axes and low, saying why it is empty."""
    figure.update_layout(height=EMPTY_HEIGHT)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    place = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
    figure.add_annotation(text=small(wrapped(why, 40), theme), **place)
    return figure


def hover(point: Point, theme: Theme, measure: str = "NPS", counted: str | None = "answer") -> str:
    """Short sentences: what, when, its interval, how many answers, and what it lacks."""
    words = theme.words
    lines = [
        f"<b>{safe(measure)} {words.number(point.value, 1)}</b> in {safe(point.period.name)}",
    ]
    if point.low is not None and point.high is not None:
        lines.append(f"95 % interval {words.interval(point.low, point.high, 1)}")
    if counted:
        lines.append(words.count(point.respondents or 0, counted))
    if point.thin:
        lines.append(f"Too few {counted or 'answer'}s to say much")
    if point.period.lacks == "unfinished":
        lines.append("The period is unfinished")
    if point.period.lacks == "part":
        lines.append("Only part of the period was asked for")
    return "<br>".join(lines)


def end_label(point: Point, theme: Theme, name: str | None = None) -> dict[str, object]:
    """The annotation right of a line's last point: its value, and when that was."""
    below = [safe(point.period.name)]
    if point.period.lacks:
        below.append(point.period.lacks)
    head = f"<b>{theme.words.number(point.value)}</b>"
    if name:
        head = f"{name} {head}"
    return {
        "x": point.period.middle,
        "y": point.value,
        "text": "<br>".join([head, *(small(line, theme) for line in below)]),
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "xshift": 9,
        "showarrow": False,
        "bgcolor": theme.faint(theme.paper, 0.8),
        "borderpad": 0,
        "font": {"size": LABEL_SIZE + 1, "color": theme.ink},
    }
