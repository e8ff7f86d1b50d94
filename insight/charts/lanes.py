"""Marks in their lane: where each one stands so that none hides another, and how it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import plotly.graph_objects as go

from insight.charts.scales import moment
from insight.charts.theme import LABEL_SIZE, Lane, Theme, add_all, safe, small, wrapped
from insight.words import Words

PHONE_PLOT = 240
"""Width in pixels of the time axis on a phone: marks do not overlap even there."""

MOST_SUB_ROWS = 14
_MARK, _SMALL_MARK = 19, 9
_LABEL, _BELOW = 26, 12
_GLYPHS = {"circle": "●", "square": "■", "diamond": "◆"}


@dataclass(frozen=True)
class Mark:
    """One change as drawn: its number, when, how the list writes that, and its sub-row."""

    number: int
    row: dict[str, Any]
    at: date
    until: date
    when: str
    sub_row: int = 0


@dataclass(frozen=True)
class PackedLane:
    """The marks of a lane, each in its sub-row; `dense` ones are small and bear no number."""

    lane: Lane
    marks: tuple[Mark, ...]
    dense: bool

    @property
    def mark_size(self) -> int:
        return _SMALL_MARK if self.dense else _MARK

    @property
    def height(self) -> float:
        """Pixels that the lane takes, its title included."""
        sub_rows = 1 + max((mark.sub_row for mark in self.marks), default=0)
        return _LABEL + sub_rows * (self.mark_size + 3) + _BELOW

    def middle(self, sub_row: int) -> float:
        """Pixels from the lane's top to the middle of a sub-row."""
        return _LABEL + self.mark_size / 2 + sub_row * (self.mark_size + 3)


def pack(lane: Lane, marks: Sequence[Mark], days: int) -> PackedLane:
    """Each mark in the first sub-row that is free, ranges included where there is room for that.

    `days` is the length of the time axis. A lane that needs too many sub-rows is drawn dense.
    """
    day_pixels = PHONE_PLOT / max(1, days)
    for size, with_ranges in ((_MARK, True), (_MARK, False)):
        packed = _in_sub_rows(marks, (size + 3) / day_pixels, with_ranges)
        if max((mark.sub_row for mark in packed), default=0) < MOST_SUB_ROWS:
            return PackedLane(lane, packed, dense=False)
    packed = _in_sub_rows(marks, (_SMALL_MARK + 1) / day_pixels, with_ranges=False)
    return PackedLane(lane, packed, dense=True)


def _in_sub_rows(marks: Sequence[Mark], apart: float, with_ranges: bool) -> tuple[Mark, ...]:
    free_from: list[float] = []
    packed = []
    for mark in sorted(marks, key=lambda mark: (mark.at, mark.number)):
        start = mark.at.toordinal()
        free = (index for index, day in enumerate(free_from) if start >= day)
        sub_row = next(free, len(free_from))
        if sub_row == len(free_from):
            free_from.append(start)
        end = mark.until.toordinal() + apart / 2 if with_ranges else start
        free_from[sub_row] = max(start + apart, end)
        packed.append(replace(mark, sub_row=sub_row))
    return tuple(packed)


def draw_lane(figure: go.Figure, packed: PackedLane, top: float, theme: Theme) -> None:
    """Title, line, ranges and marks, on an axis `y2` in pixels that runs downwards."""
    lane, size = packed.lane, packed.mark_size
    glyph = f'<span style="color:{lane.colour}">{_GLYPHS[lane.symbol]}</span>'
    empty = "" if packed.marks else f" {small('nothing on record', theme)}"
    figure.add_annotation(
        text=f"{glyph} {safe(lane.title)}{empty}",
        x=0,
        xref="paper",
        y=top + 10,
        yref="y2",
        xanchor="left",
        yanchor="middle",
        font={"size": LABEL_SIZE},
        showarrow=False,
    )
    figure.add_shape(
        type="line",
        x0=0,
        x1=1,
        xref="paper",
        y0=top + packed.middle(0),
        y1=top + packed.middle(0),
        yref="y2",
        line={"color": theme.grid, "width": 1},
        layer="below",
    )
    if not packed.marks:
        return
    heights = [top + packed.middle(mark.sub_row) for mark in packed.marks]
    ranges = (
        {
            "type": "rect",
            "x0": moment(mark.at).isoformat(),
            "x1": moment(mark.until).isoformat(),
            "y0": y - size / 6,
            "y1": y + size / 6,
            "yref": "y2",
            "fillcolor": theme.faint(lane.colour, 0.35),
            "line": {"width": 0},
            "layer": "below",
        }
        for mark, y in zip(packed.marks, heights, strict=True)
        if mark.until > mark.at
    )
    add_all(figure, ranges)
    figure.add_scatter(
        mode="markers" if packed.dense else "markers+text",
        x=[moment(mark.at) for mark in packed.marks],
        y=heights,
        yaxis="y2",
        text=None if packed.dense else [str(mark.number) for mark in packed.marks],
        textfont={"color": theme.on_mark, "size": 11},
        marker={
            "symbol": lane.symbol,
            "size": size + (3 if lane.symbol == "diamond" and not packed.dense else 0),
            "color": lane.colour,
            "opacity": 1,
            "line": {"color": theme.paper, "width": 1},
        },
        cliponaxis=False,
        hovertext=[_hover(mark, lane) for mark in packed.marks],
        hoverinfo="text",
    )


def _hover(mark: Mark, lane: Lane) -> str:
    kind, item = mark.row["kind"], mark.row["item"]
    lines = [
        f"<b>{mark.number}</b> {wrapped(mark.row['title'], 40)}",
        mark.when,
        lane.title + (f": {safe(kind)}" if kind else ""),
    ]
    return "<br>".join(lines + ([f"About “{safe(item)}”"] if item else []))


def written_when(row: dict[str, Any], words: Words) -> str:
    """A day, or the days within which it happened."""
    start, end = row["started_on"], row["ended_on"]
    return words.day(start) if end in (None, start) else words.span(start, end)
