"""What did ratings of an item do before and after each change that aimed at it?"""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from insight.charts.claims import could_show, size
from insight.charts.driver import item_axis
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import (
    EMPTY_HEIGHT,
    ROW_HEIGHT,
    THIN,
    Theme,
    add_all,
    plain,
    small,
    wrapped,
)
from insight.query import Result
from insight.stats.many_tests import holm
from insight.stats.two_waves import Z95, Change, measured_change
from insight.words import EN_DASH, Words

_SIDES = {"wanted": -0.17, "delivered": 0.17}
_SAID = {"wanted": "the want", "delivered": "delivery"}
_ABOVE, _BELOW = 1.0, 0.5


def measure(result: Result) -> str:
    """What is compared, and what it does not show."""
    months = result.asked.get("window", 12)
    return (
        f"Mean of up to {months} months after less mean of {months} months before, points of "
        "percent of maximum, with 95 % intervals. Before and after, not proof: other things "
        "changed too"
    )


def finding(result: Result, words: Words) -> str:
    """The largest difference beyond chance (Holm over all), said as before and after only."""
    rows = [row for row in result.rows() if row["difference"] is not None]
    known = [row for row in rows if row["difference_low"] is not None and _people(row) >= THIN]
    if not known:
        return "Too few answers before or after to compare"
    changes = [_change(row) for row in known]
    corrected = holm([change.p for change in changes])
    real = [
        (row, change)
        for row, change, p in zip(known, changes, corrected, strict=True)
        if p <= 0.05 and change.is_real
    ]
    if not real:
        answers = max(row["respondents_before"] + row["respondents_after"] for row in known)
        return f"No difference before and after {could_show(answers, words)}"
    row, change = max(real, key=lambda entry: abs(entry[1].points))
    direction = "higher" if change.points > 0 else "lower"
    side = _SAID[row["side"]]
    return (
        f"{side[:1].upper()}{side[1:]} was {size(change, words)} {direction} after "
        f"“{plain(row['title'], 60)}” than before"
    )


def _people(row: dict[str, Any]) -> int:
    return min(row["respondents_before"] or 0, row["respondents_after"] or 0)


def _change(row: dict[str, Any]) -> Change:
    error = (row["difference_high"] - row["difference_low"]) / (2 * Z95)
    return measured_change(row["difference"], row["difference"], error)


def item_changes(
    result: Result, theme: Theme, numbers: Mapping[str, int] | None = None
) -> go.Figure:
    """One row a change: how much later the want (stroke) and the delivery (dot) lay.

    `numbers` are those the changes bear on the chart above, by change_id.
    """
    rows = result.rows()
    changes = list(dict.fromkeys(row["change_id"] for row in rows))
    drawn = [row for row in rows if row["difference"] is not None]
    if not drawn:
        why = finding(result, theme.words)
        return nothing_to_draw(theme.figure(EMPTY_HEIGHT), why, theme)
    first = {change: next(r for r in rows if r["change_id"] == change) for change in changes}
    ends = [abs(row[end] or 0) for row in drawn for end in ("difference_low", "difference_high")]
    most = max(5.0, 1.08 * max([*ends, *(abs(row["difference"]) for row in drawn)]))
    axis = item_axis([first[change]["title"] for change in changes], theme, _ABOVE, _BELOW)
    axis["ticktext"] = [
        f"{_numbered(change, numbers)}{text}"
        for change, text in zip(changes, axis["ticktext"], strict=True)
    ]
    figure = theme.figure(
        int(60 + 1.2 * ROW_HEIGHT * (len(changes) + _ABOVE - 1 + _BELOW)),
        xaxis={
            "range": [-most, most],
            "fixedrange": True,
            "showgrid": True,
            "nticks": 7,
            "zeroline": True,
            "zerolinecolor": theme.muted,
        },
        yaxis=axis,
        margin={"t": 8, "r": 86},
    )
    add_all(
        figure,
        [
            shape
            for row in drawn
            for shape in _interval(changes.index(row["change_id"]), row, theme)
        ],
        [_in_column(changes.index(change), _beside(change, rows, theme)) for change in changes],
    )
    for side in _SIDES:
        _draw(figure, [row for row in drawn if row["side"] == side], side, changes, theme)
    for text, x, anchor in (("lower after", -most, "left"), ("higher after", most, "right")):
        at = {"x": x, "y": -_ABOVE, "xanchor": anchor, "yanchor": "top", "showarrow": False}
        figure.add_annotation(at | {"text": small(text, theme)})
    return figure


