"""The importance-performance map: what matters against how well it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from insight.charts.items import Side, delivered_side, is_pick, item_name, wanted_side
from insight.charts.map_labels import free_corners, place_labels
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import MAP_HEIGHT, SMALL_SIZE, THIN, Theme, small, wrapped
from insight.query import Result
from insight.words import Words

MOST_LABELS = 14
LABEL_SHAPES = ((24, 2), (18, 2), (13, 3), (8, 3))
"""Characters a line and lines of a name on the map: the first shape that finds room."""

_CORNERS = {
    (0, 1): "Matters more,<br>done less well",
    (1, 1): "Matters more,<br>done better",
    (0, 0): "Matters less,<br>done less well",
    (1, 0): "Matters less,<br>done better",
}


@dataclass(frozen=True)
class _Place:
    """One item on the map: performance across, importance up; the more urgent is named first."""

    name: str
    across: Side
    up: Side
    urgency: float

    @property
    def respondents(self) -> int:
        return min(self.across.respondents, self.up.respondents)

    @property
    def is_thin(self) -> bool:
        return self.respondents < THIN


def importance_map(result: Result, theme: Theme) -> go.Figure:
    """Items by delivery and want, with a crosshair at the means and the middle of the scale.

    Hollow: the item's interval crosses the crosshair, so its quarter is undecided.
    """
    rows = [row for row in result.rows() if wanted_side(row) and delivered_side(row)]
    picks = any(is_pick(row) for row in rows)
    places = [
        _Place(item_name(row, 200), delivered_side(row), wanted_side(row), _urgency(row))
        for row in rows
    ]
    across, up = _scales(places, picks)
    figure = theme.figure(
        MAP_HEIGHT,
        xaxis=across | {"title": {"text": "Satisfied, %" if picks else "Delivered, % of maximum"}},
        yaxis=up,
        margin={"t": 34, "r": 36},
    )
    if not places:
        return nothing_to_draw(figure, "No item was asked on both sides", theme)
    figure.add_annotation(
        text=small("Picked as important, %" if picks else "Wanted, % of maximum", theme),
        x=0,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=8,
        showarrow=False,
    )
    _draw(figure, places, theme, picks)
    return figure


def _urgency(row: dict[str, Any]) -> float:
    """The size of the gap; of picks, importance times not satisfied."""
    return abs(row["gap"] or 100 * (row["importance_satisfaction"] or 0))


def _scales(places: Sequence[_Place], picks: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides of ratings on one scale that holds the middle; shares from 0."""
    shared = {"fixedrange": True, "showgrid": True, "dtick": 20}
    if picks:
        most = max((place.up.limits[1] for place in places), default=100)
        top = min(102, 10 * (int(most / 10) + 1))
        return shared | {"range": [0, 102]}, shared | {"range": [0, top]}
    ends = [end for p in places for end in (*p.across.limits, *p.up.limits)]
    bottom = max(0, min(40, 10 * int((min(ends, default=0) - 5) / 10)))
    return shared | {"range": [bottom, 102]}, shared | {"range": [bottom, 102]}


def _draw(figure: go.Figure, places: Sequence[_Place], theme: Theme, picks: bool) -> None:
    across = sum(place.across.value for place in places) / len(places)
    up = sum(place.up.value for place in places) / len(places)
    _crosshair(figure, across, up, theme, picks)
    undecided = [_crosses(p.across, across) or _crosses(p.up, up) for p in places]
    _items(figure, places, undecided, theme)
    names = [_shapes(place.name) for place in places]
    scales = [figure.layout[axis].range for axis in ("xaxis", "yaxis")]
    points = [(place.across.value, place.up.value) for place in places]
    corners = free_corners(points, scales)
    _name_corners(figure, corners, theme)
    outstanding = sorted(range(len(places)), key=lambda index: -places[index].urgency)
    labels = place_labels(points, names, scales, outstanding[:MOST_LABELS], corners)
    for index, label in labels.items():
        figure.add_annotation(
            x=points[index][0],
            y=points[index][1],
            text=label.text,
            xanchor=label.anchor,
            yanchor="middle",
            align=label.anchor,
            xshift=label.right,
            yshift=label.up,
            showarrow=False,
            bgcolor=theme.faint(theme.paper, 0.8),
            borderpad=0,
            font={"size": SMALL_SIZE},
        )


