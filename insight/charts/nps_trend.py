"""How has NPS moved, period by period? The finding, the figure and its alternative text."""

from collections.abc import Iterable
from typing import Any

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
from insight.charts.panels import Part, on_one_panel, one_row_each, small_multiples
from insight.charts.periods import Point, by_value, compared_with, series, value_name
from insight.charts.scales import nps_axis, time_axis, zero_line
from insight.charts.theme import TREND_HEIGHT, Theme, plain, safe, small
from insight.coverage import Span
from insight.query import Result
from insight.stats.two_waves import Wave, change_between
from insight.words import Words, add_months

NOBODY = "No answers with a score to draw"
HIDDEN = "Too few answers in every period to show NPS"


def finding(result: Result, words: Words) -> str:
    """The last whole period against a year before it (else the first), or who stands out.

    Of months, the last twelve together against the twelve before, where all 24 are there.
    """
    rows = result.rows()
    if not rows:
        return NOBODY
    if result.asked.get("dimension"):
        return _who_stands_out(result, words)
    points = series(rows, result.asked, words)
    counts = {row["period"]: row for row in rows}
    whole = [point for point in points if point.whole]
    if not whole:
        return _not_whole(points, words)
    if result.asked.get("unit") == "month" and len(whole) >= 24:
        *_, last = whole
        if whole[-24].period.start == add_months(last.period.start, -23):
            waves = [_wave(counts[point.period.start]) for point in whole[-24:]]
            return _year_on_year(_total(waves[:12]), _total(waves[12:]), last, words)
    now, before = whole[-1], compared_with(whole)
    nps_now = f"NPS is {words.number(now.value)}"
    if before is None:
        if now.thin:
            return f"{too_thin(nps_now, now.respondents, words)} of {now.period.title}"
        return f"{nps_now} in {now.period.title} ({words.interval(now.low, now.high)})"
    if is_thin(now.respondents, before.respondents):
        thin = now if now.thin else before
        measure = f"NPS was {words.number(thin.value)} in {thin.period.title}"
        return too_thin(measure, thin.respondents, words)
    change = change_between(_wave(counts[before.period.start]), _wave(counts[now.period.start]))
    if change.is_real:
        verb = "rose" if change.points > 0 else "fell"
        return f"NPS {verb} {size(change, words)} from {before.period.title} to {now.period.title}"
    answers = now.respondents + before.respondents
    opening = "NPS has stayed level:" if is_level(change) else "NPS shows"
    return f"{opening} no change since {before.period.title} {could_show(answers, words)}"


def _year_on_year(before: Wave, now: Wave, last: Point, words: Words) -> str:
    change = change_between(before, now)
    year = f"in the year to {last.period.title}"
    if change.is_real:
        return f"NPS {'rose' if change.points > 0 else 'fell'} {size(change, words)} {year}"
    shown = could_show(before.respondents + now.respondents, words)
    if is_level(change):
        return f"NPS stayed level {year}: no change {shown}"
    return f"NPS shows no change {year} {shown}"


def _total(waves: Iterable[Wave]) -> Wave:
    return sum(waves, Wave(0, 0, 0))


def _not_whole(points: list[Point], words: Words) -> str:
    shown = [point for point in points if point.shown]
    if not shown:
        return HIDDEN
    last = shown[-1]
    measure = f"NPS is {words.number(last.value)} so far in {last.period.title}"
    if last.thin:
        return too_thin(measure, last.respondents, words)
    return f"{measure} ({words.interval(last.low, last.high)})"


def _wave(row: dict[str, Any]) -> Wave:
    return Wave(row["promoters"], row["detractors"], row["respondents"])


def _who_stands_out(result: Result, words: Words) -> str:
    """Over all periods shown together."""
    scores = []
    for value, rows in by_value(result.rows()).items():
        total = _total(_wave(row) for row in rows if row["respondents"])
        if value is not None and total.respondents:
            scores.append(Score(value, total.nps, *total.interval, total.respondents))
    return who_stands_out(scores, result.asked["dimension"], words)


