"""Draws items as lines over waves: a bump chart of their ranks, or slopes of their percent."""

from collections.abc import Collection
from typing import Any

import plotly.graph_objects as go

from insight.charts.nps_line import nothing_to_draw
from insight.charts.scales import percent_axis, spread
from insight.charts.theme import LABEL_SIZE, Theme, add_all, small, wrapped
from insight.charts.wave_lines import MOST_WAVES, Asked, ItemLine, lines_of, waves_of
from insight.query import Result
from insight.words import Words

HIDDEN = "Too few answers in every wave to show what is wanted"
_HEIGHT_A_RANK, _LEAST_HEIGHT = 36, 380
_LINE_APART = 17
"""Pixels of one line of a name at the end of a line."""
_AROUND = 74
"""Pixels above and below what is drawn."""


def needs_over_time(
    result: Result, theme: Theme, moved: Collection[str] = (), by_rank: bool = True
) -> go.Figure:
    """A line an item over the waves: its rank, or its percent with intervals; `moved` coloured.

    At most the latest eight waves are drawn.
    """
    lines = lines_of(result)
    if not lines:
        return nothing_to_draw(theme.figure(0), HIDDEN, theme)
    waves = waves_of(result)[-MOST_WAVES:]
    height = max(_LEAST_HEIGHT, _AROUND + _HEIGHT_A_RANK * len(lines))
    ends_early = any(line.ends_early(waves) for line in lines)
    axis = _rank_axis(lines) if by_rank else percent_axis()
    figure = theme.figure(
        height,
        xaxis=_wave_axis(waves, theme),
        yaxis=axis | {"showticklabels": not ends_early},
        margin={"t": 30, "r": 128, "l": 100 if ends_early else 4},
    )
    # Lines that moved lie on top.
    for line in sorted(lines, key=lambda line: line.item in moved):
        _draw(figure, line, waves, theme, by_rank, line.item in moved)
    _name_lines(figure, lines, waves, theme, by_rank, moved)
    note = "Rank, 1 is wanted most" if by_rank else "Percent"
    hidden = sum(1 for row in result.rows() if row["wanted"] is None)
    if hidden:
        note += f"; {theme.words.count(hidden, 'figure')} hidden, too few answers"
    place = {"x": 0, "y": 1, "xref": "paper", "yref": "paper"}
    align = {"xanchor": "left", "yanchor": "bottom", "yshift": 8}
    figure.add_annotation(text=small(note, theme), showarrow=False, **place, **align)
    return figure


def _wave_axis(waves: list[str], theme: Theme) -> dict[str, Any]:
    last = len(waves) - 1
    # A single wave stands at the right, beside its names.
    before, after = (0.12 * last, 0.06 * last) if last else (1, 0.06)
    return {
        "tickvals": list(range(len(waves))),
        "ticktext": [wrapped(wave, 12, 2) for wave in waves],
        "tickfont": {"color": theme.ink},
        "range": [-before, last + after],
        "showgrid": True,
        "fixedrange": True,
    }


def _rank_axis(lines: list[ItemLine]) -> dict[str, Any]:
    most = max(asked.rank for line in lines for asked in line.asked.values())
    return {"range": [most + 0.6, 0.4], "visible": False, "fixedrange": True}


