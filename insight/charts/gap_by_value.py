"""The gap of every item in every value of a breakdown: a table whose cells are coloured."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import plotly.graph_objects as go

from insight.charts.claims import could_show, size
from insight.charts.gap_words import UNPAIRED
from insight.charts.items import gap_respondents, is_one_sided, is_paired, item_name
from insight.charts.nps_line import nothing_to_draw
from insight.charts.periods import value_name
from insight.charts.theme import (
    EMPTY_HEIGHT,
    LABEL_SIZE,
    ROW_HEIGHT,
    SMALL_SIZE,
    THIN,
    Theme,
    add_all,
    plain,
    safe,
    small,
    wrapped,
)
from insight.query import Result
from insight.stats.many_tests import holm
from insight.stats.two_waves import Z95, Change, measured_change
from insight.words import EN_DASH, Words

MOST_VALUES = 6
_DEEPEST = 40.0
"""Points at which a cell has its full colour."""
_ABOVE = 0.6


def finding(result: Result, words: Words) -> str:
    """The item whose gap differs most between two values, beyond chance (Holm over all pairs)."""
    named = plain(str(result.asked.get("dimension") or "value").replace("_", " "), 40)
    drawn = _most_answered(result.rows())
    if any(row["importance_satisfaction"] is not None for row in result.rows()):
        return f"Importance times dissatisfaction by {named}"
    rows = [row for row in result.rows() if row["value"] in drawn and _can_be_tested(row)]
    pairs = [
        (one, other, _difference(one, other))
        for item in dict.fromkeys(row["item"] for row in rows)
        for one, other in combinations([row for row in rows if row["item"] == item], 2)
    ]
    if not pairs:
        return f"Too few answers to compare gaps by {named}"
    corrected = holm([change.p for _, _, change in pairs])
    differ = [
        pair for pair, p in zip(pairs, corrected, strict=True) if p <= 0.05 and pair[2].is_real
    ]
    if not differ:
        answers = max(gap_respondents(row) for row in rows)
        return f"No item's gap differs by {named} {could_show(answers, words)}"
    one, other, change = max(differ, key=lambda pair: abs(pair[2].points))
    wide, narrow = sorted((one, other), key=lambda row: row["gap"])
    item = f"“{plain(wide['item'], 60)}”"
    first, second = (
        f"{plain(value_name(row['value']), 40)} ({words.signed(row['gap'])})"
        for row in (wide, narrow)
    )
    return f"{item} differs most by {named}: {first} lies {size(change, words)} below {second}"


def _can_be_tested(row: dict[str, Any]) -> bool:
    has_interval = row["gap_low"] is not None and row["gap_high"] is not None
    return row["gap"] is not None and has_interval and gap_respondents(row) >= THIN


def _difference(one: dict[str, Any], other: dict[str, Any]) -> Change:
    """One gap less another; different people, so that the variances add up."""
    widths = [row["gap_high"] - row["gap_low"] for row in (one, other)]
    error = (widths[0] ** 2 + widths[1] ** 2) ** 0.5 / (2 * Z95)
    points = one["gap"] - other["gap"]
    return measured_change(points, points, error)


def gap_by_value(result: Result, theme: Theme) -> go.Figure:
    """Rows are items, columns values: the gap, or of picks the score, over the people behind it.

    Cells below 30 answers are grey, those below the minimum blank with the word why.
    """
    rows = _with_both_sides(result.rows())
    items = list(dict.fromkeys(row["item"] for row in rows))
    values = _most_answered(rows)
    if not items or not any(_measure(row)[0] is not None for row in rows):
        why = "No gap can be shown by this breakdown"
        return nothing_to_draw(theme.figure(EMPTY_HEIGHT), why, theme)
    left_out = len({row["value"] for row in rows}) - len(values)
    figure = theme.figure(
        int(50 + ROW_HEIGHT * (len(items) + _ABOVE)),
        xaxis={"range": [-0.5, len(values) - 0.5], "visible": False, "fixedrange": True},
        yaxis={
            "tickvals": list(range(len(items))),
            "ticktext": [wrapped(item, 20 if len(values) < 5 else 16, 2) for item in items],
            "tickfont": {"color": theme.ink},
            "range": [len(items) - 0.5, -0.5 - _ABOVE],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 24, "r": 4},
    )
    cells = [
        (values.index(row["value"]), items.index(row["item"]), row)
        for row in rows
        if row["value"] in values
    ]
    width = 12 if len(values) < 5 else 8
    heads = [
        _text(column, -0.5, f"<b>{wrapped(value_name(value), width, 2)}</b>")
        | {"yanchor": "bottom"}
        for column, value in enumerate(values)
    ]
    add_all(
        figure,
        [shape for column, place, row in cells for shape in _cell(column, place, row, theme)],
        [*heads, *(_text(column, place, _written(row, theme)) for column, place, row in cells)],
    )
    if left_out:
        text = f"The {len(values)} values with most answers; {left_out} more in the figures"
        place = {"x": 0, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        figure.add_annotation(place | {"y": 1, "yshift": 4, "text": small(text, theme)})
    figure.add_scatter(
        mode="markers",
        x=[column for column, _, _ in cells],
        y=[place for _, place, _ in cells],
        marker={"size": 30, "opacity": 0},
        hovertext=[_hover(row, theme.words) for _, _, row in cells],
        hoverinfo="text",
    )
    return figure


def _with_both_sides(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items that were asked on both sides of anybody, or whose answers are all hidden."""
    hidden = {row["item"] for row in rows}
    hidden -= {row["item"] for row in rows if row["respondents_wanted"] is not None}
    both = {row["item"] for row in rows if not is_one_sided(row)}
    return [row for row in rows if row["item"] in both | hidden]


