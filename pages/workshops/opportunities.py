"""Which gaps to close first: their scores, what closing them is worth, and three to start with."""

import streamlit as st

from insight.charts import opportunities
from insight.ui.card import title
from insight.ui.choices import choose_breakdown
from insight.ui.opportunity_cards import shortlist_card, worth_card
from insight.ui.plain import plain
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers
from insight.ui.view import current_view

view = current_view()
heading = st.container()
by = choose_breakdown(view)
with heading:
    title(
        "Which gaps to close first",
        lambda: opportunities.finding(view.ask("opportunities"), view.words),
    )

question_card(
    view,
    opportunities,
    lambda scores: plain(opportunities.measure(scores, view.words)),
    titled=bool(by),
    by=by,
)
worth_card(view)
shortlist_card(view)

about_these_numbers(view)
