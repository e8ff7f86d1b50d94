"""Where do what customers want and what they get part?"""

import streamlit as st

from insight.charts import item_over_time, want_vs_delivered
from insight.charts.items import of_kind
from insight.ui.card import card, title
from insight.ui.choices import choose_breakdown, choose_item, choose_kind, choose_unit
from insight.ui.items_card import by_value_card, gap_card, map_card
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers
from insight.ui.view import current_view

view = current_view()
heading = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    by = choose_breakdown(view)
    kind = choose_kind(view.ask_any("want_vs_delivered"))
with heading:
    title(
        "Want versus delivered",
        lambda: want_vs_delivered.finding(of_kind(view.ask("want_vs_delivered"), kind), view.words),
    )

gap_card(view, kind)
if by:
    by_value_card(view, kind, by)
map_card(view, kind)

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
