"""What moved NPS: did customers score otherwise, or did others answer?"""

from functools import partial

import streamlit as st

from insight.charts import what_moved_nps, within_or_mix
from insight.query import question
from insight.ui.card import card, title
from insight.ui.chart import chart
from insight.ui.comparison import choose_dimension, compared, compared_with, say_no_dimension
from insight.ui.figures import figures
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers, whose
from insight.ui.view import current_view

view = current_view()
words, filters = view.words, compared(view)
heading = st.container()
by = choose_dimension(view)
ask = partial(view.ask, filters=filters)

with heading:
    title(
        "What moved NPS",
        lambda: what_moved_nps.finding(
            ask("what_moved_nps", by=by), words, ask("nps_change"), ask("within_or_mix")
        ),
    )

if by is None:
    say_no_dimension()
else:
    with card(view, question("what_moved_nps").question, 560):
        parts, totals = ask("what_moved_nps", by=by), ask("within_or_mix")
        st.caption(what_moved_nps.summary(parts, totals, words))
        figure = what_moved_nps.what_moved_nps(parts, view.theme, totals)
        chart(figure, what_moved_nps.alt(parts, words), "what_moved_nps")
        whose(view, compared_with(view, filters), filters=filters)
        figures(parts, "what_moved_nps_figures")
    question_card(
        view,
        within_or_mix,
        "The same change split by each dimension, points, with 95 % intervals. A split shows where "
        "a change sits, not its cause; one with a large mix part hides in all the others.",
        filters=filters,
    )

about_these_numbers(view)
