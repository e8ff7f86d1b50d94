"""Where do what customers want and what they get part?"""

import streamlit as st

from insight.charts import item_over_time, want_vs_delivered
from insight.ui.card import card, title
from insight.ui.chart import chart
from insight.ui.choices import choose_item, choose_unit
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers, whole_months, whose
from insight.ui.view import current_view

view = current_view()
words = view.words

title(
    "Want versus delivered",
    lambda: want_vs_delivered.finding(view.ask("want_vs_delivered"), words),
)
question_card(
    view,
    want_vs_delivered,
    want_vs_delivered.measure,
    titled=False,
)

with card(view, "What matters most, and how well it is delivered", 480):
    items = view.ask("want_vs_delivered")
    st.subheader("What matters most, and how well it is delivered", anchor=False)
    st.caption("Items by importance and delivery; hollow where an interval crosses the crosshair")
    figure = want_vs_delivered.importance_map(items, view.theme)
    chart(figure, want_vs_delivered.alt(items, words), "importance_map")
    whose(view, *whole_months(view))

with card(view, "One item over time"):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        item = choose_item(view.ask("want_vs_delivered"))
        unit = choose_unit("quarter")
    question_card(
        view,
        item_over_time,
        f"Mean want (of picks: the share who picked it) and mean delivery by {unit}, "
        "percent of maximum, with 95 % intervals",
        item=item,
        unit=unit,
    )

about_these_numbers(view)
