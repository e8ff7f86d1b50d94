"""What our changes did as cards: every change by its verdict, and the course of one of them."""

import streamlit as st

from insight.charts import change_course, change_effects
from insight.charts.change_verdicts import KINDS, Judged, checks, judged, kinds_judged, listed
from insight.query import Result, question
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.figures import figures
from insight.ui.plain import plain
from insight.ui.small_print import whose
from insight.ui.view import NothingToShow, View, choose
from insight.words import EN_DASH


def choose_measure_moved(effects: Result) -> str:
    """NPS, or delivered, wanted or gap of the item a change aimed at, where any was rated."""
    kinds = kinds_judged(effects) or ["nps"]
    if len(kinds) == 1:
        return kinds[0]
    return choose("effect_on", "Effect on", kinds, written=KINDS)


def effects_card(view: View, kind: str) -> None:
    """Every change of ours by verdict, drawn and then listed with its verdict as a sentence."""
    words = view.words
    with card(view, question("change_effects").question, 560):
        result = view.ask_any("change_effects")
        if result.is_empty:
            _say_why_there_is_none(view)
            return
        st.caption(plain(change_effects.measure(kind)))
        figure = change_effects.change_effects(result, view.theme, kind)
        chart(figure, change_effects.alt(result, words, kind), "change_effects")
        whose(view, "p corrected over all our changes (Benjamini-Hochberg)")
        _verdicts(judged(result, kind), view)
        figures(result, "change_effects_figures")


def _say_why_there_is_none(view: View) -> None:
    """Without a table of changes the card says what to add, and nothing of ratings or scores."""
    if view.lacks("changes"):
        raise NothingToShow(question("change_timeline"))
    st.subheader(question("change_effects").question, anchor=False)
    st.info(
        "No change of ours started in this period, or nobody these filters leave answered in it. "
        "A longer period or fewer filters may show some."
    )


def _verdicts(changes: list[Judged], view: View) -> None:
    st.dataframe(
        listed(changes, view.words),
        hide_index=True,
        height="content",
        column_config={
            "title": st.column_config.TextColumn("Change", width="medium"),
            "started_on": st.column_config.DateColumn("Started", format="D MMM YYYY"),
            "verdict": st.column_config.TextColumn("Verdict", width="large"),
            "before": st.column_config.NumberColumn("Answers before", format="localized"),
            "after": st.column_config.NumberColumn("After", format="localized"),
        },
        placeholder=EN_DASH,
        alt="Every change of ours with the verdict on it",
        key="change_verdicts",
    )


def course_card(view: View, kind: str) -> None:
    """One change of the reader's choice: observed against expected, and what was checked."""
    words, effects = view.words, view.ask_any("change_effects")
    if effects.is_empty:
        return
    with card(view, question("change_course").question):
        changes = {one.change_id: one for one in judged(effects, kind)}
        heading = st.container()
        names = {change: one.title for change, one in changes.items()}
        one = changes[choose("change", "Change", list(changes), written=names, from_export=True)]
        result = view.ask("change_course")
        with heading:
            st.subheader(plain(change_course.finding(one, words)), anchor=False)
        st.caption(plain(change_course.measure(one)))
        figure = change_course.change_course(result, view.theme, one)
        chart(figure, change_course.alt(result, one, words), "change_course")
        st.caption(plain(checks(one, words, view.ask_any("change_checks"))))
        whose(view)
