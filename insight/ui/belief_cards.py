"""What the company believes of its customers as cards: everybody, one department, all of them."""

import streamlit as st

from insight.charts import perception_gap
from insight.charts.belief_table import belief_table, left_out
from insight.filters import Filters
from insight.query import question
from insight.stats.perception import FEWEST_BELIEFS
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.comparison import compared
from insight.ui.figures import figures
from insight.ui.optional_columns import has_nothing
from insight.ui.plain import plain
from insight.ui.small_print import whole_months, whose
from insight.ui.view import View, choose


def when_believed(view: View) -> Filters:
    """The reader's filters; of all time the latest twelve months, if anybody believed then.

    Wants change, so beliefs are held against what customers say about the same time.
    """
    latest = compared(view)
    if has_nothing(view, "perception_gap", latest):
        return view.filters
    return latest


def perception_cards(view: View, filters: Filters) -> None:
    """What is believed beside what is wanted, and by department; or why there is nothing."""
    if not view.lacks("beliefs") and has_nothing(view, "perception_gap", filters):
        _say_nobody_believed(view, filters)
        return
    whose_beliefs: list[str] = []
    with card(view, question("perception_gap").question, 560):
        beliefs = view.ask("perception_gap", filters)
        whose_beliefs = perception_gap.departments(beliefs)
        chosen = _choose_department(whose_beliefs)
        if chosen is not None:
            said = perception_gap.finding(beliefs, view.words, chosen)
            st.subheader(plain(said), anchor=False)
        st.caption(plain(perception_gap.measure(beliefs, view.words, chosen)))
        figure = perception_gap.perception_gap(beliefs, view.theme, chosen)
        chart(figure, perception_gap.alt(beliefs, view.words, chosen), "perception_gap")
        whose(view, *_not_filtered(filters), *whole_months(view, filters), filters=filters)
        figures(beliefs, "perception_gap_figures")
    if whose_beliefs:
        _by_department(view, filters)


def _by_department(view: View, filters: Filters) -> None:
    with card(view, "Which department knows what", 480):
        beliefs = view.ask("perception_gap", filters)
        said = perception_gap.by_department(beliefs, view.words)
        st.subheader(plain(said), anchor=False)
        hidden = left_out(beliefs)
        more = f" The {hidden} departments with fewest beliefs are not drawn." if hidden else ""
        st.caption(
            "Believed less wanted, points: above 0 overrated, below 0 underrated. Bold and framed "
            "where the gap is beyond chance, corrected for looking at every item of every "
            f"department; below {FEWEST_BELIEFS} beliefs none is tested.{more}"
        )
        figure = belief_table(beliefs, view.theme)
        chart(figure, f"Table of gaps by department. {said}.", "belief_table")
        whose(view, *_not_filtered(filters), *whole_months(view, filters), filters=filters)


def _not_filtered(filters: Filters) -> tuple[str, ...]:
    """What to say where only one side is narrowed: beliefs carry no dimension."""
    return ("beliefs are held of all customers",) if filters.where else ()


def _choose_department(departments: list[str]) -> str | None:
    """Everybody, or one department."""
    if not departments:
        return None
    written = {"": "Everybody", **{name: name for name in departments}}
    chosen = choose("department", "Who believes", ["", *departments], "", written, from_export=True)
    return chosen or None


def _say_nobody_believed(view: View, filters: Filters) -> None:
    everything = Filters.everything(view.coverage)
    days = [
        row["believed_on"]
        for row in view.ask_any("perception_gap", everything).rows()
        if row["believed_on"] is not None
    ]
    when = f" The latest are from {view.words.day(max(days))}." if days else ""
    st.subheader(question("perception_gap").question, anchor=False)
    st.info(f"No beliefs are on record for {view.words.span(*filters.period)}.{when}")
