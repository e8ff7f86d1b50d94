"""One item's story: wanted and delivered over time, changes aimed at it, and what people write."""

import streamlit as st

from insight.charts import item_over_time
from insight.ui.card import card, title
from insight.ui.choices import choose_breakdown, choose_item, choose_unit
from insight.ui.small_print import about_these_numbers
from insight.ui.story_cards import (
    before_and_after_card,
    by_value_card,
    changes_of,
    comments_card,
    item_card,
)
from insight.ui.view import current_view

NAME = "One item's story"

view = current_view()
items = view.ask_any("want_vs_delivered")
if items.is_empty:
    title(NAME)
    with card(view, "One item over time"):
        view.ask("want_vs_delivered")
else:
    heading = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        item = choose_item(items)
        unit = choose_unit("quarter")
        by = choose_breakdown(view)
    with heading:
        title(
            NAME,
            lambda: item_over_time.finding(
                view.ask("item_over_time", item=item, unit=unit), view.words
            ),
        )
    changes = changes_of(view, item)
    item_card(view, item, unit, changes)
    if by:
        by_value_card(view, item, unit, by)
    before_and_after_card(view, item, changes)
    comments_card(view, item)

about_these_numbers(view)