def _shapes(name: str) -> tuple[str, ...]:
    """The shapes in which no word of the name is broken; the widest always."""
    longest = max(map(len, name.split()), default=0)
    widest, *others = LABEL_SHAPES
    return tuple(
        wrapped(name, *shape) for shape in (widest, *(s for s in others if s[0] >= longest))
    )


def _crosses(side: Side, line: float) -> bool:
    low, high = side.limits
    return low <= line <= high


def _crosshair(figure: go.Figure, across: float, up: float, theme: Theme, picks: bool) -> None:
    """The means as lines, named at their ends; the middle of a rating scale dotted."""
    mean = {"color": theme.muted, "width": 1}
    figure.add_vline(across, line=mean, layer="below")
    figure.add_hline(up, line=mean, layer="below")
    above = {"yref": "paper", "y": 1, "yanchor": "bottom", "xanchor": "center"}
    beside = {"xref": "paper", "x": 1, "xanchor": "left", "yanchor": "middle"}
    figure.add_annotation(above | {"x": across, "text": small("mean", theme)})
    figure.add_annotation(beside | {"y": up, "text": small("mean", theme)})
    if not picks:
        middle = {"color": theme.muted, "width": 1, "dash": "dot"}
        figure.add_vline(50, line=middle, layer="below")
        figure.add_hline(50, line=middle, layer="below")


def _name_corners(figure: go.Figure, corners: Sequence[tuple[int, int]], theme: Theme) -> None:
    """What each corner without a mark says."""
    for right, top in corners:
        figure.add_annotation(
            text=small(_CORNERS[right, top], theme),
            x=right,
            y=top,
            xref="paper",
            yref="paper",
            xanchor="right" if right else "left",
            yanchor="top" if top else "bottom",
            align="right" if right else "left",
            xshift=-4 if right else 4,
            yshift=-4 if top else 4,
            bgcolor=theme.faint(theme.paper, 0.8),
            borderpad=0,
            showarrow=False,
        )


def _items(
    figure: go.Figure, places: Sequence[_Place], undecided: Sequence[bool], theme: Theme
) -> None:
    colours = [theme.muted if place.is_thin else theme.accent for place in places]
    hollow = [no or place.is_thin for place, no in zip(places, undecided, strict=True)]
    whisker = {"type": "data", "symmetric": False, "width": 0, "thickness": 1.5}
    whisker |= {"color": theme.faint(theme.accent, 0.4)}
    across, up = [place.across for place in places], [place.up for place in places]
    figure.add_scatter(
        mode="markers",
        x=[side.value for side in across],
        y=[side.value for side in up],
        error_x=whisker | _arms(across),
        error_y=whisker | _arms(up),
        marker={
            "size": 11,
            "opacity": 1,
            "color": [
                theme.paper if no else colour for no, colour in zip(hollow, colours, strict=True)
            ],
            "line": {"color": colours, "width": 2},
        },
        hovertext=[_hover(p, no, theme.words) for p, no in zip(places, undecided, strict=True)],
        hoverinfo="text",
        cliponaxis=False,
    )


def _arms(sides: Sequence[Side]) -> dict[str, list[float]]:
    return {
        "array": [side.limits[1] - side.value for side in sides],
        "arrayminus": [side.value - side.limits[0] for side in sides],
    }


def _hover(place: _Place, undecided: bool, words: Words) -> str:
    lines = [f"<b>{wrapped(place.name, 40)}</b>"]
    for kind, side in (("wanted", place.up), ("delivered", place.across)):
        lines.append(f"{side.said(kind, words)} ({words.interval(*side.limits, 1)})")
        lines.append(words.count(side.respondents, "answer"))
    if undecided:
        lines.append("Too near a mean to say on which side it lies")
    if place.is_thin:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)
