"""One item in every value of a breakdown: want and delivery as small multiples on one scale."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from insight.charts.claims import could_show
from insight.charts.nps_line import draw_line, end_label, nothing_to_draw
from insight.charts.periods import Point, by_value, series, value_name
from insight.charts.scales import percent_axis, spread, time_axis
from insight.charts.theme import EMPTY_HEIGHT, PANEL_HEIGHT, Theme, plain, safe, small
from insight.query import Result
from insight.stats.many_tests import holm
from insight.stats.two_waves import Z95, Change, measured_change
from insight.words import Words

MOST_PANELS = 6
SIDES = ("wanted", "delivered")

_Lines = Mapping[str, Sequence[Point]]


def panels_finding(result: Result, words: Words) -> str:
    """Between which values delivery (else the want) lies furthest apart, beyond chance (Holm).

    Values are compared in the last whole period that two of them or more have.
    """
    for side in reversed(SIDES):
        found = _last_whole(result, side, words)
        if found:
            return _furthest_apart(found, side, result, words)
    return f"Too few answers to compare by {_by(result)}"


def _by(result: Result) -> str:
    return plain(str(result.asked.get("dimension") or "value").replace("_", " "), 40)


def _last_whole(result: Result, side: str, words: Words) -> list[tuple[str, Point]]:
    """Each value's point in the last whole period that more than one of them has."""
    periods: dict[date, list[tuple[str, Point]]] = {}
    for value, rows in by_value(result.rows()).items():
        for point in series(rows, result.asked, words, side, f"respondents_{side}"):
            if point.whole and not point.thin and point.low is not None:
                periods.setdefault(point.period.start, []).append((value_name(value), point))
    several = [start for start, points in periods.items() if len(points) > 1]
    return periods[max(several)] if several else []


def _furthest_apart(found: list[tuple[str, Point]], side: str, result: Result, words: Words) -> str:
    named = {"wanted": "the want", "delivered": "delivery"}[side]
    when = found[0][1].period.title
    pairs = [(one, other, _difference(one[1], other[1])) for one, other in combinations(found, 2)]
    corrected = holm([change.p for _, _, change in pairs])
    real = [pair for pair, p in zip(pairs, corrected, strict=True) if p <= 0.05 and pair[2].is_real]
    if not real:
        answers = sum(point.respondents for _, point in found)
        return f"In {when} {named} does not differ by {_by(result)} {could_show(answers, words)}"
    one, other, _ = max(real, key=lambda pair: abs(pair[2].points))
    (high, above), (low, below) = sorted((one, other), key=lambda entry: -entry[1].value)
    return (
        f"In {when} {named} was {words.number(above.value)} for {plain(high, 40)}, above "
        f"{plain(low, 40)} ({words.number(below.value)})"
    )


def _difference(one: Point, other: Point) -> Change:
    error = ((one.high - one.low) ** 2 + (other.high - other.low) ** 2) ** 0.5 / (2 * Z95)
    points = one.value - other.value
    return measured_change(points, points, error)


def item_panels(rows: Sequence[dict[str, Any]], result: Result, theme: Theme) -> go.Figure:
    """Up to six panels, those of the values with most answers; says how many are left out."""
    every_value = by_value(rows)
    values = {value: of for value, of in every_value.items() if _answers(of)}
    if not values:
        why = f"Too few answers to show by {_by(result)}"
        return nothing_to_draw(theme.figure(EMPTY_HEIGHT), why, theme)
    kept = sorted(values, key=lambda value: -_answers(values[value]))[:MOST_PANELS]
    shown = [(value, values[value]) for value in values if value in kept]
    count, columns = -(-len(shown) // 2), min(2, len(shown))
    places = [{} if index < len(shown) else None for index in range(count * columns)]
    figure = make_subplots(
        rows=count,
        cols=columns,
        specs=[places[start : start + columns] for start in range(0, len(places), columns)],
        shared_xaxes="all",
        shared_yaxes="all",
        horizontal_spacing=0.1,
        vertical_spacing=0.34 / count,
    )
    figure.layout.template = theme.template
    lines = {
        value: {
            side: series(of_value, result.asked, theme.words, side, f"respondents_{side}")
            for side in SIDES
        }
        for value, of_value in shown
    }
    every = [point for sides in lines.values() for points in sides.values() for point in points]
    figure.update_xaxes(time_axis([point.period for point in every]), nticks=4)
    if count > 1 and len(shown) % 2:
        figure.update_xaxes(showticklabels=True, row=count - 1, col=2)
    figure.update_yaxes(percent_axis() | {"tickvals": [0, 50, 100]})
    for index, (value, of_value) in enumerate(shown):
        axes = (f"x{index + 1}".replace("x1", "x"), f"y{index + 1}".replace("y1", "y"))
        _draw(figure, lines[value], value_name(value), axes, theme)
        title = f"<b>{safe(value_name(value), 22)}</b><br>"
        title += small(theme.words.count(_answers(of_value), "rating"), theme)
        figure.add_annotation(_above(title, f"{axes[0]} domain", f"{axes[1]} domain", 5))
    note = _left_out(len(values) - len(shown), len(every_value) - len(values), len(shown))
    top = 70 if note else 46
    figure.update_layout(
        height=top + 20 + count * PANEL_HEIGHT, margin={"t": top, "r": 34}, hovermode="closest"
    )
    if note:
        figure.add_annotation(_above(small(note, theme), "paper", "paper", top - 20))
    return figure


def _left_out(more: int, hidden: int, shown: int) -> str:
    """Which values have no panel, and why."""
    said = [f"The {shown} values with most ratings; {more} more not drawn"] if more else []
    if hidden:
        said.append(f"{hidden} {'value' if hidden == 1 else 'values'} with too few answers")
    return "; ".join(said)


def _answers(rows: Sequence[dict[str, Any]]) -> int:
    """Ratings of the side more people rated."""
    return max(sum(row[f"respondents_{side}"] or 0 for row in rows) for side in SIDES)


def _draw(figure: go.Figure, lines: _Lines, name: str, axes: tuple[str, str], theme: Theme) -> None:
    styles = {"wanted": (theme.wanted, "dash"), "delivered": (theme.delivered, "solid")}
    ends = []
    for side, points in lines.items():
        colour, dash = styles[side]
        measure = f"{safe(name, 40)}: {side}"
        draw_line(figure, points, theme, colour, axes, measure, dash, most_marks=8)
        shown = [point for point in points if point.shown]
        if shown:
            ends.append((shown[-1], colour))
    heights = spread([end.value for end, _ in ends], 14, 6, 94)
    for (end, colour), height in zip(ends, heights, strict=True):
        number = f'<b><span style="color:{colour}">{theme.words.number(end.value)}</span></b>'
        place = {"xref": axes[0], "yref": axes[1], "y": height, "text": number}
        figure.add_annotation(end_label(end, theme) | place)


def _above(text: str, xref: str, yref: str, up: float) -> dict[str, Any]:
    return {
        "text": text,
        "x": 0,
        "y": 1,
        "xref": xref,
        "yref": yref,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": up,
        "align": "left",
        "showarrow": False,
    }
