"""Wanted and delivered item by item, on one scale, the widest gap on top."""

from collections.abc import Callable, Sequence
from typing import Any

import plotly.graph_objects as go

from insight.charts.gap_words import beside, gap_hover
from insight.charts.items import (
    Side,
    delivered_side,
    is_one_sided,
    is_paired,
    is_pick,
    item_name,
    wanted_side,
)
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import ROW_HEIGHT, SMALL_SIZE, THIN, Theme, add_all, small, wrapped
from insight.query import Result

_SIDES: dict[str, Callable[[dict[str, Any]], Side | None]] = {
    "delivered": delivered_side,
    "wanted": wanted_side,
}
_Row = tuple[float, dict[str, Any]]
_ABOVE, _BELOW, _APART = 0.95, 0.5, 0.75
_WIDE, _LINE = 20, 15


def want_vs_delivered(
    result: Result, theme: Theme, most: int | None = None, followed: str | None = None
) -> go.Figure:
    """One row an item: the want as a stroke, the delivery as a mark, the gap's interval on it.

    Items asked on one side only stand below the others. Marks are square for hard items; the bar
    between different people is dotted. `most` keeps the first so many items and says how many are
    left out; the item `followed` is shaded.
    """
    rows = [row for row in result.rows() if wanted_side(row) or delivered_side(row)]
    rows.sort(key=is_one_sided)
    shown = rows[:most]
    places = _places(shown)
    left_out = len(rows) - len(shown)
    last = places[-1] if places else 0
    figure = theme.figure(
        int(60 + ROW_HEIGHT * (last + _ABOVE + _BELOW)),
        xaxis={
            "range": [0, 100],
            "tickvals": [0, 25, 50, 75, 100],
            "fixedrange": True,
            "showgrid": True,
        },
        yaxis={
            "tickvals": places,
            "ticktext": [wrapped(item_name(row, 200), 22, 2) for row in shown],
            "tickfont": {"color": theme.ink},
            "range": [last + _BELOW, -_ABOVE],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 8, "r": 84},
    )
    rows_drawn = list(zip(places, shown, strict=True))
    add_all(
        figure,
        [
            *(_shade(place, theme) for place, row in rows_drawn if row["item"] == followed),
            *(shape for place, row in rows_drawn for shape in _gap_shapes(place, row, theme)),
        ],
        [_in_column(place, beside(row, theme), "left", 10, 0) for place, row in rows_drawn],
    )
    if not shown:
        return nothing_to_draw(figure, "No item has enough answers to draw", theme)
    for kind in _SIDES:
        _draw_side(figure, rows_drawn, kind, theme)
    _name_sides(figure, rows_drawn, theme)
    _name_one_sided(figure, rows_drawn, theme)
    if left_out:
        text = f"{theme.words.number(len(shown))} of {theme.words.count(len(rows), 'item')}"
        figure.add_annotation(_in_column(-_ABOVE, small(text, theme), "right", -8, -4, at=0))
    return figure


def _places(shown: Sequence[dict[str, Any]]) -> list[float]:
    """A row's place from the top; one-sided items keep a distance where others stand above."""
    both = sum(not is_one_sided(row) for row in shown)
    apart = _APART if 0 < both < len(shown) else 0
    return [index + (apart if index >= both else 0) for index in range(len(shown))]


def _shade(place: float, theme: Theme) -> dict[str, Any]:
    """The band behind the row of the item that is followed."""
    return {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": place - 0.48,
        "y1": place + 0.48,
        "fillcolor": theme.faint(theme.accent, 0.09),
        "line": {"width": 0},
        "layer": "below",
    }


def _gap_shapes(place: float, row: dict[str, Any], theme: Theme) -> list[dict[str, Any]]:
    """The bar between both sides, and the gap's interval around the delivered one."""
    wanted, delivered = wanted_side(row), delivered_side(row)
    if row["gap"] is None or not wanted or not delivered:
        return []
    dash = "solid" if is_paired(row) else "dot"
    bar = theme.grid if is_paired(row) else theme.faint(theme.muted, 0.55)
    spans = [((wanted.value, delivered.value), bar, 4, dash)]
    if row["gap_low"] is not None and row["gap_high"] is not None:
        ends = [delivered.value - row["gap"] + row[end] for end in ("gap_low", "gap_high")]
        spans.append((tuple(ends), theme.faint(theme.delivered, 0.5), 8, "solid"))
    return [
        {
            "type": "line",
            "x0": start,
            "x1": end,
            "y0": place,
            "y1": place,
            "line": {"color": colour, "width": width, "dash": dash},
            "layer": "below",
        }
        for (start, end), colour, width, dash in spans
    ]


