"""Changes a quarter by lane and kind, with their exact intervals."""

from typing import Any

import plotly.graph_objects as go

from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import (
    LANE_TITLES,
    ROW_HEIGHT,
    Theme,
    add_all,
    plain,
    safe,
    small,
    wrapped,
)
from insight.query import Result
from insight.words import Words


def pace_by_kind(overall: Result, theme: Theme) -> go.Figure:
    """A row a lane and kind, the most frequent first: changes a quarter with the interval."""
    words = theme.words
    rows = sorted(
        (row for row in overall.rows() if row["kind"] is not None and row["changes"]),
        key=lambda row: (list(LANE_TITLES).index(row["lane"]), -row["changes"], row["kind"]),
    )
    if not rows:
        return nothing_to_draw(theme.figure(0), "No change in this period names its kind", theme)
    lanes = [theme.lanes[row["lane"]] for row in rows]
    reach = max(row["rate_high"] for row in rows) * 1.06
    figure = theme.figure(
        int(60 + 0.72 * ROW_HEIGHT * max(2, len(rows))),
        xaxis={
            "range": [0, reach],
            "nticks": 5,
            "showgrid": True,
            "fixedrange": True,
            "title": {"text": "changes a quarter", "standoff": 4},
        },
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [safe(_named(row), 26) for row in rows],
            "tickfont": {"color": theme.ink},
            "range": [len(rows) - 0.5, -0.5],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 8, "r": 72},
    )
    add_all(
        figure,
        [
            {
                "type": "line",
                "x0": row["rate_low"],
                "x1": row["rate_high"],
                "y0": place,
                "y1": place,
                "line": {"color": theme.faint(lane.colour, 0.4), "width": 6},
                "layer": "below",
            }
            for place, (row, lane) in enumerate(zip(rows, lanes, strict=True))
        ],
        [
            {
                "text": small(words.count(row["changes"], "change"), theme),
                "x": 1,
                "xref": "paper",
                "xshift": 8,
                "y": place,
                "xanchor": "left",
                "yanchor": "middle",
                "showarrow": False,
            }
            for place, row in enumerate(rows)
        ],
    )
    figure.add_scatter(
        mode="markers",
        x=[row["rate"] for row in rows],
        y=list(range(len(rows))),
        marker={
            "size": 10,
            "color": [lane.colour for lane in lanes],
            "symbol": [lane.symbol for lane in lanes],
        },
        hovertext=[
            f"<b>{wrapped(_named(row), 40)}</b><br>{words.count(row['changes'], 'change')}<br>"
            f"{words.number(row['rate'], 2)} a quarter ("
            f"{words.interval(row['rate_low'], row['rate_high'], 2)})"
            for row in rows
        ],
        hoverinfo="text",
        cliponaxis=False,
    )
    return figure


def _named(row: dict[str, Any]) -> str:
    who = {"ours": "Ours", "customers": "Customers", "market": "Market"}[row["lane"]]
    return f"{who}: {row['kind']}"


def alt(overall: Result, words: Words) -> str:
    """Every kind with its changes, for those who cannot see the chart."""
    said = [
        f"{plain(_named(row))} {words.number(row['changes'])}"
        for row in overall.rows()
        if row["kind"] is not None and row["changes"]
    ]
    return f"Changes by kind. {', '.join(said)}." if said else "No change names its kind."
