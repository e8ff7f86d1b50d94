"""The bridge from NPS of one period to NPS of another: a bar for each part, laid end to end."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from insight.charts.bridge_bars import Bar, Half, halves
from insight.charts.comparison import periods_of
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import SMALL_SIZE, Theme, add_all, small, wrapped
from insight.coverage import Span
from insight.query import Result
from insight.words import Words

_ROW = 38


def what_moved_nps(result: Result, theme: Theme, totals: Result | None = None) -> go.Figure:
    """From NPS before to NPS after: what each value's scores moved, then what its share moved.

    `totals` is within_or_mix of the same answers, for the intervals of both sums.
    """
    rows = [row for row in result.rows() if row["within"] is not None]
    figure = theme.figure(2 * _ROW)
    if not rows:
        return nothing_to_draw(
            figure, "Choose another period or comparison in the filter bar", theme
        )
    before, after = periods_of(result.asked)
    both = halves(rows, result.asked["dimension"], totals, theme)
    bars = [bar for half in both for bar in half.bars]
    lines = [_end_line(before, bars[0].start, rows, "before", theme)]
    uprights, above = [], 0
    for half in both:
        lines.append(_head_line(half, theme))
        figure.add_trace(_bars_of(half, len(lines), theme))
        for bar in half.bars:
            uprights.append(_upright(bar.start, above, len(lines), theme))
            above = len(lines)
            lines.append((wrapped(bar.name, 22, 2), _figure_of(bar, theme)))
    uprights.append(_upright(bars[-1].end, above, len(lines), theme))
    lines.append(_end_line(after, bars[-1].end, rows, "after", theme))
    figure.add_trace(_ends([(0, bars[0].start), (len(lines) - 1, bars[-1].end)], theme))
    figure.update_layout(
        height=30 + _ROW * len(lines),
        margin={"t": 8, "r": 92},
        xaxis=_points_axis(bars),
        yaxis={
            "tickvals": list(range(len(lines))),
            "ticktext": [name for name, _ in lines],
            "tickfont": {"color": theme.ink},
            "range": [len(lines) - 0.4, -0.6],
            "showgrid": False,
            "fixedrange": True,
        },
    )
    add_all(figure, uprights, [_right_of(y, text) for y, (_, text) in enumerate(lines)])
    return figure


def _end_line(
    period: Span, nps: float, rows: Sequence[dict[str, Any]], when: str, theme: Theme
) -> tuple[str, str]:
    """Left the period, right its NPS and the answers it rests on."""
    name = f"<b>{wrapped(theme.words.span(*period), 22, 2)}</b>"
    answers = sum(row[f"respondents_{when}"] for row in rows)
    count = small(f"n {theme.words.number(answers)}", theme)
    return name, f"<b>{theme.words.number(nps, 1)}</b><br>{count}"


def _head_line(half: Half, theme: Theme) -> tuple[str, str]:
    """Left what a half is about, right its sum."""
    name = f"<b>{wrapped(half.title, 24, 2)}</b><br>{small(half.about, theme)}"
    text = f"<b>{theme.words.signed(half.points, 1)}</b>"
    if half.total is not None:
        text += f" {small(_plus_minus(half.total.low, half.total.high, theme.words), theme)}"
    return name, text


def _figure_of(bar: Bar, theme: Theme) -> str:
    head = theme.words.signed(bar.points, 1)
    if bar.low is not None and bar.high is not None:
        head = f"{head} {small(_plus_minus(bar.low, bar.high, theme.words), theme)}"
    below = "few answers" if bar.thin else bar.detail
    text = f"{head}<br>{small(below, theme)}" if below else head
    return f'<span style="color:{theme.muted}">{text}</span>' if bar.thin else text


def _plus_minus(low: float, high: float, words: Words) -> str:
    return f"±{words.number((high - low) / 2, 1)}"


def _bars_of(half: Half, top: int, theme: Theme) -> dict[str, Any]:
    """Bars from a row down; pale where the interval holds 0, grey where answers are few."""
    colours = [theme.muted if bar.thin else half.colour for bar in half.bars]
    fills = [
        theme.faint(colour, 0.25) if bar.undecided or bar.thin else colour
        for bar, colour in zip(half.bars, colours, strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [bar.points for bar in half.bars],
        "base": [bar.start for bar in half.bars],
        "y": list(range(top, top + len(half.bars))),
        "width": 0.42,
        "marker": {"color": fills, "line": {"color": colours, "width": 1}},
        "error_x": {
            "type": "data",
            "array": [0 if bar.low is None else (bar.high - bar.low) / 2 for bar in half.bars],
            "width": 3,
            "thickness": 1.5,
            "color": theme.ink,
        },
        "cliponaxis": False,
        "hovertext": [_hover(bar, theme.words) for bar in half.bars],
        "hoverinfo": "text",
    }


def _hover(bar: Bar, words: Words) -> str:
    lines = [
        f"<b>{wrapped(bar.name, 40)}</b>",
        f"{words.signed(bar.points, 1)} points of total NPS",
    ]
    if bar.low is not None:
        lines.append(f"95 % interval {words.interval(bar.low, bar.high, 1)}")
    else:
        lines.append("Summed over them; its interval is not drawn")
    if bar.detail:
        lines.append(bar.detail)
    if bar.fewest is not None:
        lines.append(f"At least {words.count(bar.fewest, 'answer')} in each period")
    if bar.thin:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)


def _ends(places: Sequence[tuple[float, float]], theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for _, x in places],
        "y": [y for y, _ in places],
        "marker": {"size": 12, "color": theme.ink, "opacity": 1},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _points_axis(bars: Sequence[Bar]) -> dict[str, Any]:
    """Points of NPS around every bar and interval; only lengths and places count, so not from 0."""
    reach = [bar.start for bar in bars] + [bar.end for bar in bars]
    for bar in bars:
        if bar.low is not None:
            reach += [bar.start + bar.low, bar.start + bar.high]
    low, high = min(reach), max(reach)
    room = max((high - low) * 0.06, 1)
    return {"range": [low - room, high + room], "nticks": 6, "showgrid": True, "fixedrange": True}


def _upright(x: float, top: float, bottom: float, theme: Theme) -> dict[str, Any]:
    """What joins the end of a bar with the next one's start."""
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": top,
        "y1": bottom,
        "line": {"color": theme.muted, "width": 1, "dash": "dot"},
        "layer": "below",
    }


def _right_of(y: float, text: str) -> dict[str, Any]:
    return {
        "text": text,
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 10,
        "y": y,
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "font": {"size": SMALL_SIZE + 1},
    }
