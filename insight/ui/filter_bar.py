"""The filter bar: period, comparison, every dimension, live count, reset and a link."""

from urllib.parse import urlencode

import streamlit as st

from insight.coverage import Coverage
from insight.filters import EARLIEST, LATEST
from insight.ui.address import OWN_DATES, link_to_view, reset_filters
from insight.ui.choices import dimension_title
from insight.ui.plain import plain
from insight.ui.view import View

PERIODS = {
    "12m": "12 months",
    "24m": "24 months",
    "5y": "5 years",
    "all": "All time",
    OWN_DATES: "Dates of my own",
}


def filter_bar(view: View) -> None:
    """Draw the filters in the sidebar; their values are in the address already."""
    coverage = view.coverage
    st.selectbox("Period", list(PERIODS), key="period", format_func=PERIODS.get)
    if st.session_state["period"] == OWN_DATES:
        _two_days(("from", "to"), coverage)
    comparisons = {
        "year_before": "The year before",
        "period_before": "The period before",
        "baseline": f"Baseline year {view.words.period(coverage.baseline.start, 'year')}",
        OWN_DATES: "Dates of my own",
    }
    st.selectbox("Compare with", list(comparisons), key="versus", format_func=comparisons.get)
    if st.session_state["versus"] == OWN_DATES:
        _two_days(("versus_from", "versus_to"), coverage)
    cells = view.gateway.warehouse.cells
    for dimension in cells.dimensions:
        values = cells.values(dimension)
        if len(values) > 1:
            st.multiselect(
                plain(dimension_title(dimension)),
                values,
                key=f"where:{dimension}",
                placeholder="Everyone",
            )
    matching = view.answers_matching(view.filters)
    st.markdown(f"**{matching[0].upper()}{matching[1:]} match**")
    with st.container(horizontal=True):
        st.button("Reset", key="reset_bar", on_click=reset_filters, icon=":material/restart_alt:")
        with st.popover("Copy link", icon=":material/link:"):
            st.caption("This view with its dates written out, for anyone who may open it.")
            st.code(_link(view), language=None, wrap_lines=True)


def _two_days(keys: tuple[str, str], coverage: Coverage) -> None:
    for key, label in zip(keys, ("From", "To"), strict=True):
        st.date_input(
            label,
            key=key,
            min_value=min(EARLIEST, coverage.first_answer),
            max_value=max(LATEST, coverage.last_answer),
            format="YYYY-MM-DD",
        )


def _link(view: View) -> str:
    page = (st.context.url or "").partition("?")[0]
    return f"{page}?{urlencode(link_to_view(view.filters), doseq=True)}"
