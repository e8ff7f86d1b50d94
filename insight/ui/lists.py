"""Lists that stand beside a chart and name its marks."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from insight.ui.plain import plain


def numbered_list(rows: Sequence[dict[str, Any]]) -> None:
    """One line a change, under the number it has on the chart: what, and when."""
    st.markdown(
        "\n".join(
            f"{row['number']}. {plain(row['title'])} :gray[{plain(row['when'])}]" for row in rows
        )
    )
