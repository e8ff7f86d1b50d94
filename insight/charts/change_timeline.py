"""Who changed what, and when: three lanes of numbered marks on one time axis above a measure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from insight.charts.lanes import Mark, PackedLane, draw_lane, pack
from insight.charts.nps_line import draw_line, end_label
from insight.charts.periods import Point
from insight.charts.scales import moment, time_axis
from insight.charts.shifts import ShiftMark
from insight.charts.theme import Theme, add_all, plain, safe, small
from insight.charts.timeline_entries import entries, numbered, written_when
from insight.charts.timeline_measure import NPS, Measure
from insight.query import Result
from insight.words import Words

MEASURE_HEIGHT = 240
_BETWEEN, _AROUND = 24, 60
MOST_THREADS = 16
"""Up to so many changes, a thread runs down from each through the line; more are short ticks."""

_WHO = {
    "ours": ("ours", "we made {}", "change"),
    "customers": ("customers", "customers changed {}", "time"),
    "market": ("the market", "the market moved {}", "time"),
}


def finding(result: Result, words: Words, shifts: Sequence[ShiftMark] = ()) -> str:
    """How often we, our customers and the market changed, and how many shifts the data show."""
    lanes = [row["lane"] for row in result.rows()]
    shown = f"{words.spelled(len(shifts))} shift{'' if len(shifts) == 1 else 's'}"
    if not lanes:
        if shifts:
            return f"No change is on record here; {shown} found in the data"
        return "No change is on record in this period"
    counts = {lane: lanes.count(lane) for lane in _WHO}
    # One sentence writes all its counts alike: `15 changes, 7 times`, never `15, seven`.
    written = [*counts.values(), len(shifts)] if shifts else [*counts.values()]
    in_figures = any(words.spelled(count) == words.number(count) for count in written)
    moved = [
        verb.format(_counted(counts[lane], noun, in_figures, words))
        for lane, (_, verb, noun) in _WHO.items()
        if counts[lane]
    ]
    silent = [who for lane, (who, _, _) in _WHO.items() if not counts[lane]]
    said = words.listed(moved)
    said = said[:1].upper() + said[1:]
    if silent:
        said += f"; nothing is on record for {words.listed(silent, 'or')}"
    if shifts:
        said += f"; {_counted(len(shifts), 'shift', in_figures, words)} found in the data"
    return said


def _counted(count: int, noun: str, in_figures: bool, words: Words) -> str:
    if noun == "time" and not in_figures and count <= 2:
        return {1: "once", 2: "twice"}[count]
    written = words.number(count) if in_figures else words.spelled(count)
    return f"{written} {noun}{'' if count == 1 else 's'}"


def change_timeline(
    result: Result,
    below: Result,
    theme: Theme,
    measure: Measure = NPS,
    shifts: Sequence[ShiftMark] = (),
) -> go.Figure:
    """Lanes of numbered marks, with a measure on the same time axis below.

    `below` is the answer to the measure's question; dragging zooms time only, which parts marks
    further. Shifts found in the data stand hollow in the customers' lane.
    """
    points = measure.points(below, theme.words)
    start, end = _window(result, below, points, shifts)
    marks = _marks(result, shifts, start, end, theme.words)
    lanes = [
        pack(lane, [mark for mark in marks if mark.row["lane"] == name], (end - start).days)
        for name, lane in theme.lanes.items()
    ]
    lanes_height = sum(lane.height for lane in lanes)
    under = MEASURE_HEIGHT + _BETWEEN if points else 0
    figure = theme.figure(
        int(lanes_height + under + _AROUND),
        xaxis=time_axis([]) | {"range": [start.isoformat(), end.isoformat()]},
        yaxis2={
            "domain": [under / (lanes_height + under), 1],
            "range": [lanes_height, 0],
            "visible": False,
            "fixedrange": True,
        },
        margin={"t": 8, "r": 68, "l": 12},
        dragmode="zoom",
    )
    if points:
        top = MEASURE_HEIGHT / (lanes_height + under)
        figure.update_layout(yaxis=measure.axis(points, theme) | {"domain": [0, top]})
        _threads(figure, lanes, theme)
        _line(figure, points, measure, theme)
    else:
        figure.update_layout(xaxis={"anchor": "y2"})
    lane_top = 0.0
    for lane in lanes:
        draw_lane(figure, lane, lane_top, theme)
        lane_top += lane.height
    return figure


def _window(
    result: Result, below: Result, points: list[Point], shifts: Sequence[ShiftMark]
) -> tuple[date, date]:
    """The days drawn: those asked for; of all time, from the first change or answer to the last."""
    rows, asked = [row for _, row in entries(result, shifts)], result.asked
    first, last = asked.get("start_date", date.min), asked.get("end_date", date.max)
    starts = [max(first, row["started_on"]) for row in rows]
    ends = [min(last, row["ended_on"] or row["started_on"]) for row in rows]
    starts += [point.period.start for point in points] + ([first] if first > date.min else [])
    ends += [point.period.end for point in points] + ([last] if last < date.max else [])
    as_of = below.asked.get("as_of") or date(2000, 1, 1)
    start, end = min(starts, default=as_of), max(ends, default=as_of)
    days = (end - start).days
    around = timedelta(days=max(days // 80, (60 - days) // 2))
    return start - around, end + around + timedelta(days=1)


def _marks(
    result: Result, shifts: Sequence[ShiftMark], start: date, end: date, words: Words
) -> list[Mark]:
    """One that began before the days drawn stands at their left edge; a range ends with them."""
    return [
        Mark(
            number,
            row,
            max(start, row["started_on"]),
            min(end, row["ended_on"] or row["started_on"]),
            written_when(row, words),
        )
        for number, row in entries(result, shifts)
    ]


def _threads(figure: go.Figure, lanes: Iterable[PackedLane], theme: Theme) -> None:
    """One begun before the days drawn has none: nothing of it happened at their left edge."""
    marks = [
        (mark, packed.lane)
        for packed in lanes
        for mark in packed.marks
        if mark.at == mark.row["started_on"] and not mark.is_found
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


def _line(figure: go.Figure, points: list[Point], measure: Measure, theme: Theme) -> None:
    hovered = measure.title.partition(",")[0]
    draw_line(figure, points, theme, theme.accent, measure=hovered, counted=measure.kind.counted)
    figure.add_annotation(
        text=small(safe(measure.title), theme),
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


def alt(
    result: Result, words: Words, measure: Measure = NPS, shifts: Sequence[ShiftMark] = ()
) -> str:
    """How many changes, and the latest of them, for who does not see the chart."""
    listed = numbered(result, words, shifts)
    said = finding(result, words, shifts)
    if not listed:
        return f"Empty timeline. {said}."
    last = listed[-1]
    return (
        f"Timeline of {words.count(len(listed), 'change')} in three lanes above {measure.name}. "
        f"{said}. The latest is number {last['number']}, "
        f"{plain(last['title'], 200)}, {last['when']}. The list below the chart names every mark."
    )
