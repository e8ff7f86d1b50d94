"""The minute an executive has: NPS now, its change, the widest gaps, the changes of the year."""

import streamlit as st

from insight.charts import change_timeline, nps_change, want_vs_delivered
from insight.ui.card import card, title
from insight.ui.chart import chart
from insight.ui.lists import numbered_list
from insight.ui.numbers import answers_number, change_number, nps_number, number_card
from insight.ui.plain import plain
from insight.ui.small_print import about_these_numbers, whose
from insight.ui.view import current_view

NPS_TREND = "pages/executives/nps_trend.py"
WANT_VS_DELIVERED = "pages/executives/want_vs_delivered.py"
CHANGE_TIMELINE = "pages/executives/change_timeline.py"

view = current_view()
words, now = view.words, view.filters.now(view.coverage)
versus = now.versus_name(view.coverage, words)
baseline = now.compared_with("baseline").versus_name(view.coverage, words)

title(
    "Overview",
    lambda: nps_change.finding(view.ask("nps_change", now), words, versus),
    lambda: want_vs_delivered.finding(view.ask("want_vs_delivered", now), words),
)
whose(view, filters=now)

with card(view, "Net Promoter Score", 150):
    since_versus = view.ask("nps_change", now)
    since_baseline = view.ask("nps_change", now.compared_with("baseline"))
    answers = view.ask("answers", now)
    numbers = (
        (nps_number(since_versus, words), "How NPS moved"),
        (change_number(since_versus, versus, words), "Period by period"),
        (change_number(since_baseline, baseline, words), "Since the baseline"),
        (answers_number(answers, words), "Who answered"),
    )
    for column, (number, link) in zip(st.columns(4), numbers, strict=True):
        with column:
            number_card(number, NPS_TREND, link)

with card(view, "What changed in the last year"):
    timeline = view.ask("change_timeline", now)
    under = view.ask_any("nps_trend", now)
    st.subheader(plain(change_timeline.finding(timeline, words)), anchor=False)
    st.caption("Changes by who made them, above NPS by month with its 95 % interval")
    marks, names = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with marks:
        figure = change_timeline.change_timeline(timeline, under, view.theme)
        chart(figure, change_timeline.alt(timeline, words), "overview_timeline")
    with names:
        numbered_list(change_timeline.numbered(timeline, words))
        st.page_link(CHANGE_TIMELINE, label="Every change", icon=":material/arrow_forward:")
    whose(view, filters=now)

with card(view, "Wanted and delivered", 260):
    items = view.ask("want_vs_delivered", now)
    st.subheader(plain(want_vs_delivered.finding(items, words)), anchor=False)
    st.caption("The three widest gaps, percent of maximum, with 95 % intervals")
    figure = want_vs_delivered.want_vs_delivered(items, view.theme, most=3)
    chart(figure, want_vs_delivered.alt(items, words), "overview_gaps")
    whose(view, filters=now)
    st.page_link(WANT_VS_DELIVERED, label="Every item", icon=":material/arrow_forward:")

about_these_numbers(view)
