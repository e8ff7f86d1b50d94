"""When was each item last asked, and where is its want heading?"""

from datetime import date
from statistics import fmean
from typing import Any

import plotly.graph_objects as go

from insight.charts.driver import item_axis
from insight.charts.nps_line import nothing_to_draw
from insight.charts.scales import percent_axis, zero_line
from insight.charts.theme import ROW_HEIGHT, Theme, add_all, plain, small, wrapped
from insight.query import Result
from insight.stats.outlook import FLAT_WITHIN
from insight.words import Words, add_months, last_of_month

TOO_FEW = "Too few answers to say where a want is heading"
STALE_AFTER = 12
"""Months after which a measurement is called old."""

_ABOVE, _BELOW = 1.1, 0.6
_ARROWS = {"rising": "↗ rising", "falling": "↘ falling", "flat": "→ flat", "open": "open"}


def finding(result: Result, words: Words) -> str:
    """Which wants are heading up or down, and what is not known."""
    rows = _shown(result)
    if not rows:
        return TOO_FEW
    known = [row for row in rows if row["direction"]]
    said = _heading(known, words) if known else _too_short(rows)
    old = [row for row in rows if _is_old(row, result)]
    if old:
        said += f"; {words.spelled(len(old))} not asked for over a year"
    return said


def _heading(known: list[dict[str, Any]], words: Words) -> str:
    parts = []
    for direction in ("rising", "falling"):
        names = [f"“{plain(row['item'], 60)}”" for row in known if row["direction"] == direction]
        if names:
            verb = "is" if len(names) == 1 else "are"
            parts.append(f"{words.listed(names[:3])} {verb} {direction}")
    flat = sum(row["direction"] == "flat" for row in known)
    unknown = [row for row in known if row["direction"] == "open"]
    head = " and ".join(parts) if parts else "No want is clearly rising or falling"
    tails = []
    if flat:
        stays = "stays" if flat == 1 else "stay"
        tails.append(f"{words.spelled(flat)} {stays} within 5 points in the next year")
    if len(unknown) == 1:
        tails.append(f"“{plain(unknown[0]['item'], 60)}” cannot be told")
    elif unknown:
        tails.append(f"{words.spelled(len(unknown))} cannot be told")
    return f"{head}: {', '.join(tails)}" if tails else head


def _too_short(rows: list[dict[str, Any]]) -> str:
    why = max(rows, key=lambda row: row["quarters"] or 0)["why_not"]
    return f"No forecast: the past is too short ({why})"


def measure(result: Result, words: Words) -> str:
    """What is drawn, and how such forecasts did on the past beside “no change”."""
    known = [row for row in _shown(result) if row["direction"]]
    if not known:
        return (
            "Want over the four quarters up to the last measured, percent of maximum (of picks: "
            "percent who picked it), and below each name when it was last asked"
        )
    errors = [fmean(row[name] for row in known) for name in ("error", "error_no_change")]
    off = [words.points(error, 1) for error in errors]
    better = "better than" if errors[0] < errors[1] else "no better than"
    return (
        "Where the line through the last eight quarters leads in a year, less the want of the last "
        "four, points, with its 95 % interval; the band is 5 points either way. Below each name: "
        "when it was last asked. Tried on past "
        f"quarters, such forecasts were off by {off[0]}, {better} saying “no change” ({off[1]})"
    )


def needs_outlook(result: Result, theme: Theme) -> go.Figure:
    """One row an item: the change forecast, or, where there is no forecast, the want now."""
    rows = sorted(_shown(result), key=lambda row: -(row["level"] or 0))
    if not rows:
        return nothing_to_draw(theme.figure(0), TOO_FEW, theme)
    known = [(at, row) for at, row in enumerate(rows) if row["direction"]]
    axis = item_axis([row["item"] for row in rows], theme, _ABOVE, _BELOW)
    axis["ticktext"] = [_name(row, result, theme) for row in rows]
    figure = theme.figure(
        int(60 + ROW_HEIGHT * (len(rows) + _ABOVE - 1 + _BELOW)),
        xaxis=(_change_axis(known, theme) if known else percent_axis()) | {"showgrid": True},
        yaxis=axis,
        margin={"t": 8, "r": 96},
    )
    add_all(
        figure,
        [_interval(at, row, theme) for at, row in known] + ([_flat(rows, theme)] if known else []),
        [_beside(at, row, theme) for at, row in enumerate(rows)],
    )
    marks = known or [(at, row) for at, row in enumerate(rows) if row["level"] is not None]
    figure.add_scatter(
        mode="markers",
        x=[row["forecast"] - row["level"] if known else row["level"] for _, row in marks],
        y=[at for at, _ in marks],
        marker={
            "symbol": "diamond" if known else "circle",
            "size": 12,
            "opacity": 1,
            "color": [theme.accent if _is_claimed(row) else theme.paper for _, row in marks],
            "line": {"color": [_colour(row, theme) for _, row in marks], "width": 2},
        },
        cliponaxis=False,
        hovertext=[_hover(row, result, theme.words) for _, row in marks],
        hoverinfo="text",
    )
    return figure


