"""The change timeline as a card: lanes above a measure, and the same changes as a list."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from insight.charts import change_timeline
from insight.charts.timeline_entries import chosen, chosen_shifts, numbered
from insight.charts.timeline_measure import NPS, Measure
from insight.filters import Filters
from insight.query import Result, question
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.lists import numbered_list, numbered_table
from insight.ui.plain import plain
from insight.ui.small_print import whole_months, whose
from insight.ui.timeline_choices import TimelineChoice, found_shifts
from insight.ui.view import NothingToShow, View


def timeline_with_list_below(view: View, choice: TimelineChoice) -> None:
    """The whole period with every change in a table below; its own title where some are left out.

    The title of the page states what is there without the filters of the timeline.
    """
    with card(view, question("change_timeline").question, 620):
        every, shifts = view.ask_any("change_timeline"), found_shifts(view)
        if every.is_empty and not shifts:
            raise NothingToShow(every.query)
        timeline = chosen(every, choice.kind, choice.item, choice.among)
        asked = every.asked["start_date"], every.asked["end_date"]
        shifts = chosen_shifts(shifts, asked, choice.kind, choice.item)
        if choice.leaves_out:
            said = change_timeline.finding(timeline, view.words, shifts)
            st.subheader(plain(said), anchor=False)
        caption = _caption(view, view.filters, choice.unit, choice.measure)
        st.caption(f"{caption}; drag over a time to zoom")
        _draw(view, timeline, view.filters, choice.unit, choice.measure, shifts)
        if shifts:
            st.caption(
                "Hollow squares are shifts found in the data, each within its dotted days; their "
                "sizes are among shifts that were found, so small ones are overstated."
            )
        when = "of any time " if view.filters.preset == "all" else ""
        whose(view, f"changes {when}are shown {choice.whom}", *_snapped(view, choice.measure))
        numbered_table(numbered(timeline, view.words, shifts), timeline.left_out)


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
            numbered_list(numbered(timeline, view.words))
            link()
        whose(view, filters=filters)


def _below(view: View, filters: Filters, unit: str, measure: Measure) -> Result:
    asked_with = {"item": measure.subject} if measure.is_of_item else {}
    return view.ask_any(measure.kind.question, filters, unit=unit, **asked_with)


def _caption(view: View, filters: Filters, unit: str, measure: Measure = NPS) -> str:
    if not measure.points(_below(view, filters, unit, measure), view.words):
        absent = "" if measure == NPS else f"; nothing in this period measures {measure.name}"
        return f"Changes by who made them{plain(absent)}"
    return f"Changes by who made them, above {plain(measure.name)} by {unit} with its 95 % interval"


def _snapped(view: View, measure: Measure) -> tuple[str, ...]:
    return () if measure == NPS else whole_months(view, what=measure.counted_by_month)


def _draw(
    view: View,
    timeline: Result,
    filters: Filters,
    unit: str,
    measure: Measure = NPS,
    shifts: Any = (),
) -> None:
    below = _below(view, filters, unit, measure)
    figure = change_timeline.change_timeline(timeline, below, view.theme, measure, shifts)
    alt = change_timeline.alt(timeline, view.words, measure, shifts)
    chart(figure, alt, "change_timeline")
