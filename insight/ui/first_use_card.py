"""NPS by time since first use of a channel, as a card; or what is missing for it."""

import streamlit as st

from insight.charts import nps_since_first_use
from insight.filters import Filters
from insight.query import question
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.figures import figures
from insight.ui.optional_columns import has_nothing
from insight.ui.plain import plain
from insight.ui.small_print import whole_months, whose
from insight.ui.view import NothingToShow, View, choose

_ABOUT = (
    "NPS, points, with its 95 % interval, by time since a customer first used the channel on "
    "record. Whoever stays and answers often fills the later bands, and bands lie in different "
    "years: they hold different people, so a difference need not come from using it. Filter by "
    "one group and period to compare like with like."
)
_MISSING = (
    "Nothing says when a customer first used a channel: interactions are counted by day, not by "
    "customer. A dimension channel in the answers, or contacts that customers began (customer_id, "
    "contacted_on, channel, direction they_called), of customers who answer more than once "
    "(customer_id), would tell."
)


def first_use_card(view: View) -> None:
    """NPS before and after first use of a channel of the reader's choice."""
    name = "nps_since_first_use"
    query = question(name)
    with card(view, query.question):
        result = view.ask_any(name)
        if result.is_empty:
            if not has_nothing(view, name, Filters.everything(view.coverage)):
                raise NothingToShow(query)
            st.subheader(query.question, anchor=False)
            st.info(_MISSING)
            return
        heading = st.container()
        channel = choose(
            "first_used", "Channel", nps_since_first_use.channels(result), from_export=True
        )
        with heading:
            said = nps_since_first_use.finding(result, view.words, channel)
            st.subheader(plain(said), anchor=False)
        st.caption(_ABOUT)
        figure = nps_since_first_use.nps_since_first_use(result, view.theme, channel)
        chart(figure, nps_since_first_use.alt(result, view.words, channel), name)
        whose(view, *whole_months(view, what="these answers"))
        figures(result, f"{name}_figures")
