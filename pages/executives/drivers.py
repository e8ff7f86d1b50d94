"""What goes with a high score, what customers say they want, and what promoters praise."""

import streamlit as st

from insight.charts import delivered_by_group, drivers, stated_and_derived
from insight.charts.importance_panels import importance_panels
from insight.ui.card import card, title
from insight.ui.chart import chart
from insight.ui.plain import plain
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers, whole_months, whose
from insight.ui.view import current_view

view = current_view()
words = view.words

title("What goes with a high score", lambda: drivers.finding(view.ask("drivers"), words))
st.info(
    "This is association, not cause. An item whose interval lies above 0 goes with the score; that "
    "is no evidence that changing it would move the score.",
    icon=":material/info:",
)
question_card(view, drivers, lambda items: drivers.measure(items, words), titled=False)

with card(view, "What customers say they want, beside what goes with their score", 480):
    shares, wants = view.ask("drivers"), view.ask("want_vs_delivered")
    st.subheader(plain(stated_and_derived.finding(shares, wants, words)), anchor=False)
    st.caption(plain(stated_and_derived.who_disagrees(shares, wants, words)))
    figure = importance_panels(shares, wants, view.theme)
    chart(figure, stated_and_derived.alt(shares, wants, words), "stated_and_derived")
    whose(view, *whole_months(view))

question_card(view, delivered_by_group, lambda groups: delivered_by_group.measure(groups, words))

about_these_numbers(view)
