"""How has NPS moved, period by period? The finding, the figure and its alternative text."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from insight.charts.claims import (
    Score,
    compared,
    could_show,
    is_level,
    is_thin,
    size,
    too_thin,
    who_stands_out,
)
from insight.charts.nps_line import draw_line, end_label, nothing_to_draw
from insight.charts.panels import Part, on_one_panel, one_row_each, small_multiples
from insight.charts.periods import Period, Point, by_value, compared_with, series, value_name
from insight.charts.scales import nps_axis, time_axis, zero_line
from insight.charts.theme import THIN, TREND_HEIGHT, Theme, plain, safe, small
from insight.coverage import Span
from insight.query import Result
from insight.stats.two_waves import Wave, change_between
from insight.words import Words, add_months

NOBODY = "No answers with a score to draw"
HIDDEN = "Too few answers in every period to show NPS"


def finding(result: Result, words: Words) -> str:
    """The last whole period against a year before it (else the first), or who stands out.

    Single months are too few answers to tell much, so months are pooled: see `_pooled_months`.
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
    pooled = _pooled_months(whole) if result.asked.get("unit") == "month" else None
    if pooled:
        return _months_compared(*pooled, counts, words)
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


def _pooled_months(whole: list[Point]) -> tuple[list[Point], list[Point]] | None:
    """Months to compare, those before and those now; None where too few follow each other.

    The last twelve with the twelve before; else the last three with the same three a year
    before, else with the first three.
    """
    now = _in_a_row(whole[-24:])
    if len(now) == 24:
        return now[:12], now[12:]
    now = _in_a_row(whole[-3:])
    a_year_before = {add_months(point.period.start, -12) for point in now}
    before = [point for point in whole if point.period.start in a_year_before]
    if len(before) < 3:
        before = _in_a_row(whole[:3])
    if len(whole) < 6 or len(now) < 3 or len(before) < 3:
        return None
    return before, now


def _in_a_row(months: list[Point]) -> list[Point]:
    """The same months where they follow each other without a gap, else none."""
    gaps = [
        after
        for month, after in pairwise(months)
        if after.period.start != add_months(month.period.start, 1)
    ]
    return [] if gaps else months


def _months_compared(
    before: list[Point], now: list[Point], counts: dict[Any, dict[str, Any]], words: Words
) -> str:
    first, last = (_total(_wave(counts[p.period.start]) for p in part) for part in (before, now))
    if len(now) == 12:
        when, then = f"in the year to {now[-1].period.title}", "the year before"
    else:
        spans = [words.span(part[0].period.start, part[-1].period.end) for part in (before, now)]
        when, then = f"in {spans[1]}", f"in {spans[0]}"
    if is_thin(first.respondents, last.respondents):
        thin, said = (last, when) if last.respondents < THIN else (first, then)
        return too_thin(f"NPS was {words.number(thin.nps)} {said}", thin.respondents, words)
    change = change_between(first, last)
    then = then if change.is_real or len(now) == 12 else f"that {then}"
    return compared(change, first.respondents + last.respondents, when, then, words)


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
    points = series(result.rows(), result.asked, words)
    drawn = sorted((p.period for p in points if p.shown), key=lambda period: period.start)
    return who_stands_out(scores, result.asked["dimension"], _all_of(drawn), words)


def _all_of(periods: list[Period]) -> str:
    """When all these periods together are: `over 2024 to 2026`."""
    if not periods or periods[0] == periods[-1]:
        return f"in {periods[0].title}" if periods else "here"
    return f"over {periods[0].title} to {periods[-1].title}"


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


def breakdown(
    result: Result, theme: Theme, as_lines: bool, *, overlapping: bool = False
) -> go.Figure:
    """Each value on its own; where there is one period only, one row each.

    `overlapping` periods share answers, so that their counts do not add up.
    """
    parts = [
        Part(value, series(rows, result.asked, theme.words), overlapping)
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
