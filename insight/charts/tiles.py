"""Draws a table of tiles: a number in each, shaded by its size, framed where it stands out."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from insight.charts.driver import item_axis
from insight.charts.theme import SMALL_SIZE, Theme, add_all

_ROW, _HEAD = 34, 88


@dataclass(frozen=True)
class Tile:
    """One cell by its place from the left and the top; `text` and `hover` are safe to draw.

    `depth` runs from 0, hardly shaded, to 1.
    """

    across: int
    down: int
    text: str
    colour: str
    depth: float
    is_framed: bool
    hover: str


def tile_table(
    items: Sequence[str], heads: Sequence[str], tiles: Sequence[Tile], theme: Theme
) -> go.Figure:
    """Items from the top down; `heads` are safe, and slant so that they fit a narrow screen."""
    figure = theme.figure(
        int(_HEAD + 20 + _ROW * len(items)),
        xaxis={"range": [-0.5, len(heads) - 0.5], "visible": False, "fixedrange": True},
        yaxis=item_axis(list(items), theme, 0.5, 0.5),
        margin={"t": _HEAD, "r": 52},
    )
    add_all(
        figure,
        [_shape(tile, theme) for tile in tiles],
        [{"x": tile.across, "y": tile.down, "text": tile.text} for tile in tiles]
        + [_head(across, head) for across, head in enumerate(heads)],
    )
    figure.add_scatter(
        mode="markers",
        x=[tile.across for tile in tiles],
        y=[tile.down for tile in tiles],
        marker={"size": 24, "opacity": 0, "symbol": "square"},
        hovertext=[tile.hover for tile in tiles],
        hoverinfo="text",
    )
    return figure


def _shape(tile: Tile, theme: Theme) -> dict[str, object]:
    return {
        "type": "rect",
        "x0": tile.across - 0.48,
        "x1": tile.across + 0.48,
        "y0": tile.down - 0.46,
        "y1": tile.down + 0.46,
        "fillcolor": theme.faint(tile.colour, 0.05 + 0.4 * min(1.0, tile.depth)),
        "line": {"width": 2 if tile.is_framed else 0, "color": tile.colour},
        "layer": "below",
    }


def _head(across: int, text: str) -> dict[str, object]:
    return {
        "text": text,
        "x": across,
        "y": 1,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "textangle": -38,
        "xshift": -10,
        "yshift": 2,
        "font": {"size": SMALL_SIZE + 1},
    }
