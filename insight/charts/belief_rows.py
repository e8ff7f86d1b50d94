"""Draws what is believed and what is wanted, item by item, what we overrate on top."""

from typing import Any

import plotly.graph_objects as go

from insight.charts.driver import item_axis
from insight.charts.nps_line import nothing_to_draw
from insight.charts.scales import percent_axis
from insight.charts.theme import ROW_HEIGHT, SMALL_SIZE, THIN, Theme, add_all, small, wrapped
from insight.query import Result
from insight.stats.perception import FEWEST_BELIEFS
from insight.words import Words

_ABOVE, _BELOW = 1.45, 0.5
_NEAR = 12
_LINE = 15


def perception_gap(result: Result, theme: Theme, department: str | None = None) -> go.Figure:
    """One row an item: the belief as a diamond, the want as a stroke, the gap's interval on it.

    Items with one side only come last and have no gap.
    """
    rows = [
        row
        for row in result.rows()
        if row["department"] == department
        and (row["believed"] is not None or row["wanted"] is not None)
    ]
    figure = theme.figure(
        int(60 + ROW_HEIGHT * (len(rows) + _ABOVE - 1 + _BELOW)),
        xaxis=percent_axis() | {"showgrid": True},
        yaxis=item_axis([row["item"] for row in rows], theme, _ABOVE, _BELOW),
        margin={"t": 8, "r": 92},
    )
    if not rows:
        return nothing_to_draw(figure, "No item has enough answers to draw", theme)
    add_all(
        figure,
        [shape for place, row in enumerate(rows) for shape in _lines(place, row, theme)],
        [_beside(place, row, theme) for place, row in enumerate(rows)],
    )
    for side in ("wanted", "believed"):
        _draw(figure, rows, side, theme)
    _name_sides(figure, rows, theme)
    title = small("believed<br>less wanted", theme)
    figure.add_annotation(_right_of(-_ABOVE, title) | {"yanchor": "top"})
    return figure


def is_real(row: dict[str, Any]) -> bool:
    """Whether the gap stands after correction, and on enough customers."""
    return row["p_corrected"] is not None and row["p_corrected"] <= 0.05 and not _is_thin(row)


def belief_colour(theme: Theme) -> str:
    """The colour of what is believed, on every chart."""
    return theme.series[2]


def _lines(place: int, row: dict[str, Any], theme: Theme) -> list[dict[str, Any]]:
    """The bar between both sides, and the gap's interval around the believed one."""
    if row["gap"] is None:
        return []
    spans = [((row["wanted"], row["believed"]), theme.grid, 4)]
    if row["gap_low"] is not None:
        colour = theme.muted if _is_thin(row) else belief_colour(theme)
        ends = [min(100, max(0, row["wanted"] + row[end])) for end in ("gap_low", "gap_high")]
        spans.append((tuple(ends), theme.faint(colour, 0.4), 8))
    return [
        {
            "type": "line",
            "x0": start,
            "x1": end,
            "y0": place,
            "y1": place,
            "line": {"color": colour, "width": width},
            "layer": "below",
        }
        for (start, end), colour, width in spans
    ]


