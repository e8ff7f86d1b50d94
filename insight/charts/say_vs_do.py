"""Do we change what customers want most? Stated priorities beside changes completed."""

from typing import Any

import plotly.graph_objects as go

from insight.charts.driver import item_axis
from insight.charts.nps_line import nothing_to_draw
from insight.charts.scales import percent_axis
from insight.charts.theme import ROW_HEIGHT, THIN, Theme, add_all, plain, small, wrapped
from insight.query import Result
from insight.words import Words

_ABOVE, _BELOW = 1.05, 0.5
_MOST_DOTS = 6
_FIRST = 3


def finding(result: Result, words: Words) -> str:
    """How many of the most wanted had no completed change in the period."""
    wants = _wants(result)
    if not wants:
        return "Too few answers to say what customers want most"
    if not any(row["changes_completed"] or row["changes_open"] for row in result.rows()):
        return "No change of ours is on record in this period"
    first = wants[:_FIRST]
    none = [row for row in first if not row["changes_completed"]]
    if not none:
        most = "The most wanted item" if len(first) == 1 else f"{_most(len(first), words)} each"
        return f"{most} had a completed change"
    if len(none) == len(first):
        if len(first) == 1:
            return f"{_name(first[0])}, wanted most, had no completed change"
        return f"{_most(len(first), words)} had no completed change"
    listed = words.listed([_name(row) for row in none])
    return f"Of the {words.spelled(len(first))} most wanted items, {listed} had no completed change"


def measure(result: Result, words: Words) -> str:
    """What is drawn, and what of our changes cannot be told."""
    aimless = next((row for row in result.rows() if row["item"] is None), None)
    said = (
        "Items by mean want, percent of maximum (of picks: percent who picked it). A dot is a "
        "change of ours completed, a ring one begun without a day of completion. Near-equal wants "
        "have near-equal places"
    )
    if aimless is None:
        return said
    changes = aimless["changes_completed"] + aimless["changes_open"]
    return f"{said}; {words.count(changes, 'change')} of ours aimed at no item"


def say_vs_do(result: Result, theme: Theme) -> go.Figure:
    """One row an item, most wanted first: its want as a bar, our changes beside it."""
    rows = [row for row in result.rows() if row["item"] is not None]
    rows = [row for row in rows if row["wanted"] is not None or _changes(row)]
    figure = theme.figure(
        int(60 + ROW_HEIGHT * 0.8 * (len(rows) + _ABOVE - 1 + _BELOW)),
        xaxis=percent_axis() | {"showgrid": True},
        yaxis=item_axis([row["item"] for row in rows], theme, _ABOVE, _BELOW),
        margin={"t": 8, "r": 112},
    )
    if not rows:
        return nothing_to_draw(figure, "No item has enough answers to draw", theme)
    wanted = [(place, row) for place, row in enumerate(rows) if row["wanted"] is not None]
    colours = [theme.muted if row["respondents"] < THIN else theme.wanted for _, row in wanted]
    add_all(
        figure,
        [
            _bar(place, row, colour, theme)
            for (place, row), colour in zip(wanted, colours, strict=True)
        ],
        [_beside(place, row, theme) for place, row in enumerate(rows)],
    )
    figure.add_scatter(
        mode="markers+text",
        x=[row["wanted"] for _, row in wanted],
        y=[place for place, _ in wanted],
        text=[theme.words.number(row["wanted"]) for _, row in wanted],
        textposition="middle left",
        marker={
            "symbol": "line-ns",
            "size": 18,
            "opacity": 1,
            "line": {"color": colours, "width": 4},
        },
        cliponaxis=False,
        hovertext=[_hover(row, theme.words) for _, row in wanted],
        hoverinfo="text",
    )
    figure.add_annotation(
        _right_of(-_ABOVE, small("our changes", theme)) | {"yanchor": "top", "xshift": 14}
    )
    return figure


def alt(result: Result, words: Words) -> str:
    """The finding and the first items with their changes, for who does not see the chart."""
    said = [f"Items by want with our changes. {finding(result, words)}"]
    for row in _wants(result)[:5]:
        said.append(
            f"{plain(row['item'])}: wanted {words.number(row['wanted'])}, "
            f"{words.count(row['changes_completed'], 'change')} completed, "
            f"{words.number(row['changes_open'])} without a day of completion"
        )
    return ". ".join(said) + "."


def _wants(result: Result) -> list[dict[str, Any]]:
    """Items whose want rests on enough answers, the most wanted first."""
    return [
        row
        for row in result.rows()
        if row["item"] is not None and row["wanted"] is not None and row["respondents"] >= THIN
    ]


def _most(count: int, words: Words) -> str:
    return f"The {words.spelled(count)} most wanted items"


def _name(row: dict[str, Any]) -> str:
    return f"“{plain(row['item'], 60)}”"


def _changes(row: dict[str, Any]) -> int:
    return (row["changes_completed"] or 0) + (row["changes_open"] or 0)


def _bar(place: int, row: dict[str, Any], colour: str, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": 0,
        "x1": row["wanted"],
        "y0": place,
        "y1": place,
        "line": {"color": theme.faint(colour, 0.2), "width": 12},
        "layer": "below",
    }


def _beside(place: int, row: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """Right of the row: a dot for each change completed, a ring for each begun, and the counts."""
    words = theme.words
    done, still_open = row["changes_completed"] or 0, row["changes_open"] or 0
    ours = theme.lanes["ours"].colour
    marks = "●" * min(done, _MOST_DOTS) + "○" * min(still_open, max(0, _MOST_DOTS - done))
    if not marks:
        text = small("none", theme)
    else:
        counts = [f"{words.number(done)} done"] if done else []
        counts += [f"{words.number(still_open)} begun"] if still_open else []
        text = f'<span style="color:{ours}">{marks}</span><br>{small(", ".join(counts), theme)}'
    if row["wanted"] is None:
        text += small("<br>want not asked", theme)
    return _right_of(place, text)


def _right_of(y: float, text: str) -> dict[str, Any]:
    return {
        "text": text,
        "x": 1,
        "xref": "paper",
        "y": y,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 14,
        "align": "left",
        "showarrow": False,
    }


def _hover(row: dict[str, Any], words: Words) -> str:
    lines = [
        f"<b>{wrapped(row['item'], 40)}</b>",
        f"Wanted {words.number(row['wanted'], 1)}, place {words.number(row['rank'])}",
        words.count(row["respondents"], "answer"),
        f"{words.count(row['changes_completed'], 'change')} of ours completed",
        f"{words.number(row['changes_open'])} begun without a day of completion",
    ]
    if row["respondents"] < THIN:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)
