"""The importance-performance map: what matters against how well it is done."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from insight.charts.crosshair import draw_crosshair, name_corners
from insight.charts.driver import why_no_model
from insight.charts.importance import (
    DERIVED,
    PICKED,
    WANTED,
    Place,
    Reading,
    first_yardstick,
    means,
    places_of,
    undecided,
)
from insight.charts.items import is_one_sided
from insight.charts.map_labels import free_corners, place_labels
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import MAP_HEIGHT, SMALL_SIZE, Theme, add_all, small, wrapped
from insight.query import Result
from insight.words import Words

MOST_LABELS = 14
LABEL_SHAPES = ((24, 2), (18, 2), (13, 3), (8, 3))
"""Characters a line and lines of a name on the map: the first shape that finds room."""

_ACROSS = {
    WANTED: "Delivered, % of maximum",
    PICKED: "Satisfied, %",
    DERIVED: "Delivered, % of maximum",
}
_UP = {
    WANTED: "Wanted, % of maximum",
    PICKED: "Picked as important, %",
    DERIVED: "Share of R², %",
}


def importance_map(
    result: Result,
    theme: Theme,
    importance: str | None = None,
    shares: Result | None = None,
    followed: str | None = None,
) -> go.Figure:
    """Items by delivery and importance, with a crosshair at the means and the scale's middle.

    Hollow: the item's interval crosses the crosshair, so its quarter is undecided. `importance`
    is wanted, picked or derived (from `shares`, an answer to drivers); a ring marks `followed`.
    """
    importance = importance or first_yardstick(result)
    places = places_of(result, importance, shares, theme.words)
    across, up = _scales(places, importance)
    figure = theme.figure(
        MAP_HEIGHT,
        xaxis=across | {"title": {"text": _ACROSS[importance]}},
        yaxis=up,
        margin={"t": 34, "r": 36},
    )
    if not places:
        asked = not all(is_one_sided(row) for row in result.rows())
        why = f"No item {'has enough answers' if asked else 'was asked'} on both sides"
        if importance == DERIVED:
            why = why_no_model(shares.rows() if shares else [], theme.words)
        return nothing_to_draw(figure, why, theme)
    figure.add_annotation(
        text=small(_UP[importance], theme),
        x=0,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=8,
        showarrow=False,
    )
    draw_crosshair(figure, *means(places), importance, theme)
    _items(figure, places, followed, theme)
    _labels(figure, places, importance, theme)
    return figure


def _scales(places: Sequence[Place], importance: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides of ratings on one scale that holds the middle; shares from 0."""
    shared = {"fixedrange": True, "showgrid": True, "dtick": 20}
    ends = [end for p in places for end in (p.across.low, p.across.high)]
    if importance == PICKED:
        return shared | {"range": [0, 102]}, shared | {"range": [0, _top(places)]}
    if importance == WANTED:
        ends += [end for p in places for end in (p.up.low, p.up.high)]
    bottom = max(0, min(40, 10 * int((min(ends, default=0) - 5) / 10)))
    across = shared | {"range": [bottom, 102]}
    if importance == DERIVED:
        top = _top(places)
        return across, shared | {"range": [-top / 40, top], "dtick": 10 if top > 30 else 5}
    return across, across


def _top(places: Sequence[Place]) -> float:
    most = max((place.up.high for place in places), default=100)
    return min(102, 10 * (int(most / 10) + 1))


def _labels(figure: go.Figure, places: Sequence[Place], importance: str, theme: Theme) -> None:
    """Names where there is room for them, the more urgent first, and how many have none."""
    names = [_shapes(place.name) for place in places]
    scales = [figure.layout[axis].range for axis in ("xaxis", "yaxis")]
    points = [(place.across.value, place.up.value) for place in places]
    corners = free_corners(points, scales)
    name_corners(figure, corners, importance, theme)
    order = sorted(range(len(places)), key=lambda index: -places[index].urgency)
    labels = place_labels(points, names, scales, order[:MOST_LABELS], corners)
    add_all(
        figure,
        annotations=[
            {
                "x": points[index][0],
                "y": points[index][1],
                "text": label.text,
                "xanchor": label.anchor,
                "yanchor": "middle",
                "align": label.anchor,
                "xshift": label.right,
                "yshift": label.up,
                "showarrow": False,
                "bgcolor": theme.faint(theme.paper, 0.8),
                "borderpad": 0,
                "font": {"size": SMALL_SIZE},
            }
            for index, label in labels.items()
        ],
    )
    unnamed = len(places) - len(labels)
    if unnamed:
        figure.add_annotation(
            text=small(f"{theme.words.count(unnamed, 'name')} on hover only", theme),
            x=1,
            y=1,
            xref="paper",
            yref="paper",
            xanchor="right",
            yanchor="bottom",
            yshift=20,
            showarrow=False,
        )


def _shapes(name: str) -> tuple[str, ...]:
    """The shapes in which no word of the name is broken; the widest always."""
    longest = max(map(len, name.split()), default=0)
    widest, *others = LABEL_SHAPES
    return tuple(
        wrapped(name, *shape) for shape in (widest, *(s for s in others if s[0] >= longest))
    )


def _items(figure: go.Figure, places: Sequence[Place], followed: str | None, theme: Theme) -> None:
    open_ones = undecided(places)
    colours = [theme.muted if place.is_thin else theme.accent for place in places]
    hollow = [no or place.is_thin for place, no in zip(places, open_ones, strict=True)]
    whisker = {"type": "data", "symmetric": False, "width": 0, "thickness": 1.5}
    whisker |= {"color": theme.faint(theme.accent, 0.4)}
    across, up = [place.across for place in places], [place.up for place in places]
    figure.add_scatter(
        mode="markers",
        x=[reading.value for reading in across],
        y=[reading.value for reading in up],
        customdata=[place.item for place in places],
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
        unselected={"marker": {"opacity": 1}},
        hovertext=[_hover(p, no, theme.words) for p, no in zip(places, open_ones, strict=True)],
        hoverinfo="text",
        cliponaxis=False,
    )
    ringed = [place for place in places if place.item == followed]
    if ringed:
        figure.add_scatter(
            mode="markers",
            x=[place.across.value for place in ringed],
            y=[place.up.value for place in ringed],
            marker={
                "symbol": "circle-open",
                "size": 20,
                "opacity": 1,
                "color": theme.delivered,
                "line": {"width": 2},
            },
            hoverinfo="skip",
            cliponaxis=False,
        )


def _arms(readings: Sequence[Reading]) -> dict[str, list[float]]:
    return {
        "array": [reading.high - reading.value for reading in readings],
        "arrayminus": [reading.value - reading.low for reading in readings],
    }


def _hover(place: Place, is_open: bool, words: Words) -> str:
    lines = [f"<b>{wrapped(place.name, 40)}</b>"]
    for reading in (place.up, place.across):
        lines.append(f"{reading.said} ({words.interval(reading.low, reading.high, 1)})")
        lines.append(words.count(reading.respondents, "answer"))
    if is_open:
        lines.append("Too near a mean to say on which side it lies")
    if place.is_thin:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)
