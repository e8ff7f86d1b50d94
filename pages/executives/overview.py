"""The minute an executive has: NPS now, its change, the changes of the year, the widest gaps."""

from functools import partial

import streamlit as st

from insight.charts import nps_change, want_vs_delivered
from insight.ui.address import link_to_view
from insight.ui.card import title
from insight.ui.numbers import nps_numbers
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers, whose
from insight.ui.timeline_card import timeline_with_list_beside
from insight.ui.view import current_view

view = current_view()
now = view.filters.now(view.coverage)
versus = now.versus_name(view.coverage, view.words)
link = partial(st.page_link, icon=":material/arrow_forward:", icon_position="right")

title(
    "Overview",
    lambda: nps_change.finding(view.ask("nps_change", now), view.words, versus),
    lambda: want_vs_delivered.finding(view.ask("want_vs_delivered", now), view.words),
)
whose(view, filters=now)

nps_numbers(view, now, partial(link, "pages/executives/nps_trend.py"))
timeline_with_list_beside(
    view, now, partial(link, "pages/executives/change_timeline.py", label="Every change")
)
question_card(
    view,
    want_vs_delivered,
    lambda items: f"The first three. {want_vs_delivered.measure(items)}",
    titled=view.has_scores,
    filters=now,
    drawn_with={"most": 3},
)
link(
    "pages/executives/want_vs_delivered.py",
    label="Every item",
    query_params=link_to_view(now),
)

about_these_numbers(view)
