"""Effects with their intervals as rows under the headings of four verdicts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from insight.charts.change_verdicts import GROUPS, Judged
from insight.charts.theme import Theme, add_all, small, wrapped
from insight.words import Words

_ROW, _ABOVE, _BELOW = 40, 0.75, 0.6
MOST_SHOWN = 40.0
"""Points: an interval that reaches farther is cut at the edge, and its numbers say so."""


@dataclass(frozen=True)
class _Row:
    """One line of the chart: a heading, or a change."""

    heading: str = ""
    one: Judged | None = None


def draw_by_verdict(
    changes: Sequence[Judged],
    theme: Theme,
    hover: Callable[[Judged, Words], str],
    headings: Mapping[str, str] = GROUPS,
) -> go.Figure:
    """One row a change under the heading of its verdict: the effect on its interval, points."""
    rows: list[_Row] = []
    for verdict, heading in headings.items():
        group = [one for one in changes if one.verdict == verdict]
        if group:
            rows += [_Row(heading), *(_Row(one=one) for one in group)]
    drawn = [(place, row.one) for place, row in enumerate(rows) if row.one]
    reach = [one.most for _, one in drawn if one.change] or [10.0]
    most = min(MOST_SHOWN, max(10.0, 1.1 * max(reach)))
    figure = theme.figure(
        int(60 + _ROW * (len(rows) - 1 + _ABOVE + _BELOW)),
        xaxis={
            "range": [-most, most],
            "fixedrange": True,
            "showgrid": True,
            "tickvals": _ticks(most),
            "zeroline": True,
            "zerolinecolor": theme.muted,
        },
        yaxis={
            "tickvals": [place for place, _ in drawn],
            "ticktext": [wrapped(one.title, 22, 2) for _, one in drawn],
            "tickfont": {"color": theme.ink},
            "ticks": "outside",
            "ticklen": 7,
            "tickcolor": "rgba(0,0,0,0)",
            "range": [len(rows) - 1 + _BELOW, -_ABOVE],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 8, "r": 92},
    )
    headings = [
        _heading(place, row.heading, theme) for place, row in enumerate(rows) if row.heading
    ]
    intervals = [_interval(place, one, most, theme) for place, one in drawn if one.change]
    add_all(figure, intervals, [*headings, *(_beside(place, one, theme) for place, one in drawn)])
    _marks(figure, [(place, one) for place, one in drawn if one.change], most, theme, hover)
    return figure


def _ticks(most: float) -> list[int]:
    """Round values on either side of 0, few enough for a phone."""
    step = 5 if most < 15 else 10 if most < 30 else 20
    return list(range(-int(most // step) * step, int(most) + 1, step))


def _colour(one: Judged, theme: Theme) -> str:
    if one.thin or one.verdict in ("too_few", "not_identifiable"):
        return theme.muted
    return theme.accent


def _heading(place: int, text: str, theme: Theme) -> dict[str, Any]:
    at = {"x": 0, "xref": "paper", "y": place, "xanchor": "left", "yanchor": "middle"}
    return at | {
        "text": f"<b>{text}</b>",
        "yshift": -6,
        "showarrow": False,
        "bgcolor": theme.paper,
    }


def _interval(place: int, one: Judged, most: float, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": max(-most, one.change.low),
        "x1": min(most, one.change.high),
        "y0": place,
        "y1": place,
        "line": {"color": theme.faint(_colour(one, theme), 0.4), "width": 8},
        "layer": "below",
    }


def _beside(place: int, one: Judged, theme: Theme) -> dict[str, Any]:
    """Right of the row: the effect and its interval, or why there is none."""
    words = theme.words
    if one.change is None:
        text = small("too few" if one.verdict == "too_few" else "not told<br>apart", theme)
    else:
        head = words.signed(one.change.points)
        limits = words.interval(one.change.low, one.change.high)
        thin = " thin" if one.thin else ""
        sure = one.verdict in ("moved", "bounded") and not one.thin
        text = f"<b>{head}</b>" if sure else small(f"{head}{thin}", theme)
        text += f"<br>{small(limits, theme)}"
    return {
        "text": text,
        "x": 1,
        "xref": "paper",
        "y": place,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 8,
        "align": "left",
        "showarrow": False,
    }


def _marks(
    figure: go.Figure,
    drawn: Sequence[tuple[int, Judged]],
    most: float,
    theme: Theme,
    hover: Callable[[Judged, Words], str],
) -> None:
    if not drawn:
        return
    colours = [_colour(one, theme) for _, one in drawn]
    filled = [one.verdict == "moved" and not one.thin for _, one in drawn]
    fills = [own if yes else theme.paper for own, yes in zip(colours, filled, strict=True)]
    figure.add_scatter(
        mode="markers",
        x=[min(most, max(-most, one.change.points)) for _, one in drawn],
        y=[place for place, _ in drawn],
        marker={"size": 12, "color": fills, "opacity": 1, "line": {"color": colours, "width": 2}},
        cliponaxis=False,
        hovertext=[hover(one, theme.words) for _, one in drawn],
        hoverinfo="text",
    )
