"""Number cards: one figure each, how sure it is, and the page that explains it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from insight.charts.nps_change import change_of
from insight.charts.theme import THIN
from insight.coverage import Span
from insight.filters import Filters
from insight.query import Result
from insight.ui.card import card
from insight.ui.plain import plain
from insight.ui.view import View
from insight.words import EN_DASH, Words


@dataclass(frozen=True)
class Number:
    """What a card shows: a figure, its change or standing, and a line of small print."""

    label: str
    figure: str
    standing: str | None
    note: str
    arrow: str = "off"
    colour: str = "off"


def nps_numbers(view: View, filters: Filters, link: Callable[..., Any]) -> None:
    """NPS, its change from the comparison and from the baseline, and who answered, side by side.

    `link(label=...)` draws the link to the page that explains them.
    """
    words, coverage = view.words, view.coverage
    from_baseline = filters.compared_with("baseline")
    with card(view, "Net Promoter Score", 150):
        change = view.ask("nps_change", filters)
        baseline = view.ask("nps_change", from_baseline)
        answers = view.ask("answers", filters)
        numbers = {
            "How NPS moved": nps_number(change, words),
            "Period by period": change_number(change, filters.versus_name(coverage, words), words),
            "Since the baseline": change_number(
                baseline, from_baseline.versus_name(coverage, words), words
            ),
            "Who answered": answers_number(answers, words),
        }
        for column, (label, number) in zip(st.columns(4), numbers.items(), strict=True):
            with column:
                _draw(number, partial(link, label=label))


def _draw(number: Number, link: Callable[[], Any]) -> None:
    with st.container(border=True, height="stretch"):
        st.metric(
            plain(number.label),
            number.figure,
            number.standing,
            delta_color=number.colour,
            delta_arrow=number.arrow,
        )
        st.caption(plain(number.note))
        link()


def nps_number(change: Result, words: Words) -> Number:
    """NPS of the period, its interval and the answers it rests on."""
    [row] = change.rows()
    if row["nps"] is None:
        return Number("Net Promoter Score", EN_DASH, "too few answers", "hidden below the minimum")
    thin = row["respondents"] < THIN
    return Number(
        "Net Promoter Score",
        words.number(row["nps"]),
        f"{words.interval(row['nps_low'], row['nps_high'])}, 95 % interval",
        f"{'too thin to say more: ' if thin else ''}from "
        f"{words.count(row['respondents'], 'answer')}",
    )


def change_number(change: Result, versus: str, words: Words) -> Number:
    """The change of NPS, whether it is real, and its interval."""
    [row] = change.rows()
    label = f"Since {versus}"
    asked = change.asked
    period = Span(asked["start_date"], asked["end_date"])
    if period.overlaps(Span(asked["versus_start"], asked["versus_end"])):
        return Number(label, EN_DASH, "nothing to compare", "the two periods share days")
    real = change_of(row)
    if real is None:
        nobody = 0 in (row["respondents"], row["versus_respondents"])
        why = "nobody answered then" if nobody else "too few answers in one of the two"
        return Number(label, EN_DASH, "nothing to compare", why)
    interval = words.interval(row["change_low"], row["change_high"])
    if not real.is_real:
        answers = words.count(row["respondents"] + row["versus_respondents"], "answer")
        note = f"none that {answers} could show, {_p(row['p'], words)}"
        return Number(label, "no change", f"{interval}, 95 % interval", note)
    rose = row["change"] > 0
    return Number(
        label,
        f"{words.signed(row['change'])} points",
        f"{interval}, 95 % interval",
        f"a real change, {_p(row['p'], words)}",
        arrow="up" if rose else "down",
        colour="green" if rose else "red",
    )


def answers_number(answers: Result, words: Words) -> Number:
    """How many answered, and how many of them gave a score."""
    [row] = answers.rows()
    if row["answers"] is None:
        return Number("Answers", EN_DASH, "too few to show", "hidden below the minimum")
    return Number(
        "Answers",
        words.number(row["answers"]),
        f"{words.number(row['respondents'] or 0)} with a score",
        f"the latest on {words.day(row['last_day'])}",
    )


def _p(p: float, words: Words) -> str:
    return "p below .001" if p < 0.001 else f"p = {words.number(p, 3).lstrip('0')}"
