"""Would they recommend us, and has that changed?"""

import streamlit as st

from insight.charts import nps_rolling, nps_trend, promoter_shares, response_rate
from insight.ui.card import card, title
from insight.ui.chart import chart
from insight.ui.choices import choose_window
from insight.ui.plain import plain
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers, whose
from insight.ui.trend_card import choose_trend, said_of_weights, trend_card
from insight.ui.view import chosen, current_view

view = current_view()
heading = st.container()
trend = choose_trend(view)
# Answers of one month come from surveys sent in the month before.
answered_by = "quarter" if trend.unit == "month" else trend.unit
rolled = {"by": trend.by, "weighted": trend.weighted}
view.ask_ahead("nps_rolling", window=chosen("window", 12), **rolled)
view.ask_ahead("response_rate", unit=answered_by)
with heading:
    title("NPS trend", lambda: nps_trend.finding(trend.ask(view), view.words))

trend_card(view, trend)

with card(view, "Promoters, passives and detractors"):
    counts = trend.ask(view)
    st.subheader(plain(promoter_shares.finding(counts, view.words)), anchor=False)
    st.caption(f"Share of answers with a score, by {trend.unit}, percent; counted, not weighted")
    figure = promoter_shares.promoter_shares(counts, view.theme)
    chart(figure, promoter_shares.alt(counts, view.words), "promoter_shares")
    whose(view)

window = choose_window()
question_card(
    view,
    nps_rolling,
    lambda result: (
        f"NPS of the {window} months up to each month, points, with its 95 % interval."
        f"{said_of_weights(result, view.words)}"
    ),
    drawn_with={"as_lines": trend.as_lines},
    window=window,
    **rolled,
)

question_card(
    view,
    response_rate,
    f"How many answer, and what silence could hide, by {answered_by}: the grey range is NPS had "
    "all others answered as detractors, or as promoters",
    unit=answered_by,
)

about_these_numbers(view)