def nps_trend(
    result: Result, theme: Theme, baseline: Span | None = None, *, as_lines: bool = False
) -> go.Figure:
    """NPS with its interval and, underneath, the answers; a breakdown as small multiples.

    `baseline` is shaded; `as_lines` draws a breakdown on one panel.
    """
    if result.asked.get("dimension"):
        return breakdown(result, theme, as_lines)
    points = series(result.rows(), result.asked, theme.words)
    figure = theme.figure(
        TREND_HEIGHT,
        xaxis=time_axis([point.period for point in points]) | {"anchor": "y2"},
        yaxis=zero_line(nps_axis(points), theme) | {"domain": [0.24, 1]},
        yaxis2=_answers_axis(points, theme),
        margin={"t": 30, "r": 70},
        hovermode="x",
    )
    if not any(point.shown for point in points):
        return nothing_to_draw(figure, finding(result, theme.words), theme)
    _shade_baseline(figure, points, baseline, theme)
    draw_line(figure, points, theme, theme.accent)
    _answers(figure, points, theme)
    _name_ends(figure, points, theme)
    return figure


def breakdown(result: Result, theme: Theme, as_lines: bool) -> go.Figure:
    """Each value on its own; where there is one period only, one row each."""
    parts = [
        Part(value, series(rows, result.asked, theme.words))
        for value, rows in by_value(result.rows()).items()
    ]
    if not any(point.shown for part in parts for point in part.points):
        return nothing_to_draw(theme.figure(TREND_HEIGHT), NOBODY if not parts else HIDDEN, theme)
    periods = {row["period"] for row in result.rows()}
    if len(periods) <= 1:
        return one_row_each(parts, theme)
    return on_one_panel(parts, theme) if as_lines else small_multiples(parts, theme)


def _answers_axis(points: list[Point], theme: Theme) -> dict[str, Any]:
    most = max((point.respondents or 0 for point in points), default=0)
    return {
        "domain": [0, 0.14],
        "range": [0, max(1, most) * 1.05],
        "tickvals": [most] if most else [],
        "ticktext": [theme.words.number(most)],
        "fixedrange": True,
    }


def _answers(figure: go.Figure, points: list[Point], theme: Theme) -> None:
    shown = [point for point in points if point.shown]
    figure.add_bar(
        x=[point.period.middle for point in shown],
        y=[point.respondents for point in shown],
        width=[point.period.milliseconds * 0.7 for point in shown],
        marker={"color": theme.faint(theme.muted, 0.45), "line": {"width": 0}},
        yaxis="y2",
        hoverinfo="skip",
    )


def _name_ends(figure: go.Figure, points: list[Point], theme: Theme) -> None:
    """What the axes measure, at their tops, and the last value with its period."""
    for text, axis in (("NPS, points", "y"), ("Answers", "y2")):
        figure.add_annotation(
            text=small(text, theme),
            x=0,
            y=1,
            xref="paper",
            yref=f"{axis} domain",
            xanchor="left",
            yanchor="bottom",
            yshift=4,
            showarrow=False,
        )
    shown = [point for point in points if point.shown]
    figure.add_annotation(end_label(shown[-1], theme))


def _shade_baseline(
    figure: go.Figure, points: list[Point], baseline: Span | None, theme: Theme
) -> None:
    if baseline is None or not points:
        return
    first, last = points[0].period.start, points[-1].period.end
    start, end = max(first, baseline.start), min(last, baseline.end)
    if start >= end or (start, end) == (first, last):
        return
    figure.add_shape(
        type="rect",
        x0=start.isoformat(),
        x1=end.isoformat(),
        y0=0,
        y1=1,
        yref="y domain",
        fillcolor=theme.faint(theme.muted, 0.1),
        line={"width": 0},
        layer="below",
    )
    figure.add_annotation(
        text=small(f"baseline {safe(theme.words.span(*baseline))}", theme),
        x=start.isoformat(),
        y=0,
        yref="y domain",
        xanchor="left",
        yanchor="bottom",
        xshift=3,
        showarrow=False,
    )


def alt(result: Result, words: Words) -> str:
    """The main figures as a sentence, for who does not see the chart."""
    said = finding(result, words)
    asked = result.asked
    if asked.get("dimension") and not result.is_empty:
        values = [plain(value_name(value), 40) for value in by_value(result.rows())]
        return f"Chart of NPS for {len(values)} values: {words.listed(values[:6])}. {said}."
    shown = [point for point in series(result.rows(), asked, words) if point.shown]
    if not shown:
        return f"Empty chart of NPS. {said}."
    lowest, highest = (pick(shown, key=lambda point: point.value) for pick in (min, max))
    first, last = shown[0], shown[-1]
    return (
        f"Line chart of NPS from {first.period.name} to {last.period.name}. "
        f"{said}. First {words.number(first.value)}, last {words.number(last.value)}, "
        f"lowest {words.number(lowest.value)} in {lowest.period.name}, "
        f"highest {words.number(highest.value)} in {highest.period.name}."
    )
