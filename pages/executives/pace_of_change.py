"""How often do we and our customers change, and how long from learning to doing?"""

import streamlit as st

from insight.ui.card import title
from insight.ui.pace_cards import (
    by_year_card,
    complacency_card,
    follow_ups_card,
    kinds_card,
    learning_card,
    pace_card,
    pace_title,
)
from insight.ui.small_print import about_these_numbers
from insight.ui.view import current_view

view = current_view()

title("Pace of change", lambda: pace_title(view))
complacency_card(view)

pace_card(view)
kinds_card(view)

learning_card(view)
years, answers = st.columns(2, gap="medium")
with years:
    by_year_card(view)
with answers:
    follow_ups_card(view)

about_these_numbers(view)
