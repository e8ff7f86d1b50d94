"""How has NPS moved, over a window that rolls month by month?"""

from datetime import timedelta

import plotly.graph_objects as go

from insight.charts.claims import (
    Score,
    could_show,
    is_level,
    is_thin,
    limits,
    size,
    too_thin,
    who_stands_out,
)
from insight.charts.nps_line import draw_line, end_label, nothing_to_draw
from insight.charts.nps_trend import breakdown
from insight.charts.nps_trend_finding import HIDDEN, NOBODY
from insight.charts.periods import Point, series
from insight.charts.scales import nps_axis, time_axis, zero_line
from insight.charts.theme import TREND_HEIGHT, Theme, small
from insight.query import Result
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
    change = _score(now).less(_score(before))
    months = f"the {words.spelled(window)} before"
    if change.is_real:
        direction = "higher" if change.points > 0 else "lower"
        moved = f"{size(change, words)} {direction} than over {months}"
        return f"{measure}, {moved} ({limits(change, words)})"
    answers = now.respondents + before.respondents
    if is_level(change):
        return f"{measure}, level with {months}: no change {could_show(answers, words)}"
    return f"{measure}; no change from {months} {could_show(answers, words)}"


def _score(point: Point, value: str = "") -> Score:
    return Score(value, point.value, point.low, point.high, point.respondents)


def _who_stands_out(result: Result, words: Words) -> str:
    """In the last whole window, which is the same for all values."""
    rows = result.rows()
    windows = list(zip(rows, _points(result, words), strict=True))
    starts = [point.period.start for _, point in windows if point.whole]
    if not starts:
        return HIDDEN
    last = [
        (row["value"], point)
        for row, point in windows
        if point.whole and point.period.start == max(starts)
    ]
    scores = [_score(point, value) for value, point in last if value is not None]
    when = f"over the {words.spelled(_window(result))} months to {last[0][1].period.title}"
    return who_stands_out(scores, result.asked["dimension"], when, words)


def _window(result: Result) -> int:
    return int(result.asked.get("window") or 12)


def _points(result: Result, words: Words) -> list[Point]:
    return series(result.rows(), _monthly(result), words)


def _monthly(result: Result) -> dict[str, object]:
    return result.asked | {"unit": "month"}


def nps_rolling(result: Result, theme: Theme, *, as_lines: bool = False) -> go.Figure:
    """NPS over the window that ends in each month, with its interval."""
    if result.asked.get("dimension"):
        monthly = Result(result.table, result.query, _monthly(result))
        return breakdown(monthly, theme, as_lines, overlapping=True)
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