def _draw(
    figure: go.Figure,
    line: ItemLine,
    waves: list[str],
    theme: Theme,
    by_rank: bool,
    has_moved: bool,
) -> None:
    """Its marks, and a stroke between waves that follow each other."""
    places = [at for at, wave in enumerate(waves) if wave in line.asked]
    shown = [line.asked[waves[at]] for at in places]
    colour = theme.accent if has_moved else theme.muted
    strokes = {"x": [], "y": []}
    for place, asked in zip(places, shown, strict=True):
        if strokes["x"] and strokes["x"][-1] != place - 1:
            strokes["x"].append(None)
            strokes["y"].append(None)
        strokes["x"].append(place)
        strokes["y"].append(asked.height(by_rank))
    if not by_rank:
        ends = zip(places, shown, strict=True)
        wide = 6 if has_moved else 2
        add_all(figure, [_whisker(at, asked, colour, wide, theme) for at, asked in ends])
    figure.add_scatter(
        **strokes,
        mode="lines",
        line={
            "color": colour if has_moved else theme.faint(colour, 0.55),
            "width": 3.5 if has_moved else 1.5,
        },
        connectgaps=False,
        hoverinfo="skip",
    )
    filled = [not (asked.thin or (by_rank and asked.may_swap)) for asked in shown]
    figure.add_scatter(
        mode="markers",
        x=places,
        y=[asked.height(by_rank) for asked in shown],
        marker={
            "size": 11 if has_moved else 8,
            "opacity": 1,
            "color": [colour if full else theme.paper for full in filled],
            "line": {"color": colour, "width": 2},
        },
        cliponaxis=False,
        hovertext=[_hover(line, asked, theme.words) for asked in shown],
        hoverinfo="text",
    )


def _whisker(at: int, asked: Asked, colour: str, wide: int, theme: Theme) -> dict[str, Any]:
    """The interval of one mark; without limits (everybody alike) a line of no height."""
    low = asked.wanted if asked.low is None else asked.low
    high = asked.wanted if asked.high is None else asked.high
    return {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": low,
        "y1": high,
        "line": {"color": theme.faint(colour, 0.4), "width": wide},
        "layer": "below",
    }


def _name_lines(
    figure: go.Figure,
    lines: list[ItemLine],
    waves: list[str],
    theme: Theme,
    by_rank: bool,
    moved: Collection[str],
) -> None:
    """Names at the right of lines that reach the last wave, at the left of those that end early.

    Whose line neither begins nor ends at an edge is named by its hover.
    """
    for is_left in (False, True):
        edge = waves[0] if is_left else waves[-1]
        here = [line for line in lines if line.ends_early(waves) == is_left and edge in line.asked]
        if not here:
            continue
        heights = [line.asked[edge].height(by_rank) for line in here]
        if not by_rank:
            lines_high = max(_written(line, is_left).count("<br>") + 1 for line in here)
            apart = 100 * _LINE_APART * lines_high / (figure.layout.height - _AROUND)
            heights = spread(heights, apart, apart / 2, 100 - apart / 2)
        add_all(
            figure,
            annotations=[
                _name(line, line.asked[edge], height, is_left, theme, by_rank, line.item in moved)
                for line, height in zip(here, heights, strict=True)
            ],
        )


def _name(
    line: ItemLine,
    asked: Asked,
    height: float,
    is_left: bool,
    theme: Theme,
    by_rank: bool,
    has_moved: bool,
) -> dict[str, Any]:
    figure = asked.rank if by_rank else asked.wanted
    number = theme.words.number(figure)
    name = _written(line, is_left)
    if asked.thin:
        name += " (too thin)"
    text = f"{name} {number}" if is_left else f"{number}  {name}"
    if has_moved:
        text = f"<b>{text}</b>"
    elif asked.thin or is_left:
        text = small(text, theme)
    side = {"x": 1, "xanchor": "left", "xshift": 6}
    if is_left:
        side = {"x": 0, "xanchor": "right", "xshift": 4}
    return {
        "text": text,
        "y": height,
        "xref": "paper",
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "font": {"size": LABEL_SIZE, "color": theme.accent if has_moved else theme.ink},
        **side,
    }


def _written(line: ItemLine, is_left: bool) -> str:
    """Its name, in two lines where there is room for them."""
    return wrapped(line.item, 15, 1) if is_left else wrapped(line.item, 16, 2)


def _hover(line: ItemLine, asked: Asked, words: Words) -> str:
    unit = "% picked it" if line.is_pick else "% of maximum"
    lines = [
        f"<b>{wrapped(line.item, 40)}</b> in {wrapped(asked.wave, 30)}",
        f"{words.number(asked.wanted, 1)} {unit} ({words.interval(asked.low, asked.high, 1)})",
        f"Rank {words.number(asked.rank)}, {words.count(asked.respondents, 'answer')}",
    ]
    if asked.may_swap:
        lines.append("Its interval overlaps that of a neighbour")
    if asked.thin:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)
