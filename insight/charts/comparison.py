"""Two periods compared: their names, and why they sometimes cannot be."""

from typing import Any

from insight.charts.theme import THIN
from insight.coverage import Span
from insight.words import Words


def periods_of(asked: dict[str, Any]) -> tuple[Span, Span]:
    """The period compared with and the period, as an answer was asked for them."""
    return (
        Span(asked["versus_start"], asked["versus_end"]),
        Span(asked["start_date"], asked["end_date"]),
    )


def why_not_compared(asked: dict[str, Any], change: dict[str, Any], words: Words) -> str | None:
    """Why nothing can be said of these two periods; None where something can.

    `change` is the row of nps_change for everyone asked about.
    """
    before, after = periods_of(asked)
    if before.overlaps(after):
        return f"{words.span(*after)} and {words.span(*before)} share days: nothing can be compared"
    for period, answers in ((after, "respondents"), (before, "versus_respondents")):
        name = words.span(*period)
        if change[answers] == 0:
            return f"Nobody gave a score in {name}, so nothing can be compared"
        if change[answers] is None:
            return f"Too few answers in {name} to compare"
        if change[answers] < THIN:
            few = words.count(change[answers], "answer")
            return f"Only {few} in {name}: too thin to say what moved"
    return None
