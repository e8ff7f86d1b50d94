"""Wanted and delivered item by item, on one scale, the widest gap on top."""

from collections.abc import Callable, Sequence
from typing import Any

import plotly.graph_objects as go

from insight.charts.items import (
    Side,
    delivered_side,
    gap_respondents,
    is_pick,
    item_name,
    wanted_side,
)
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import ROW_HEIGHT, SMALL_SIZE, THIN, Theme, add_all, safe, small, wrapped
from insight.query import Result
from insight.words import Words

_SIDES: dict[str, Callable[[dict[str, Any]], Side | None]] = {
    "delivered": delivered_side,
    "wanted": wanted_side,
}
_ABOVE, _BELOW = 0.95, 0.5
_WIDE, _LINE = 20, 15


def want_vs_delivered(result: Result, theme: Theme, most: int | None = None) -> go.Figure:
    """One row an item: the want as a stroke, the delivery as a dot, the gap's interval on it.

    `most` keeps the first so many items and says how many are left out.
    """
    rows = [row for row in result.rows() if wanted_side(row) or delivered_side(row)]
    shown = rows[:most]
    left_out = len(rows) - len(shown)
    figure = theme.figure(
        int(60 + ROW_HEIGHT * (len(shown) + _ABOVE - 1 + _BELOW)),
        xaxis={
            "range": [0, 100],
            "tickvals": [0, 25, 50, 75, 100],
            "fixedrange": True,
            "showgrid": True,
        },
        yaxis={
            "tickvals": list(range(len(shown))),
            "ticktext": [wrapped(item_name(row, 200), 22, 2) for row in shown],
            "tickfont": {"color": theme.ink},
            "range": [len(shown) - 1 + _BELOW, -_ABOVE],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 8, "r": 84},
    )
    rows_drawn = list(enumerate(shown))
    add_all(
        figure,
        [shape for index, row in rows_drawn for shape in _gap_shapes(index, row, theme)],
        [_gap_text(index, row, theme) for index, row in rows_drawn],
    )
    if not shown:
        return nothing_to_draw(figure, "No item has enough answers to draw", theme)
    for kind in _SIDES:
        _draw_side(figure, shown, kind, theme)
    _name_sides(figure, shown, theme)
    if left_out:
        text = f"{theme.words.number(len(shown))} of {theme.words.count(len(rows), 'item')}"
        figure.add_annotation(_in_column(-_ABOVE, small(text, theme), "right", -8, -4, at=0))
    return figure


def _gap_shapes(index: int, row: dict[str, Any], theme: Theme) -> list[dict[str, Any]]:
    """The bar between both sides, and the gap's interval around the delivered one."""
    wanted, delivered = wanted_side(row), delivered_side(row)
    if row["gap"] is None or not wanted or not delivered:
        return []
    spans = [((wanted.value, delivered.value), theme.grid, 4)]
    if row["gap_low"] is not None and row["gap_high"] is not None:
        ends = [delivered.value - row["gap"] + row[end] for end in ("gap_low", "gap_high")]
        spans.append((tuple(ends), theme.faint(theme.delivered, 0.5), 8))
    return [
        {
            "type": "line",
            "x0": start,
            "x1": end,
            "y0": index,
            "y1": index,
            "line": {"color": colour, "width": width},
            "layer": "below",
        }
        for (start, end), colour, width in spans
    ]


def _gap_text(index: int, row: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """Right of the row: the gap with half its interval, and the people it rests on."""
    words = theme.words
    if row["gap"] is not None:
        respondents = gap_respondents(row)
        head = f"<b>{words.signed(row['gap'])}</b>"
        if row["gap_low"] is not None and row["gap_high"] is not None:
            half = (row["gap_high"] - row["gap_low"]) / 2
            half_written = words.number(half, 0 if half >= 0.95 else 1)
            head += f" {small(f'±{half_written}', theme)}"
    elif row["importance_satisfaction"] is not None:
        respondents = min(row["respondents_wanted"], row["respondents_delivered"])
        head = f"<b>{words.number(row['importance_satisfaction'], 2)}</b>"
    else:
        respondents, head = _without_gap(row, theme)
    if respondents < THIN:
        head = f'<span style="color:{theme.muted}">{head}</span>'
    count = small(f"n {words.number(respondents)}", theme)
    return _in_column(index, f"{head}<br>{count}", "left", 10, 0)


def _without_gap(row: dict[str, Any], theme: Theme) -> tuple[int, str]:
    """The people and the figure of the one side there is; of two sides, that they are too few."""
    sides = {kind: side_of(row) for kind, side_of in _SIDES.items() if side_of(row)}
    respondents = min(side.respondents for side in sides.values())
    if len(sides) == 2:
        return respondents, small("too few", theme)
    [(kind, side)] = sides.items()
    return respondents, f"{theme.words.number(side.value)} {small(kind, theme)}"


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


def _draw_side(figure: go.Figure, shown: Sequence[dict[str, Any]], kind: str, theme: Theme) -> None:
    side_of = _SIDES[kind]
    drawn = [(index, side_of(row), row) for index, row in enumerate(shown) if side_of(row)]
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
        marker = {"size": 13, "color": fills, "line": {"color": own, "width": 2}}
    alone = [row["gap"] is None for _, _, row in drawn]
    figure.add_scatter(
        mode="markers",
        x=[side.value for _, side, _ in drawn],
        y=[index for index, _, _ in drawn],
        marker=marker | {"opacity": 1},
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
        hovertext=[_hover(row, kind, side, theme.words) for _, side, row in drawn],
        hoverinfo="text",
    )


def _hover(row: dict[str, Any], kind: str, side: Side, words: Words) -> str:
    lines = [
        f"<b>{wrapped(item_name(row, 200), 40)}</b>",
        f"{side.said(kind, words)}, {words.count(side.respondents, 'answer')}",
    ]
    if row["gap"] is not None:
        interval = words.interval(row["gap_low"], row["gap_high"], 1)
        lines.append(f"Gap {words.signed(row['gap'], 1)} points, 95 % interval {interval}")
        lines.append(f"{words.count(gap_respondents(row), 'answer')} behind the gap")
    else:
        lines.append(f"At most {words.interval(*side.limits, 1)}, 95 % interval")
        if row["importance_satisfaction"] is not None:
            score = words.number(row["importance_satisfaction"], 2)
            lines.append(f"Importance times share not satisfied: {score}")
        else:
            lines.append(_why_no_gap(row))
    if side.respondents < THIN:
        lines.append("Too few answers to say much")
    if row["kind"]:
        lines.append(f"Kind: {safe(row['kind'])}")
    return "<br>".join(lines)


def _why_no_gap(row: dict[str, Any]) -> str:
    if 0 in (row["respondents_wanted"], row["respondents_delivered"]):
        return "Asked on one side only: no gap"
    return "Too few answers to show a gap"


def _name_sides(figure: go.Figure, shown: Sequence[dict[str, Any]], theme: Theme) -> None:
    """Names both sides above the first row that has them, each outward of its own mark."""
    if not shown:
        return
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
            y=index,
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
