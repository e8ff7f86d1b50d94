"""What stands beside each row of the gap chart, and what its hovers say."""

from typing import Any

from insight.charts.items import (
    Side,
    delivered_side,
    gap_respondents,
    is_one_sided,
    is_paired,
    item_name,
    wanted_side,
)
from insight.charts.theme import THIN, Theme, safe, small, wrapped
from insight.words import Words

UNPAIRED = "†"
"""Marks a gap between different people: the difference of the two means."""


def beside(row: dict[str, Any], theme: Theme) -> str:
    """Right of the row: the gap with half its interval, and the people it rests on."""
    words = theme.words
    mark = ""
    if row["gap"] is not None:
        respondents = gap_respondents(row)
        mark = "" if is_paired(row) else UNPAIRED
        head = f"<b>{words.signed(row['gap'])}</b>"
        if row["gap_low"] is not None and row["gap_high"] is not None:
            half = (row["gap_high"] - row["gap_low"]) / 2
            half_written = words.number(half, 0 if half >= 0.95 else 1)
            head += f" {small(f'±{half_written}', theme)}"
    elif row["importance_satisfaction"] is not None:
        respondents = min(row["respondents_wanted"], row["respondents_delivered"])
        head = f"<b>{words.number(row['importance_satisfaction'], 2)}</b>"
    else:
        respondents, head = _without_gap(row, theme)
    if respondents < THIN:
        head = f'<span style="color:{theme.muted}">{head}</span>'
        mark += ", thin"
    return f"{head}<br>{small(f'n {words.number(respondents)}{mark}', theme)}"


def _without_gap(row: dict[str, Any], theme: Theme) -> tuple[int, str]:
    """The people and the figure of the one side there is; of two sides, that they are too few."""
    sides = {"delivered": delivered_side(row), "wanted": wanted_side(row)}
    shown = {kind: side for kind, side in sides.items() if side}
    respondents = min(side.respondents for side in shown.values())
    if len(shown) == 2:
        return respondents, small("too few", theme)
    [(kind, side)] = shown.items()
    return respondents, f"{theme.words.number(side.value)} {small(kind, theme)}"


def gap_hover(row: dict[str, Any], kind: str, side: Side, words: Words) -> str:
    """One side of an item: its figure, the gap with its interval, and the people behind both."""
    lines = [
        f"<b>{wrapped(item_name(row, 200), 40)}</b>",
        f"{side.said(kind, words)}, {words.count(side.respondents, 'answer')}",
    ]
    if row["gap"] is not None:
        interval = words.interval(row["gap_low"], row["gap_high"], 1)
        lines.append(f"Gap {words.signed(row['gap'], 1)} points, 95 % interval {interval}")
        behind = words.count(gap_respondents(row), "answer")
        if is_paired(row):
            lines.append(f"Paired: {behind} of people who rated both sides")
        else:
            lines.append(f"Unpaired: different people, {behind} on the smaller side")
    else:
        lines.append(f"95 % interval {words.interval(*side.limits, 1)}")
        if row["importance_satisfaction"] is not None:
            score = words.number(row["importance_satisfaction"], 2)
            lines.append(f"Importance times share not satisfied: {score}")
        elif is_one_sided(row):
            lines.append("Asked on one side only: no gap")
        else:
            lines.append("Too few answers to show a gap")
    if side.respondents < THIN:
        lines.append("Too few answers to say much")
    if row["kind"]:
        lines.append(f"Kind: {safe(row['kind'])}")
    return "<br>".join(lines)
