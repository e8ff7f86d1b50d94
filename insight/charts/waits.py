"""Waiting times as rows: median days with their interval, how many are done and still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import ROW_HEIGHT, Theme, add_all, small, wrapped
from insight.words import Words

FEW = 5
"""Below so many a median is grey: too few to say anything from."""


@dataclass(frozen=True)
class Wait:
    """One row: its name, days until half were done (None while fewer are), and how many."""

    name: str
    median: float | None
    low: float | None
    high: float | None
    done: int
    open: int

    @property
    def few(self) -> bool:
        return self.done + self.open < FEW

    def counted(self, words: Words) -> str:
        """`12 done, 3 open`."""
        done = f"{words.number(self.done)} done"
        return f"{done}, {words.number(self.open)} open" if self.open else done

    def said(self, words: Words) -> str:
        """`348 days (228 to 657)`; what is known where half are not done, or no end is in sight."""
        if self.median is None:
            return "fewer than half are done"
        median = days(self.median, words)
        if self.low is None or (self.low == self.high and self.done < FEW):
            return median
        if self.high is None:
            return f"{median} ({words.number(self.low)} or more)"
        return f"{median} ({words.interval(self.low, self.high)})"


def days(count: float, words: Words) -> str:
    """`1 day`, `348 days`, `2.5 days`."""
    written = words.number(count, 0 if float(count).is_integer() else 1)
    return f"{written} day" if written == "1" else f"{written} days"


def wait_of(row: dict[str, Any], name: str) -> Wait:
    """A row of an answer with median_days, low, high, done and open."""
    return Wait(name, row["median_days"], row["low"], row["high"], row["done"], row["open"])


def draw_waits(waits: Sequence[Wait], theme: Theme) -> go.Figure:
    """A row each, the first on top: a dot at the median, its interval, and the counts beside it."""
    if all(wait.median is None and wait.low is None for wait in waits):
        counts = "; ".join(f"{wait.name}: {wait.counted(theme.words)}" for wait in waits)
        return nothing_to_draw(theme.figure(0), f"Fewer than half are done. {counts}", theme)
    ends = [end for wait in waits for end in (wait.low, wait.median, wait.high) if end is not None]
    reach = max([*ends, 1]) * 1.08
    figure = theme.figure(
        int(46 + ROW_HEIGHT * max(2, len(waits))),
        xaxis={
            "range": [-reach * 0.05, reach],
            "nticks": 5,
            "showgrid": True,
            "fixedrange": True,
            "title": {"text": "days", "standoff": 4},
        },
        yaxis={
            "tickvals": list(range(len(waits))),
            "ticktext": [wrapped(wait.name, 18, 2) for wait in waits],
            "tickfont": {"color": theme.ink},
            "range": [len(waits) - 0.5, -0.5],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 8, "r": 24 + max(80, *(7 * len(_counts(w, theme.words)) for w in waits))},
    )
    colours = [theme.muted if wait.few else theme.accent for wait in waits]
    add_all(
        figure,
        [
            _interval(place, wait, reach, theme.faint(colour, 0.4))
            for place, (wait, colour) in enumerate(zip(waits, colours, strict=True))
            if wait.low is not None
        ],
        [_beside(place, wait, theme) for place, wait in enumerate(waits)],
    )
    known = [place for place, wait in enumerate(waits) if wait.median is not None]
    figure.add_scatter(
        mode="markers",
        x=[waits[place].median for place in known],
        y=known,
        marker={
            "size": 11,
            "opacity": 1,
            "color": [theme.paper if waits[place].few else colours[place] for place in known],
            "line": {"color": [colours[place] for place in known], "width": 2},
        },
        hovertext=[_hover(waits[place], theme.words) for place in known],
        hoverinfo="text",
        cliponaxis=False,
    )
    _open_ended(figure, waits, colours, reach, theme)
    return figure


def _interval(place: int, wait: Wait, reach: float, colour: str) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": wait.low,
        "x1": reach if wait.high is None else wait.high,
        "y0": place,
        "y1": place,
        "line": {"color": colour, "width": 7},
        "layer": "below",
    }


def _open_ended(
    figure: go.Figure, waits: Sequence[Wait], colours: list[str], reach: float, theme: Theme
) -> None:
    """An arrow where the interval has no end yet."""
    places = [p for p, wait in enumerate(waits) if wait.low is not None and wait.high is None]
    if places:
        figure.add_scatter(
            mode="markers",
            x=[reach] * len(places),
            y=places,
            marker={
                "symbol": "triangle-right",
                "size": 12,
                "color": [colours[place] for place in places],
            },
            hovertext=[_hover(waits[place], theme.words) for place in places],
            hoverinfo="text",
            cliponaxis=False,
        )


def _beside(place: int, wait: Wait, theme: Theme) -> dict[str, Any]:
    words = theme.words
    head = "not half done" if wait.median is None else f"<b>{days(wait.median, words)}</b>"
    return {
        "text": f"{head}<br>{small(_counts(wait, words), theme)}",
        "x": 1,
        "xref": "paper",
        "xshift": 12,
        "y": place,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
    }


def _counts(wait: Wait, words: Words) -> str:
    return wait.counted(words) + (", few" if wait.few else "")


def _hover(wait: Wait, words: Words) -> str:
    lines = [
        f"<b>{wrapped(wait.name, 40)}</b>",
        f"Half within {days(wait.median, words)}"
        if wait.median is not None
        else "Fewer than half are done",
    ]
    if wait.low is not None:
        end = "no end yet" if wait.high is None else words.number(wait.high)
        lines.append(f"95 % interval {words.number(wait.low)} to {end}")
    lines.append(wait.counted(words))
    if wait.few:
        lines.append("Too few to say much")
    return "<br>".join(lines)
