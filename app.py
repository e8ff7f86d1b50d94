"""Undercurrent: page configuration, the view, the filter bar and the navigation."""

import streamlit as st

from insight.charts.theme import theme_for
from insight.problems import Failure, Mistake
from insight.settings import default_data_folder
from insight.ui import notices
from insight.ui.address import filters_of_view
from insight.ui.card import cards_of
from insight.ui.filter_bar import filter_bar
from insight.ui.nothing_yet import nothing_yet
from insight.ui.published import gateway_of_session
from insight.ui.theme_watch import follow_theme
from insight.ui.view import View, show_with
from insight.words import Words

st.set_page_config(page_title="Undercurrent", page_icon="🌊", layout="wide")

data_folder = default_data_folder()
try:
    gateway = gateway_of_session(data_folder)
except (Mistake, Failure) as problem:
    nothing_yet(data_folder, problem)
    st.stop()

words = Words(gateway.settings.language, gateway.settings.fiscal_year_starts)
filters, left_out = filters_of_view(gateway.coverage, gateway.warehouse.cells)
view = View(gateway, filters, words, theme_for(st.context.theme.type, words), data_folder)
show_with(view)

page = st.navigation(
    [
        st.Page("pages/executives/overview.py", title="Overview", default=True),
        st.Page("pages/executives/nps_trend.py", title="NPS trend"),
        st.Page("pages/executives/what_moved_nps.py", title="What moved NPS"),
        st.Page("pages/executives/want_vs_delivered.py", title="Want versus delivered"),
        st.Page("pages/workshops/opportunities.py", title="Which gaps to close first"),
        st.Page("pages/executives/change_timeline.py", title="Change timeline"),
        st.Page("pages/executives/change_effects.py", title="What each change did"),
        st.Page("pages/executives/baseline.py", title="Since the first year"),
        st.Page("pages/executives/nps_by_tenure.py", title="By age of the relationship"),
        st.Page("pages/executives/drivers.py", title="What goes with a high score"),
        st.Page("pages/executives/needs_over_time.py", title="How needs drift"),
        st.Page("pages/executives/customer_shifts.py", title="What shifted"),
        st.Page("pages/executives/pace_of_change.py", title="Pace of change"),
        st.Page("pages/executives/adoption.py", title="Too early, too late"),
        st.Page("pages/workshops/lead_or_follow.py", title="Lead or follow"),
        st.Page("pages/workshops/perception_gap.py", title="Do we know them?"),
        st.Page("pages/workshops/kano.py", title="What delights"),
        st.Page("pages/explore/segment_scan.py", title="Segment scan"),
        st.Page("pages/explore/item_story.py", title="One item's story"),
        st.Page("pages/explore/exports.py", title="Exports"),
        st.Page("pages/explore/definitions.py", title="Definitions"),
    ],
    position="top",
)

with st.sidebar:
    notices.data_behind(view)
    filter_bar(view)

notices.eyebrow(gateway)
notices.arrived()
notices.complaints(left_out)
notices.trouble(gateway)
notices.newer_version(gateway, data_folder)
cards_of(page.url_path)
page.run()

with st.sidebar:
    follow_theme()
