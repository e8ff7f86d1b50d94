"""The minute an executive has: NPS now, its change, the widest gaps, the changes of the year."""

import streamlit as st

from insight.charts import change_timeline, nps_change, want_vs_delivered
from insight.ui.card import card, title
from insight.ui.chart import chart
from insight.ui.numbers import answers_number, change_number, nps_number, number_card
from insight.ui.plain import plain
from insight.ui.small_print import about_these_numbers, whose
from insight.ui.view import current_view

NPS_TREND = "pages/executives/nps_trend.py"
WANT_VS_DELIVERED = "pages/executives/want_vs_delivered.py"
CHANGE_TIMELINE = "pages/executives/change_timeline.py"

view = current_view()
words, now = view.words, view.filters.now(view.coverage)
since_baseline = now.compared_with("baseline")
versus = now.versus_name(view.coverage, words)
baseline = since_baseline.versus_name(view.coverage, words)

title(
    "Overview",
    lambda: nps_change.finding(view.ask("nps_change", now), words, versus),
)
whose(view, filters=now)

nps, change, from_baseline, answers = st.columns(4)
with nps, card(view, "Net Promoter Score", 150):
    number_card(nps_number(view.ask("nps_change", now), words), NPS_TREND, "How NPS moved")
with change, card(view, f"Since {versus}", 150):
    number = change_number(view.ask("nps_change", now), versus, words)
    number_card(number, NPS_TREND, "Period by period")
with from_baseline, card(view, f"Since {baseline}", 150):
    number = change_number(view.ask("nps_change", since_baseline), baseline, words)
    number_card(number, NPS_TREND, "Since the baseline")
with answers, card(view, "Answers", 150):
    number_card(answers_number(view.ask("answers", now), words), NPS_TREND, "Who answered")

changes, gaps = st.columns([3, 2], gap="large")
with changes, card(view, "What changed in the last year"):
    timeline = view.ask("change_timeline", now)
    under = view.ask_any("nps_trend", now)
    st.subheader(plain(change_timeline.finding(timeline, words)), anchor=False)
    st.caption("Changes by who made them, above NPS by month with its 95 % interval")
    figure = change_timeline.change_timeline(timeline, under, view.theme)
    chart(figure, change_timeline.alt(timeline, words), "overview_timeline")
    for row in change_timeline.numbered(timeline, words):
        st.markdown(f"**{row['number']}** {plain(row['title'])} · {plain(row['when'])}")
    whose(view, filters=now)
    st.page_link(CHANGE_TIMELINE, label="Every change", icon=":material/arrow_forward:")
with gaps, card(view, "Wanted and delivered"):
    items = view.ask("want_vs_delivered", now)
    st.subheader(plain(want_vs_delivered.finding(items, words)), anchor=False)
    st.caption("The three widest gaps, percent of maximum, with 95 % intervals")
    figure = want_vs_delivered.gaps(items, view.theme, most=3)
    chart(figure, want_vs_delivered.alt(items, words), "overview_gaps")
    whose(view, filters=now)
    st.page_link(WANT_VS_DELIVERED, label="Every item", icon=":material/arrow_forward:")

about_these_numbers(view)
