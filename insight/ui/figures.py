"""The rows behind a chart, to read, sort and take away."""

import streamlit as st

from insight.query import Result
from insight.ui.lists import say_left_out
from insight.words import EN_DASH


def figures(result: Result, key: str) -> None:
    """A folded table with exactly the columns the question promises; it downloads as CSV."""
    with st.expander("The figures"):
        say_left_out(result.table.num_rows, result.left_out)
        st.dataframe(
            result.table,
            hide_index=True,
            key=key,
            placeholder=EN_DASH,
            lazy=False,
            alt=f"The figures behind the chart: {result.query.question}",
        )
