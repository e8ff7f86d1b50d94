"""The card of needs that rose or fell between two waves, and whether their whole profile did."""

import streamlit as st

from insight.charts import needs_changed, needs_moved
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.choices import choose_waves
from insight.ui.figures import figures
from insight.ui.plain import plain
from insight.ui.small_print import whole_months, whose
from insight.ui.view import View


def moved_card(view: View) -> None:
    """Two waves of the reader's choice: every item's change, and the test of all of them."""
    words = view.words
    with card(view, "Which needs rose or fell", 480):
        wants, moves = view.ask("needs_over_time"), view.ask_any("needs_moved")
        if moves.is_empty:
            st.subheader("Which needs rose or fell", anchor=False)
            st.info(plain(f"{needs_moved.why_nothing(wants)}."))
            return
        heading = st.container()
        pair = choose_waves(moves)
        with heading:
            st.subheader(plain(needs_moved.moved_between(moves, pair, words)), anchor=False)
        profile = view.ask_any("needs_changed")
        st.markdown(plain(f"{needs_changed.finding(profile, words, pair)}."))
        st.caption(plain(needs_changed.how_much(profile, words, pair)))
        st.caption(plain(needs_moved.measure(moves, pair, words)))
        figure = needs_moved.needs_moved(moves, view.theme, pair)
        chart(figure, needs_moved.alt(moves, words, pair), "needs_moved")
        whose(view, *whole_months(view))
        figures(moves, "needs_moved_figures")
