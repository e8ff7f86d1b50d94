"""In which cells of one or two dimensions has NPS changed between two periods?"""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from insight.charts.claims import limits, size
from insight.charts.comparison import why_not_compared
from insight.charts.nps_line import nothing_to_draw
from insight.charts.scanned_cells import Cell, listing, real_change, standing_out, tested
from insight.charts.theme import (
    ROW_HEIGHT,
    SMALL_SIZE,
    Theme,
    add_all,
    safe,
    small,
    wrapped,
)
from insight.query import Result
from insight.stats.two_waves import Change
from insight.words import Words

MOST_DRAWN = 12
"""Cells that the chart lists; the figures hold them all."""

MEASURE = (
    "Change of NPS, points, with 95 % intervals: cells of one and two dimensions that changed "
    "beyond chance and unlike everyone, the furthest first. Those that moved like a wider cell are "
    "counted with it. Corrected for all cells tested (Benjamini-Hochberg): about one in twenty of "
    "those found may still be chance."
)


def finding(result: Result, words: Words, overall: Result) -> str:
    """How many cells changed beyond chance and which stands out; `overall` is nps_change."""
    [everyone] = overall.rows()
    why = why_not_compared(result.asked, everyone, words)
    if why:
        return why
    cells = tested(result)
    if not cells:
        return "No cell has enough answers in both periods to be tested"
    found = standing_out(result, overall)
    if not found:
        return f"None of the {_cells(cells, result, words)} changed beyond chance"
    moved = real_change(overall)
    number = f"{words.number(len(found))} of {_cells(cells, result, words)}"
    lines = listing(found, moved).lines
    if not lines:
        return f"NPS {_moved(moved, words)}, and no cell moved otherwise; {number} changed"
    first, _ = lines[0]
    said = f"NPS {_moved(first.change, words)} in {first.name} ({limits(first.change, words)})"
    if first.thin:
        said += f", of only {words.count(min(first.before, first.after), 'answer')}"
    if moved:
        joined = "and" if (moved.points > 0) == (first.change.points > 0) else "but"
        said += f", {joined} {_moved(moved, words)} for everyone"
    return f"{said}; {number} changed"


def _moved(change: Change, words: Words) -> str:
    return f"{'rose' if change.points > 0 else 'fell'} {size(change, words)}"


def _cells(cells: Sequence[Cell], result: Result, words: Words) -> str:
    more = "more than " if result.left_out and len(cells) == result.table.num_rows else ""
    return f"{more}{words.count(len(cells), 'cell')}"


def how_many(result: Result, words: Words, overall: Result) -> str:
    """For the small print: cells tested, not tested, and those that moved as everyone did."""
    cells = tested(result)
    said = [f"{_cells(cells, result, words)} tested"]
    left = result.table.num_rows - len(cells)
    if left:
        said.append(f"{words.number(left)} not, with too few answers in a period")
    as_everyone = listing(standing_out(result, overall), real_change(overall)).as_everyone
    if as_everyone:
        said.append(f"{words.number(as_everyone)} changed as everyone did and are not drawn")
    return ", ".join(said)


def segment_scan(result: Result, theme: Theme, overall: Result) -> go.Figure:
    """The cells that stand out, a dot on its interval each; everyone's change as a line."""
    found = listing(standing_out(result, overall), real_change(overall)).lines
    counted = found[:MOST_DRAWN]
    shown = [cell for cell, _ in counted]
    figure = theme.figure(int(64 + ROW_HEIGHT * len(shown)))
    if not shown:
        return nothing_to_draw(figure, "No cell stands out from the others", theme)
    everyone = overall.rows()[0]["change"]
    ends = [end for cell in shown for end in (cell.change.low, cell.change.high)]
    low, high = min(0, everyone, *ends), max(0, everyone, *ends)
    room = 0.06 * (high - low)
    figure.update_layout(
        xaxis={
            "range": [low - room, high + room],
            "showgrid": True,
            "nticks": 6,
            "zeroline": True,
            "zerolinecolor": theme.muted,
            "zerolinewidth": 1,
            "fixedrange": True,
        },
        yaxis={
            "tickvals": list(range(len(shown))),
            "ticktext": [_label(cell, alike, theme) for cell, alike in counted],
            "tickfont": {"color": theme.ink},
            "range": [len(shown) - 0.5, -1],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 8, "r": 104},
    )
    figure.add_trace(_dots(shown, theme))
    add_all(
        figure,
        [_everyone_line(everyone, len(shown), theme)],
        [_everyone_label(everyone, (low + high) / 2, theme), *_figures(shown, theme)],
    )
    if len(found) > len(shown):
        text = f"{theme.words.number(len(shown))} of {theme.words.number(len(found))}"
        place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 10, "y": -0.8}
        figure.add_annotation(text=small(text, theme), showarrow=False, **place)
    return figure


