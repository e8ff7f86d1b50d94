"""A page of charts for test_chart_element.py, started with `streamlit run`."""

import plotly.graph_objects as go
import streamlit as st

from insight.charts.theme import theme_for
from insight.ui.plotly_element import plotly_element
from insight.ui.theme_watch import follow_theme
from insight.words import Words

MONTHS = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]
CONFIG = {"displayModeBar": False}

theme = theme_for(st.context.theme.type, Words())


def lines(months: int, raised_by: float = 0) -> go.Figure:
    figure = theme.figure(300, dragmode="zoom", yaxis={"fixedrange": True, "range": [0, 100]})
    for region, level in (("North", 30), ("South", 60)):
        figure.add_scatter(
            x=MONTHS[:months],
            y=[level + step + raised_by for step in range(months)],
            mode="lines+markers",
            marker={"size": 12},
            name=region,
            customdata=[f"{region} {month[:7]}" for month in MONTHS[:months]],
            hovertext=[f"<b>{region}</b><br>in {month[:7]}" for month in MONTHS[:months]],
            hoverinfo="text",
        )
    return figure


def remember() -> None:
    points = st.session_state["selecting"]["selection"]["points"]
    st.session_state["remembered"] = [point["customdata"] for point in points]


st.title("Charts")
raised = 5 if st.toggle("Raised") else 0
months = 3 if st.toggle("Without April") else 4
if not st.toggle("Hidden"):
    plotly_element(lines(months, raised), f"Two lines, raised by {raised}", "plain", CONFIG)
st.caption("Below the first chart")
picked = plotly_element(lines(months, raised), "Lines to select on", "selecting", CONFIG, remember)
st.text("Returned: " + (", ".join(point["customdata"] for point in picked) or "nothing"))
st.text("Remembered: " + (", ".join(st.session_state.get("remembered", [])) or "nothing"))
first, second = st.tabs(["First", "Second"])
first.text("Nothing here")
with second:
    plotly_element(lines(months), "In a tab", "in_tab", CONFIG)
with st.expander("More"):
    plotly_element(lines(months), "In an expander", "in_expander", CONFIG)
follow_theme()
