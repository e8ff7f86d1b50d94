"""Who changed: every cell of one and two dimensions tested, the few that stand out listed."""

from functools import partial

import streamlit as st

from insight.charts import segment_scan
from insight.query import question
from insight.ui.card import card, title
from insight.ui.chart import chart
from insight.ui.comparison import compared, compared_with, has_dimension, say_no_dimension
from insight.ui.figures import figures
from insight.ui.small_print import about_these_numbers, whose
from insight.ui.view import current_view

view = current_view()
words, filters = view.words, compared(view)
ask = partial(view.ask, filters=filters)

title(
    "Segment scan",
    lambda: segment_scan.finding(ask("segment_scan"), words, ask("nps_change")),
)

if not has_dimension(view):
    say_no_dimension()
else:
    with card(view, question("segment_scan").question, 480):
        cells, overall = ask("segment_scan"), ask("nps_change")
        st.caption(segment_scan.MEASURE)
        figure = segment_scan.segment_scan(cells, view.theme, overall)
        chart(figure, segment_scan.alt(cells, words, overall), "segment_scan")
        how_many = segment_scan.how_many(cells, words, overall)
        whose(view, compared_with(view, filters), how_many, filters=filters)
        figures(cells, "segment_scan_figures")

about_these_numbers(view)
