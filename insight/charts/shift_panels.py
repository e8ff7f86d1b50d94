"""Draws series with their shifts as small panels: points, levels, and the days of each shift."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from insight.charts.claims import is_thin
from insight.charts.periods import Period
from insight.charts.scales import moment, time_axis
from insight.charts.shifts import measure_and_item, shift_sentence
from insight.charts.theme import PANEL_HEIGHT, Theme, add_all, safe, small, wrapped

_TOP = 52
_NAMES = {"nps": "NPS", "wanted": "Want", "delivered": "Delivery", "gap": "Gap", "share": "Share"}

Row = dict[str, Any]
Panel = tuple[Sequence[Row], Sequence[Row]]


def panels(drawn: Sequence[Panel], theme: Theme) -> go.Figure:
    """One panel for each (shifts, points) of a series, two abreast, all of one span of points."""
    columns = min(2, len(drawn))
    rows = -(-len(drawn) // columns)
    figure = make_subplots(
        rows=rows,
        cols=columns,
        specs=[
            [{} if row * columns + column < len(drawn) else None for column in range(columns)]
            for row in range(rows)
        ],
        shared_xaxes="all",
        horizontal_spacing=0.12,
        vertical_spacing=0.36 / rows,
    )
    figure.layout.template = theme.template
    periods = [_period(row) for _, points in drawn for row in points]
    periods += [_levels_of(shift) for shifts, _ in drawn for shift in shifts]
    figure.update_xaxes(time_axis(periods), nticks=4)
    if rows > 1 and len(drawn) % 2:
        figure.update_xaxes(showticklabels=True, row=rows - 1, col=2)
    reaches = [_reach(shifts, points) for shifts, points in drawn]
    span = 1.08 * max(high - low for low, high in reaches)
    for at, (shifts, points) in enumerate(drawn, start=1):
        number = "" if at == 1 else str(at)
        axes = f"x{number}", f"y{number}"
        middle = sum(reaches[at - 1]) / 2
        figure.layout[f"yaxis{number}"].update(
            range=[middle - span / 2, middle + span / 2], nticks=5, fixedrange=True
        )
        _draw(figure, shifts, points, axes, theme)
    figure.update_layout(
        height=_TOP + 20 + rows * PANEL_HEIGHT, margin={"t": _TOP, "r": 34}, hovermode="closest"
    )
    return figure


def _period(row: Row) -> Period:
    return Period(row["period"], row["last_day"], "", "", "")


def _levels_of(shift: Row) -> Period:
    return Period(shift["before_from"], shift["after_until"], "", "", "")


def _reach(shifts: Sequence[Row], points: Sequence[Row]) -> tuple[float, float]:
    """The lowest and the highest that is drawn of a series."""
    levels = [shift[side] for shift in shifts for side in ("before", "after")]
    lows, highs = ([row[end] for row in points] for end in ("low", "high"))
    return min(levels + lows), max(levels + highs)


def _draw(
    figure: go.Figure,
    shifts: Sequence[Row],
    points: Sequence[Row],
    axes: tuple[str, str],
    theme: Theme,
) -> None:
    place = {"xaxis": axes[0], "yaxis": axes[1]}
    figure.add_trace(_points(points, theme) | place)
    figure.add_trace(_levels(shifts, theme) | place)
    figure.add_trace(_marks(shifts, theme) | place)
    add_all(
        figure,
        [_days(shift, axes, theme) for shift in shifts],
        [_title(shifts, axes, theme), *_level_now(shifts[-1], points, axes, theme)],
    )


def _level_now(
    last: Row, points: Sequence[Row], axes: tuple[str, str], theme: Theme
) -> list[dict[str, Any]]:
    """The level at the end of the series; none where a shift too small to show came after."""
    if not points or last["after_until"] < points[-1]["last_day"]:
        return []
    label = {
        "text": f"<b>{theme.words.number(last['after'])}</b>",
        "x": _day(last["after_until"]),
        "y": last["after"],
        "xref": axes[0],
        "yref": axes[1],
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 5,
        "showarrow": False,
    }
    return [label]


def _points(points: Sequence[Row], theme: Theme) -> dict[str, Any]:
    """Each measured period with its interval; hollow where it is thin."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_period(row).middle for row in points],
        "y": [row["level"] for row in points],
        "error_y": {
            "type": "data",
            "array": [row["high"] - row["level"] for row in points],
            "arrayminus": [row["level"] - row["low"] for row in points],
            "width": 0,
            "thickness": 2,
            "color": theme.faint(theme.muted, 0.25),
        },
        "marker": {
            "size": 4,
            "color": [
                theme.paper if is_thin(row["respondents"]) else theme.muted for row in points
            ],
            "opacity": 1,
            "line": {"color": theme.muted, "width": 1},
        },
        "hovertext": [_hover(row, theme) for row in points],
        "hoverinfo": "text",
    }


