"""Changes that aimed at one item, as numbered marks under the time axis of its chart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pyarrow.compute as pc

from insight.charts.lanes import Mark, pack
from insight.charts.scales import moment
from insight.charts.theme import LANE_TITLES, Lane, Theme, add_all, safe, wrapped
from insight.charts.timeline_entries import numbered
from insight.query import Result

_ROW, _AROUND = 25, 8


def about_item(changes: Result, item: str) -> Result:
    """The changes that aimed at that item, of an answer to change_timeline."""
    return replace(changes, table=changes.table.filter(pc.equal(changes.table["item"], item)))


@dataclass(frozen=True)
class Strip:
    """Marks packed into rows so that none hides another; empty where no change is in sight."""

    marks: tuple[Mark, ...]

    @property
    def height(self) -> int:
        """Pixels between the plot and the time axis."""
        if not self.marks:
            return 0
        return 2 * _AROUND + _ROW * (1 + max(mark.sub_row for mark in self.marks))


def strip_of(changes: Result | None, span: Sequence[str] | None, theme: Theme) -> Strip:
    """The changes that started within `span` (two ISO days), under the numbers of their list."""
    if changes is None or changes.is_empty or not span:
        return Strip(())
    start, end = (date.fromisoformat(day) for day in span)
    listed = numbered(changes, theme.words)
    rows = {row["change_id"]: row for row in changes.rows()}
    marks = []
    for entry in listed:
        row = rows[entry["change_id"]]
        if start <= row["started_on"] <= end:
            mark = Mark(entry["number"], row, row["started_on"], row["started_on"], entry["when"])
            marks.append(mark)
    lane = next(iter(theme.lanes.values()))
    return Strip(pack(lane, marks, max(1, (end - start).days)).marks)


def draw_marks(figure: go.Figure, strip: Strip, theme: Theme) -> None:
    """The marks on an axis `y2` in pixels that runs downwards, each with a thread up its plot."""
    if not strip.marks:
        return
    lanes = [theme.lanes.get(mark.row["lane"], theme.lanes["ours"]) for mark in strip.marks]
    add_all(figure, [_thread(mark, lane, theme) for mark, lane in _zipped(strip, lanes)])
    figure.add_scatter(
        mode="markers+text",
        x=[moment(mark.at) for mark in strip.marks],
        y=[_AROUND + _ROW * (mark.sub_row + 0.5) for mark in strip.marks],
        yaxis="y2",
        text=[str(mark.number) for mark in strip.marks],
        textfont={"color": theme.on_mark, "size": 11},
        marker={
            "symbol": [lane.symbol for lane in lanes],
            "size": [22 if lane.symbol == "diamond" else 19 for lane in lanes],
            "color": [lane.colour for lane in lanes],
            "opacity": 1,
        },
        cliponaxis=False,
        hovertext=[_hover(mark) for mark in strip.marks],
        hoverinfo="text",
    )


def _zipped(strip: Strip, lanes: Sequence[Lane]) -> list[tuple[Mark, Lane]]:
    return list(zip(strip.marks, lanes, strict=True))


def _thread(mark: Mark, lane: Lane, theme: Theme) -> dict[str, Any]:
    at = moment(mark.at).isoformat()
    return {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "yref": "y domain",
        "line": {"width": 1, "dash": "dot", "color": theme.faint(lane.colour, 0.6)},
        "layer": "below",
    }


def _hover(mark: Mark) -> str:
    lane = LANE_TITLES.get(mark.row["lane"], mark.row["lane"])
    head = f"<b>{mark.number}</b> {wrapped(mark.row['title'], 40)}"
    return "<br>".join([head, mark.when, safe(lane)])
