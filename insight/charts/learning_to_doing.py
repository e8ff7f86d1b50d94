"""How long does it take us from learning to doing?"""

import plotly.graph_objects as go

from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import Theme
from insight.charts.waits import FEW, Wait, days, draw_waits, wait_of
from insight.query import Result
from insight.words import Words

WHOLE, FOLLOW_UP = "learned to done", "follow-up: "
WHOLE_FOLLOW_UP = "follow-up: opened to done"


def steps(result: Result, of_follow_ups: bool = False) -> list[Wait]:
    """The steps of our changes, or of answers acted upon, in their order."""
    return [
        wait_of(row, _capital(row["step"].removeprefix(FOLLOW_UP)))
        for row in result.rows()
        if row["step"].startswith(FOLLOW_UP) == of_follow_ups
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def finding(result: Result, words: Words) -> str:
    """How long half of our changes took from learning to done, and how many are open."""
    by_step = {row["step"]: wait_of(row, row["step"]) for row in result.rows()}
    whole = by_step.get(WHOLE)
    if whole is None:
        return follow_ups(result, words) or "No change of ours says when we learned of the need"
    changes = whole.done + whole.open
    if changes < FEW:
        learned = f"{words.spelled(changes)} change{'' if changes == 1 else 's'}"
        return f"Only {learned} we learned of: too few to say how long it takes"
    if whole.median is None:
        return (
            f"Fewer than half of {words.count(changes, 'change')} we learned of are done: "
            f"{words.spelled(whole.done)}"
        )
    still = f"; {words.number(whole.open)} of {words.number(changes)} are open"
    took = f"From learning to done, half of our changes take {_within(whole, words)}"
    return took + still if whole.open else took


def _within(wait: Wait, words: Words) -> str:
    if wait.low is None or wait.high is None:
        return wait.said(words)
    limits = words.interval(wait.low, wait.high)
    return f"{days(wait.median, words)} or less (95 % interval {limits})"


def longest(result: Result, words: Words) -> str:
    """The step that takes longest, where its interval lies above all others'; else nothing."""
    known = [
        wait
        for row in result.rows()
        if row["step"] != WHOLE and not row["step"].startswith(FOLLOW_UP)
        for wait in [wait_of(row, row["step"])]
        if not wait.few and wait.low is not None
    ]
    for wait in known:
        others = [other for other in known if other is not wait]
        if others and all(o.high is not None and o.high < wait.low for o in others):
            return f"The longest step is from {wait.name}: {wait.said(words)}"
    return ""


def follow_ups(result: Result, words: Words) -> str:
    """How long answers wait until they are acted upon; empty where none is followed up."""
    for row in result.rows():
        if row["step"] == WHOLE_FOLLOW_UP:
            wait = wait_of(row, row["step"])
            answers = words.count(wait.done + wait.open, "answer")
            if wait.median is None:
                return f"Fewer than half of {answers} followed up are done"
            return f"Half of {answers} followed up are done within {wait.said(words)}"
    return ""


def learning_to_doing(result: Result, theme: Theme, of_follow_ups: bool = False) -> go.Figure:
    """Each step as a row: days until half had taken it, with its interval."""
    drawn = steps(result, of_follow_ups)
    if not drawn:
        why = "No day of learning, deciding, completing or telling is on record"
        return nothing_to_draw(theme.figure(0), why, theme)
    return draw_waits(drawn, theme)


def alt(result: Result, words: Words, of_follow_ups: bool = False) -> str:
    """Every step in words, for those who cannot see the chart."""
    said = [
        f"{wait.name}: {wait.said(words)}, {wait.counted(words)}"
        for wait in steps(result, of_follow_ups)
    ]
    head = follow_ups(result, words) if of_follow_ups else finding(result, words)
    return ". ".join([head, *said]) + "."