def _in_column(
    y: float, text: str, anchor: str, right: float, up: float, at: float = 1
) -> dict[str, Any]:
    """The annotation at that height beside the plot: right of it, or left where `at` is 0."""
    return {
        "text": text,
        "x": at,
        "xref": "paper",
        "y": y,
        "xanchor": anchor,
        "yanchor": "middle",
        "xshift": right,
        "yshift": up,
        "align": anchor,
        "showarrow": False,
    }


def _draw_side(figure: go.Figure, rows: Sequence[_Row], kind: str, theme: Theme) -> None:
    side_of = _SIDES[kind]
    drawn = [(place, side_of(row), row) for place, row in rows if side_of(row)]
    if not drawn:
        return
    colour = theme.wanted if kind == "wanted" else theme.delivered
    own = [theme.muted if side.respondents < THIN else colour for _, side, _ in drawn]
    marker = {"symbol": "line-ns", "size": 20, "line": {"color": own, "width": 4}}
    if kind == "delivered":
        fills = [
            theme.paper if side.respondents < THIN else fill
            for (_, side, _), fill in zip(drawn, own, strict=True)
        ]
        symbols = ["square" if row["kind"] == "hard" else "circle" for _, _, row in drawn]
        sizes = [11 if symbol == "square" else 13 for symbol in symbols]
        marker = {"symbol": symbols, "size": sizes, "color": fills}
        marker["line"] = {"color": own, "width": 2}
    alone = [row["gap"] is None for _, _, row in drawn]
    figure.add_scatter(
        mode="markers",
        x=[side.value for _, side, _ in drawn],
        y=[place for place, _, _ in drawn],
        customdata=[row["item"] for _, _, row in drawn],
        marker=marker | {"opacity": 1},
        unselected={"marker": {"opacity": 1}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [
                side.limits[1] - side.value if lone else 0
                for (_, side, _), lone in zip(drawn, alone, strict=True)
            ],
            "arrayminus": [
                side.value - side.limits[0] if lone else 0
                for (_, side, _), lone in zip(drawn, alone, strict=True)
            ],
            "width": 0,
            "thickness": 8,
            "color": theme.faint(colour, 0.3),
            "visible": any(alone),
        },
        cliponaxis=False,
        hovertext=[gap_hover(row, kind, side, theme.words) for _, side, row in drawn],
        hoverinfo="text",
    )


def _name_one_sided(figure: go.Figure, rows: Sequence[_Row], theme: Theme) -> None:
    """Above the items asked on one side only, where others stand above them."""
    first = next((place for place, row in rows if is_one_sided(row)), 0)
    if first > 0:
        picks = any(is_pick(row) for _, row in rows)
        text = small(f"Asked on one side only{'' if picks else ', so without a gap'}", theme)
        line = {"x0": 0, "x1": 1, "xref": "paper", "y0": first - 1.05, "y1": first - 1.05}
        figure.add_shape(line, line={"color": theme.grid, "width": 1})
        figure.add_annotation(_in_column(first - 0.7, text, "left", 2, 0, at=0))


def _name_sides(figure: go.Figure, rows: Sequence[_Row], theme: Theme) -> None:
    """Names both sides above the first row that has them, each outward of its own mark."""
    shown = [row for _, row in rows]
    picks = any(is_pick(row) for row in shown)
    titles = {"wanted": "picked", "delivered": "satisfied"} if picks else {}
    both = (i for i, row in enumerate(shown) if wanted_side(row) and delivered_side(row))
    named = next(both, None)
    for kind, side_of in _SIDES.items():
        alone = (i for i, row in enumerate(shown) if side_of(row))
        index = next(alone, None) if named is None else named
        if index is None:
            continue
        side, anchor, lift = side_of(shown[index]).value, "center", 0
        if named is not None:
            wanted, delivered = (_SIDES[k](shown[named]).value for k in ("wanted", "delivered"))
            is_left = (delivered <= wanted) == (kind == "delivered")
            is_wide = abs(wanted - delivered) >= _WIDE
            anchor = "right" if is_left else "center" if side > 65 and is_wide else "left"
            lift = 0 if is_left or is_wide else _LINE
        figure.add_annotation(
            text=titles.get(kind, kind),
            x=side,
            y=rows[index][0],
            xanchor=anchor,
            yanchor="bottom",
            yshift=10 + lift,
            xshift={"right": 6, "left": -6, "center": 0}[anchor],
            showarrow=False,
            font={"size": SMALL_SIZE + 1},
        )
    measures = {"gap": "gap, points", "importance_satisfaction": "score"}
    for measure, title in measures.items():
        if any(row[measure] is not None for row in shown):
            figure.add_annotation(_in_column(-_ABOVE, small(title, theme), "left", 10, -4))
            break
