"""Do the same people score differently than they did one period ago?"""

from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from insight.charts.claims import is_thin, limits, size
from insight.charts.nps_line import nothing_to_draw
from insight.charts.pairs import latest_pair, pair_of, unit_of
from insight.charts.periods import Point, series
from insight.charts.scales import nps_axis, time_axis, zero_line
from insight.charts.theme import LABEL_SIZE, Theme, add_all, small
from insight.query import Result
from insight.stats.two_waves import Change
from insight.words import Words

HEIGHT = 300
_MOST_LABELS = 8


def finding(result: Result, words: Words) -> str:
    """What the latest complete pair of periods shows of the customers who answered in both."""
    row = latest_pair(result)
    if row is None:
        return "Too few customers answered in two periods in a row to show their change"
    before, after = pair_of(result, row["period"], words)
    so_far = "" if row["complete"] else " so far"
    customers = words.count(row["customers"], "customer")
    if is_thin(row["customers"]):
        return f"Only {customers} answered in {before} and in {after}{so_far}: too thin to say more"
    change = change_of(row)
    if change is None or not change.is_real:
        return (
            f"No change from {before} to {after}{so_far} that {customers} who answered in both "
            "could show"
        )
    direction = "higher" if change.points > 0 else "lower"
    return (
        f"The same {customers} score {size(change, words)} "
        f"{direction} in {after}{so_far} than in {before} ({limits(change, words)})"
    )


def change_of(row: dict[str, Any]) -> Change | None:
    """The change of one pair; None where everybody changed alike or it is hidden."""
    if row["p"] is None:
        return None
    return Change(row["change"], row["change_low"], row["change_high"], row["p"])


def same_people(result: Result, theme: Theme) -> go.Figure:
    """The change of those who answered in both periods, pair by pair, with its interval."""
    points = _points(result, theme.words)
    shown = [point for point in points if point.shown]
    if not shown:
        why = "Too few customers answered in two periods in a row"
        return nothing_to_draw(theme.figure(HEIGHT), why, theme)
    few = len(shown) <= _MOST_LABELS
    axis = _change_axis(shown)
    figure = theme.figure(
        HEIGHT,
        xaxis=time_axis([point.period for point in points], zoom=False),
        yaxis=zero_line(axis, theme),
        margin={"t": 34, "r": 72 if shown[-1].thin or shown[-1].period.lacks else 40},
    )
    colours = [theme.muted if point.thin else theme.accent for point in shown]
    hollow = [point.thin or bool(point.period.lacks) for point in shown]
    whiskers = [
        {
            "type": "line",
            "x0": point.period.middle,
            "x1": point.period.middle,
            "y0": point.low,
            "y1": point.high,
            "line": {"color": theme.faint(colour, 0.4), "width": 7 if few else 4},
            "layer": "below",
        }
        for point, colour in zip(shown, colours, strict=True)
        if point.low is not None
    ]
    named = shown if few else shown[-1:]
    add_all(figure, whiskers, [*(_label(point, theme) for point in named), _note(points, theme)])
    figure.add_scatter(
        mode="markers",
        x=[point.period.middle for point in shown],
        y=[point.value for point in shown],
        marker={
            "size": 11 if few else 7,
            "color": [
                theme.paper if empty else colour
                for empty, colour in zip(hollow, colours, strict=True)
            ],
            "line": {"color": colours, "width": 2},
        },
        hovertext=[
            _hover(row, point, result, theme.words)
            for row, point in zip(result.rows(), points, strict=True)
            if point.shown
        ],
        hoverinfo="text",
        cliponaxis=False,
    )
    return figure


def _points(result: Result, words: Words) -> list[Point]:
    asked = {"unit": unit_of(result)}
    return series(result.rows(), asked, words, measure="change", count="customers")


def _change_axis(shown: list[Point]) -> dict[str, Any]:
    """Limits around every interval and zero; a change can be twice as large as any NPS."""
    axis = nps_axis([*shown, replace(shown[0], value=0.0, low=0.0, high=0.0)])
    ends = [end for point in shown for end in (point.value, point.low, point.high) if end]
    if any(abs(end) > 100 for end in ends):
        axis |= {"range": [-200, 200], "tickvals": [-200, -100, 0, 100, 200]}
    return axis


def _label(point: Point, theme: Theme) -> dict[str, object]:
    lacks = ["too thin"] if point.thin else []
    lacks += [point.period.lacks] if point.period.lacks else []
    change = f"<b>{theme.words.signed(point.value)}</b>"
    return {
        "x": point.period.middle,
        "y": point.value,
        "text": "<br>".join([change, *(small(lack, theme) for lack in lacks)]),
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 12,
        "align": "left",
        "showarrow": False,
        "bgcolor": theme.faint(theme.paper, 0.8),
        "borderpad": 0,
        "font": {"size": LABEL_SIZE + 1, "color": theme.ink},
    }


def _note(points: list[Point], theme: Theme) -> dict[str, object]:
    hidden = sum(not point.shown for point in points)
    text = "Change of NPS, points"
    if hidden:
        text += f"; {theme.words.count(hidden, 'period')} hidden, too few customers"
    return {
        "text": small(text, theme),
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "yshift": 32,
        "showarrow": False,
    }


def _hover(row: dict[str, Any], point: Point, result: Result, words: Words) -> str:
    before, after = pair_of(result, row["period"], words)
    lines = [
        f"<b>{words.signed(point.value, 1)}</b> from {before} to {after}",
        f"NPS {words.number(row['nps_before'], 1)}, then {words.number(row['nps_after'], 1)}",
        f"95 % interval {words.interval(point.low, point.high, 1)}",
        f"{words.count(row['customers'], 'customer')} answered in both",
    ]
    if point.thin:
        lines.append("Too few customers to say much")
    if point.period.lacks:
        lines.append("The later period is unfinished")
    return "<br>".join(lines)


def alt(result: Result, words: Words) -> str:
    """The finding and every pair, for those who cannot see the chart."""
    said = [finding(result, words)]
    for row in result.rows():
        if row["customers"] is not None:
            before, after = pair_of(result, row["period"], words)
            said.append(
                f"{before} to {after}: {words.signed(row['change'])} "
                f"({words.interval(row['change_low'], row['change_high'])}), "
                f"{words.count(row['customers'], 'customer')}"
            )
    return ". ".join(said) + "."
