"""The small print: whose answers and how many under each chart, and what each number is."""

from functools import cache

import pyarrow as pa
import streamlit as st

from insight.filters import Filters
from insight.query import Query
from insight.ui.plain import plain
from insight.ui.view import View
from insight.words import last_of_month


def whose(view: View, *more: str, filters: Filters | None = None) -> None:
    """Under a chart: who, when, how many, what else must be said, and as of which day."""
    filters = filters or view.filters
    parts = [
        plain(filters.sentence(view.words)),
        view.answers_matching(filters),
        *more,
        f"as of {view.words.day(view.coverage.as_of)}",
    ]
    st.caption(" · ".join(parts))


def about_these_numbers(view: View) -> None:
    """At the end of a page: every question it asked, in the words of its query's header."""
    minimum = view.gateway.settings.minimum_answers
    with st.expander("About these numbers"):
        st.markdown(
            f"Figures that rest on fewer than {minimum} answers are hidden; those on fewer than 30 "
            "are grey, too thin to say anything from. Intervals are 95 %; those of NPS are wider "
            "where customers answered more than once."
        )
        if view.gateway.weights_vary:
            st.markdown("Answers carry weights. NPS is unweighted unless it says it is weighted.")
        if view.gateway.warehouse.version.day_is_assumed:
            st.markdown(
                "A source of these answers has no day of answering; its mapping supplied one, so "
                "dates are those of the wave, not of the answer."
            )
        for query in view.asked.values():
            columns_of(query)


def columns_of(query: Query) -> None:
    """A question and what each of its columns means, as its header promises."""
    st.markdown(f"**{plain(query.question)}** `{query.name}`")
    st.dataframe(
        _columns(query),
        hide_index=True,
        height="content",
        lazy=False,
        alt=f"The columns of {query.name} and what they mean",
        column_config={"meaning": st.column_config.TextColumn(width="large")},
    )


@cache
def _columns(query: Query) -> pa.Table:
    workings = {column.name: column.meaning for column in query.workings}
    return pa.Table.from_pylist(
        [
            {
                "column": column.name,
                "meaning": column.meaning,
                "rests on": ", ".join(workings.get(name, name) for name in column.rests_on),
            }
            for column in query.columns
        ]
    )


def whole_months(
    view: View, filters: Filters | None = None, what: str = "ratings"
) -> tuple[str, ...]:
    """What to say of ratings where the period does not begin and end with a month."""
    period = (filters or view.filters).period
    if period.start.day == 1 and period.end == last_of_month(period.end):
        return ()
    snapped = (period.start.replace(day=1), last_of_month(period.end))
    return (f"{what} are counted by whole months: {view.words.span(*snapped)}",)
