"""How far has NPS come since the first year, whose survey is the yardstick?"""

import streamlit as st

from insight.charts import baseline
from insight.ui.card import card, title
from insight.ui.choices import choose_breakdown
from insight.ui.plain import plain
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers
from insight.ui.view import current_view

view = current_view()
words = view.words
heading = st.container()
by = choose_breakdown(view, default="survey")
with heading:
    title("Since the first year", lambda: baseline.finding(view.ask("baseline"), words))

with card(view, "Since the first year"):
    everyone = view.ask("baseline")
    question_card(
        view,
        baseline,
        "NPS by year, points, with its 95 % interval; the first year as a band. A number is a "
        "change since then that is real; hollow where a year is unfinished",
        titled=bool(by),
        drawn_with={"everyone": everyone},
        by=by,
    )
    st.caption(plain(baseline.kept(view.ask("baseline", by=by), words)))

about_these_numbers(view)
