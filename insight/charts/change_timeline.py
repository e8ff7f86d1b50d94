"""Who changed what, and when: three lanes of numbered marks on one time axis above NPS."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from insight.charts.lanes import Mark, PackedLane, draw_lane, pack, written_when
from insight.charts.nps_line import draw_line, end_label
from insight.charts.periods import Point, series
from insight.charts.scales import moment, nps_axis, time_axis, zero_line
from insight.charts.theme import LANE_TITLES, Theme, add_all, plain, small
from insight.query import Result
from insight.words import Words

NPS_HEIGHT = 240
_BETWEEN, _AROUND = 24, 60
MOST_THREADS = 16
"""Up to so many changes, a thread runs down from each through NPS; more are short ticks."""

_WHO = {
    "ours": ("ours", "we made {}", "change"),
    "customers": ("customers", "customers changed {}", "time"),
    "market": ("the market", "the market moved {}", "time"),
}


def numbered(result: Result, words: Words) -> list[dict[str, Any]]:
    """The list under the chart: number, change_id, when, lane, title, kind, item.

    Numbers run in the order of the start and are the same as on the marks.
    """
    return [
        {
            "number": number,
            "change_id": row["change_id"],
            "when": written_when(row, words),
            "lane": LANE_TITLES.get(row["lane"], row["lane"]),
            "title": row["title"],
            "kind": row["kind"],
            "item": row["item"],
        }
        for number, row in _in_order(result)
    ]


def _in_order(result: Result) -> list[tuple[int, dict[str, Any]]]:
    rows = sorted(result.rows(), key=lambda row: (row["started_on"], str(row["change_id"])))
    return list(enumerate(rows, start=1))


def finding(result: Result, words: Words) -> str:
    """How often we, our customers and the market changed."""
    lanes = [row["lane"] for row in result.rows()]
    if not lanes:
        return "No change is on record in this period"
    counts = {lane: lanes.count(lane) for lane in _WHO}
    # One sentence writes all its counts alike: `15 changes, 7 times`, never `15, seven`.
    in_figures = any(words.spelled(count) == words.number(count) for count in counts.values())
    moved = [
        verb.format(_counted(counts[lane], noun, in_figures, words))
        for lane, (_, verb, noun) in _WHO.items()
        if counts[lane]
    ]
    silent = [who for lane, (who, _, _) in _WHO.items() if not counts[lane]]
    said = words.listed(moved)
    said = said[:1].upper() + said[1:]
    return f"{said}; nothing is on record for {words.listed(silent, 'or')}" if silent else said


def _counted(count: int, noun: str, in_figures: bool, words: Words) -> str:
    if noun == "time" and not in_figures and count <= 2:
        return {1: "once", 2: "twice"}[count]
    written = words.number(count) if in_figures else words.spelled(count)
    return f"{written} {noun}{'' if count == 1 else 's'}"


def change_timeline(result: Result, nps: Result, theme: Theme) -> go.Figure:
    """Lanes of numbered marks, with NPS on the same time axis below; dragging zooms time only."""
    points = series(nps.rows(), nps.asked, theme.words)
    start, end = _window(result, nps, points)
    marks = _marks(result, start, end, theme.words)
    lanes = [
        pack(lane, [mark for mark in marks if mark.row["lane"] == name], (end - start).days)
        for name, lane in theme.lanes.items()
    ]
    lanes_height = sum(lane.height for lane in lanes)
    below = NPS_HEIGHT + _BETWEEN if points else 0
    figure = theme.figure(
        int(lanes_height + below + _AROUND),
        xaxis=time_axis([]) | {"range": [start.isoformat(), end.isoformat()]},
        yaxis2={
            "domain": [below / (lanes_height + below), 1],
            "range": [lanes_height, 0],
            "visible": False,
            "fixedrange": True,
        },
        margin={"t": 8, "r": 68, "l": 12},
        dragmode="zoom",
    )
    if points:
        axis = zero_line(nps_axis(points), theme)
        top = NPS_HEIGHT / (lanes_height + below)
        figure.update_layout(yaxis=axis | {"domain": [0, top]})
        _threads(figure, lanes, theme)
        _nps(figure, points, theme)
    else:
        figure.update_layout(xaxis={"anchor": "y2"})
    lane_top = 0.0
    for lane in lanes:
        draw_lane(figure, lane, lane_top, theme)
        lane_top += lane.height
    return figure


def _window(result: Result, nps: Result, points: list[Point]) -> tuple[date, date]:
    """The days drawn: those asked for; of all time, from the first change or answer to the last."""
    rows, asked = result.rows(), result.asked
    first, last = asked.get("start_date", date.min), asked.get("end_date", date.max)
    starts = [max(first, row["started_on"]) for row in rows]
    ends = [min(last, row["ended_on"] or row["started_on"]) for row in rows]
    starts += [point.period.start for point in points] + ([first] if first > date.min else [])
    ends += [point.period.end for point in points] + ([last] if last < date.max else [])
    as_of = nps.asked.get("as_of") or date(2000, 1, 1)
    start, end = min(starts, default=as_of), max(ends, default=as_of)
    days = (end - start).days
    around = timedelta(days=max(days // 80, (60 - days) // 2))
    return start - around, end + around + timedelta(days=1)


def _marks(result: Result, start: date, end: date, words: Words) -> list[Mark]:
    """One that began before the days drawn stands at their left edge; a range ends with them."""
    return [
        Mark(
            number,
            row,
            max(start, row["started_on"]),
            min(end, row["ended_on"] or row["started_on"]),
            written_when(row, words),
        )
        for number, row in _in_order(result)
    ]


def _threads(figure: go.Figure, lanes: Iterable[PackedLane], theme: Theme) -> None:
    """One begun before the days drawn has none: nothing of it happened at their left edge."""
    marks = [
        (mark, packed.lane)
        for packed in lanes
        for mark in packed.marks
        if mark.at == mark.row["started_on"]
    ]
    few = len(marks) <= MOST_THREADS
    style = {"width": 1, "dash": "dot"} if few else {"width": 1.5, "dash": "solid"}
    threads = (
        {
            "type": "line",
            "x0": moment(mark.at).isoformat(),
            "x1": moment(mark.at).isoformat(),
            "y0": 0 if few else 0.94,
            "y1": 1,
            "yref": "y domain",
            "line": style | {"color": theme.faint(lane.colour, 0.55 if few else 0.9)},
            "layer": "below",
        }
        for mark, lane in marks
    )
    add_all(figure, threads)


def _nps(figure: go.Figure, points: list[Point], theme: Theme) -> None:
    draw_line(figure, points, theme, theme.accent)
    figure.add_annotation(
        text=small("NPS, points", theme),
        x=0,
        xref="paper",
        y=1,
        yref="y domain",
        xanchor="left",
        yanchor="bottom",
        yshift=4,
        showarrow=False,
    )
    shown = [point for point in points if point.shown]
    if shown:
        figure.add_annotation(end_label(shown[-1], theme))


def alt(result: Result, words: Words) -> str:
    """How many changes, and the latest of them, for who does not see the chart."""
    listed = numbered(result, words)
    if not listed:
        return f"Empty timeline. {finding(result, words)}."
    last = listed[-1]
    return (
        f"Timeline of {words.count(len(listed), 'change')} in three lanes above NPS. "
        f"{finding(result, words)}. The latest is number {last['number']}, "
        f"{plain(last['title'])}, {last['when']}. The list below the chart names every mark."
    )
