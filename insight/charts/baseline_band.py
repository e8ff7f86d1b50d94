"""The baseline year across a chart of NPS: its interval as a band, its score as a line in it."""

from dataclasses import dataclass

import plotly.graph_objects as go

from insight.charts.theme import Theme, add_all
from insight.query import Result
from insight.words import Words


@dataclass(frozen=True)
class BaselineYear:
    """NPS of the baseline year, points, with its 95 % interval."""

    name: str
    nps: float
    low: float
    high: float


def baseline_year(result: Result, words: Words) -> BaselineYear | None:
    """From the answer to `baseline_band`; None where too few answered then, or nobody."""
    for row in result.rows():
        if row["nps"] is not None:
            name = words.period(row["year"], "year")
            return BaselineYear(name, row["nps"], row["nps_low"], row["nps_high"])
    return None


def draw_baseline(figure: go.Figure, baseline: BaselineYear, theme: Theme) -> None:
    """Its interval as a faint band across the chart, its NPS as a thin line in it."""
    across = {"x0": 0, "x1": 1, "xref": "x domain", "yref": "y", "layer": "below"}
    band = {"type": "rect", "y0": baseline.low, "y1": baseline.high, "line": {"width": 0}}
    line = {"type": "line", "y0": baseline.nps, "y1": baseline.nps}
    style = {"line": {"color": theme.muted, "width": 1, "dash": "dot"}}
    fill = {"fillcolor": theme.faint(theme.muted, 0.16)}
    add_all(figure, [band | fill | across, line | style | across])
