"""Opportunity scores as rows: a point on its interval, above the limits of the bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from insight.charts.nps_line import nothing_to_draw
from insight.charts.opportunity import (
    FROM,
    Opportunity,
    opportunities_of,
    value_of,
    values_drawn,
    why_no_score,
)
from insight.charts.theme import ROW_HEIGHT, Theme, add_all, safe, small, wrapped
from insight.query import Result
from insight.stats.opportunity import BANDS
from insight.words import Words

MOST_ITEMS = 10
"""Items that a breakdown draws, by their highest score."""

_MOST_SCORE = 20
_COMPACT = 26
_ABOVE, _BELOW = 0.9, 0.5


@dataclass(frozen=True)
class _Row:
    """One row of the chart: its name beside it, the item drawn on it or what is written there."""

    name: str
    one: Opportunity | None = None
    written: str = ""


def opportunities(result: Result, theme: Theme) -> go.Figure:
    """One row an item, the highest score first; items without a score follow with the reason.

    Broken down, each item is a heading with a row for each value below it.
    """
    is_broken_down = bool(result.asked.get("dimension"))
    rows = _by_value(result, theme) if is_broken_down else _by_item(result, theme)
    if not any(row.one for row in rows):
        return nothing_to_draw(theme.figure(0), "No item has a score to draw", theme)
    height = _COMPACT if is_broken_down else ROW_HEIGHT
    figure = theme.figure(
        int(60 + height * (len(rows) + _ABOVE - 1 + _BELOW)),
        xaxis={
            "range": [0, _MOST_SCORE],
            "tickvals": [0, 5, 10, 15, 20],
            "fixedrange": True,
            "showgrid": False,
        },
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [row.name for row in rows],
            "tickfont": {"color": theme.ink},
            "range": [len(rows) - 1 + _BELOW, -_ABOVE],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 8, "r": 92},
    )
    drawn = [(place, row.one) for place, row in enumerate(rows) if row.one]
    add_all(
        figure,
        [*_bands(theme), *(_interval(place, one, theme) for place, one in drawn)],
        [
            *(_figure(place, one, is_broken_down, theme) for place, one in drawn),
            *(
                _at(place, row.written) | {"x": 0, "xshift": 6}
                for place, row in enumerate(rows)
                if row.written
            ),
        ],
    )
    figure.add_trace(_dots(drawn, theme))
    return figure


def _by_item(result: Result, theme: Theme) -> list[_Row]:
    scored = [_Row(wrapped(one.item, 22, 2), one) for one in opportunities_of(result)]
    without = [
        _Row(wrapped(row["item"], 22, 2), written=small(why_no_score(row), theme))
        for row in result.rows()
        if row["score"] is None
    ]
    return scored + without


def _by_value(result: Result, theme: Theme) -> list[_Row]:
    scored = opportunities_of(result)
    kept = values_drawn(scored)
    items = list(dict.fromkeys(one.item for one in scored))
    rows: list[_Row] = []
    for item in items[:MOST_ITEMS]:
        rows.append(_Row("", written=f"<b>{safe(item, 36)}</b>"))
        by_value = {one.value: one for one in scored if one.item == item}
        rows += [
            _Row(safe(value_of(by_value[value]), 22), by_value[value])
            for value in kept
            if value in by_value
        ]
    left = {
        "item": len(items) - MOST_ITEMS,
        "value": len({one.value for one in scored}) - len(kept),
    }
    said = [theme.words.count(more, f"more {what}") for what, more in left.items() if more > 0]
    if said:
        rows.append(_Row("", written=small(f"{' and '.join(said)} not drawn", theme)))
    return rows


def _bands(theme: Theme) -> list[dict[str, Any]]:
    """A veil over each band, the higher the stronger, and a line where it begins."""
    bounds = [bound for bound, _ in BANDS]
    shapes = []
    for depth, (start, end) in enumerate(pairwise([*bounds, _MOST_SCORE]), start=1):
        area = {"x0": start, "x1": end, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
        veil = {"fillcolor": theme.faint(theme.delivered, 0.045 * depth), "line": {"width": 0}}
        edge = {"color": theme.muted, "width": 1, "dash": "dot"}
        shapes += [
            {"type": "rect"} | area | veil,
            {"type": "line"} | area | {"x1": start, "line": edge},
        ]
    return shapes


def _interval(place: int, one: Opportunity, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": one.low,
        "x1": one.high,
        "y0": place,
        "y1": place,
        "line": {"color": theme.faint(_colour(one, theme), 0.4), "width": 8},
        "layer": "below",
    }


def _colour(one: Opportunity, theme: Theme) -> str:
    return theme.muted if one.is_thin else theme.accent


def _dots(drawn: Sequence[tuple[int, Opportunity]], theme: Theme) -> dict[str, Any]:
    colours = [_colour(one, theme) for _, one in drawn]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one.score for _, one in drawn],
        "y": [place for place, _ in drawn],
        "marker": {
            "size": 10,
            "opacity": 1,
            "color": [
                theme.paper if one.is_undecided or one.is_thin else colour
                for (_, one), colour in zip(drawn, colours, strict=True)
            ],
            "line": {"color": colours, "width": 2},
        },
        "cliponaxis": False,
        "hovertext": [_hover(one, theme.words) for _, one in drawn],
        "hoverinfo": "text",
    }


def _figure(place: int, one: Opportunity, on_one_line: bool, theme: Theme) -> dict[str, Any]:
    """Right of the row: the score, its band or why there is none, and the people behind it."""
    words = theme.words
    score = f"<b>{words.number(one.score, 1)}</b>"
    if one.is_thin:
        score = f'<span style="color:{theme.muted}">{score}</span>'
    text = f"{score} {small(f'n {words.number(one.respondents)}', theme)}"
    standing = _standing(one)
    if standing and not on_one_line:
        text += f"<br>{small(standing, theme)}"
    elif one.is_thin:
        text += small(", thin", theme)
    return _at(place, text) | {"x": 1, "xref": "paper", "xshift": 10}


def _standing(one: Opportunity) -> str:
    """The band in a word; of few picks nothing, as being picked by few is not being served."""
    if one.is_thin:
        return "too thin"
    if one.is_undecided:
        return "undecided"
    return "" if one.is_pick and one.score < FROM else one.band


def _at(place: int, text: str) -> dict[str, Any]:
    return {
        "text": text,
        "y": place,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
    }


def _hover(one: Opportunity, words: Words) -> str:
    name = one.item if one.value is None else f"{one.item}, {one.value}"
    wants = "picked it" if one.is_pick else "want it"
    lines = [
        f"<b>{wrapped(name, 40)}</b>",
        f"Score {words.number(one.score, 1)}, 95 % interval {words.interval(one.low, one.high, 1)}",
        f"{words.number(one.wanted)} % {wants}, {words.number(one.delivered)} % get it",
        f"{words.count(one.respondents, 'answer')}"
        + ("" if one.is_paired else " on the smaller side: asked of different people"),
    ]
    if one.is_undecided:
        lines.append("The interval crosses a limit: its band is undecided")
    if one.is_thin:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)