def _hover(row: Row, theme: Theme) -> str:
    words = theme.words
    noun = "interaction" if measure_and_item(row["series"])[0] == "share" else "answer"
    lines = [
        f"<b>{words.number(row['level'], 1)}</b> in {words.span(row['period'], row['last_day'])}",
        f"95 % interval {words.interval(row['low'], row['high'], 1)}",
        words.count(row["respondents"], noun),
    ]
    if is_thin(row["respondents"]):
        lines.append("Too few answers to say much")
    return "<br>".join(lines)


def _levels(shifts: Sequence[Row], theme: Theme) -> dict[str, Any]:
    """The level before and after each shift, as steps."""
    x: list[Any] = []
    y: list[float | None] = []
    for shift in shifts:
        x += [_day(shift["before_from"]), _day(shift["likeliest"]), None]
        y += [shift["before"], shift["before"], None]
        x += [_day(shift["likeliest"]), _day(shift["after_until"]), None]
        y += [shift["after"], shift["after"], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": theme.accent, "width": 3},
        "hoverinfo": "skip",
    }


def _marks(shifts: Sequence[Row], theme: Theme) -> dict[str, Any]:
    """A hollow square of the customers' lane on each shift, as on the timeline."""
    lane = theme.lanes["customers"]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_day(shift["likeliest"]) for shift in shifts],
        "y": [(shift["before"] + shift["after"]) / 2 for shift in shifts],
        "marker": {
            "symbol": lane.symbol,
            "size": 9,
            "color": theme.paper,
            "opacity": 1,
            "line": {"color": lane.colour, "width": 2},
        },
        "hovertext": [wrapped(shift_sentence(shift, theme.words), 44, 6) for shift in shifts],
        "hoverinfo": "text",
    }


def _days(shift: Row, axes: tuple[str, str], theme: Theme) -> dict[str, Any]:
    """The days in which it may have happened."""
    return {
        "type": "rect",
        "xref": axes[0],
        "x0": shift["earliest"].isoformat(),
        "x1": (shift["latest"] + timedelta(days=1)).isoformat(),
        "yref": f"{axes[1]} domain",
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.faint(theme.lanes["customers"].colour, 0.2),
        "line": {"width": 0},
        "layer": "below",
    }


def _title(shifts: Sequence[Row], axes: tuple[str, str], theme: Theme) -> dict[str, Any]:
    """Its name, from which level to which it went, and when or in how many shifts."""
    words = theme.words
    measure, item = measure_and_item(shifts[0]["series"])
    first, last = shifts[0], shifts[-1]
    said = f"{words.number(first['before'])} → {words.number(last['after'])}"
    if len(shifts) > 1:
        said += f" in {words.count(len(shifts), 'shift')}"
    else:
        said += f", {words.short_month(first['likeliest'])}"
    name = _NAMES.get(measure, measure)
    return {
        "text": f"<b>{safe(f'{name}: {item}' if item else name, 24)}</b><br>{small(said, theme)}",
        "x": 0,
        "y": 1,
        "xref": f"{axes[0]} domain",
        "yref": f"{axes[1]} domain",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 5,
        "align": "left",
        "showarrow": False,
    }


def _day(day: date) -> str:
    return moment(day).isoformat()
