"""What was measured month by month, and what was to be expected without one of our changes?"""

from typing import Any

import plotly.graph_objects as go

from insight.charts.change_verdicts import Judged
from insight.charts.nps_line import draw_line, nothing_to_draw
from insight.charts.periods import Period, Point, period_of
from insight.charts.scales import moment, nps_axis, spread, time_axis, zero_line
from insight.charts.theme import LABEL_SIZE, TREND_HEIGHT, Theme, plain, safe, small
from insight.query import Result
from insight.words import Words


def rows_of(result: Result, one: Judged) -> list[dict[str, Any]]:
    """The months of one change in the measure it was judged in."""
    measure = one.row["measure"]
    return [
        row
        for row in result.rows()
        if row["change_id"] == one.change_id and row["measure"] == measure
    ]


def finding(one: Judged, words: Words) -> str:
    """The verdict on the change, with its name."""
    name = plain(one.title, 60)
    if one.verdict == "moved":
        return f"{name} {one.moved(words)}"
    sentence = one.sentence(words)
    return f"{name}: {sentence[:1].lower()}{sentence[1:]}"


def measure(one: Judged) -> str:
    """What is drawn, for the caption."""
    what = "NPS, points" if one.kind == "nps" else f"{one.measure()}, points"
    if one.of_everybody:
        course = "from everyone's own course before it: level, slope and season"
    else:
        course = "from those it did not touch"
    return (
        f"Observed: {what}, of those it touched, by month. Expected without it: {course}, with the "
        "range in which 95 % of such months would lie"
    )


def change_course(result: Result, theme: Theme, one: Judged) -> go.Figure:
    """Observed as a line, expected dashed in its range, and the day it started."""
    rows, words = rows_of(result, one), theme.words
    observed = _points(rows, "observed", None, words)
    if not any(point.shown for point in observed):
        why = "Too few answers a month to draw"
        return nothing_to_draw(theme.figure(0), why, theme)
    expected = _points(rows, "expected", ("low", "high"), words)
    axis = nps_axis([*observed, *expected])
    figure = theme.figure(
        TREND_HEIGHT,
        xaxis=time_axis([point.period for point in observed]),
        yaxis=zero_line(axis, theme),
        margin={"t": 34, "r": 84},
    )
    draw_line(
        figure,
        expected,
        theme,
        theme.muted,
        veil=0.12,
        measure="Expected",
        dash="dash",
        counted=None,
    )
    draw_line(figure, observed, theme, theme.accent, measure="Observed", most_marks=40)
    _start(figure, one, theme)
    _labels(figure, observed, expected, axis["range"], theme)
    return figure


def _points(
    rows: list[dict[str, Any]], of: str, ends: tuple[str, str] | None, words: Words
) -> list[Point]:
    return [
        Point(
            _month(row, words),
            row[of],
            row[ends[0]] if ends else None,
            row[ends[1]] if ends else None,
            row["respondents"],
        )
        for row in rows
    ]


def _month(row: dict[str, Any], words: Words) -> Period:
    return period_of(row, {"unit": "month"}, words)


def _start(figure: go.Figure, one: Judged, theme: Theme) -> None:
    at = moment(one.started_on).isoformat()
    figure.add_shape(
        type="line",
        x0=at,
        x1=at,
        y0=0,
        y1=1,
        yref="y domain",
        line={"color": theme.ink, "width": 1, "dash": "dot"},
        layer="below",
    )
    figure.add_annotation(
        x=at,
        y=1,
        yref="y domain",
        yanchor="bottom",
        yshift=4,
        text=small(f"started {safe(theme.words.day(one.started_on))}", theme),
        showarrow=False,
    )


def _labels(
    figure: go.Figure,
    observed: list[Point],
    expected: list[Point],
    limits: list[float],
    theme: Theme,
) -> None:
    """Both lines named at their ends, apart."""
    named = []
    for name, points, colour in (
        ("observed", observed, theme.accent),
        ("expected", expected, theme.muted),
    ):
        shown = [point for point in points if point.shown]
        if shown:
            named.append((name, shown[-1], colour))
    low, high = limits
    apart = (high - low) * 36 / (TREND_HEIGHT - 80)
    heights = spread([end.value for _, end, _ in named], apart, low + apart / 3, high - apart / 3)
    for (name, end, colour), height in zip(named, heights, strict=True):
        number = theme.words.number(end.value)
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=8,
            y=height,
            align="left",
            font={"size": LABEL_SIZE},
            text=f'<span style="color:{colour}">●</span> <b>{number}</b><br>{small(name, theme)}',
            showarrow=False,
        )


def alt(result: Result, one: Judged, words: Words) -> str:
    """The verdict, and the last month observed and expected."""
    shown = [row for row in rows_of(result, one) if row["observed"] is not None]
    said = f"Observed against expected by month. {finding(one, words)}."
    if shown and shown[-1]["expected"] is not None:
        last = shown[-1]
        said += (
            f" In {words.month(last['period'])} {words.number(last['observed'])} was observed and "
            f"{words.number(last['expected'])} expected "
            f"({words.interval(last['low'], last['high'])})."
        )
    return said
