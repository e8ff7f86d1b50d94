"""Would they recommend us, and has that changed?"""

import streamlit as st

from insight.charts import nps_rolling, nps_trend
from insight.ui.card import title
from insight.ui.choices import choose_breakdown, choose_drawing, choose_unit, choose_window
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers
from insight.ui.view import current_view

view = current_view()
heading = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    unit = choose_unit()
    by = choose_breakdown(view)
    as_lines = choose_drawing() if by else False
with heading:
    title(
        "NPS trend",
        lambda: nps_trend.finding(view.ask("nps_trend", by=by, unit=unit), view.words),
    )

question_card(
    view,
    nps_trend,
    f"NPS by {unit}, points, with its 95 % interval{'' if by else '; answers underneath'}",
    titled=False,
    drawn_with={"baseline": view.coverage.baseline, "as_lines": as_lines},
    by=by,
    unit=unit,
)

window = choose_window()
question_card(
    view,
    nps_rolling,
    f"NPS of the {window} months up to each month, points, with its 95 % interval",
    drawn_with={"as_lines": as_lines},
    by=by,
    window=window,
)

about_these_numbers(view)
