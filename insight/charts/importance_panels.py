"""Draws derived and stated importance: two panels that share the items, each on its own scale."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from insight.charts.driver import item_axis, share_range
from insight.charts.nps_line import nothing_to_draw
from insight.charts.stated_and_derived import Compared, compared, finding, ordinal
from insight.charts.theme import ROW_HEIGHT, THIN, Theme, add_all, small, wrapped
from insight.query import Result
from insight.words import Words

_ABOVE, _BELOW = 1.3, 0.5
_ROOM_FOR_TEXT = 1.5


@dataclass(frozen=True)
class _Panel:
    """One yardstick: its place, its titles, and each item's value, limits, rank and people."""

    column: int
    title: str
    measure: str
    symbol: dict[str, object]
    marks: Sequence[tuple[float, tuple[float | None, float | None], int, int]]

    @property
    def axis(self) -> str:
        return f"x{self.column}".replace("x1", "x")


def importance_panels(derived: Result, stated: Result, theme: Theme) -> go.Figure:
    """Two panels sharing the items: derived shares as dots, stated wants as strokes.

    Items on which the two disagree are shaded.
    """
    items = compared(derived, stated)
    if len(items) < 2:
        why = finding(derived, stated, theme.words)
        return nothing_to_draw(theme.figure(0), why, theme)
    figure = make_subplots(1, 2, shared_yaxes=True, horizontal_spacing=0.06)
    figure.update_layout(
        template=theme.template,
        height=int(60 + ROW_HEIGHT * (len(items) + _ABOVE - 1 + _BELOW)),
        margin={"t": 8, "r": 46},
    )
    axis = item_axis([item.item for item in items], theme, _ABOVE, _BELOW)
    axis["ticktext"] = [
        f"<b>{name}</b>" if item.disagrees else name
        for name, item in zip(axis["ticktext"], items, strict=True)
    ]
    figure.update_yaxes(axis)
    most = max(item.derived.high or item.derived.share for item in items)
    own_scale = {"fixedrange": True, "showgrid": True, "nticks": 3}
    figure.update_xaxes(own_scale | {"range": share_range(most, _ROOM_FOR_TEXT)}, col=1)
    figure.update_xaxes(own_scale | {"range": [0, 100], "tickvals": [0, 50, 100]}, col=2)
    for panel in _panels(items):
        _draw(figure, panel, items, theme)
    add_all(figure, [_shade(place, theme) for place, i in enumerate(items) if i.disagrees])
    return figure


def _panels(items: Sequence[Compared]) -> tuple[_Panel, _Panel]:
    """Dots for what goes with the score; strokes, as wants are drawn everywhere, for the want."""
    picks = items[0].stated.unit == "picked"
    return (
        _Panel(
            1,
            "Derived",
            "share of R², %",
            {"symbol": "circle", "size": 11},
            [
                (i.derived.share, (i.derived.low, i.derived.high), i.derived_rank, i.people)
                for i in items
            ],
        ),
        _Panel(
            2,
            "Stated",
            "picked, %" if picks else "wanted, %",
            {"symbol": "line-ns", "size": 18},
            [(i.stated.value, i.stated.limits, i.stated_rank, i.stated.respondents) for i in items],
        ),
    )


def _draw(figure: go.Figure, panel: _Panel, items: Sequence[Compared], theme: Theme) -> None:
    colours = [theme.muted if people < THIN else theme.accent for *_, people in panel.marks]
    title = f"<b>{panel.title}</b><br>{small(panel.measure, theme)}"
    shapes, texts = [], [_text(panel.axis, -_ABOVE, 0, title) | {"yanchor": "top", "xshift": 0}]
    for place, ((value, (low, high), rank, _), colour) in enumerate(
        zip(panel.marks, colours, strict=True)
    ):
        if low is not None:
            shapes.append(_interval(panel.axis, place, low, high, theme.faint(colour, 0.4)))
        number = theme.words.number(value, 0 if value >= 0.95 else 1)
        text = f"<b>{number}</b><br>{small(ordinal(rank), theme)}"
        texts.append(_text(panel.axis, place, value if high is None else high, text))
    add_all(figure, shapes, texts)
    width = 4 if panel.symbol["symbol"] == "line-ns" else 2
    figure.add_scatter(
        mode="markers",
        x=[value for value, *_ in panel.marks],
        y=list(range(len(panel.marks))),
        marker=panel.symbol
        | {"opacity": 1, "color": colours, "line": {"color": colours, "width": width}},
        cliponaxis=False,
        hovertext=[_hover(item, theme.words) for item in items],
        hoverinfo="text",
        row=1,
        col=panel.column,
    )


def _interval(axis: str, place: int, low: float, high: float, colour: str) -> dict[str, object]:
    return {
        "type": "line",
        "xref": axis,
        "yref": "y",
        "x0": low,
        "x1": high,
        "y0": place,
        "y1": place,
        "line": {"color": colour, "width": 8},
        "layer": "below",
    }


def _shade(place: int, theme: Theme) -> dict[str, object]:
    return {
        "type": "rect",
        "xref": "paper",
        "yref": "y",
        "x0": 0,
        "x1": 1,
        "y0": place - 0.5,
        "y1": place + 0.5,
        "fillcolor": theme.faint(theme.delivered, 0.14),
        "line": {"width": 0},
        "layer": "below",
    }


def _text(axis: str, y: float, x: float, text: str) -> dict[str, object]:
    return {
        "text": text,
        "xref": axis,
        "yref": "y",
        "x": x,
        "y": y,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 9,
        "align": "left",
        "showarrow": False,
    }


def _hover(item: Compared, words: Words) -> str:
    share = words.number(item.derived.share, 1)
    limits = words.interval(item.derived.low, item.derived.high, 1)
    lines = [
        f"<b>{wrapped(item.item, 40)}</b>",
        f"Goes with the score: {share} % of R² ({limits}), {ordinal(item.derived_rank)}",
        f"{item.stated.said('wanted', words)} ({words.interval(*item.stated.limits, 1)}), "
        f"{ordinal(item.stated_rank)}",
        f"{words.count(item.stated.respondents, 'answer')} behind the want",
    ]
    if item.is_thin:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)
