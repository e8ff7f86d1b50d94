"""Years against the first: its interval as a band, every later year as a point with its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from insight.charts.baseline_years import Panel, Year
from insight.charts.nps_line import hover, nothing_to_draw
from insight.charts.panels import MOST_PANELS
from insight.charts.periods import Point
from insight.charts.scales import nps_axis, time_axis, zero_line
from insight.charts.theme import (
    LABEL_SIZE,
    PANEL_HEIGHT,
    TREND_HEIGHT,
    Theme,
    add_all,
    safe,
    small,
)

LABEL_ROOM = 0.14
"""Room for the name of a change beyond its point's interval, as a share of what is drawn."""
HIDDEN = "Too few answers in every year to show NPS"


def draw_since(panels: Sequence[Panel], first: str, theme: Theme) -> go.Figure:
    """A panel each, two abreast, on one scale; `first` is the name of the baseline year.

    A change is named beside its point where it is real. Of more than six panels those with the
    most answers are drawn, after the first.
    """
    able = [panel for panel in panels if any(year.point.shown for year in panel.years)]
    if not able:
        return nothing_to_draw(theme.figure(TREND_HEIGHT), HIDDEN, theme)
    most = sorted(able[1:], key=lambda panel: -panel.respondents)[: MOST_PANELS - 1]
    shown = [panel for panel in able if panel is able[0] or panel in most]
    figure, axes = _panels_of(shown, len(able) - len(shown), theme)
    for panel, (x, y) in zip(shown, axes, strict=True):
        _draw_baseline(figure, panel, first, theme, x, y)
        _draw_years(figure, panel, first, theme, x, y)
    return figure