def _beside(place: int, row: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """Right of the row: the gap with half its interval, bold where it is real, else why none."""
    words = theme.words
    if row["gap"] is None:
        return _right_of(place, small(_why_no_gap(row), theme))
    number = words.signed(row["gap"])
    if is_real(row):
        head = f"<b>{number}</b>"
    else:
        head = f'<span style="color:{theme.muted}">{number}</span>'
    if row["gap_low"] is not None:
        half = (row["gap_high"] - row["gap_low"]) / 2
        head += f" {small(f'±{words.number(half, 0 if half >= 0.95 else 1)}', theme)}"
    count = f"n {words.number(row['respondents'])}" + (" thin" if _is_thin(row) else "")
    return _right_of(place, f"{head}<br>{small(count, theme)}")


def _is_thin(row: dict[str, Any]) -> bool:
    return (row["respondents"] or 0) < THIN


def _why_no_gap(row: dict[str, Any]) -> str:
    if row["believed"] is None:
        return "no belief"
    if row["respondents"] is None:
        return "too few<br>customers"
    if row["wanted"] is None:
        return "not asked<br>of customers"
    return "asked in<br>two ways"


def _right_of(y: float, text: str) -> dict[str, Any]:
    return {
        "text": text,
        "x": 1,
        "xref": "paper",
        "y": y,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 10,
        "align": "left",
        "showarrow": False,
    }


def _draw(figure: go.Figure, rows: list[dict[str, Any]], side: str, theme: Theme) -> None:
    drawn = [(place, row) for place, row in enumerate(rows) if row[side] is not None]
    if not drawn:
        return
    if side == "wanted":
        colours = [theme.muted if _is_thin(row) else theme.wanted for _, row in drawn]
        marker = {"symbol": "line-ns", "size": 20, "line": {"color": colours, "width": 4}}
    else:
        few = [(row["believers"] or 0) < FEWEST_BELIEFS for _, row in drawn]
        own = belief_colour(theme)
        marker = {
            "symbol": "diamond",
            "size": 13,
            "color": [theme.paper if is_few else own for is_few in few],
            "line": {"color": [theme.muted if is_few else own for is_few in few], "width": 2},
        }
    figure.add_scatter(
        mode="markers",
        x=[row[side] for _, row in drawn],
        y=[place for place, _ in drawn],
        marker=marker | {"opacity": 1},
        cliponaxis=False,
        hovertext=[_hover(row, side, theme.words) for _, row in drawn],
        hoverinfo="text",
    )


def _hover(row: dict[str, Any], side: str, words: Words) -> str:
    lines = [f"<b>{wrapped(row['item'], 40)}</b>"]
    if side == "wanted":
        lines.append(f"Customers want it {words.number(row['wanted'], 1)} % of maximum")
        lines.append(words.count(row["respondents"], "answer"))
    else:
        lines.append(f"Believed to be wanted {words.number(row['believed'], 1)} % of maximum")
        lines.append(words.count(row["believers"], "belief"))
    if row["gap"] is None:
        lines.append(f"No gap: {_why_no_gap(row).replace('<br>', ' ')}")
    else:
        limits = words.interval(row["gap_low"], row["gap_high"], 1)
        lines.append(f"Gap {words.signed(row['gap'], 1)} points, 95 % interval {limits}")
        if row["believers"] == 1:
            lines.append("Of a single belief: the interval is that of the customers' answers alone")
        elif row["believers"] < FEWEST_BELIEFS:
            lines.append("Too few beliefs to call a gap")
        elif not is_real(row):
            lines.append("Chance could make a gap like this")
    if side == "wanted" and _is_thin(row):
        lines.append("Too few answers to say much")
    return "<br>".join(lines)


def _name_sides(figure: go.Figure, rows: list[dict[str, Any]], theme: Theme) -> None:
    """Names both sides above the first row that has them, each outward of its own mark."""
    named = next((place for place, row in enumerate(rows) if row["gap"] is not None), None)
    if named is None:
        return
    row = rows[named]
    colours = {"believed": belief_colour(theme), "wanted": theme.wanted}
    for side, colour in colours.items():
        is_right = (row["gap"] > 0) == (side == "believed")
        at_edge = is_right and row[side] > 100 - _NEAR
        figure.add_annotation(
            text=side,
            x=row[side],
            y=named,
            xanchor="center" if at_edge else "left" if is_right else "right",
            yanchor="bottom",
            xshift=0 if at_edge else -6 if is_right else 6,
            yshift=9 + (_LINE if is_right and abs(row["gap"]) < _NEAR and not at_edge else 0),
            showarrow=False,
            font={"size": SMALL_SIZE + 1, "color": colour},
        )
