"""Lists that stand with a chart and name its marks."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from insight.ui.plain import plain
from insight.words import EN_DASH


def say_left_out(shown: int, left_out: int) -> None:
    """Above a table that does not hold every row: how many it holds, and how to see the rest."""
    if left_out:
        st.caption(
            f"Only the first {shown:,} rows; {left_out:,} more are left out. A shorter period or "
            "a filter shows them."
        )


def numbered_list(rows: Sequence[dict[str, Any]]) -> None:
    """One line a change, under the number it has on the chart: what, and when."""
    st.markdown(
        "\n".join(
            f"{row['number']}. {plain(row['title'])} :gray[{plain(row['when'])}]" for row in rows
        )
    )


def numbered_table(rows: Sequence[dict[str, Any]], left_out: int = 0) -> None:
    """The same as a table that sorts, searches and downloads, with lane, kind and item.

    Where some were found in the data, a column says which.
    """
    known = ("known",) if len({row["known"] for row in rows}) > 1 else ()
    say_left_out(len(rows), left_out)
    st.dataframe(
        rows,
        hide_index=True,
        column_order=("number", "title", "when", "lane", "kind", "item", *known),
        column_config={
            "number": st.column_config.NumberColumn("#", width=40),
            "title": st.column_config.TextColumn("Change", width=330),
            **{name: name.capitalize() for name in ("when", "lane", "kind", "item", "known")},
        },
        placeholder=EN_DASH,
        alt="The changes by number, as marked on the chart",
        key="change_list",
    )
