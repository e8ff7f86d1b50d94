"""The card of shifts found in the data: panels, and every shift as a list."""

import streamlit as st

from insight.charts import customer_shifts
from insight.query import question
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.figures import figures
from insight.ui.lists import say_left_out
from insight.ui.plain import plain
from insight.ui.small_print import whole_months, whose
from insight.ui.view import NothingToShow, View


def shifts_card(view: View) -> None:
    """What shifted, its title stated by the page; where nothing did, a sentence says so."""
    words = view.words
    with card(view, question("customer_shifts").question, 620):
        levels, shifts = view.ask_any("customer_series"), view.ask_any("customer_shifts")
        if levels.is_empty:
            raise NothingToShow(question("answers"))
        if shifts.is_empty:
            st.info(plain(customer_shifts.why_none(levels, words)))
        else:
            st.caption(customer_shifts.measure(shifts, levels, words))
            figure = customer_shifts.customer_shifts(shifts, view.theme, levels)
            chart(figure, customer_shifts.alt(shifts, words, levels), "customer_shifts")
            st.caption(customer_shifts.SHARED_SHOCKS)
            say_left_out(shifts.table.num_rows, shifts.left_out)
            st.dataframe(
                customer_shifts.listed(shifts, words),
                hide_index=True,
                key="shift_list",
                column_config={
                    name: st.column_config.NumberColumn(format="%.1f")
                    for name in ("from", "to", "size")
                },
                alt="Every shift found: when, from which level to which, and its interval",
            )
        whose(view, *whole_months(view, what="these answers"))
        figures(levels if shifts.is_empty else shifts, "customer_shifts_figures")
