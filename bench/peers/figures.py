"""The two figures all peers show: NPS by month above its answers, and NPS of twelve months."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

Z95 = 1.959963984540054
WINDOW = 12
COUNTS = ["respondents", "promoters", "detractors"]


def with_nps(counts: pd.DataFrame) -> pd.DataFrame:
    """The same rows with nps, low and high: the adjusted Wald interval, in points."""
    n, promoters, detractors = (counts[name].astype(float) for name in COUNTS)
    share = (promoters - detractors) / (n + 3)
    variance = ((promoters + detractors + 1.5) / (n + 3) - share**2) / (n + 3)
    half = 100 * Z95 * np.sqrt(variance)
    nps = 100 * (promoters - detractors) / n
    return counts.assign(nps=nps, low=100 * share - half, high=100 * share + half)


def monthly_figure(monthly: pd.DataFrame) -> go.Figure:
    """NPS by month with its interval, the answers underneath; month, respondents, ..., one row."""
    scores = with_nps(monthly)
    figure = _line(scores, "NPS by month")
    figure.add_bar(x=scores["month"], y=scores["respondents"], marker_color="#AAB2B8", yaxis="y2")
    return figure.update_layout(yaxis={"domain": [0.24, 1]}, yaxis2={"domain": [0, 0.14]})


def rolling_figure(monthly: pd.DataFrame) -> go.Figure:
    """NPS of the twelve months up to each month, with its interval."""
    rolling = monthly.set_index("month")[COUNTS].rolling(WINDOW).sum().dropna().reset_index()
    return _line(with_nps(rolling), "NPS of the twelve months up to each month")


def _line(scores: pd.DataFrame, title: str) -> go.Figure:
    months = scores["month"]
    return go.Figure(
        data=[
            go.Scatter(
                x=pd.concat([months, months[::-1]]),
                y=pd.concat([scores["high"], scores["low"][::-1]]),
                fill="toself",
                fillcolor="rgba(14,107,128,0.16)",
                line_width=0,
                hoverinfo="skip",
            ),
            go.Scatter(
                x=months,
                y=scores["nps"],
                mode="lines",
                line={"color": "#0E6B80", "width": 2.5},
                hovertemplate="NPS %{y:.1f} in %{x|%b %Y}<extra></extra>",
            ),
        ],
        layout={"title": title, "height": 380, "showlegend": False},
    )
