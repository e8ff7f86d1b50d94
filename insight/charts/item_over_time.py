"""How have the want and the delivery of one item moved?"""

from typing import Any

import plotly.graph_objects as go

from insight.charts.change_marks import draw_marks, strip_of
from insight.charts.claims import could_show, size
from insight.charts.item_panels import item_panels
from insight.charts.nps_line import draw_line, end_label, nothing_to_draw
from insight.charts.periods import Point, series
from insight.charts.scales import percent_axis, spread, time_axis
from insight.charts.theme import TREND_HEIGHT, Theme, plain, small
from insight.query import Result
from insight.stats.many_tests import holm
from insight.stats.two_waves import Z95, Change, measured_change
from insight.words import Words

SIDES = {"wanted": "the want", "delivered": "delivery"}


def finding(result: Result, words: Words) -> str:
    """Which side moved between the first and the last whole period drawn."""
    rows = _one_item(result)
    if not rows:
        return "No ratings of this item in this period"
    name = plain(rows[0]["item"], 60)
    changes = {side: _change(result, rows, side, words) for side in SIDES}
    known = {side: found for side, found in changes.items() if found}
    if not known:
        return _no_change_to_test(result, rows, name, words)
    corrected = holm([change.p for change, _, _ in known.values()])
    said: dict[str, list[str]] = {}
    for (side, (change, before, _)), p in zip(known.items(), corrected, strict=True):
        if p <= 0.05 and change.is_real:
            verb = "risen" if change.points > 0 else "fallen"
            moved = f"{SIDES[side]} has {verb} {size(change, words)}"
            said.setdefault(f"since {before.period.title}", []).append(moved)
    if said:
        moves = [f"{since} {words.listed(moved)}" for since, moved in said.items()]
        return f"{name}: {words.listed(moves)}"
    change, before, answers = next(iter(known.values()))
    both = "want and delivery show" if len(known) == 2 else f"{SIDES[next(iter(known))]} shows"
    return f"{name}: {both} no change since {before.period.title} {could_show(answers, words)}"


def _no_change_to_test(result: Result, rows: list[dict[str, Any]], name: str, words: Words) -> str:
    shown = {
        side: [point for point in _points(result, rows, side, words) if point.shown]
        for side in SIDES
    }
    said = [f"{side} {words.number(points[-1].value)}" for side, points in shown.items() if points]
    if not said:
        return f"{name}: too few answers to show"
    last = max((points[-1].period for points in shown.values() if points), key=lambda p: p.start)
    so_far = "so far " if last.lacks else ""
    return f"{name}: {words.listed(said)} {so_far}in {last.title}"


def _change(
    result: Result, rows: list[dict[str, Any]], side: str, words: Words
) -> tuple[Change, Point, int] | None:
    points = _points(result, rows, side, words)
    whole = [p for p in points if p.whole and not p.thin and p.low is not None]
    if len(whole) < 2:
        return None
    before, now = whole[0], whole[-1]
    error = ((now.high - now.low) ** 2 + (before.high - before.low) ** 2) ** 0.5 / (2 * Z95)
    points_moved = now.value - before.value
    return (
        measured_change(points_moved, points_moved, error),
        before,
        now.respondents + before.respondents,
    )


def _one_item(result: Result) -> list[dict[str, Any]]:
    """The rows of the item asked for; where none was asked for, of the first."""
    rows = result.rows()
    item = result.asked.get("item") or (rows[0]["item"] if rows else None)
    return [row for row in rows if row["item"] == item]


def _points(result: Result, rows: list[dict[str, Any]], side: str, words: Words) -> list[Point]:
    return series(rows, result.asked, words, side, f"respondents_{side}")


def item_over_time(result: Result, theme: Theme, changes: Result | None = None) -> go.Figure:
    """The want and the delivery of one item, each with its interval, percent of maximum.

    A breakdown is drawn as small multiples. `changes`, an answer to change_timeline, are numbered
    marks under the time axis.
    """
    rows = _one_item(result)
    if result.asked.get("dimension") and rows:
        return item_panels(rows, result, theme)
    lines = {side: _points(result, rows, side, theme.words) for side in SIDES}
    time = time_axis([point.period for points in lines.values() for point in points])
    strip = strip_of(changes, time.get("range"), theme)
    height = TREND_HEIGHT + strip.height
    share = strip.height / (height - 60)
    figure = theme.figure(
        height,
        xaxis=time | ({"anchor": "y2"} if strip.marks else {}),
        yaxis=percent_axis() | {"domain": [share, 1]},
        margin={"t": 30, "r": 86},
    )
    if strip.marks:
        axis = {"domain": [0, share], "range": [strip.height, 0], "visible": False}
        figure.update_layout(yaxis2=axis | {"fixedrange": True})
    if not any(point.shown for points in lines.values() for point in points):
        return nothing_to_draw(figure, finding(result, theme.words), theme)
    figure.add_annotation(
        text=small("Percent of maximum", theme),
        x=0,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=6,
        showarrow=False,
    )
    draw_marks(figure, strip, theme)
    styles = {
        "wanted": (theme.wanted, "dash"),
        "delivered": (theme.delivered, "solid"),
    }
    ends: dict[str, Point] = {}
    for side, points in lines.items():
        colour, dash = styles[side]
        draw_line(
            figure,
            points,
            theme,
            colour,
            measure=side.capitalize(),
            dash=dash,
        )
        shown = [point for point in points if point.shown]
        if shown:
            ends[side] = shown[-1]
    heights = spread([end.value for end in ends.values()], 18, 6, 94)
    for (side, end), height in zip(ends.items(), heights, strict=True):
        figure.add_annotation(end_label(end, theme, side) | {"y": height})
    return figure


def alt(result: Result, words: Words) -> str:
    """The first and last figures of both sides, for who does not see the chart."""
    rows = _one_item(result)
    said = [f"Line chart of want and delivery. {finding(result, words)}"]
    for side in SIDES:
        shown = [point for point in _points(result, rows, side, words) if point.shown]
        if shown:
            first, last = shown[0], shown[-1]
            said.append(
                f"{side.capitalize()} {words.number(first.value)} in {first.period.name}, "
                f"{words.number(last.value)} in {last.period.name}"
            )
    return ". ".join(said) + "."