def _most_answered(rows: Sequence[dict[str, Any]]) -> list[str | None]:
    """At most six values, those most people answered, in the order of their names."""
    answers: dict[str | None, int] = {}
    for row in rows:
        answers[row["value"]] = answers.get(row["value"], 0) + (row["respondents_delivered"] or 0)
    kept = sorted(answers, key=lambda value: -answers[value])[:MOST_VALUES]
    return sorted(kept, key=lambda value: (value is None, value or ""))


def _measure(row: dict[str, Any]) -> tuple[float | None, int]:
    """The gap, or of picks importance times dissatisfaction, and the people it rests on."""
    if row["importance_satisfaction"] is not None:
        return row["importance_satisfaction"], min(
            row["respondents_wanted"], row["respondents_delivered"]
        )
    return row["gap"], gap_respondents(row)


def _cell(column: int, place: int, row: dict[str, Any], theme: Theme) -> list[dict[str, Any]]:
    """Orange where less is delivered than wanted, blue where more; deeper where further apart."""
    value, people = _measure(row)
    if value is None:
        return []
    depth = value if row["gap"] is not None else -100 * value
    colour = theme.delivered if depth < 0 else theme.accent
    opacity = 0.06 + 0.5 * min(1.0, abs(depth) / _DEEPEST)
    fill = theme.faint(theme.muted, 0.1) if people < THIN else theme.faint(colour, opacity)
    edges = {"x0": column - 0.47, "x1": column + 0.47, "y0": place - 0.45, "y1": place + 0.45}
    return [{"type": "rect", "fillcolor": fill, "line": {"width": 0}, "layer": "below"} | edges]


def _written(row: dict[str, Any], theme: Theme) -> str:
    words = theme.words
    value, people = _measure(row)
    if value is None:
        return small(EN_DASH if is_one_sided(row) else "too<br>few", theme)
    number = words.signed(value) if row["gap"] is not None else words.number(value, 2)
    if people < THIN:
        thin = f'<span style="color:{theme.muted}">{number}</span>'
        return f"{thin}<br>{small(f'n {people}', theme)}"
    mark = UNPAIRED if row["gap"] is not None and not is_paired(row) else ""
    # In ink: muted grey on a deep cell would be too faint to read.
    count = f'<span style="font-size:{SMALL_SIZE}px">n {words.number(people)}{mark}</span>'
    return f"<b>{number}</b><br>{count}"


def _text(x: float, y: float, text: str) -> dict[str, Any]:
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": LABEL_SIZE}}


def _hover(row: dict[str, Any], words: Words) -> str:
    value, people = _measure(row)
    lines = [f"<b>{wrapped(item_name({**row, 'value': None}, 200), 40)}</b>"]
    lines.append(safe(value_name(row["value"])))
    if value is None:
        asked = is_one_sided(row)
        lines.append("Asked on one side only: no gap" if asked else "Too few answers to show")
    elif row["gap"] is not None:
        limits = words.interval(row["gap_low"], row["gap_high"], 1)
        lines.append(f"Gap {words.signed(value, 1)} points, 95 % interval {limits}")
        lines.append(words.count(people, "answer"))
    else:
        lines.append(f"Importance times share not satisfied: {words.number(value, 2)}")
        lines.append(words.count(people, "answer"))
    return "<br>".join(lines)


def alt(result: Result, words: Words) -> str:
    """The finding and the widest gaps, for who does not see the table."""
    said = [f"Table of gaps by item and value. {finding(result, words)}"]
    rows = [row for row in result.rows() if row["gap"] is not None]
    for row in sorted(rows, key=lambda row: row["gap"])[:3]:
        said.append(f"{plain(item_name(row), 80)}: {words.signed(row['gap'])}")
    return ". ".join(said) + "."


def measure(result: Result) -> str:
    """What the cells hold, for the subtitle."""
    by = plain(str(result.asked.get("dimension") or "value").replace("_", " "), 40)
    rows = result.rows()
    if any(row["importance_satisfaction"] is not None for row in rows):
        said = f"Share who picked it times share not satisfied, 0 to 1, by {by}"
    else:
        said = (
            f"Delivered less wanted, points of percent of maximum, by {by}. Orange: less than "
            "wanted; blue: more. Intervals stand in the figures"
        )
    measured = [_measure(row) for row in rows]
    if any(value is not None and people < THIN for value, people in measured):
        said += f". Grey: fewer than {THIN} answers, too thin to say anything from"
    return said
