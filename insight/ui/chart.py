"""The one function that draws every chart."""

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from insight.charts.theme import plotly_locale
from insight.ui.plotly_element import Points, can_draw, plotly_element
from insight.ui.view import current_view


def chart(
    figure: go.Figure, alt: str, key: str, on_select: Callable[[], object] | None = None
) -> Points:
    """Draw a figure with its alternative text; `key` names it on its page.

    The setting `charts` says with what: `own`, our element on Plotly's basic bundle, or
    `streamlit`, its own element, which also draws what the basic bundle cannot.
    With `on_select` points can be selected: they are returned, and in the callback they are
    `st.session_state[key]["selection"]["points"]`.
    """
    view = current_view()
    config = {"displayModeBar": False, "showTips": False, **plotly_locale(view.words)}
    if view.gateway.settings.charts == "own" and can_draw(figure):
        return plotly_element(figure, alt, key, config, on_select)
    event = st.plotly_chart(
        figure, theme=None, alt=alt, key=key, config=config, on_select=on_select or "ignore"
    )
    return list(event["selection"]["points"]) if on_select else []
