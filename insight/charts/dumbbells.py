"""Draws three marks an item: how promoters, passives and detractors rate its delivery."""

from typing import Any

import plotly.graph_objects as go

from insight.charts.claims import is_thin
from insight.charts.driver import item_axis
from insight.charts.nps_line import nothing_to_draw
from insight.charts.scales import percent_axis
from insight.charts.score_flows import group_colours
from insight.charts.theme import ROW_HEIGHT, SMALL_SIZE, THIN, Theme, add_all, small, wrapped
from insight.query import Result
from insight.stats.delivery_by_group import KINDS, SHORT
from insight.words import EN_DASH, Words

TOO_FEW = "Too few answers to show how promoters and detractors rate items"

_ABOVE, _BELOW = 1.65, 0.5
_SYMBOLS = {"promoters": "circle", "passives": "diamond", "detractors": "square"}
_SIDES = {
    "detractors": ("right", 2, 0),
    "passives": ("center", 0, 15),
    "promoters": ("left", -2, 0),
}


def delivered_by_group(result: Result, theme: Theme) -> go.Figure:
    """One row an item: three marks with their intervals, and beside them how far they lie apart."""
    rows = [row for row in result.rows() if any(row[f"delivered_{k}"] is not None for k in KINDS)]
    figure = theme.figure(
        int(60 + ROW_HEIGHT * (len(rows) + _ABOVE - 1 + _BELOW)),
        xaxis=percent_axis() | {"showgrid": True},
        yaxis=item_axis([row["item"] for row in rows], theme, _ABOVE, _BELOW),
        margin={"t": 8, "r": 86},
    )
    if not rows:
        return nothing_to_draw(figure, TOO_FEW, theme)
    add_all(
        figure,
        [shape for place, row in enumerate(rows) for shape in _lines(place, row, theme)],
        [_beside(place, row, theme) for place, row in enumerate(rows)],
    )
    for kind in reversed(KINDS):
        _draw(figure, rows, kind, theme)
    _name_kinds(figure, rows, theme)
    title = small("less than<br>promoters", theme)
    figure.add_annotation(_right_of(-_ABOVE, title) | {"yanchor": "top"})
    return figure


def _colour(kind: str, theme: Theme) -> str:
    return group_colours(theme)[kind.removesuffix("s")]


def _lines(place: int, row: dict[str, Any], theme: Theme) -> list[dict[str, Any]]:
    """The bar between the outermost marks, and each mark's interval on it."""
    means = [row[f"delivered_{kind}"] for kind in KINDS if row[f"delivered_{kind}"] is not None]
    spans = [((min(means), max(means)), theme.grid, 4)]
    for kind in KINDS:
        ends = row[f"delivered_{kind}_low"], row[f"delivered_{kind}_high"]
        if ends[0] is not None:
            spans.append((ends, theme.faint(_colour(kind, theme), 0.45), 8))
    return [
        {
            "type": "line",
            "x0": start,
            "x1": end,
            "y0": place,
            "y1": place,
            "line": {"color": colour, "width": width},
            "layer": "below",
        }
        for (start, end), colour, width in spans
    ]


def _beside(place: int, row: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """Right of the row: how far detractors and passives lie from promoters, in points."""
    words = theme.words
    lines = []
    for kind in reversed(SHORT):
        short = row[f"shortfall_{kind}"]
        if short is None:
            text = small(f"{EN_DASH} {kind[:3]}.", theme)
        elif is_thin(row["respondents_promoters"], row[f"respondents_{kind}"]):
            text = small(f"{words.signed(-short)} thin", theme)
        else:
            number = words.signed(-short)
            text = f"<b>{number}</b>" if kind == "detractors" else small(number, theme)
        lines.append(text)
    return _right_of(place, "<br>".join(lines))


def _right_of(y: float, text: str) -> dict[str, Any]:
    return {
        "text": text,
        "x": 1,
        "xref": "paper",
        "y": y,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 10,
        "align": "left",
        "showarrow": False,
    }


def _draw(figure: go.Figure, rows: list[dict[str, Any]], kind: str, theme: Theme) -> None:
    drawn = [(i, row) for i, row in enumerate(rows) if row[f"delivered_{kind}"] is not None]
    if not drawn:
        return
    thin = [row[f"respondents_{kind}"] < THIN for _, row in drawn]
    colours = [theme.muted if is_thin else _colour(kind, theme) for is_thin in thin]
    figure.add_scatter(
        mode="markers",
        x=[row[f"delivered_{kind}"] for _, row in drawn],
        y=[index for index, _ in drawn],
        marker={
            "symbol": _SYMBOLS[kind],
            "size": 12,
            "opacity": 1,
            "color": [
                theme.paper if is_thin else colour
                for is_thin, colour in zip(thin, colours, strict=True)
            ],
            "line": {"color": colours, "width": 2},
        },
        cliponaxis=False,
        hovertext=[_hover(row, kind, theme.words) for _, row in drawn],
        hoverinfo="text",
    )


def _hover(row: dict[str, Any], kind: str, words: Words) -> str:
    limits = words.interval(row[f"delivered_{kind}_low"], row[f"delivered_{kind}_high"], 1)
    lines = [
        f"<b>{wrapped(row['item'], 40)}</b>",
        f"{kind.capitalize()}: {words.number(row[f'delivered_{kind}'], 1)} % of maximum",
        f"95 % interval {limits}, {words.count(row[f'respondents_{kind}'], 'answer')}",
    ]
    short = row.get(f"shortfall_{kind}")
    if short is not None:
        ends = (-row[f"shortfall_{kind}_{end}"] for end in ("high", "low"))
        lines.append(
            f"{words.signed(-short, 1)} against promoters ({words.interval(*ends, 1)})"
            if row[f"shortfall_{kind}_low"] is not None
            else f"{words.signed(-short, 1)} against promoters"
        )
    if row[f"respondents_{kind}"] < THIN:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)


def _name_kinds(figure: go.Figure, rows: list[dict[str, Any]], theme: Theme) -> None:
    """Names the marks above the first row that has most of them, outer names outward."""
    most = max(sum(row[f"delivered_{kind}"] is not None for kind in KINDS) for row in rows)
    place, row = next(
        (place, row)
        for place, row in enumerate(rows)
        if sum(row[f"delivered_{kind}"] is not None for kind in KINDS) == most
    )
    for kind, (anchor, right, lift) in _SIDES.items():
        if row[f"delivered_{kind}"] is not None:
            figure.add_annotation(
                text=kind,
                x=row[f"delivered_{kind}"],
                y=place,
                xanchor=anchor,
                yanchor="bottom",
                xshift=right,
                yshift=17 + lift,
                showarrow=False,
                font={"size": SMALL_SIZE + 1, "color": _colour(kind, theme)},
            )
