"""Who leads on which theme, as three columns of cards with their evidence."""

import streamlit as st

from insight.charts import lead_or_follow
from insight.charts.lead_or_follow import ABOUT, HEADINGS
from insight.ui.card import card
from insight.ui.optional_columns import has_nothing
from insight.ui.plain import plain
from insight.ui.small_print import whose
from insight.ui.view import View


def three_columns(view: View) -> None:
    """One column each: they lead, we lead, we could lead; below, what cannot be told.

    Nothing where there is no theme: the chart's card says why.
    """
    if has_nothing(view, "lead_or_follow"):
        return
    with card(view, "Themes by who leads", 480):
        themes = lead_or_follow.by_column(view.ask("lead_or_follow"))
        for place, name in zip(st.columns(3, gap="medium"), HEADINGS, strict=True):
            with place:
                st.subheader(HEADINGS[name], anchor=False)
                st.caption(ABOUT[name])
                for row in themes[name]:
                    _theme_card(row, view)
                if not themes[name]:
                    st.markdown("No theme stands here.")
        if themes["undecided"]:
            st.subheader("Where it cannot be told", anchor=False)
            for row in themes["undecided"]:
                _theme_card(row, view)
        whose(view, "changes on record are those of everybody")


def _theme_card(row: dict, view: View) -> None:
    with st.container(border=True):
        who = plain(lead_or_follow.said_of(row, view.words))
        st.markdown(f"**{plain(row['theme'])}**  \n{who}")
        st.caption(plain(row["evidence"]))
