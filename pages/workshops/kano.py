"""What delights, what is expected, and what is wanted the more the better: the Kano model."""

import streamlit as st

from insight.charts import kano
from insight.charts.kano_map import kano_counts
from insight.ui.card import card, title
from insight.ui.chart import chart
from insight.ui.optional_columns import optional_card
from insight.ui.small_print import about_these_numbers, whole_months, whose
from insight.ui.view import current_view

view = current_view()
words = view.words

title("What delights, what is expected", lambda: kano.finding(view.ask("kano"), words))
if optional_card(view, kano, lambda items: kano.measure(items, words), titled=False):
    with card(view, "How many people see each item which way"):
        items = view.ask("kano")
        st.subheader("How many people see each item which way", anchor=False)
        st.caption(
            "People by the class of their pair of answers; the item's class is framed, with a "
            "question mark where people differ too much for one class"
        )
        chart(kano_counts(items, view.theme), kano.alt(items, words), "kano_counts")
        whose(view, *whole_months(view))

about_these_numbers(view)
