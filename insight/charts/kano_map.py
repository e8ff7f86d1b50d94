"""Draws items by what having them gives and what lacking them costs, and their counts by class."""

from typing import Any

import plotly.graph_objects as go

from insight.charts.map_labels import free_corners, place_labels
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import (
    MAP_HEIGHT,
    SMALL_SIZE,
    THIN,
    Theme,
    add_all,
    safe,
    small,
    wrapped,
)
from insight.charts.tiles import Tile, tile_table
from insight.query import Result
from insight.words import Words

KINDS = ("attractive", "one_dimensional", "must_be", "indifferent", "reverse", "questionable")

_CORNERS = {
    (0, 1): "Delight<br>when there",
    (1, 1): "The more<br>the better",
    (0, 0): "Matter<br>little",
    (1, 0): "Missed when<br>not there",
}
_NAME_SHAPES = ((24, 2), (18, 2), (13, 3))


def kano(result: Result, theme: Theme) -> go.Figure:
    """Items by better, upwards, and worse, to the right, with their intervals; halves dotted."""
    rows = [row for row in result.rows() if row["better"] is not None]
    axis = {"range": [-0.03, 1.03], "dtick": 0.5, "fixedrange": True, "showgrid": False}
    figure = theme.figure(
        MAP_HEIGHT,
        xaxis=axis | {"title": {"text": "Worse: dissatisfied without it"}},
        yaxis=axis,
        margin={"t": 34, "r": 20},
    )
    if not rows:
        why = "No item has enough pairs of answers to draw"
        return nothing_to_draw(figure, why, theme)
    points = [(-row["worse"], row["better"]) for row in rows]
    scales = [axis["range"], axis["range"]]
    corners = free_corners(points, scales)
    names = [[wrapped(row["item"], *shape) for shape in _NAME_SHAPES] for row in rows]
    most_people = sorted(range(len(rows)), key=lambda place: -rows[place]["respondents"])
    labels = place_labels(points, names, scales, most_people, corners)
    add_all(
        figure,
        _halves(theme),
        [_title(theme), *(_corner(corner, theme) for corner in corners)]
        + [_label(points[place], label, theme) for place, label in labels.items()],
    )
    _draw(figure, rows, theme)
    return figure


def kano_counts(result: Result, theme: Theme) -> go.Figure:
    """How many people's pairs fall into each class, item by item; the item's class is framed."""
    rows = [row for row in result.rows() if row["category"] is not None]
    if not rows:
        return nothing_to_draw(theme.figure(0), "No item has enough pairs of answers", theme)
    heads = [safe(kind.replace("_", "-").capitalize()) for kind in KINDS]
    tiles = [
        Tile(
            across,
            down,
            _count(row, kind, theme),
            theme.accent,
            row[kind] / row["respondents"],
            row["category"] == kind,
            _said(row, kind, theme.words),
        )
        for down, row in enumerate(rows)
        for across, kind in enumerate(KINDS)
    ]
    return tile_table([row["item"] for row in rows], heads, tiles, theme)


def _count(row: dict[str, Any], kind: str, theme: Theme) -> str:
    number = theme.words.number(row[kind])
    if row["category"] != kind:
        return f'<span style="color:{theme.muted}">{number}</span>'
    return f"{number}?" if row["mixed"] else f"<b>{number}</b>"


def _said(row: dict[str, Any], kind: str, words: Words) -> str:
    share = words.number(100 * row[kind] / row["respondents"])
    lines = [
        f"<b>{wrapped(row['item'], 40)}</b>",
        f"{kind.replace('_', '-').capitalize()}: {words.number(row[kind])} of "
        f"{words.count(row['respondents'], 'answer')}, {share} %",
    ]
    if row["category"] == kind:
        lines.append("The item's class" + (", but people differ" if row["mixed"] else ""))
    if row["respondents"] < THIN:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)


def _halves(theme: Theme) -> list[dict[str, Any]]:
    line = {"color": theme.muted, "width": 1, "dash": "dot"}
    shared = {"type": "line", "line": line, "layer": "below"}
    return [
        shared | {"xref": "x", "x0": 0.5, "x1": 0.5, "yref": "paper", "y0": 0, "y1": 1},
        shared | {"yref": "y", "y0": 0.5, "y1": 0.5, "xref": "paper", "x0": 0, "x1": 1},
    ]


def _title(theme: Theme) -> dict[str, Any]:
    return {
        "text": small("Better: satisfied with it", theme),
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 8,
    }


def _corner(corner: tuple[int, int], theme: Theme) -> dict[str, Any]:
    right, top = corner
    return {
        "text": small(_CORNERS[corner], theme),
        "x": right,
        "y": top,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "right" if right else "left",
        "yanchor": "top" if top else "bottom",
        "align": "right" if right else "left",
        "xshift": -4 if right else 4,
        "yshift": -4 if top else 4,
    }


def _label(at: tuple[float, float], label: Any, theme: Theme) -> dict[str, Any]:
    return {
        "x": at[0],
        "y": at[1],
        "text": label.text,
        "xanchor": label.anchor,
        "yanchor": "middle",
        "align": label.anchor,
        "xshift": label.right,
        "yshift": label.up,
        "bgcolor": theme.faint(theme.paper, 0.8),
        "borderpad": 0,
        "font": {"size": SMALL_SIZE},
    }


def _draw(figure: go.Figure, rows: list[dict[str, Any]], theme: Theme) -> None:
    colours = [theme.muted if row["respondents"] < THIN else theme.accent for row in rows]
    hollow = [row["mixed"] or row["respondents"] < THIN for row in rows]
    whisker = {"type": "data", "symmetric": False, "width": 0, "thickness": 1.5}
    whisker |= {"color": theme.faint(theme.accent, 0.4)}
    figure.add_scatter(
        mode="markers",
        x=[-row["worse"] for row in rows],
        y=[row["better"] for row in rows],
        error_x=whisker
        | {
            "array": [row["worse"] - row["worse_low"] for row in rows],
            "arrayminus": [row["worse_high"] - row["worse"] for row in rows],
        },
        error_y=whisker
        | {
            "array": [row["better_high"] - row["better"] for row in rows],
            "arrayminus": [row["better"] - row["better_low"] for row in rows],
        },
        marker={
            "size": 11,
            "opacity": 1,
            "color": [theme.paper if no else own for no, own in zip(hollow, colours, strict=True)],
            "line": {"color": colours, "width": 2},
        },
        hovertext=[_hover(row, theme.words) for row in rows],
        hoverinfo="text",
        cliponaxis=False,
    )


def _hover(row: dict[str, Any], words: Words) -> str:
    better = words.interval(row["better_low"], row["better_high"], 2)
    worse = words.interval(row["worse_low"], row["worse_high"], 2)
    lines = [
        f"<b>{wrapped(row['item'], 40)}</b>",
        f"Class: {row['category'].replace('_', '-')}",
        f"Better {words.number(row['better'], 2)} ({better})",
        f"Worse {words.number(row['worse'], 2)} ({worse})",
        words.count(row["respondents"], "answer"),
    ]
    if row["mixed"]:
        lines.append("People differ too much for one class")
    if row["respondents"] < THIN:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)
