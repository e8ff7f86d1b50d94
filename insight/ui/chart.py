"""The one function that draws every chart."""

import plotly.graph_objects as go
import streamlit as st

from insight.charts.theme import plotly_locale
from insight.ui.view import current_view


def chart(figure: go.Figure, alt: str, key: str) -> None:
    """Draw a figure with its alternative text; `key` names it on its page."""
    st.plotly_chart(
        figure,
        theme=None,
        alt=alt,
        key=key,
        config={"displayModeBar": False, "showTips": False, **plotly_locale(current_view().words)},
    )
