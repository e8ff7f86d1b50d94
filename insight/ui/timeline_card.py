"""The change timeline as a card: lanes above NPS, and the same changes as a list."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from insight.charts import change_timeline
from insight.filters import Filters
from insight.query import question
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.lists import numbered_list, numbered_table
from insight.ui.plain import plain
from insight.ui.small_print import whose
from insight.ui.view import View


def timeline_with_list_below(view: View, unit: str) -> None:
    """The whole period, its title stated by the page, with every change in a table below."""
    with card(view, question("change_timeline").question, 620):
        timeline = view.ask("change_timeline")
        st.caption(f"{_caption(view, view.filters, unit)}; drag over a time to zoom")
        _draw(view, timeline, view.filters, unit)
        when = "of any time " if view.filters.preset == "all" else ""
        whose(view, f"changes {when}are shown for everybody they touched")
        numbered_table(change_timeline.numbered(timeline, view.words), timeline.left_out)


def timeline_with_list_beside(view: View, filters: Filters, link: Callable[[], Any]) -> None:
    """A short period under its own finding, with the changes' names beside their marks."""
    with card(view, question("change_timeline").question):
        timeline = view.ask("change_timeline", filters)
        st.subheader(plain(change_timeline.finding(timeline, view.words)), anchor=False)
        st.caption(_caption(view, filters, "month"))
        marks, names = st.columns([3, 2], gap="medium", vertical_alignment="top")
        with marks:
            _draw(view, timeline, filters, "month")
        with names:
            numbered_list(change_timeline.numbered(timeline, view.words))
            link()
        whose(view, filters=filters)


def _caption(view: View, filters: Filters, unit: str) -> str:
    if view.ask_any("nps_trend", filters, unit=unit).is_empty:
        return "Changes by who made them"
    return f"Changes by who made them, above NPS by {unit} with its 95 % interval"


def _draw(view: View, timeline: Any, filters: Filters, unit: str) -> None:
    under = view.ask_any("nps_trend", filters, unit=unit)
    figure = change_timeline.change_timeline(timeline, under, view.theme)
    chart(figure, change_timeline.alt(timeline, view.words), "change_timeline")