def _label(cell: Cell, alike: int, theme: Theme) -> str:
    """A value over its dimension and the cells in it that moved alike, or both values of two."""
    if cell.of_two:
        first, second = (wrapped(value, 22, 1) for value in cell.values)
        return f"{first}<br>{small('and', theme)} {second}"
    below = safe(cell.dimensions[0].replace("_", " "), 24)
    if alike:
        below += f", {theme.words.number(alike)} alike in it"
    return f"{wrapped(cell.values[0], 22, 1)}<br>{small(below, theme)}"


def _dots(shown: Sequence[Cell], theme: Theme) -> dict[str, Any]:
    colours = [
        theme.muted if cell.thin else theme.wanted if cell.change.points > 0 else theme.delivered
        for cell in shown
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [cell.change.points for cell in shown],
        "y": list(range(len(shown))),
        "marker": {
            "size": 11,
            "color": [
                theme.paper if cell.thin else colour
                for cell, colour in zip(shown, colours, strict=True)
            ],
            "line": {"color": colours, "width": 2},
            "opacity": 1,
        },
        "error_x": {
            "type": "data",
            "array": [cell.change.high - cell.change.points for cell in shown],
            "arrayminus": [cell.change.points - cell.change.low for cell in shown],
            "symmetric": False,
            "width": 0,
            "thickness": 3,
            "color": theme.faint(theme.ink, 0.35),
        },
        "cliponaxis": False,
        "hovertext": [_hover(cell, theme.words) for cell in shown],
        "hoverinfo": "text",
    }


def _hover(cell: Cell, words: Words) -> str:
    named = [
        f"{safe(dimension)}: {safe(value)}"
        for dimension, value in zip(cell.dimensions, cell.values, strict=True)
    ]
    p = "below .001" if cell.p_corrected < 0.001 else words.number(cell.p_corrected, 3)
    lines = [
        f"<b>{'<br>'.join(named)}</b>",
        f"Change {words.signed(cell.change.points, 1)} points",
        f"95 % interval {words.interval(cell.change.low, cell.change.high, 1)}",
        f"p, corrected for all cells: {p}",
        f"{words.count(cell.before, 'answer')} before, {words.number(cell.after)} after",
    ]
    if cell.thin:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)


def _figures(shown: Sequence[Cell], theme: Theme) -> list[dict[str, Any]]:
    """Right of each row its change with half its interval, and the answers of both periods."""
    words = theme.words
    written = []
    for index, cell in enumerate(shown):
        half = words.number((cell.change.high - cell.change.low) / 2, 1)
        head = f"<b>{words.signed(cell.change.points, 1)}</b> {small(f'±{half}', theme)}"
        counts = f"n {words.number(cell.before)} → {words.number(cell.after)}"
        if cell.thin:
            head = f'<span style="color:{theme.muted}">{head}</span>'
            counts = f"{counts}, few"
        written.append(
            {
                "text": f"{head}<br>{small(counts, theme)}",
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 10,
                "y": index,
                "yanchor": "middle",
                "align": "left",
                "showarrow": False,
            }
        )
    return written


def _everyone_line(everyone: float, rows: int, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": everyone,
        "x1": everyone,
        "y0": -0.6,
        "y1": rows - 0.5,
        "line": {"color": theme.ink, "width": 1.5, "dash": "dot"},
        "layer": "below",
    }


def _everyone_label(everyone: float, middle: float, theme: Theme) -> dict[str, Any]:
    return {
        "text": f"everyone {theme.words.signed(everyone, 1)}",
        "x": everyone,
        "y": -0.62,
        "yanchor": "bottom",
        "xanchor": "left" if everyone < middle else "right",
        "xshift": -4 if everyone < middle else 4,
        "showarrow": False,
        "bgcolor": theme.paper,
        "borderpad": 1,
        "font": {"size": SMALL_SIZE + 1},
    }


def alt(result: Result, words: Words, overall: Result) -> str:
    """The finding, and the first cells that stand out with their figures."""
    said = [finding(result, words, overall)]
    lines = listing(standing_out(result, overall), real_change(overall)).lines
    for cell, _ in lines[:MOST_DRAWN]:
        said.append(
            f"{cell.name}: {words.signed(cell.change.points, 1)} "
            f"({words.interval(cell.change.low, cell.change.high, 1)})"
        )
    return ". ".join(said) + "."
