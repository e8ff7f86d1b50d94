"""Where do what customers want and what they get part?"""

import streamlit as st

from insight.charts import importance_map, item_over_time, want_vs_delivered
from insight.ui.card import card, title
from insight.ui.chart import chart
from insight.ui.choices import choose_item, choose_unit
from insight.ui.figures import figures
from insight.ui.plain import plain
from insight.ui.small_print import about_these_numbers, whole_months, whose
from insight.ui.view import current_view

view = current_view()
words, theme = view.words, view.theme

title(
    "Want versus delivered",
    lambda: want_vs_delivered.finding(view.ask("want_vs_delivered"), words),
)
with card(view, "Gaps by item", 560):
    items = view.ask("want_vs_delivered")
    st.caption("Wanted and delivered by item, percent of maximum, with 95 % intervals of the gap")
    chart(want_vs_delivered.gaps(items, theme), want_vs_delivered.alt(items, words), "gaps")
    whose(view, *whole_months(view))
    figures(items, "want_vs_delivered_figures")

with card(view, "Importance and performance", 480):
    items = view.ask("want_vs_delivered")
    st.subheader("What matters most, and how well it is delivered", anchor=False)
    st.caption("Each item at its mean want and mean delivery, percent of maximum")
    figure = importance_map.importance_map(items, theme)
    chart(figure, want_vs_delivered.alt(items, words), "importance_map")
    whose(view, *whole_months(view))

with card(view, "One item over time"):
    items = view.ask("want_vs_delivered")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        item = choose_item(items)
        unit = choose_unit("quarter")
    history = view.ask("item_over_time", item=item, unit=unit)
    st.subheader(plain(item_over_time.finding(history, words)), anchor=False)
    st.caption(f"Mean want and mean delivery by {unit}, percent of maximum, with 95 % intervals")
    chart(item_over_time.item_over_time(history, theme), item_over_time.alt(history, words), "item")
    whose(view, *whole_months(view))
    figures(history, "item_over_time_figures")

about_these_numbers(view)