def _change_axis(known: list[tuple[int, dict[str, Any]]], theme: Theme) -> dict[str, Any]:
    """Points of change, with the band of what counts as flat always in it."""
    ends = [
        row[end] - row["level"] for _, row in known for end in ("forecast_low", "forecast_high")
    ]
    reach = 1.2 * FLAT_WITHIN
    axis = {"range": [min(*ends, -reach) - 0.5, max(*ends, reach) + 0.5], "fixedrange": True}
    return zero_line(axis, theme) | {"nticks": 6}


def _flat(rows: list[dict[str, Any]], theme: Theme) -> dict[str, Any]:
    """The band within which a want counts as flat."""
    place = {"x0": -FLAT_WITHIN, "x1": FLAT_WITHIN, "y0": -0.6, "y1": len(rows) - 0.4}
    return {
        "type": "rect",
        "fillcolor": theme.faint(theme.muted, 0.1),
        "line": {"width": 0},
        "layer": "below",
        **place,
    }


def _is_claimed(row: dict[str, Any]) -> bool:
    return row["direction"] in ("rising", "falling")


def _colour(row: dict[str, Any], theme: Theme) -> str:
    return theme.accent if _is_claimed(row) else theme.muted


def _name(row: dict[str, Any], result: Result, theme: Theme) -> str:
    asked = f"asked {theme.words.short_month(row['last_asked'])}"
    if _is_old(row, result):
        asked = f"<b>old: {asked}</b>"
    return f"{wrapped(row['item'], 22, 1)}<br>{small(asked, theme)}"


def _interval(at: int, row: dict[str, Any], theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": row["forecast_low"] - row["level"],
        "x1": row["forecast_high"] - row["level"],
        "y0": at,
        "y1": at,
        "line": {"color": theme.faint(_colour(row, theme), 0.4), "width": 9},
        "layer": "below",
    }


def _beside(at: int, row: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """Right of the row: the direction and from what to what, or that there is none."""
    words = theme.words
    now = words.number(row["level"])
    if row["direction"]:
        head = _ARROWS[row["direction"]]
        head = f"<b>{head}</b>" if _is_claimed(row) else head
        levels = f"{now} → {words.number(row['forecast'])}"
        text = f"{head}<br>{small(levels, theme)}"
    else:
        text = now
    return {
        "text": text,
        "x": 1,
        "xref": "paper",
        "y": at,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 10,
        "align": "left",
        "showarrow": False,
    }


def _hover(row: dict[str, Any], result: Result, words: Words) -> str:
    unit = "% picked it" if row["is_pick"] else "% of maximum"
    lines = [
        f"<b>{wrapped(row['item'], 40)}</b>",
        f"Now {words.number(row['level'], 1)} {unit}",
    ]
    if row["direction"]:
        limits = words.interval(row["forecast_low"], row["forecast_high"], 1)
        lines += [
            f"In a year {words.number(row['forecast'], 1)} ({limits})",
            f"Such forecasts were off by {words.points(row['error'], 1)},",
            f"“no change” by {words.points(row['error_no_change'], 1)}",
        ]
    else:
        lines.append(f"No forecast: {wrapped(row['why_not'], 40)}")
    lines.append(f"Last asked {_when(row, result, words)}")
    return "<br>".join(lines)


def alt(result: Result, words: Words) -> str:
    """Every item as a sentence, for who does not see the rows."""
    said = [f"Rows of items. {finding(result, words)}"]
    for row in _shown(result):
        asked = _when(row, result, words)
        heading = row["direction"] or "no forecast"
        said.append(
            f"{plain(row['item'])}: {words.number(row['level'])}, {heading}, last asked {asked}"
        )
    return ". ".join(said) + "."


def _shown(result: Result) -> list[dict[str, Any]]:
    return [row for row in result.rows() if row["respondents"] is not None]


def _measured_on(row: dict[str, Any], result: Result) -> date:
    """The last day of its month, as far as it is over."""
    return min(last_of_month(row["last_asked"]), result.asked["as_of"])


def _when(row: dict[str, Any], result: Result, words: Words) -> str:
    as_of = result.asked["as_of"]
    measured = _measured_on(row, result)
    month = words.month(row["last_asked"])
    return month if measured == as_of else f"{month}, {words.ago(measured, as_of)}"


def _is_old(row: dict[str, Any], result: Result) -> bool:
    return _measured_on(row, result) < add_months(result.asked["as_of"], -STALE_AFTER)
