"""What did each of our changes do, and how sure is that?"""

import streamlit as st

from insight.charts import change_effects
from insight.ui.card import title
from insight.ui.effects_cards import choose_measure_moved, course_card, effects_card
from insight.ui.small_print import about_these_numbers
from insight.ui.told_card import told_card
from insight.ui.view import current_view

view = current_view()
heading = st.container()
kind = choose_measure_moved(view.ask_any("change_effects"))
with heading:
    title(
        "What each change did",
        lambda: change_effects.finding(view.ask("change_effects"), view.words, kind),
    )

effects_card(view, kind)
course_card(view, kind)
told_card(view)

about_these_numbers(view)
