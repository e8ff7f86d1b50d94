"""How far has NPS come since the first year, the baseline?"""

from typing import Any

import plotly.graph_objects as go

from insight.charts.baseline_years import Panel, Year, years
from insight.charts.claims import compared, could_show, is_thin, limits, size, too_thin
from insight.charts.periods import by_value, value_name
from insight.charts.since_baseline import HIDDEN, draw_since
from insight.charts.theme import Theme, plain
from insight.query import Result
from insight.words import Words

EVERYONE = "Everyone"
MOST_RECOUNTS_NAMED = 3


def finding(result: Result, words: Words) -> str:
    """The latest whole year against the baseline; of a breakdown, which value moved most."""
    latest = [
        last
        for value, rows in by_value(result.rows()).items()
        if (last := _latest(years(rows, result.asked, words)))
        and (value is not None or not result.asked.get("dimension"))
    ]
    if not latest:
        return HIDDEN
    first = first_year(result, words)
    if all(last.row["year"] == result.asked["baseline_from"] for last in latest):
        return f"{first} is the first year; later ones will be compared with it"
    if result.asked.get("dimension"):
        return _who_moved(latest, first, result.asked["dimension"], words)
    return _moved(latest[0], first, words)


def first_year(result: Result, words: Words) -> str:
    """The baseline year by name."""
    return words.period(result.asked["baseline_from"], "year")


def _latest(found: list[Year]) -> Year | None:
    """The last whole year after the first, else an unfinished one, else the first."""
    shown = [year for year in found if year.point.shown]
    later = [year for year in shown if not year.is_baseline]
    whole = [year for year in later if year.point.whole]
    return next(iter([*whole[-1:], *later[-1:], *shown[-1:]]), None)


def _moved(last: Year, first: str, words: Words) -> str:
    row, period = last.row, last.point.period
    when = f"so far in {period.name}" if period.lacks else f"in {period.name}"
    now = f"NPS is {words.number(row['nps'])} {when}"
    if is_thin(row["respondents"]):
        return too_thin(now, row["respondents"], words)
    if last.change is None:
        few = "nobody answered" if row["baseline_respondents"] == 0 else "too few answers"
        return f"{now}; {few} in {first} to compare with"
    if not last.is_compared:
        answers = words.count(row["baseline_respondents"], "answer")
        return f"{now}; only {answers} in {first}: too thin to compare"
    then = f"in {first}" if last.change.is_real else f"that in {first}"
    return compared(last.change, last.answers, when, then, words)


def _who_moved(latest: list[Year], first: str, dimension: str, words: Words) -> str:
    if not any(year.row["baseline_respondents"] for year in latest):
        name = plain(dimension.replace("_", " "), 40)
        return f"No {name} shown here has enough answers in {first}, as first published"
    able = [year for year in latest if year.is_compared]
    if not able:
        return f"Too few answers to compare with {first}"
    moved = [year for year in able if year.has_moved]
    if not moved:
        answers = sum(year.answers for year in able)
        last = max((year.point.period for year in able), key=lambda period: period.start).name
        none = f"No change from {first} to {last} in any of {len(able)}"
        return f"{none} {could_show(answers, words)}"
    most = max(moved, key=lambda year: abs(year.change.points))
    verb = "rose" if most.change.points > 0 else "fell"
    said = (
        f"{plain(most.row['value'], 40)} {verb} {size(most.change, words)} from {first} to "
        f"{most.point.period.name} ({limits(most.change, words)})"
    )
    return f"{said}, the most of {words.spelled(len(moved))} that moved" if moved[1:] else said


def kept(result: Result, words: Words) -> str:
    """What the baseline was first published as, and where the exports now say otherwise."""
    first = first_year(result, words)
    rows = [rows[0] for rows in by_value(result.rows()).values() if rows[0]["baseline_respondents"]]
    if not rows:
        return f"No answers of these are known for {first}, the baseline year."
    day = words.day(min(row["baseline_published_on"] for row in rows))
    said = [f"{first} is the baseline, counted when first published on {day} and kept since"]
    changed = [row for row in rows if _counts_otherwise(row)]
    for row in changed[:MOST_RECOUNTS_NAMED]:
        who = f"{plain(value_name(row['value']), 40)}: " if result.asked.get("dimension") else ""
        said.append(f"{who}{_then_and_now(row, words)}")
    left = len(changed) - MOST_RECOUNTS_NAMED
    if left > 0:
        said.append(f"{words.spelled(left)} more are counted otherwise now")
    return "; ".join(said) + "."


def _counts_otherwise(row: dict[str, Any]) -> bool:
    counted = row["recounted_respondents"], row["recounted_nps"]
    return counted != (row["baseline_respondents"], row["baseline_nps"])


def _then_and_now(row: dict[str, Any], words: Words) -> str:
    then = (
        f"first published as {words.number(row['baseline_nps'])} from "
        f"{words.count(row['baseline_respondents'], 'answer')}"
    )
    if row["recounted_nps"] is None:
        few = "none" if row["recounted_respondents"] == 0 else "too few to show"
        return f"{then}, the exports now hold {few}"
    return (
        f"{then}, the exports now hold {words.number(row['recounted_respondents'])} and say "
        f"{words.number(row['recounted_nps'])}"
    )


def baseline(result: Result, theme: Theme, everyone: Result | None = None) -> go.Figure:
    """A panel for each value, and for `everyone` before them: the first year as a band with its
    interval, each later year as a point with its own, the change named where it is real.
    """
    panels = []
    if everyone is not None and result.asked.get("dimension"):
        panels.append(Panel(EVERYONE, years(everyone.rows(), everyone.asked, theme.words)))
    named = bool(result.asked.get("dimension"))
    for value, rows in by_value(result.rows()).items():
        found = years(rows, result.asked, theme.words)
        panels.append(Panel(value_name(value) if named else "", found))
    return draw_since(panels, first_year(result, theme.words), theme)


def alt(result: Result, words: Words) -> str:
    """The finding, and each value's change in its latest year."""
    said = [
        f"Chart of NPS year by year against {first_year(result, words)}",
        finding(result, words),
    ]
    for value, rows in by_value(result.rows()).items():
        last = _latest(years(rows, result.asked, words))
        if last is None:
            continue
        who = f"{plain(value_name(value), 40)}, " if result.asked.get("dimension") else ""
        sentence = f"{who}{last.point.period.name}: {words.number(last.row['nps'])}"
        if last.change is not None:
            sentence += f", change {words.signed(last.change.points)}"
        said.append(sentence)
    return ". ".join(said) + "."