def _numbered(change: str, numbers: Mapping[str, int] | None) -> str:
    number = (numbers or {}).get(change)
    return f"<b>{number}</b> " if number else ""


def _colour(row: dict[str, Any], theme: Theme) -> str:
    if _people(row) < THIN:
        return theme.muted
    return theme.wanted if row["side"] == "wanted" else theme.delivered


def _interval(place: int, row: dict[str, Any], theme: Theme) -> list[dict[str, Any]]:
    if row["difference_low"] is None:
        return []
    y = place + _SIDES[row["side"]]
    return [
        {
            "type": "line",
            "x0": row["difference_low"],
            "x1": row["difference_high"],
            "y0": y,
            "y1": y,
            "line": {"color": theme.faint(_colour(row, theme), 0.35), "width": 8},
            "layer": "below",
        }
    ]


def _beside(change: str, rows: Sequence[dict[str, Any]], theme: Theme) -> str:
    """Right of the row: both differences, each with why it is grey or missing."""
    lines = []
    for side in _SIDES:
        row = next((r for r in rows if r["change_id"] == change and r["side"] == side), None)
        if row is None:
            continue
        if row["difference"] is None:
            nobody = 0 in (row["respondents_before"], row["respondents_after"])
            number = small(EN_DASH if nobody else "too few", theme)
        elif _people(row) < THIN:
            number = small(f"{theme.words.signed(row['difference'])} thin", theme)
        else:
            number = f"<b>{theme.words.signed(row['difference'])}</b>"
        lines.append(f"{number} {small(side, theme)}")
    return "<br>".join(lines)


def _in_column(y: float, text: str) -> dict[str, Any]:
    return {
        "text": text,
        "x": 1,
        "xref": "paper",
        "y": y,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 8,
        "align": "left",
        "showarrow": False,
    }


def _draw(
    figure: go.Figure,
    rows: Sequence[dict[str, Any]],
    side: str,
    changes: Sequence[str],
    theme: Theme,
) -> None:
    if not rows:
        return
    colours = [_colour(row, theme) for row in rows]
    thin = [_people(row) < THIN for row in rows]
    fills = [theme.paper if no else own for no, own in zip(thin, colours, strict=True)]
    marker = {"symbol": "line-ns", "size": 16, "line": {"color": colours, "width": 4}}
    if side == "delivered":
        marker = {"size": 12, "color": fills, "line": {"color": colours, "width": 2}}
    figure.add_scatter(
        mode="markers",
        x=[row["difference"] for row in rows],
        y=[changes.index(row["change_id"]) + _SIDES[side] for row in rows],
        marker=marker | {"opacity": 1},
        cliponaxis=False,
        hovertext=[_hover(row, theme.words) for row in rows],
        hoverinfo="text",
    )


def _hover(row: dict[str, Any], words: Words) -> str:
    before, after = (
        f"{words.number(row[when], 1)} from {words.count(row[f'respondents_{when}'], 'answer')}"
        for when in ("before", "after")
    )
    limits = words.interval(row["difference_low"], row["difference_high"], 1)
    lines = [
        f"<b>{wrapped(row['title'], 40)}</b>, {words.day(row['started_on'])}",
        f"{row['side'].capitalize()} before: {before}",
        f"After: {after}",
        f"{words.signed(row['difference'], 1)} points, 95 % interval {limits}",
    ]
    if _people(row) < THIN:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)


def alt(result: Result, words: Words) -> str:
    """The finding and every difference, for who does not see the chart."""
    said = [f"Before and after each change. {finding(result, words)}"]
    for row in result.rows():
        if row["difference"] is not None:
            limits = words.interval(row["difference_low"], row["difference_high"])
            said.append(
                f"{plain(row['title'])}: {row['side']} {words.signed(row['difference'])} ({limits})"
            )
    return ". ".join(said) + "."
