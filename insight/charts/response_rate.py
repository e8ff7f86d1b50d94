"""How many of those asked answer, and what could the silence of the others hide?"""

from typing import Any

import plotly.graph_objects as go

from insight.charts.claims import is_thin, too_thin
from insight.charts.nps_line import draw_line, end_label, nothing_to_draw
from insight.charts.periods import Point, series
from insight.charts.scales import time_axis, zero_line
from insight.charts.theme import TREND_HEIGHT, Theme, small
from insight.query import Result
from insight.stats.two_shares import two_shares_p
from insight.words import Words

RATE = "Answered, percent of those asked"
RANGE = "NPS, and how far silence leaves it open"
HIDDEN = "Too few answers in every period to show how many answer"


def finding(result: Result, words: Words) -> str:
    """The rate of the last whole period, against the same of the first year (else the first), and
    what it leaves open.
    """
    points = _rates(result, words)
    rows = {row["period"]: row for row in result.rows()}
    beyond = [point for point in points if point.shown and point.value > 100]
    if beyond:
        return _more_than_asked(beyond, words)
    whole = [point for point in points if point.whole]
    last = (whole or [point for point in points if point.shown])[-1:]
    if not last:
        return HIDDEN
    now = last[0]
    when = f"so far in {now.period.title}" if now.period.lacks else f"in {now.period.title}"
    rate = f"{words.number(now.value)} % of those asked answered {when}"
    if is_thin(now.respondents):
        return too_thin(rate, now.respondents, words)
    before = _long_before(whole)
    said = rate + (
        _against(rows[now.period.start], rows[before.period.start], before, words) if before else ""
    )
    row = rows[now.period.start]
    if row["silence_low"] is None:
        return said
    bounds = words.interval(row["silence_low"], row["silence_high"])
    return f"{said}; had all answered, NPS could be anything from {bounds}"


def _more_than_asked(beyond: list[Point], words: Words) -> str:
    names = [point.period.title for point in beyond]
    when = words.listed(names) if len(names) < 4 else f"{words.spelled(len(names))} periods"
    return (
        f"More answers than invitations in {when}: invitations are missing, or older ones were "
        "answered"
    )


def _long_before(whole: list[Point]) -> Point | None:
    """The first of these with the season of the last, else the first of all but the last."""
    *earlier, last = whole or [None]
    same = [point for point in earlier if point.period.start.month == last.period.start.month]
    return next(iter([*same, *earlier]), None)


def _against(row: dict[str, Any], other: dict[str, Any], before: Point, words: Words) -> str:
    """`, fewer than the 31 % of 2022`: only where the two rates differ beyond chance."""
    if is_thin(row["questionnaires"], other["questionnaires"]):
        return ""
    counts = (row["questionnaires"], row["sent"], other["questionnaires"], other["sent"])
    if two_shares_p(*counts) > 0.05:
        return ""
    direction = "more" if row["response_rate"] > other["response_rate"] else "fewer"
    decimals = 0 if abs(row["response_rate"] - other["response_rate"]) >= 1 else 1
    return (
        f", {direction} than the {words.number(before.value, decimals)} % of {before.period.title}"
    )


def _rates(result: Result, words: Words) -> list[Point]:
    return series(result.rows(), result.asked, words, "response_rate", "questionnaires")


def response_rate(result: Result, theme: Theme) -> go.Figure:
    """The response rate with its interval; under it NPS within the range silence leaves open."""
    rates = _rates(result, theme.words)
    scores = series(result.rows(), result.asked, theme.words)
    figure = theme.figure(
        TREND_HEIGHT,
        xaxis=time_axis([point.period for point in rates]) | {"anchor": "y2"},
        yaxis=_rate_axis(rates) | {"domain": [0.62, 1]},
        yaxis2=zero_line(
            {"range": [-100, 100], "tickvals": [-100, -50, 0, 50, 100], "fixedrange": True}, theme
        )
        | {"domain": [0, 0.46]},
        margin={"t": 30, "r": 76},
        barmode="overlay",
    )
    if not any(point.shown for point in rates):
        return nothing_to_draw(figure, HIDDEN, theme)
    draw_line(figure, rates, theme, theme.accent, measure="Percent who answered")
    _silence(figure, result, theme)
    draw_line(figure, scores, theme, theme.accent, axes=("x", "y2"))
    for text, axis in ((RATE, "y"), (RANGE, "y2")):
        place = {"x": 0, "y": 1, "xref": "paper", "yref": f"{axis} domain"}
        align = {"xanchor": "left", "yanchor": "bottom", "yshift": 4}
        figure.add_annotation(text=small(text, theme), **place, **align)
    last = [point for point in rates if point.shown][-1]
    label = end_label(last, theme)
    figure.add_annotation(label | {"text": label["text"].replace("</b>", " %</b>", 1)})
    _name_range(figure, result, scores, theme)
    return figure


def _rate_axis(rates: list[Point]) -> dict[str, Any]:
    """From none to above the highest rate, in tens; a rate above 100 is drawn where it is."""
    ends = [end for point in rates if point.shown for end in (point.value, point.high or 0)]
    top = -(-max(ends, default=10) // 10) * 10
    ticks = [0, top / 2, top]
    return {"range": [0, top], "tickvals": ticks, "ticksuffix": " %", "fixedrange": True}


def _silence(figure: go.Figure, result: Result, theme: Theme) -> None:
    """The bounds of each period as a faint block, as wide as the period."""
    words = theme.words
    rows = [row for row in result.rows() if row["silence_low"] is not None]
    points = series(rows, result.asked, words)
    figure.add_bar(
        x=[point.period.middle for point in points],
        base=[row["silence_low"] for row in rows],
        y=[row["silence_high"] - row["silence_low"] for row in rows],
        width=[point.period.milliseconds for point in points],
        marker={"color": theme.faint(theme.muted, 0.16), "line": {"width": 0}},
        yaxis="y2",
        hovertext=[
            f"<b>{words.interval(row['silence_low'], row['silence_high'])}</b> in "
            f"{point.period.name}: NPS had all others answered<br>as detractors, or as promoters; "
            f"{words.number(row['silence'])} as passives<br>{words.count(row['sent'], 'survey')} "
            "sent"
            for row, point in zip(rows, points, strict=True)
        ],
        hoverinfo="text",
    )


def _name_range(figure: go.Figure, result: Result, scores: list[Point], theme: Theme) -> None:
    """At the right end: NPS, and the two ends of what silence leaves open."""
    words = theme.words
    ends = [
        (point, row)
        for point, row in zip(scores, result.rows(), strict=True)
        if point.shown and row["silence_low"] is not None
    ]
    if not ends:
        return
    point, row = ends[-1]
    for height, text in (
        (point.value, f"<b>{words.number(point.value)}</b>"),
        (row["silence_low"], small(words.number(row["silence_low"]), theme)),
        (row["silence_high"], small(words.number(row["silence_high"]), theme)),
    ):
        figure.add_annotation(
            end_label(point, theme)
            | {"y": height, "text": text, "yref": "y2", "x": 1, "xref": "paper"}
        )


def alt(result: Result, words: Words) -> str:
    """The finding, and the first and the last rate."""
    shown = [point for point in _rates(result, words) if point.shown]
    said = f"Chart of the response rate. {finding(result, words)}."
    if not shown:
        return said
    first, last = shown[0], shown[-1]
    return (
        f"{said} First {words.number(first.value)} % in {first.period.name}, last "
        f"{words.number(last.value)} % in {last.period.name}."
    )
