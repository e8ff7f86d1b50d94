"""Would they recommend us, and has that changed?"""

import streamlit as st

from insight.charts import nps_rolling, nps_trend
from insight.ui.card import card, title
from insight.ui.chart import chart
from insight.ui.choices import choose_breakdown, choose_drawing, choose_unit, choose_window
from insight.ui.figures import figures
from insight.ui.plain import plain
from insight.ui.small_print import about_these_numbers, whose
from insight.ui.view import current_view

view = current_view()
words, theme = view.words, view.theme
heading = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    unit = choose_unit()
    by = choose_breakdown(view)
    as_lines = choose_drawing() if by else False

with heading:
    title("NPS trend", lambda: nps_trend.finding(view.ask("nps_trend", by=by, unit=unit), words))
with card(view, "NPS period by period"):
    trend = view.ask("nps_trend", by=by, unit=unit)
    st.caption(f"NPS by {unit}, points, with its 95 % interval; answers underneath")
    figure = nps_trend.nps_trend(trend, theme, view.coverage.baseline, as_lines=as_lines)
    chart(figure, nps_trend.alt(trend, words), "nps_trend")
    whose(view)
    figures(trend, "nps_trend_figures")

window = choose_window()
with card(view, "NPS over a rolling window"):
    rolling = view.ask("nps_rolling", by=by, window=window)
    st.subheader(plain(nps_rolling.finding(rolling, words)), anchor=False)
    st.caption(f"NPS of the {window} months up to each month, points, with its 95 % interval")
    figure = nps_rolling.nps_rolling(rolling, theme, as_lines=as_lines)
    chart(figure, nps_rolling.alt(rolling, words), "nps_rolling")
    whose(view)
    figures(rolling, "nps_rolling_figures")

about_these_numbers(view)
