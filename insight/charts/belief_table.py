"""Draws the gap of every department and item as a table: who overrates and underrates what."""

from typing import Any

import plotly.graph_objects as go

from insight.charts.belief_rows import belief_colour, is_real
from insight.charts.nps_line import nothing_to_draw
from insight.charts.perception_gap import departments
from insight.charts.theme import Theme, safe, small, wrapped
from insight.charts.tiles import Tile, tile_table
from insight.query import Result
from insight.stats.perception import FEWEST_BELIEFS
from insight.words import EN_DASH, Words

MOST_DEPARTMENTS = 8
_DEEPEST = 30

Gaps = dict[tuple[str, str | None], dict[str, Any]]


def belief_table(result: Result, theme: Theme) -> go.Figure:
    """Rows are items, columns are departments; a cell is the gap in points, bold where real."""
    gaps: Gaps = {(row["item"], row["department"]): row for row in result.rows()}
    items = [item for item in dict.fromkeys(item for item, _ in gaps) if _is_told(item, gaps)]
    everyone = departments(result)
    if not items or not everyone:
        return nothing_to_draw(theme.figure(0), "No department has an item to compare", theme)
    shown = sorted(everyone, key=lambda name: -_believers(name, gaps))[:MOST_DEPARTMENTS]
    columns = [None, *(name for name in everyone if name in shown)]
    tiles = [
        _tile(across, down, gaps[item, name], theme)
        for down, item in enumerate(items)
        for across, name in enumerate(columns)
        if (item, name) in gaps
    ]
    return tile_table(items, [_head(name, gaps, theme) for name in columns], tiles, theme)


def left_out(result: Result) -> int:
    """Departments beyond those that the table has room for."""
    return max(0, len(departments(result)) - MOST_DEPARTMENTS)


def _is_told(item: str, gaps: Gaps) -> bool:
    return any(one == item and row["gap"] is not None for (one, _), row in gaps.items())


def _believers(name: str | None, gaps: Gaps) -> int:
    return max(row["believers"] or 0 for (_, one), row in gaps.items() if one == name)


def _tile(across: int, down: int, row: dict[str, Any], theme: Theme) -> Tile:
    gap = row["gap"] or 0
    return Tile(
        across,
        down,
        _number(row, theme),
        belief_colour(theme) if gap > 0 else theme.delivered,
        abs(gap) / _DEEPEST,
        is_real(row),
        _hover(row, theme.words),
    )


def _number(row: dict[str, Any], theme: Theme) -> str:
    if row["gap"] is None:
        return small(EN_DASH, theme)
    number = theme.words.signed(row["gap"])
    if is_real(row):
        return f"<b>{number}</b>"
    return f'<span style="color:{theme.muted}">{number}</span>'


def _head(name: str | None, gaps: Gaps, theme: Theme) -> str:
    """The department and how many of it believe."""
    title = "<b>Everybody</b>" if name is None else safe(name, 16)
    return f"{title} {small(f'n {theme.words.number(_believers(name, gaps))}', theme)}"


def _hover(row: dict[str, Any], words: Words) -> str:
    who = "Everybody" if row["department"] is None else wrapped(row["department"], 40)
    lines = [f"<b>{wrapped(row['item'], 40)}</b>", who]
    if row["believed"] is not None:
        believers = words.count(row["believers"], "belief")
        lines.append(f"Believed {words.number(row['believed'], 1)} % of maximum, {believers}")
    if row["wanted"] is not None:
        lines.append(f"Wanted {words.number(row['wanted'], 1)} % of maximum")
    if row["gap"] is None:
        lines.append("Asked on one side only, or in two ways: no gap")
    else:
        limits = words.interval(row["gap_low"], row["gap_high"], 1)
        lines.append(f"Gap {words.signed(row['gap'], 1)} points, 95 % interval {limits}")
        if (row["believers"] or 0) < FEWEST_BELIEFS:
            lines.append("Too few beliefs to call a gap")
        elif not is_real(row):
            lines.append("Chance could make a gap like this")
    return "<br>".join(lines)
