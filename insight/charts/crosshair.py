"""The crosshair of the importance-performance map, and what its four corners say."""

from collections.abc import Sequence

import plotly.graph_objects as go

from insight.charts.importance import DERIVED, PICKED, WANTED
from insight.charts.theme import Theme, small


def draw_crosshair(
    figure: go.Figure, across: float, up: float, importance: str, theme: Theme
) -> None:
    """The means as lines, named at their ends; the middle of a rating scale fainter and dotted."""
    mean = {"color": theme.muted, "width": 1}
    figure.add_vline(across, line=mean, layer="below")
    figure.add_hline(up, line=mean, layer="below")
    above = {"yref": "paper", "y": 1, "yanchor": "bottom", "xanchor": "center"}
    beside = {"xref": "paper", "x": 1, "xanchor": "left", "yanchor": "middle"}
    figure.add_annotation(above | {"x": across, "text": small("mean", theme)})
    figure.add_annotation(beside | {"y": up, "text": small("mean", theme)})
    middle = {"color": theme.faint(theme.muted, 0.6), "width": 1, "dash": "dot"}
    if importance != PICKED:
        figure.add_vline(50, line=middle, layer="below")
    if importance == WANTED:
        figure.add_hline(50, line=middle, layer="below")


def _corner_words(importance: str) -> dict[tuple[int, int], str]:
    matters = (
        {0: "Less with the score,", 1: "More with the score,"}
        if importance == DERIVED
        else {0: "Matters less,", 1: "Matters more,"}
    )
    done = {0: "done less well", 1: "done better"}
    return {(right, top): f"{matters[top]}<br>{done[right]}" for right in (0, 1) for top in (0, 1)}


def name_corners(
    figure: go.Figure, corners: Sequence[tuple[int, int]], importance: str, theme: Theme
) -> None:
    """What each corner without a mark says."""
    for right, top in corners:
        figure.add_annotation(
            text=small(_corner_words(importance)[right, top], theme),
            x=right,
            y=top,
            xref="paper",
            yref="paper",
            xanchor="right" if right else "left",
            yanchor="top" if top else "bottom",
            align="right" if right else "left",
            xshift=-4 if right else 4,
            yshift=-4 if top else 4,
            bgcolor=theme.faint(theme.paper, 0.8),
            borderpad=0,
            showarrow=False,
        )
