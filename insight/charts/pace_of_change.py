"""How often do we, our customers and the market change?"""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from insight.charts.nps_line import nothing_to_draw
from insight.charts.periods import Period, period_of
from insight.charts.scales import time_axis
from insight.charts.theme import LANE_TITLES, Lane, Theme, add_all, safe, small
from insight.query import Result
from insight.stats.poisson_interval import poisson_interval
from insight.words import Words, period_end

PANEL, _BETWEEN, _TOP, _BOTTOM = 92, 40, 34, 44
QUARTERS = {"month": 1 / 3, "quarter": 1.0, "year": 4.0}
MOST_WHISKERS = 8
"""With more periods, their own intervals are in the hover, and that of the whole time is drawn."""

_WHO = {
    "ours": "we change {} times a quarter",
    "customers": "customers {}",
    "market": "the market {}",
}


def of_all_kinds(result: Result) -> dict[str, list[dict[str, Any]]]:
    """By lane, its periods in their order, all kinds together."""
    lanes: dict[str, list[dict[str, Any]]] = {}
    for row in result.rows():
        if row["kind"] is None:
            lanes.setdefault(row["lane"], []).append(row)
    return lanes


def finding(overall: Result, words: Words) -> str:
    """How often each lane changes, from the answer over the whole period."""
    rates = {lane: rows[0] for lane, rows in of_all_kinds(overall).items()}
    if not rates:
        return "No change is on record in this period"
    said = [
        _WHO[lane].format(words.number(row["rate"], 1))
        for lane, row in rates.items()
        if lane in _WHO
    ]
    listed = words.listed(said)
    return listed[:1].upper() + listed[1:]


def pace_of_change(result: Result, theme: Theme, overall: Result) -> go.Figure:
    """A panel a lane on one scale: changes as bars, behind them those its pace would bring."""
    lanes, whole = of_all_kinds(result), of_all_kinds(overall)
    if not lanes:
        return nothing_to_draw(theme.figure(0), "No change is on record in this period", theme)
    unit = result.asked["unit"]
    panels = [
        _Panel(
            theme.lanes[name],
            rows,
            [_period(row, result, theme.words) for row in rows],
            whole[name][0],
            QUARTERS[unit],
        )
        for name, rows in lanes.items()
    ]
    few = len(panels[0].periods) <= MOST_WHISKERS
    reach = 1.12 * max(1.0, *(panel.reach(few) for panel in panels))
    inner = len(panels) * (PANEL + _BETWEEN) - _BETWEEN
    figure = theme.figure(
        _TOP + inner + _BOTTOM,
        xaxis=time_axis(panels[0].periods) | {"anchor": f"y{len(panels)}".replace("y1", "y")},
        margin={"t": _TOP, "b": _BOTTOM, "r": 92, "l": 4},
    )
    for place, panel in enumerate(panels):
        axis = "y" if place == 0 else f"y{place + 1}"
        top = 1 - place * (PANEL + _BETWEEN) / inner
        figure.layout[f"yaxis{axis[1:]}"] = {
            "domain": [max(0.0, top - PANEL / inner), top],
            "range": [0, reach],
            "nticks": 4,
            "tickformat": "d",
            "fixedrange": True,
        }
        _draw(figure, panel, axis, few, theme)
    return figure


@dataclass(frozen=True)
class _Panel:
    """One lane: its periods with their changes, and its pace over all of them, a quarter."""

    lane: Lane
    rows: list[dict[str, Any]]
    periods: list[Period]
    whole: dict[str, Any]
    quarters: float
    """How many a period holds."""

    @property
    def expected(self) -> tuple[float, float]:
        """Changes a period at the pace of the whole time: both limits."""
        return self.whole["rate_low"] * self.quarters, self.whole["rate_high"] * self.quarters

    @property
    def limits(self) -> list[tuple[float, float]]:
        """Exact limits of each period's changes."""
        return [poisson_interval(row["changes"]) for row in self.rows]

    def reach(self, with_limits: bool) -> float:
        ends = [float(row["changes"]) for row in self.rows]
        ends += [high for _, high in self.limits] if with_limits else []
        return max(*ends, self.expected[1])


