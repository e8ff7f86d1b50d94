"""What the NPS trend found: the sentence over the chart, in line with the marks in it."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

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
from insight.charts.periods import Period, Point, by_value, compared_with, series
from insight.charts.pooled import pooled
from insight.charts.theme import THIN
from insight.charts.verdicts import YEAR_BEFORE, change_of
from insight.query import Result
from insight.stats.period_changes import LEAST_TO_MARK
from insight.stats.two_waves import Change
from insight.words import Words, add_months

NOBODY = "No answers with a score to draw"
HIDDEN = "Too few answers in every period to show NPS"

Rows = dict[Any, dict[str, Any]]


def finding(result: Result, words: Words) -> str:
    """The last whole period against a year before it (else the first), or who stands out.

    Single months are too few answers to tell much, so months are pooled: see `_pooled_months`.
    A comparison that the chart marks is called real only where its mark is.
    """
    rows = result.rows()
    if not rows:
        return NOBODY
    if result.asked.get("dimension"):
        return _who_stands_out(result, words)
    points = series(rows, result.asked, words)
    of_period = {row["period"]: row for row in rows}
    whole = [point for point in points if point.whole]
    if not whole:
        return _not_whole(points, words)
    months = _pooled_months(whole) if result.asked.get("unit") == "month" else None
    if months:
        scores = [
            pooled([of_period[p.period.start] for p in part], weighted=_is_weighted(result))
            for part in months
        ]
        return _months_compared(*months, *scores, words)
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
    return _periods_compared(before, now, of_period, words)


def _is_weighted(result: Result) -> bool:
    return bool(result.asked.get("weighted"))


def _periods_compared(before: Point, now: Point, of_period: Rows, words: Words) -> str:
    change = _marked_change(before, now, of_period)
    if math.isnan(change.p):
        few = before if before.respondents < LEAST_TO_MARK else now
        return (
            f"NPS is {words.number(now.value)} in {now.period.title}; "
            f"{words.count(few.respondents, 'answer')} in {few.period.title} are too few to say "
            "whether it changed"
        )
    if change.is_real:
        verb = "rose" if change.points > 0 else "fell"
        return f"NPS {verb} {size(change, words)} from {before.period.title} to {now.period.title}"
    answers = now.respondents + before.respondents
    opening = "NPS has stayed level:" if is_level(change) else "NPS shows"
    return f"{opening} no change since {before.period.title} {could_show(answers, words)}"


def _marked_change(before: Point, now: Point, of_period: Rows) -> Change:
    """The change as the chart marks it where it is from a year before, else as of these two."""
    row = of_period[now.period.start]
    if before.period.start == add_months(now.period.start, -12):
        marked = change_of(row, YEAR_BEFORE)
        if marked is not None:
            return marked
    then, latest = pooled([of_period[before.period.start]]), pooled([row])
    return latest.less(then)


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
    before: Sequence[Point], now: Sequence[Point], first: Score, last: Score, words: Words
) -> str:
    if len(now) == 12:
        when, then = f"in the year to {now[-1].period.title}", "the year before"
    else:
        spans = [words.span(part[0].period.start, part[-1].period.end) for part in (before, now)]
        when, then = f"in {spans[1]}", f"in {spans[0]}"
    if is_thin(first.respondents, last.respondents):
        thin, said = (last, when) if last.respondents < THIN else (first, then)
        return too_thin(f"NPS was {words.number(thin.nps)} {said}", thin.respondents, words)
    change = last.less(first)
    then = then if change.is_real or len(now) == 12 else f"that {then}"
    return compared(change, first.respondents + last.respondents, when, then, words)


def _not_whole(points: list[Point], words: Words) -> str:
    shown = [point for point in points if point.shown]
    if not shown:
        return HIDDEN
    last = shown[-1]
    measure = f"NPS is {words.number(last.value)} so far in {last.period.title}"
    if last.thin:
        return too_thin(measure, last.respondents, words)
    return f"{measure} ({words.interval(last.low, last.high)})"


def _who_stands_out(result: Result, words: Words) -> str:
    """Over all periods shown together."""
    scores = [
        pooled(rows, value, weighted=_is_weighted(result))
        for value, rows in by_value(result.rows()).items()
        if value is not None and any(row["respondents"] for row in rows)
    ]
    points = series(result.rows(), result.asked, words)
    drawn = sorted((p.period for p in points if p.shown), key=lambda period: period.start)
    return who_stands_out(scores, result.asked["dimension"], _all_of(drawn), words)


def _all_of(periods: list[Period]) -> str:
    """When all these periods together are: `over 2024 to 2026`."""
    if not periods or periods[0] == periods[-1]:
        return f"in {periods[0].title}" if periods else "here"
    return f"over {periods[0].title} to {periods[-1].title}"
