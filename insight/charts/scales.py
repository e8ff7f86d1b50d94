"""Axes whose scale carries meaning: NPS in points, percent of maximum, and time."""

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from insight.charts.periods import Period, Point
from insight.charts.theme import Theme

_STEPS = (5, 10, 20, 25, 50)
_MOST_NAMED = 6
_FORTNIGHT = 14 * 86_400_000

TIME_TICKS = [
    {"dtickrange": [None, _FORTNIGHT], "value": "%-d %b\n%Y"},
    {"dtickrange": ["M1", "M6"], "value": "%b\n%Y"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]
"""Ticks for any zoom: days, months, years, with the year written once under its first month."""


def nps_axis(points: Iterable[Point], most_ticks: int = 6) -> dict[str, Any]:
    """Round limits around every interval drawn, within -100 to 100, at least 20 points apart."""
    ends = [end for point in points if point.shown for end in _ends(point)]
    low, high = (min(ends), max(ends)) if ends else (0.0, 40.0)
    if high - low < 20:
        middle = (low + high) / 2
        low, high = middle - 10, middle + 10
    step = next((s for s in _STEPS if (high - low) / s <= most_ticks - 1), 50)
    round_to = min(step, 10)
    bottom = max(-100, math.floor(low / round_to) * round_to)
    top = min(100, math.ceil(high / round_to) * round_to)
    ticks = list(range(math.ceil(bottom / step) * step, top + 1, step))
    return {"range": [bottom, top], "tickvals": ticks, "fixedrange": True}


def _ends(point: Point) -> tuple[float, ...]:
    return tuple(end for end in (point.value, point.low, point.high) if end is not None)


def percent_axis(title: str | None = None) -> dict[str, Any]:
    """Percent of maximum, always from 0 to 100."""
    axis: dict[str, Any] = {"range": [0, 100], "tickvals": [0, 25, 50, 75, 100]}
    return axis | {"fixedrange": True} | ({"title": {"text": title}} if title else {})


def zero_line(axis: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """The same axis with its zero drawn where zero lies within it, not at an edge."""
    low, high = axis["range"]
    if low < 0 < high:
        return axis | {"zeroline": True, "zerolinecolor": theme.muted, "zerolinewidth": 1}
    return axis


def time_axis(periods: Sequence[Period], zoom: bool = True) -> dict[str, Any]:
    """Time from the first day of the first period to the last day of the last."""
    axis = {"type": "date", "ticklabelmode": "period", "tickformatstops": TIME_TICKS}
    axis |= {"ticks": "outside", "ticklen": 4, "showline": True, "fixedrange": not zoom}
    if periods:
        first = min(period.start for period in periods)
        after = max(period.end for period in periods) + timedelta(days=1)
        axis["range"] = [first.isoformat(), after.isoformat()]
        axis |= _named_ticks(periods, (after - first) / _MOST_NAMED)
    return axis


def _named_ticks(periods: Sequence[Period], apart: timedelta) -> dict[str, Any]:
    """A few periods that lie well apart carry their own names instead of calendar ticks."""
    distinct = sorted(set(periods), key=lambda period: period.start)
    near = any(after.middle - before.middle < apart for before, after in pairwise(distinct))
    if near or len(distinct) > _MOST_NAMED:
        return {}
    return {
        "tickvals": [period.middle for period in distinct],
        "ticktext": [period.name.replace(" ", "<br>", 1) for period in distinct],
        "ticklabelmode": "instant",
        "ticks": "",
    }


def moment(day: date) -> datetime:
    """Noon of a day: where something that happened on it is drawn."""
    return datetime(day.year, day.month, day.day, 12)


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Positions as near as possible to those wanted, in their order, at least `apart` apart.

    Pushed down from the top, then up from the bottom: enough for labels at the ends of lines.
    """
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    placed = list(wanted)
    floor = low
    for index in order:
        placed[index] = max(placed[index], floor)
        floor = placed[index] + apart
    ceiling = high
    for index in reversed(order):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - apart
    return placed
