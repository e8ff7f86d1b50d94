"""Are we getting faster from learning to doing?"""

import plotly.graph_objects as go

from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import Theme
from insight.charts.waits import FEW, Wait, draw_waits, wait_of
from insight.query import Result
from insight.words import Words


def years(result: Result, words: Words) -> list[Wait]:
    """One wait a year of learning, the first year first."""
    return [wait_of(row, words.period(row["period"], "year")) for row in result.rows()]


def finding(result: Result, words: Words) -> str:
    """Whether changes take less or more time than they used to, if so many can show it."""
    waits = years(result, words)
    changes = sum(wait.done + wait.open for wait in waits)
    if not waits:
        return "No change of ours says when we learned of the need"
    if len(waits) == 1 or changes < FEW or result.rows()[0]["p"] is None:
        return (
            f"Too few changes to say whether we are getting faster: only {words.spelled(changes)}"
        )
    row = result.rows()[0]
    if row["p"] > 0.05:
        return (
            "Neither faster nor slower from learning to done over the years, as far as "
            f"{words.count(changes, 'change')} can show"
        )
    direction = "faster" if row["trend"] > 0 else "slower"
    return (
        f"From learning to done we are getting {direction}: {waits[0].said(words)} for what we "
        f"learned in {waits[0].name}, {waits[-1].said(words)} in {waits[-1].name}"
    )


def learning_by_year(result: Result, theme: Theme) -> go.Figure:
    """Each year of learning as a row: days until half of its changes were completed."""
    waits = years(result, theme.words)
    if not waits:
        why = "No change of ours says when we learned of the need"
        return nothing_to_draw(theme.figure(0), why, theme)
    return draw_waits(waits, theme)


def alt(result: Result, words: Words) -> str:
    """The finding and every year, for those who cannot see the chart."""
    said = [f"{w.name}: {w.said(words)}, {w.counted(words)}" for w in years(result, words)]
    return ". ".join([finding(result, words), *said]) + "."