def _period(row: dict[str, Any], result: Result, words: Words) -> Period:
    asked = result.asked
    complete = period_end(row["period"], asked["unit"]) <= asked["as_of"]
    first, last = asked["covered"]
    if asked["start_date"] <= first and asked["end_date"] >= last:
        # All time holds changes from before the first answer too, so it cuts no period.
        asked = asked | {"covered": None}
    return period_of(row | {"complete": complete}, asked, words)


def _draw(figure: go.Figure, panel: _Panel, axis: str, few: bool, theme: Theme) -> None:
    lane, rows, periods, whole = panel.lane, panel.rows, panel.periods, panel.whole
    words = theme.words
    marked = list(zip(rows, periods, strict=True))
    ends = list(zip(rows, panel.limits, strict=True)) if few else []
    figure.add_bar(
        x=[period.middle for period in periods],
        y=[row["changes"] for row in rows],
        width=[period.milliseconds * 0.78 for period in periods],
        yaxis=axis,
        marker={
            "color": [theme.faint(lane.colour, 0.35 if p.lacks else 0.85) for p in periods],
            "line": {
                "color": lane.colour,
                "width": [1.5 if p.lacks and row["changes"] else 0 for row, p in marked],
            },
        },
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [high - row["changes"] for row, (_, high) in ends],
            "arrayminus": [row["changes"] - low for row, (low, _) in ends],
            "width": 0,
            "thickness": 1.5,
            "color": theme.faint(theme.ink, 0.4),
            "visible": few,
        },
        hovertext=[_hover(row, p, words) for row, p in marked],
        hoverinfo="text",
    )
    low, high = panel.expected
    band = {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "yref": axis,
        "y0": low,
        "y1": high,
        "line": {"width": 0},
        "fillcolor": theme.faint(lane.colour, 0.14),
        "layer": "below",
    }
    changes = words.count(sum(row["changes"] for row in rows), "change")
    title = {
        "text": f"<b>{safe(lane.title)}</b>  {small(changes, theme)}",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": 1,
        "yref": f"{axis} domain",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
    }
    rates = words.interval(whole["rate_low"], whole["rate_high"], 1)
    pace = {
        "text": f"<b>{words.number(whole['rate'], 1)}</b> a quarter<br>{small(rates, theme)}",
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": whole["rate"] * panel.quarters,
        "yref": axis,
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
    }
    lacking = [_lacks(r, p, axis, theme) for r, p in marked if p.lacks and r["changes"]]
    add_all(figure, [band], [title, pace, *lacking])


def _lacks(row: dict[str, Any], period: Period, axis: str, theme: Theme) -> dict[str, Any]:
    return {
        "text": small("so far" if period.lacks == "unfinished" else period.lacks, theme),
        "x": period.middle,
        "y": row["changes"],
        "yref": axis,
        "xanchor": "right",
        "xshift": -3,
        "yanchor": "bottom",
        "showarrow": False,
    }


def _hover(row: dict[str, Any], period: Period, words: Words) -> str:
    lines = [
        f"<b>{words.count(row['changes'], 'change')}</b> in {safe(period.name)}",
        f"{words.number(row['rate'], 1)} a quarter",
        f"95 % interval {words.interval(row['rate_low'], row['rate_high'], 1)}",
    ]
    if period.lacks == "unfinished":
        lines.append("The period is unfinished")
    if period.lacks == "part":
        lines.append("Only part of the period was asked for")
    return "<br>".join(lines)


def alt(overall: Result, words: Words) -> str:
    """The finding and each lane's pace, for those who cannot see the bars."""
    said = [
        f"{LANE_TITLES.get(lane, lane)}: {words.count(rows[0]['changes'], 'change')}, "
        f"{words.number(rows[0]['rate'], 1)} a quarter "
        f"({words.interval(rows[0]['rate_low'], rows[0]['rate_high'], 1)})"
        for lane, rows in of_all_kinds(overall).items()
    ]
    return ". ".join([finding(overall, words), *said]) + "."
