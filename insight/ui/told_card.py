"""Customers told of a change against those who were not, as a card; or what is missing for it."""

import streamlit as st

from insight.charts import told_or_not
from insight.query import Result, question
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.figures import figures
from insight.ui.plain import plain
from insight.ui.small_print import whose
from insight.ui.view import NothingToShow, View
from insight.words import EN_DASH

_HOW = (
    "Told: a contact of direction told within 30 days from told_on. Only customers the change "
    "touched and who were customers by then; answers within the 30 days are left out. Nobody drew "
    "lots over whom to tell, so a difference may be who was told, not that they were. The list "
    "leaves out NPS of fewer than 30 answers."
)
_NOBODY_TOLD = (
    "No change of ours with told_on in this period has both contacts of direction told within 30 "
    "days of it and scored answers of known customers around it. told_on is edited on the change "
    "timeline; contacts (customer_id, contacted_on, direction) and customer_id in the answers say "
    "who was told."
)


def told_card(view: View) -> None:
    """Every change that somebody was told of: drawn by verdict, then listed with both groups."""
    query = question("told_or_not")
    with card(view, query.question):
        result = view.ask_any("told_or_not")
        if result.is_empty:
            if view.lacks("changes") or view.lacks("contacts"):
                raise NothingToShow(query)
            st.subheader(query.question, anchor=False)
            st.info(_NOBODY_TOLD)
            return
        st.subheader(plain(told_or_not.finding(result, view.words)), anchor=False)
        more = told_or_not.left_out(result, view.words)
        st.caption(plain(f"{told_or_not.MEASURE}. {more}".strip()))
        figure = told_or_not.told_or_not(result, view.theme)
        chart(figure, told_or_not.alt(result, view.words), "told_or_not")
        st.caption(_HOW)
        whose(view, "a year before and after, whatever the period; p corrected over all changes")
        _list(result, view)
        figures(result, "told_or_not_figures")


def _list(result: Result, view: View) -> None:
    groups = {"told": "told", "untold": "not told"}
    scores = {
        f"nps_{group}_{side}": st.column_config.NumberColumn(f"NPS {name} {side}", format="%.0f")
        for group, name in groups.items()
        for side in ("before", "after")
    }
    st.dataframe(
        told_or_not.listed(result, view.words),
        hide_index=True,
        height="content",
        column_config={
            "title": st.column_config.TextColumn("Change", width="medium"),
            "verdict": st.column_config.TextColumn("Verdict", width="medium"),
            "told_on": st.column_config.DateColumn("Told", format="D MMM YYYY"),
            **scores,
        },
        placeholder=EN_DASH,
        alt="NPS of those told of each change and of those not told, before and after",
        key="told_verdicts",
    )
