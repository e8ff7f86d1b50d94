"""Which changes of a series are real: the marks beside its points, and what hovers say."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from insight.charts.periods import Point
from insight.charts.theme import Theme, safe
from insight.stats.period_changes import LEAST_TO_MARK
from insight.stats.two_waves import Change
from insight.words import Words, add_months

YEAR_BEFORE = "year_"
"""Prefix of the columns of the change from a year before; those of the period before have none."""

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_LINE = 8.5


@dataclass(frozen=True)
class RealChange:
    """A point that differs from an earlier one beyond chance, corrected for all looked at."""

    point: Point
    change: Change

    @property
    def symbol(self) -> str:
        return "triangle-up" if self.change.points > 0 else "triangle-down"


def change_of(row: dict[str, Any], prefix: str = "") -> Change | None:
    """The change a row states, its p corrected and nan where no verdict is passed on it."""
    points, low, high, p = (
        row.get(f"{prefix}{name}")
        for name in ("change", "change_low", "change_high", "p_corrected")
    )
    if points is None:
        return None
    return Change(points, low, high, math.nan if p is None else p)


def real_changes(
    rows: Sequence[dict[str, Any]], points: Sequence[Point], prefix: str = ""
) -> list[RealChange]:
    """Those of whole periods; rows and points go together."""
    changes = [change_of(row, prefix) for row in rows]
    return [
        RealChange(point, change)
        for point, change in zip(points, changes, strict=True)
        if point.whole and change and change.is_real
    ]


def draw_real_changes(
    figure: go.Figure,
    changes: Sequence[RealChange],
    theme: Theme,
    axes: tuple[str, str] = ("x", "y"),
    pixels_a_point: float = 8,
    colour: str | None = None,
) -> None:
    """A triangle above the interval of each point that rose, below that of each that fell.

    `colour` tells whose they are where several lines share a panel.
    """
    if not changes:
        return
    away = _LINE / pixels_a_point
    figure.add_trace(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [one.point.period.middle for one in changes],
            "y": [
                one.point.high + away if one.change.points > 0 else one.point.low - away
                for one in changes
            ],
            "xaxis": axes[0],
            "yaxis": axes[1],
            "marker": _marker(changes, theme, colour or theme.ink),
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    )


def draw_year_row(
    figure: go.Figure, changes: Sequence[RealChange], theme: Theme, axis: str
) -> None:
    """A row of hollow triangles on an axis from -1 to 1: real changes from a year before."""
    figure.add_trace(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [one.point.period.middle for one in changes],
            "y": [0] * len(changes),
            "yaxis": axis,
            "marker": _marker(changes, theme, theme.ink, hollow=True),
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    )


def _marker(
    changes: Sequence[RealChange], theme: Theme, colour: str, hollow: bool = False
) -> dict[str, Any]:
    return {
        "symbol": [one.symbol for one in changes],
        "size": 9,
        "opacity": 1,
        "color": theme.paper if hollow else colour,
        "line": {"color": colour, "width": 1.5 if hollow else 0},
    }


def said_of_changes(row: dict[str, Any], unit: str, words: Words) -> list[str]:
    """What a hover says of the changes of one period: size, interval, p, what could be shown."""
    lines = []
    months = _MONTHS.get(unit)
    before = change_of(row)
    if before is not None and months:
        since = words.period(add_months(row["period"], -months), unit)
        lines.append(_said(before, since, row, words))
        if not before.is_real and row["complete"] and row["detectable"] is not None:
            lines.append(f"So many answers show {words.points(row['detectable'], 1)} or more")
    year = change_of(row, YEAR_BEFORE)
    if year is not None and months and months < 12:
        since = words.period(add_months(row["period"], -12), unit)
        lines.append(_said(year, since, row, words))
    return lines


def _said(change: Change, since: str, row: dict[str, Any], words: Words) -> str:
    interval = words.interval(change.low, change.high, 1)
    said = f"{words.signed(change.points, 1)} since {safe(since)} ({interval}), "
    if not math.isnan(change.p):
        return said + ("real, " if change.is_real else "not real, ") + p_in_words(change.p, words)
    if row.get("complete") is False:
        return f"{said}no verdict yet"
    return f"{said}under {LEAST_TO_MARK} answers"


def p_in_words(p: float, words: Words) -> str:
    """`p below .001`, `p .043`."""
    return "p below .001" if p < 0.001 else f"p {words.number(p, 3).removeprefix('0')}"
