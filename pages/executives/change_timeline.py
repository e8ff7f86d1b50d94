"""What did we change, what did customers change, what did the market change?"""

import streamlit as st

from insight.charts import change_timeline
from insight.ui.card import card, title
from insight.ui.chart import chart
from insight.ui.choices import choose_unit
from insight.ui.small_print import about_these_numbers, whose
from insight.ui.view import current_view
from insight.words import EN_DASH

view = current_view()
words = view.words

title(
    "Change timeline",
    lambda: change_timeline.finding(view.ask("change_timeline"), words),
)
with card(view, "Changes in three lanes", 620):
    unit = choose_unit()
    timeline = view.ask("change_timeline")
    under = view.ask_any("nps_trend", unit=unit)
    st.caption(f"Three lanes above NPS by {unit} with its 95 % interval; drag over a time to zoom")
    figure = change_timeline.change_timeline(timeline, under, view.theme)
    chart(figure, change_timeline.alt(timeline, words), "change_timeline")
    whose(view, "changes are shown for everybody they touched")
    st.dataframe(
        change_timeline.numbered(timeline, words),
        hide_index=True,
        column_order=("number", "title", "when", "lane", "kind", "item"),
        column_config={
            "number": st.column_config.NumberColumn("#", width=40),
            "title": st.column_config.TextColumn("change", width="large"),
        },
        placeholder=EN_DASH,
        alt="The changes by number, as marked on the chart",
        key="change_list",
    )

about_these_numbers(view)
