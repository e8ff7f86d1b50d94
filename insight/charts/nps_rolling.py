"""How has NPS moved, over a window that rolls month by month?"""

from datetime import timedelta

import plotly.graph_objects as go

from insight.charts.claims import (
    Score,
    could_show,
    is_level,
    is_thin,
    size,
    too_thin,
    who_stands_out,
)
from insight.charts.nps_line import draw_line, end_label, nothing_to_draw
from insight.charts.nps_trend import HIDDEN, NOBODY, breakdown
from insight.charts.periods import Point, series
from insight.charts.scales import nps_axis, time_axis, zero_line
from insight.charts.theme import TREND_HEIGHT, Theme, small
from insight.query import Result
from insight.stats.two_waves import Z95, measured_change
from insight.words import Words, add_months


def finding(result: Result, words: Words) -> str:
    """The last whole window against the one that ended just before it began."""
    rows = result.rows()
    if not rows:
        return NOBODY
    window = _window(result)
    if result.asked.get("dimension"):
        return _who_stands_out(result, words)
    points = _points(result, words)
    whole = [point for point in points if point.whole]
    if not whole:
        return HIDDEN
    now = whole[-1]
    measure = f"NPS over the {words.spelled(window)} months to {now.period.title}"
    measure += f" is {words.number(now.value)}"
    if now.thin:
        return too_thin(measure, now.respondents, words)
    start = add_months(now.period.start, -window)
    before = next((point for point in whole if point.period.start == start), None)
    if before is None or is_thin(before.respondents):
        return f"{measure} ({words.interval(now.low, now.high)})"
    change = measured_change(
        now.value - before.value,
        (now.low + now.high - before.low - before.high) / 2,
        ((now.high - now.low) ** 2 + (before.high - before.low) ** 2) ** 0.5 / (2 * Z95),
    )
    if change.is_real:
        direction = "higher" if change.points > 0 else "lower"
        return f"{measure}, {size(change, words)} {direction} than over those before"
    answers = now.respondents + before.respondents
    if is_level(change):
        return f"{measure}, level with those before: no change {could_show(answers, words)}"
    return f"{measure}; no change from those before {could_show(answers, words)}"


def _who_stands_out(result: Result, words: Words) -> str:
    """In the last window of each value."""
    last = {row["value"]: row for row in result.rows() if row["nps"] is not None}
    scores = [
        Score(value, row["nps"], row["nps_low"], row["nps_high"], row["respondents"])
        for value, row in last.items()
        if value is not None
    ]
    return who_stands_out(scores, result.asked["dimension"], words)


def _window(result: Result) -> int:
    return int(result.asked.get("window") or 12)


def _points(result: Result, words: Words) -> list[Point]:
    return series(result.rows(), _monthly(result), words)


def _monthly(result: Result) -> dict[str, object]:
    return result.asked | {"unit": "month"}


def nps_rolling(result: Result, theme: Theme, *, as_lines: bool = False) -> go.Figure:
    """NPS over the window that ends in each month, with its interval."""
    if result.asked.get("dimension"):
        return breakdown(Result(result.table, result.query, _monthly(result)), theme, as_lines)
    points = _points(result, theme.words)
    figure = theme.figure(
        TREND_HEIGHT,
        xaxis=time_axis([point.period for point in points]),
        yaxis=zero_line(nps_axis(points), theme),
        margin={"t": 30, "r": 70},
        hovermode="x",
    )
    shown = [point for point in points if point.shown]
    if not shown:
        return nothing_to_draw(figure, finding(result, theme.words), theme)
    draw_line(figure, points, theme, theme.accent, measure=f"{_window(result)}-month NPS")
    figure.add_annotation(
        text=small("NPS, points", theme),
        x=0,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=6,
        showarrow=False,
    )
    figure.add_annotation(end_label(shown[-1], theme))
    return figure


def alt(result: Result, words: Words) -> str:
    """The main figures as a sentence, for who does not see the chart."""
    shown = [point for point in _points(result, words) if point.shown]
    if not shown:
        return f"Empty chart of rolling NPS. {finding(result, words)}."
    first, last = shown[0], shown[-1]
    months = (last.period.end - first.period.start + timedelta(days=1)).days // 30
    return (
        f"Line chart of NPS over a rolling window of {_window(result)} months, "
        f"{words.number(months)} months to {last.period.name}. {finding(result, words)}."
    )