def _panels_of(
    shown: Sequence[Panel], left_out: int, theme: Theme
) -> tuple[go.Figure, list[tuple[str, str]]]:
    """An empty figure with the axes of each panel, all on one scale."""
    columns, rows = min(2, len(shown)), -(-len(shown) // 2)
    figure = make_subplots(
        rows=rows,
        cols=columns,
        shared_xaxes="all",
        shared_yaxes="all",
        horizontal_spacing=0.08,
        vertical_spacing=0.36 / rows,
    )
    figure.layout.template = theme.template
    every = [year.point for panel in shown for year in panel.years]
    locked = [panel.baseline for panel in shown if panel.baseline]
    ends = [end for point in (*every, *locked) if point.shown for end in (point.low, point.high)]
    room = (max(ends) - min(ends)) * LABEL_ROOM
    every = [_with_room(year, room) for panel in shown for year in panel.years]
    figure.update_xaxes(time_axis([point.period for point in every], zoom=False), nticks=4)
    figure.update_yaxes(zero_line(nps_axis([*every, *locked], most_ticks=5), theme))
    axes = [(f"x{n}".removesuffix("1"), f"y{n}".removesuffix("1")) for n in range(1, 7)]
    height = TREND_HEIGHT if len(shown) == 1 else 80 + rows * PANEL_HEIGHT
    top = 40 if not left_out else 64
    figure.update_layout(height=height + top - 40, margin={"t": top, "r": 12})
    if len(shown) % 2 and rows > 1:
        figure.update_xaxes(showticklabels=True, row=rows - 1, col=2)
        figure.update_xaxes(visible=False, row=rows, col=2)
        figure.update_yaxes(visible=False, row=rows, col=2)
    if left_out:
        text = f"The values with most answers; {left_out} more not drawn"
        place = {"x": 0, "y": 1, "xref": "paper", "yref": "paper"}
        align = {"xanchor": "left", "yanchor": "bottom", "yshift": 44}
        figure.add_annotation(text=small(text, theme), **place, **align)
    return figure, axes[: len(shown)]


def _with_room(year: Year, room: float) -> Point:
    """The point with so many points of room in its interval for the change named at its end."""
    point = year.point
    if not year.has_moved:
        return point
    if year.change.points > 0:
        return replace(point, high=point.high + room)
    return replace(point, low=point.low - room)


def _draw_baseline(
    figure: go.Figure, panel: Panel, first: str, theme: Theme, x: str, y: str
) -> None:
    """The first year across the panel, and what the panel shows above it."""
    words, locked = theme.words, panel.baseline
    nobody = not any(year.row["baseline_respondents"] != 0 for year in panel.years)
    said = f"{first}: {'no answers' if nobody else 'too few answers'}"
    if locked is not None:
        said = f"{first}: {words.number(locked.value)} ({words.interval(locked.low, locked.high)})"
        if locked.thin:
            said += f", from only {words.count(locked.respondents, 'answer')}: too thin"
        place = {"x0": 0, "x1": 1, "xref": f"{x} domain", "yref": y, "layer": "below"}
        colour = theme.muted
        band = {
            "type": "rect",
            "y0": locked.low,
            "y1": locked.high,
            "fillcolor": theme.faint(colour, 0.14),
            "line": {"width": 0},
        }
        middle = {"color": colour, "width": 1, "dash": "dash"}
        line = {"type": "line", "y0": locked.value, "y1": locked.value, "line": middle}
        add_all(figure, [band | place, line | place])
    name = f"<b>{safe(panel.name, 24)}</b><br>" if panel.name else ""
    figure.add_annotation(
        text=f"{name}{small(safe(said), theme)}",
        x=0,
        y=1,
        xref=f"{x} domain",
        yref=f"{y} domain",
        xanchor="left",
        yanchor="bottom",
        yshift=4,
        align="left",
        showarrow=False,
    )


def _draw_years(figure: go.Figure, panel: Panel, first: str, theme: Theme, x: str, y: str) -> None:
    drawn = [year for year in panel.years if year.point.shown]
    colours = [_colour(year, theme) for year in drawn]
    hollow = [
        year.point.thin or bool(year.point.period.lacks and not year.is_baseline) for year in drawn
    ]
    figure.add_trace(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [year.point.period.middle for year in drawn],
            "y": [year.point.value for year in drawn],
            "xaxis": x,
            "yaxis": y,
            "marker": {
                "size": 10,
                "opacity": 1,
                "symbol": ["square" if year.is_baseline else "circle" for year in drawn],
                "color": [
                    theme.paper if empty else colour
                    for empty, colour in zip(hollow, colours, strict=True)
                ],
                "line": {"color": colours, "width": 2},
            },
            "hovertext": [_hover(year, first, theme) for year in drawn],
            "hoverinfo": "text",
            "cliponaxis": False,
        }
    )
    add_all(
        figure,
        [_whisker(year, colour, theme, x, y) for year, colour in zip(drawn, colours, strict=True)],
        [_change_label(year, theme, x, y) for year in drawn if year.has_moved],
    )


def _colour(year: Year, theme: Theme) -> str:
    return theme.muted if year.is_baseline or year.point.thin else theme.accent


def _whisker(year: Year, colour: str, theme: Theme, x: str, y: str) -> dict[str, Any]:
    middle = year.point.period.middle
    line = {"color": theme.faint(colour, 0.45), "width": 5}
    ends = {"x0": middle, "x1": middle, "y0": year.point.low, "y1": year.point.high}
    return {"type": "line", "xref": x, "yref": y, "line": line, "layer": "between"} | ends


def _change_label(year: Year, theme: Theme, x: str, y: str) -> dict[str, Any]:
    """The change in points, on the far side of the point from the baseline."""
    rose = year.change.points > 0
    return {
        "text": f"<b>{theme.words.signed(year.change.points)}</b>",
        "x": year.point.period.middle,
        "y": year.point.high if rose else year.point.low,
        "xref": x,
        "yref": y,
        "yanchor": "bottom" if rose else "top",
        "yshift": 2 if rose else -2,
        "showarrow": False,
        "font": {"size": LABEL_SIZE, "color": theme.ink},
    }


def _hover(year: Year, first: str, theme: Theme) -> str:
    words = theme.words
    lines = [hover(year.point, theme)]
    if year.is_baseline:
        lines.append("The first year, which later ones are compared with")
    elif year.change is not None:
        change = year.change
        interval = words.interval(change.low, change.high, 1)
        lines.append(f"{words.signed(change.points, 1)} since {safe(first)} ({interval})")
        lines.append("A real change" if year.has_moved else "No change that these answers show")
    return "<br>".join(lines)
