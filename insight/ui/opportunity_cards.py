"""What closing gaps would be worth, and the few to close first for the effort they take."""

import streamlit as st

from insight.charts import shortlist, worth_closing
from insight.charts.driver import drivers_of, why_no_model
from insight.charts.opportunity import opportunities_of
from insight.query import Result
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.efforts import edit_efforts, efforts_of
from insight.ui.plain import plain
from insight.ui.small_print import whole_months, whose
from insight.ui.view import View


def worth_card(view: View) -> None:
    """People affected by each gap, beside its share of what goes with the score."""
    with card(view, "What closing a gap would be worth", 480):
        scores, derived = view.ask("opportunities"), view.ask_any("drivers")
        if not opportunities_of(scores):  # the page's title says why
            return
        st.subheader(plain(worth_closing.finding(scores, derived, view.words)), anchor=False)
        st.caption(plain(worth_closing.measure(scores, derived, view.words)))
        figure = worth_closing.worth_closing(scores, derived, view.theme)
        chart(figure, worth_closing.alt(scores, derived, view.words), "worth_closing")
        whose(view, *_why_no_shares(view, derived), *whole_months(view))


def _why_no_shares(view: View, derived: Result) -> tuple[str, ...]:
    if not view.has_scores:
        return ("recommend_score in survey_responses would add what goes with the score",)
    if not drivers_of(derived):
        return (plain(why_no_model(derived.rows(), view.words)),)
    return ()


def shortlist_card(view: View) -> None:
    """The three gaps that bring most for their effort, and the table in which it is set."""
    with card(view, "With limited resources", 480):
        scored = opportunities_of(view.ask("opportunities"))
        if not scored:
            return
        efforts = efforts_of(view)
        rows = shortlist.with_effort(scored, efforts)
        order = shortlist.ranking(rows)
        st.subheader(shortlist.finding(order, view.words), anchor=False)
        st.caption(plain(shortlist.RULE))
        listed, table = st.columns([2, 3], gap="large")
        with listed:
            _list(order, view)
        with table:
            st.caption("Effort, 1 little to 5 much, is yours to set: click a figure and type.")
            edit_efforts(rows, efforts)
        whose(view, *whole_months(view))


def _list(order: list[shortlist.Ranked], view: View) -> None:
    st.markdown(
        "\n".join(
            f"{place}. **{plain(row.opportunity.item)}**  \n"
            f"   :gray[{plain(shortlist.behind(row, view.words))}]"
            for place, row in enumerate(order[: shortlist.MOST_LISTED], start=1)
        )
    )
    near = shortlist.close_call(order, view.words)
    if near:
        st.caption(plain(near))
