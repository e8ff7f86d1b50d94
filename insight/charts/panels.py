"""A breakdown as small multiples on one scale, as lines on one panel, or as one row a value."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from insight.charts.nps_line import draw_line, end_label, hover
from insight.charts.periods import Point, value_name
from insight.charts.scales import nps_axis, spread, time_axis, zero_line
from insight.charts.theme import (
    LABEL_SIZE,
    PANEL_HEIGHT,
    ROW_HEIGHT,
    TREND_HEIGHT,
    Theme,
    safe,
    small,
    wrapped,
)
from insight.charts.verdicts import draw_real_changes, real_changes, said_of_changes

MOST_PANELS = 6
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


@dataclass(frozen=True)
class Part:
    """One value of a breakdown with its points, and the rows they stem from.

    `overlapping` periods share answers, so that their counts do not add up.
    """

    value: str | None
    points: list[Point]
    rows: list[dict[str, Any]]
    unit: str
    overlapping: bool = False

    @property
    def respondents(self) -> int:
        """Answers of all periods; where periods overlap, of the last one shown."""
        if self.overlapping:
            last = _last_shown(self)
            return last.respondents or 0 if last else 0
        return sum(point.respondents or 0 for point in self.points)

    @property
    def name(self) -> str:
        return value_name(self.value)

    def notes(self, theme: Theme) -> dict[date, list[str]]:
        """What hovers say of its changes, by period."""
        return {row["period"]: said_of_changes(row, self.unit, theme.words) for row in self.rows}


def most_answered(parts: list[Part], most: int = MOST_PANELS) -> list[Part]:
    """The parts with most respondents, in the order given."""
    kept = sorted(parts, key=lambda part: -part.respondents)[:most]
    return [part for part in parts if part in kept]


def small_multiples(parts: list[Part], theme: Theme) -> go.Figure:
    """Up to six panels, two abreast, all on one scale; says how many values are left out."""
    shown = most_answered(parts)
    rows = -(-len(shown) // 2)
    columns = min(2, len(shown))
    places = [{} if index < len(shown) else None for index in range(rows * columns)]
    figure = make_subplots(
        rows=rows,
        cols=columns,
        specs=[places[start : start + columns] for start in range(0, len(places), columns)],
        shared_xaxes="all",
        shared_yaxes="all",
        horizontal_spacing=0.1,
        vertical_spacing=0.34 / rows,
    )
    figure.layout.template = theme.template
    every = [point for part in shown for point in part.points]
    figure.update_xaxes(time_axis([p.period for p in every]), nticks=4)
    if rows > 1 and len(shown) % 2:
        figure.update_xaxes(showticklabels=True, row=rows - 1, col=2)
    axis = nps_axis(every, most_ticks=5)
    figure.update_yaxes(zero_line(axis, theme))
    low, high = axis["range"]
    pixels_a_point = 0.6 * PANEL_HEIGHT / (high - low)
    for index, part in enumerate(shown):
        axes = (f"x{index + 1}".replace("x1", "x"), f"y{index + 1}".replace("y1", "y"))
        draw_line(
            figure,
            part.points,
            theme,
            theme.accent,
            axes,
            f"{part.name}: NPS",
            most_marks=8,
            notes=part.notes(theme),
        )
        real = real_changes(part.rows, part.points)
        draw_real_changes(figure, real, theme, axes, pixels_a_point)
        last = _last_shown(part)
        if last:
            label = end_label(last, theme)
            value_only = f"<b>{theme.words.number(last.value)}</b>"
            figure.add_annotation(label | {"xref": axes[0], "yref": axes[1], "text": value_only})
        _panel_title(figure, part, axes, theme)
    left_out = len(parts) - len(shown)
    top = 46 if not left_out else 70
    figure.update_layout(
        height=top + 20 + rows * PANEL_HEIGHT, margin={"t": top, "r": 34}, hovermode="closest"
    )
    if left_out:
        text = f"The {len(shown)} values with most answers; {left_out} more not drawn"
        figure.add_annotation(_note(text, theme, top - 4))
    return figure


def _panel_title(figure: go.Figure, part: Part, axes: tuple[str, str], theme: Theme) -> None:
    count = theme.words.count(part.respondents, "answer")
    if part.overlapping and _last_shown(part):
        count += f" to {_last_shown(part).period.name}"
    figure.add_annotation(
        x=0,
        y=1,
        xref=f"{axes[0]} domain",
        yref=f"{axes[1]} domain",
        xanchor="left",
        yanchor="bottom",
        yshift=5,
        align="left",
        text=f"<b>{safe(part.name, 22)}</b><br>{small(count, theme)}",
        showarrow=False,
    )


def _note(text: str, theme: Theme, above: float) -> dict[str, object]:
    return {
        "text": small(text, theme),
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "yshift": above,
        "showarrow": False,
    }


def _last_shown(part: Part) -> Point | None:
    return next((point for point in reversed(part.points) if point.shown), None)


def on_one_panel(parts: list[Part], theme: Theme) -> go.Figure:
    """Up to six values as lines on one panel, each named at its end."""
    shown = [part for part in most_answered(parts) if _last_shown(part)]
    every = [point for part in shown for point in part.points]
    axis = nps_axis(every)
    figure = theme.figure(
        TREND_HEIGHT,
        xaxis=time_axis([p.period for p in every]),
        yaxis=zero_line(axis, theme),
        margin={"t": 34, "r": 112},
    )
    low, high = axis["range"]
    apart = (high - low) * 34 / (TREND_HEIGHT - 80)
    ends = [_last_shown(part) for part in shown]
    heights = spread([end.value for end in ends], apart, low + apart / 3, high - apart / 3)
    for index, (part, end, height) in enumerate(zip(shown, ends, heights, strict=True)):
        colour = theme.series[index % len(theme.series)]
        draw_line(
            figure,
            part.points,
            theme,
            colour,
            measure=f"{part.name}: NPS",
            dash=_DASHES[index % len(_DASHES)],
            veil=0.1,
            most_marks=8,
            notes=part.notes(theme),
        )
        real = real_changes(part.rows, part.points)
        draw_real_changes(
            figure,
            real,
            theme,
            pixels_a_point=(TREND_HEIGHT - 80) / (high - low),
            colour=colour,
        )
        number = theme.words.number(end.value)
        text = f'<span style="color:{colour}">●</span> <b>{number}</b><br>{safe(part.name, 16)}'
        figure.add_annotation(
            end_label(end, theme)
            | {"y": height, "text": text, "x": 1, "xref": "paper", "font": {"size": LABEL_SIZE}}
        )
    figure.add_annotation(_note(_measure_note(len(parts) - len(shown)), theme, 30))
    return figure


def _measure_note(left_out: int) -> str:
    return "NPS, points" + (f"; {left_out} more values not drawn" if left_out else "")


def one_row_each(parts: list[Part], theme: Theme) -> go.Figure:
    """One period only: a point and its interval a value, highest first."""
    words = theme.words
    rows = [(part, _last_shown(part)) for part in parts]
    drawn = sorted(((part, point) for part, point in rows if point), key=lambda row: row[1].value)
    points = [point for _, point in drawn]
    figure = theme.figure(
        70 + ROW_HEIGHT * max(1, len(drawn)),
        xaxis=zero_line(nps_axis(points), theme) | {"showgrid": True},
        yaxis={
            "tickvals": list(range(len(drawn))),
            "ticktext": [wrapped(part.name) for part, _ in drawn],
            "tickfont": {"color": theme.ink},
            "range": [-0.6, len(drawn) - 0.4],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 30, "r": 66},
    )
    colours = [theme.muted if point.thin else theme.accent for point in points]
    for index, (point, colour) in enumerate(zip(points, colours, strict=True)):
        figure.add_shape(
            type="line",
            x0=point.low,
            x1=point.high,
            y0=index,
            y1=index,
            line={"color": theme.faint(colour, 0.4), "width": 7},
            layer="below",
        )
        count = small(f"n {words.number(point.respondents)}", theme)
        figure.add_annotation(
            x=1,
            xref="paper",
            y=index,
            xanchor="left",
            xshift=8,
            align="left",
            showarrow=False,
            text=f"<b>{words.number(point.value)}</b><br>{count}",
        )
    figure.add_scatter(
        mode="markers",
        x=[point.value for point in points],
        y=list(range(len(points))),
        marker={
            "size": 11,
            "color": [
                theme.paper if point.thin else colour
                for point, colour in zip(points, colours, strict=True)
            ],
            "line": {"color": colours, "width": 2},
        },
        hovertext=[f"{hover(point, theme, f'{part.name}: NPS')}" for part, point in drawn],
        hoverinfo="text",
    )
    hidden = len(parts) - len(drawn)
    note = "NPS, points" + (f"; {safe(hidden)} values with too few answers" if hidden else "")
    figure.add_annotation(_note(note, theme, 28))
    return figure
