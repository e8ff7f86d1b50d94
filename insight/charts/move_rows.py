"""Draws items as rows: how much more or less each is wanted than a wave before."""

from typing import Any

import plotly.graph_objects as go

from insight.charts.drift import TOO_FEW, Move, Pair, moves_of, pairs_of
from insight.charts.driver import item_axis
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import ROW_HEIGHT, Theme, add_all, small, wrapped
from insight.query import Result
from insight.words import Words

_ABOVE, _BELOW = 1.1, 0.6


def needs_moved(result: Result, theme: Theme, pair: Pair | None = None) -> go.Figure:
    """One row an item: its change between two waves with the interval, the largest rise first."""
    moves = [] if result.is_empty else moves_of(result, pair or pairs_of(result)[0])
    if not moves:
        return nothing_to_draw(theme.figure(0), TOO_FEW, theme)
    figure = theme.figure(
        int(60 + ROW_HEIGHT * (len(moves) + _ABOVE - 1 + _BELOW)),
        xaxis=_change_axis(moves, theme),
        yaxis=item_axis([move.item for move in moves], theme, _ABOVE, _BELOW),
        margin={"t": 8, "r": 96},
    )
    colours = [_colour(move, theme) for move in moves]
    add_all(
        figure,
        [_interval(at, move, colours[at], theme) for at, move in enumerate(moves) if move.change],
        [_beside(at, move, theme) for at, move in enumerate(moves)],
    )
    figure.add_scatter(
        mode="markers",
        x=[move.points for move in moves],
        y=list(range(len(moves))),
        marker={
            "size": 10,
            "opacity": 1,
            "color": [
                colour if move.is_real else theme.paper
                for move, colour in zip(moves, colours, strict=True)
            ],
            "line": {"color": colours, "width": 2},
        },
        cliponaxis=False,
        hovertext=[_hover(move, theme.words) for move in moves],
        hoverinfo="text",
    )
    for side, text in (("right", "wanted more →"), ("left", "← wanted less")):
        figure.add_annotation(
            text=small(text, theme),
            x=0,
            y=-_ABOVE,
            xanchor="left" if side == "right" else "right",
            yanchor="top",
            xshift=8 if side == "right" else -8,
            showarrow=False,
        )
    return figure


def _colour(move: Move, theme: Theme) -> str:
    return theme.accent if move.is_real else theme.muted


def _change_axis(moves: list[Move], theme: Theme) -> dict[str, Any]:
    """Zero in it and marked, with room around every interval and for the two directions."""
    ends = [move.points for move in moves]
    ends += [end for move in moves if move.change for end in (move.change.low, move.change.high)]
    low, high = min(*ends, 0), max(*ends, 0)
    room = max(0.05 * (high - low), 0.5)
    # Each direction's name takes about a third of the chart on a phone.
    reach = 0.45 * max(high, -low)
    return {
        "range": [min(low - room, -reach), max(high + room, reach)],
        "zeroline": True,
        "zerolinecolor": theme.muted,
        "zerolinewidth": 1,
        "showgrid": True,
        "nticks": 6,
        "fixedrange": True,
    }


def _interval(at: int, move: Move, colour: str, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": move.change.low,
        "x1": move.change.high,
        "y0": at,
        "y1": at,
        "line": {"color": theme.faint(colour, 0.4), "width": 7},
        "layer": "below",
    }


def _beside(at: int, move: Move, theme: Theme) -> dict[str, Any]:
    """Right of the row: the change, and from what to what."""
    words = theme.words
    change = words.signed(move.points, move.decimals)
    head = f"<b>{change}</b>" if move.is_real else change
    levels = f"{words.number(move.before)} → {words.number(move.after)}"
    if move.thin:
        levels = f"n {words.number(move.respondents)}: too thin"
    return {
        "text": f"{head}<br>{small(levels, theme)}",
        "x": 1,
        "xref": "paper",
        "y": at,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 10,
        "align": "left",
        "showarrow": False,
    }


def _hover(move: Move, words: Words) -> str:
    first, second = (wrapped(wave, 30) for wave in move.pair)
    lines = [
        f"<b>{wrapped(move.item, 40)}</b>",
        f"{words.number(move.before, 1)} in {first}, {words.number(move.after, 1)} in {second}",
        f"Change {words.signed(move.points, 1)}",
    ]
    if move.change:
        interval = words.interval(move.change.low, move.change.high, 1)
        lines[-1] += f" ({interval})"
        if not move.thin:
            lines.append("A real change" if move.is_real else "No change that these answers show")
    lines.append(f"{words.count(move.respondents, 'answer')} in the smaller wave")
    if move.thin:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)
