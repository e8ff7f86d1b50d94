"""Convenient for whom? How easy a process is for customers, and how convenient for us."""

from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from insight.charts.belief_rows import belief_colour
from insight.charts.driver import item_axis
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import ROW_HEIGHT, THIN, Theme, add_all, plain, small, wrapped
from insight.query import Result
from insight.words import Words

_ABOVE, _BELOW = 1.65, 0.5
_MIDDLE = 50


def finding(result: Result, words: Words) -> str:
    """The process that fewest find easy, if it lies apart from the others; and whom it suits."""
    rows = [row for row in result.rows() if row["effort"] is not None]
    enough = [row for row in rows if row["respondents"] >= THIN]
    if not enough:
        return "Too few answers to say how easy each process is"
    hardest, *others = sorted(enough, key=lambda row: row["effort"])
    share = f"{words.number(hardest['effort'])} % find it as easy as can be"
    limits = words.interval(hardest["effort_low"], hardest["effort_high"])
    if any(other["effort_low"] <= hardest["effort_high"] for other in others):
        return f"No process is clearly the hardest for customers; of {_name(hardest)} {share}"
    said = f"{_name(hardest)} is hardest for customers: {share} ({limits})"
    if hardest["convenient"] is not None and hardest["convenient"] > _MIDDLE:
        return f"{said}, though it is convenient for us ({words.number(hardest['convenient'])})"
    return said


def measure(result: Result, words: Words) -> str:
    """What each panel shows, and who said how convenient it is."""
    believers = max((row["believers"] or 0 for row in result.rows()), default=0)
    if not believers:
        return (
            "Percent of customers who found it as easy as the scale goes, with its 95 % interval. "
            "The column convenient of the table beliefs would show how convenient it is for us"
        )
    return (
        "Left, percent of customers who found it as easy as the scale goes, with its 95 % "
        "interval; right, how convenient it is for us, mean percent of maximum "
        f"({words.count(believers, 'belief')}). Two scales: compare places, not lengths"
    )


def effort(result: Result, theme: Theme) -> go.Figure:
    """Two panels that share the processes, the hardest for customers first."""
    rows = [row for row in result.rows() if row["effort"] is not None]
    if not rows:
        return nothing_to_draw(theme.figure(0), "No process has enough answers to draw", theme)
    figure = make_subplots(1, 2, shared_yaxes=True, horizontal_spacing=0.08)
    figure.update_layout(
        template=theme.template,
        height=int(60 + ROW_HEIGHT * (len(rows) + _ABOVE - 1 + _BELOW)),
        margin={"t": 8, "r": 46},
    )
    figure.update_yaxes(item_axis([row["item"] for row in rows], theme, _ABOVE, _BELOW))
    scale = {"range": [-2, 102], "tickvals": [0, 50, 100], "fixedrange": True, "showgrid": True}
    figure.update_xaxes(scale)
    add_all(
        figure,
        [_interval(place, row, theme) for place, row in enumerate(rows)],
        [
            _text("x", -_ABOVE, -2, _head("Easy for<br>customers", "top box, %", theme)),
            _text("x2", -_ABOVE, -2, _head("Convenient<br>for us", "% of maximum", theme)),
        ]
        + [_number(place, row, theme) for place, row in enumerate(rows)],
    )
    _draw(figure, rows, "effort", theme)
    _draw(figure, [row for row in rows if row["convenient"] is not None], "convenient", theme, rows)
    return figure


def alt(result: Result, words: Words) -> str:
    """The finding and both figures of each process, for who does not see the chart."""
    said = [f"Two charts that share their processes. {finding(result, words)}"]
    for row in result.rows():
        if row["effort"] is None:
            continue
        ours = row["convenient"]
        suits = f", convenient for us {words.number(ours)}" if ours is not None else ""
        said.append(f"{plain(row['item'])}: easiest for {words.number(row['effort'])} %{suits}")
    return ". ".join(said) + "."


def _name(row: dict[str, Any]) -> str:
    return f"“{plain(row['item'], 60)}”"


def _head(title: str, unit: str, theme: Theme) -> str:
    return f"<b>{title}</b><br>{small(unit, theme)}"


def _interval(place: int, row: dict[str, Any], theme: Theme) -> dict[str, Any]:
    colour = theme.muted if row["respondents"] < THIN else theme.delivered
    return {
        "type": "line",
        "x0": row["effort_low"],
        "x1": row["effort_high"],
        "y0": place,
        "y1": place,
        "line": {"color": theme.faint(colour, 0.4), "width": 8},
        "layer": "below",
    }


def _number(place: int, row: dict[str, Any], theme: Theme) -> dict[str, Any]:
    n = theme.words.number(row["respondents"])
    count = small(f"n {n}" + (" thin" if row["respondents"] < THIN else ""), theme)
    text = f"<b>{theme.words.number(row['effort'])} %</b> {count}"
    right = row["effort_high"] <= 60
    end = row["effort_high"] if right else row["effort_low"]
    return _text("x", place, end, text) | {
        "yanchor": "middle",
        "xanchor": "left" if right else "right",
        "xshift": 8 if right else -8,
    }


def _text(axis: str, y: float, x: float, text: str) -> dict[str, Any]:
    return {
        "text": text,
        "xref": axis,
        "yref": "y",
        "x": x,
        "y": y,
        "xanchor": "left",
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
    }


def _draw(
    figure: go.Figure,
    rows: list[dict[str, Any]],
    side: str,
    theme: Theme,
    every: list[dict[str, Any]] | None = None,
) -> None:
    """One panel's marks, in the places that their processes have among `every` row."""
    is_ours = side == "convenient"
    own = belief_colour(theme) if is_ours else theme.delivered
    thin = [not is_ours and row["respondents"] < THIN for row in rows]
    places = {row["item"]: place for place, row in enumerate(every or rows)}
    figure.add_scatter(
        mode="markers+text" if is_ours else "markers",
        x=[row[side] for row in rows],
        y=[places[row["item"]] for row in rows],
        text=[f"{theme.words.number(row[side])}  " for row in rows] if is_ours else None,
        textposition="middle left",
        marker={
            "symbol": "diamond" if is_ours else "circle",
            "size": 12,
            "opacity": 1,
            "color": [theme.paper if is_thin else own for is_thin in thin],
            "line": {"color": [theme.muted if is_thin else own for is_thin in thin], "width": 2},
        },
        cliponaxis=False,
        hovertext=[_hover(row, theme.words) for row in rows],
        hoverinfo="text",
        row=1,
        col=2 if is_ours else 1,
    )


def _hover(row: dict[str, Any], words: Words) -> str:
    limits = words.interval(row["effort_low"], row["effort_high"], 1)
    lines = [
        f"<b>{wrapped(row['item'], 40)}</b>",
        f"As easy as can be for {words.number(row['effort'], 1)} % ({limits})",
        words.count(row["respondents"], "answer"),
    ]
    if row["convenient"] is not None:
        believers = words.count(row["believers"], "belief")
        ours = words.number(row["convenient"], 1)
        lines.append(f"Convenient for us {ours} % of maximum, {believers}")
    if row["respondents"] < THIN:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)
