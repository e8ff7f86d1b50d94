"""Draws the items of a model: the share of each with its interval, then who is left out."""

from typing import Any

import plotly.graph_objects as go

from insight.charts.driver import (
    Driver,
    drivers_of,
    item_axis,
    model_size,
    share_range,
    why_left_out,
    why_no_model,
)
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import ROW_HEIGHT, THIN, Theme, add_all, small, wrapped
from insight.query import Result
from insight.words import Words

_ABOVE, _BELOW = 1.0, 0.5


def drivers(result: Result, theme: Theme) -> go.Figure:
    """One row an item: its share as a bar with the interval, the even share as a dotted line.

    Items that are not in the model follow, each with the reason.
    """
    words = theme.words
    model = drivers_of(result)
    outside = [row for row in result.rows() if row["share"] is None]
    if not model:
        return nothing_to_draw(theme.figure(0), why_no_model(result.rows(), words), theme)
    people, _ = model_size(result)
    names = [driver.item for driver in model] + [row["item"] for row in outside]
    colour = theme.muted if people < THIN else theme.accent
    ends = [driver.share if driver.high is None else driver.high for driver in model]
    figure = theme.figure(
        int(60 + ROW_HEIGHT * (len(names) + _ABOVE - 1 + _BELOW)),
        xaxis={
            "range": share_range(max(ends), 1.06),
            "ticksuffix": " %",
            "nticks": 5,
            "fixedrange": True,
            "showgrid": True,
        },
        yaxis=item_axis(names, theme, _ABOVE, _BELOW),
        margin={"t": 8, "r": 70},
    )
    add_all(
        figure,
        [shape for place, one in enumerate(model) for shape in _bar(place, one, colour, theme)],
        [_beside(place, one, theme) for place, one in enumerate(model)]
        + [_left_out(len(model) + place, row, theme) for place, row in enumerate(outside)],
    )
    figure.add_scatter(
        mode="markers",
        x=[driver.share for driver in model],
        y=list(range(len(model))),
        marker={
            "size": 11,
            "opacity": 1,
            "color": theme.paper if people < THIN else colour,
            "line": {"color": colour, "width": 2},
        },
        cliponaxis=False,
        hovertext=[_hover(driver, people, words) for driver in model],
        hoverinfo="text",
    )
    if len(model) > 1:
        _even_share(figure, len(model), theme)
    return figure


def _bar(place: int, driver: Driver, colour: str, theme: Theme) -> list[dict[str, Any]]:
    spans = [((0, driver.share), theme.faint(colour, 0.22), 12)]
    if driver.low is not None:
        spans.append(((driver.low, driver.high), colour, 2.5))
    return [
        {
            "type": "line",
            "x0": start,
            "x1": end,
            "y0": place,
            "y1": place,
            "line": {"color": own, "width": width},
            "layer": "below",
        }
        for (start, end), own, width in spans
    ]


def _beside(place: int, driver: Driver, theme: Theme) -> dict[str, Any]:
    """Right of the row: the share and its interval."""
    words = theme.words
    decimals = 0 if driver.share >= 0.95 else 1
    text = f"<b>{words.number(driver.share, decimals)} %</b>"
    if driver.low is not None:
        limits = words.interval(driver.low, driver.high, decimals)
        text += f"<br>{small(limits, theme)}"
    return _annotation(place, text) | {"x": 1, "xref": "paper", "xshift": 10}


def _left_out(place: int, row: dict[str, Any], theme: Theme) -> dict[str, Any]:
    return _annotation(place, small(why_left_out(row, theme.words), theme)) | {"x": 0, "xshift": 6}


def _annotation(place: float, text: str) -> dict[str, Any]:
    return {
        "text": text,
        "y": place,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
    }


def _even_share(figure: go.Figure, items: int, theme: Theme) -> None:
    even = 100 / items
    line = {"color": theme.muted, "width": 1, "dash": "dot"}
    figure.add_shape(
        type="line", x0=even, x1=even, y0=-0.55, y1=items - 0.5, line=line, layer="below"
    )
    text = small(f"even share {theme.words.number(even)} %", theme)
    figure.add_annotation(
        _annotation(-0.55, text) | {"x": even, "xanchor": "center", "yanchor": "bottom"}
    )


def _hover(driver: Driver, people: int, words: Words) -> str:
    lines = [
        f"<b>{wrapped(driver.item, 40)}</b>",
        f"{words.number(driver.share, 1)} % of what all ratings explain",
    ]
    if driver.low is None:
        lines.append("Too few groups of people to draw an interval from")
    else:
        lines.append(f"95 % interval {words.interval(driver.low, driver.high, 1)}")
    lines.append(words.count(people, "answer"))
    if people < THIN:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)
