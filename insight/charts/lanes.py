"""Marks in their lane: where each one stands so that none hides another, and how it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import plotly.graph_objects as go

from insight.charts.scales import moment
from insight.charts.theme import LABEL_SIZE, Lane, Theme, add_all, safe, small, wrapped
from insight.charts.timeline_entries import is_found

PHONE_PLOT = 240
"""Width in pixels of the time axis on a phone: marks do not overlap even there."""

MOST_SUB_ROWS = 14
MOST_DENSE_SUB_ROWS = 30
"""Above, marks that would touch on a phone become one, with how many they are."""

_MARK, _SMALL_MARK, _HEAP = 19, 9, 27
_LABEL, _BELOW = 26, 12
_TIMES = "\N{MULTIPLICATION SIGN}"
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
    heaped: "tuple[Mark, ...]" = ()
    """The marks that this one stands for, where there is no room for each."""

    @property
    def is_found(self) -> bool:
        return is_found(self.row)


@dataclass(frozen=True)
class PackedLane:
    """The marks of a lane, each in its sub-row; `dense` ones are small and bear no number."""

    lane: Lane
    marks: tuple[Mark, ...]
    dense: bool

    @property
    def mark_size(self) -> int:
        if any(mark.heaped for mark in self.marks):
            return _HEAP
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

    `days` is the length of the time axis. A lane that needs too many sub-rows is drawn dense, one
    that needs too many even so in heaps.
    """
    day_pixels = PHONE_PLOT / max(1, days)
    for size, with_ranges in ((_MARK, True), (_MARK, False)):
        packed = _in_sub_rows(marks, (size + 3) / day_pixels, with_ranges)
        if max((mark.sub_row for mark in packed), default=0) < MOST_SUB_ROWS:
            return PackedLane(lane, packed, dense=False)
    packed = _in_sub_rows(marks, (_SMALL_MARK + 1) / day_pixels, with_ranges=False)
    if max(mark.sub_row for mark in packed) < MOST_DENSE_SUB_ROWS:
        return PackedLane(lane, packed, dense=True)
    return PackedLane(lane, _heaped(marks, (_HEAP + 6) / day_pixels), dense=False)


def _heaped(marks: Sequence[Mark], apart: float) -> tuple[Mark, ...]:
    heaps: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: (mark.at, mark.number)):
        if heaps and (mark.at - heaps[-1][0].at).days < apart:
            heaps[-1].append(mark)
        else:
            heaps.append([mark])
    return tuple(
        replace(heap[0], until=heap[0].at, heaped=tuple(heap) if len(heap) > 1 else ())
        for heap in heaps
    )


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
            "layer": "below",
        }
        | _filling(mark, lane, theme)
        for mark, y in zip(packed.marks, heights, strict=True)
        if mark.until > mark.at
    )
    add_all(figure, ranges)
    figure.add_scatter(
        mode="markers" if packed.dense else "markers+text",
        x=[moment(mark.at) for mark in packed.marks],
        y=heights,
        yaxis="y2",
        text=None if packed.dense else [_written_on(mark) for mark in packed.marks],
        textfont={
            "color": [lane.colour if mark.is_found else theme.on_mark for mark in packed.marks],
            "size": 11,
        },
        marker={
            "symbol": lane.symbol,
            "size": size + (3 if lane.symbol == "diamond" and not packed.dense else 0),
            "color": [theme.paper if mark.is_found else lane.colour for mark in packed.marks],
            "opacity": 1,
            "line": {
                "color": [lane.colour if m.is_found else theme.paper for m in packed.marks],
                "width": [2 if mark.is_found else 1 for mark in packed.marks],
            },
        },
        cliponaxis=False,
        hovertext=[_hover(mark, lane) for mark in packed.marks],
        hoverinfo="text",
    )


def _filling(mark: Mark, lane: Lane, theme: Theme) -> dict[str, Any]:
    """What was found in the data lies somewhere within its days: hollow, with a dotted edge."""
    if mark.is_found:
        return {"line": {"width": 1.5, "color": lane.colour, "dash": "dot"}}
    return {"fillcolor": theme.faint(lane.colour, 0.35), "line": {"width": 0}}


def _written_on(mark: Mark) -> str:
    return f"{_TIMES}{len(mark.heaped)}" if mark.heaped else str(mark.number)


def _hover(mark: Mark, lane: Lane) -> str:
    if mark.heaped:
        named = [f"<b>{one.number}</b> {safe(one.row['title'], 40)}" for one in mark.heaped[:8]]
        more = len(mark.heaped) - len(named)
        said = [lane.title, *named, *([f"and {more} more, in the list"] if more else [])]
        return "<br>".join([*said, "A shorter period parts them"])
    if mark.is_found:
        return f"<b>{mark.number}</b> {wrapped(mark.row['sentence'], 44, 6)}<br>Found in the data"
    kind, item = mark.row["kind"], mark.row["item"]
    lines = [
        f"<b>{mark.number}</b> {wrapped(mark.row['title'], 40)}",
        mark.when,
        lane.title + (f": {safe(kind)}" if kind else ""),
    ]
    return "<br>".join(lines + ([f"About “{safe(item)}”"] if item else []))
