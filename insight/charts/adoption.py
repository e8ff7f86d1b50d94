"""How do customers do business with us, period by period?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from insight.charts.fitted_curve import draw_curve
from insight.charts.nps_line import draw_line, end_label, nothing_to_draw
from insight.charts.periods import Point, series, value_name
from insight.charts.scales import moment, percent_axis, spread, time_axis
from insight.charts.theme import TREND_HEIGHT, Theme, add_all, plain, safe, small
from insight.query import Result
from insight.words import Words

MOST_LINES = 6
MOST_LABELS = 6
GROUPS = {"uses": "uses it", "will_not": "will not", "cannot": "cannot"}
"""What customers do with the newest channel, as people read it."""

Line = tuple[str, list[Point]]


def finding(result: Result, words: Words) -> str:
    """The channel whose share grew most, from the first whole period to the last."""
    return _grew_most(channel_lines(result, words), "", words)


def groups_finding(result: Result, words: Words) -> str:
    """How many of all interactions are by customers who use the newest channel, then and now."""
    lines = dict(group_lines(result, words))
    whole = [point for point in lines.get(GROUPS["uses"], []) if point.whole]
    if not whole:
        return "Who cannot, will not and uses the newest channel"
    now, before = whole[-1], whole[0]
    share = (
        f"{words.number(now.value)} % of interactions are by customers who use the newest channel"
    )
    if len(whole) < 2:
        return share
    return f"{share}, against {words.number(before.value)} % in {before.period.title}"


def _grew_most(lines: Sequence[Line], what: str, words: Words) -> str:
    moves = [
        (whole[-1].value - whole[0].value, name, whole[0], whole[-1])
        for name, points in lines
        if len(whole := [point for point in points if point.whole]) > 1
    ]
    if not moves:
        return "Too few whole periods to compare"
    grown, name, before, now = max(moves, key=lambda move: move[0])
    if grown < 5:
        return f"No channel gained five points of share since {before.period.title}"
    return (
        f"{plain(name, 40)} grew from {words.number(before.value)} to {words.number(now.value)} % "
        f"of interactions since {before.period.title}{what}"
    )


def channel_lines(result: Result, words: Words) -> list[Line]:
    """(channel, its points), the channel with the largest last share first."""
    rows = [row for row in result.rows() if row["user_group"] is None]
    return _lines(rows, "channel", result, words)


def group_lines(result: Result, words: Words) -> list[Line]:
    """(group of users, its points) over all channels; none where groups are not known."""
    rows = [row for row in result.rows() if row["channel"] is None and row["user_group"]]
    lines = dict(_lines(rows, "user_group", result, words))
    ordered = [name for name in GROUPS if name in lines]
    ordered += [name for name in lines if name not in GROUPS]
    return [(GROUPS.get(name, name), lines[name]) for name in ordered]


def _lines(rows: Sequence[dict[str, Any]], key: str, result: Result, words: Words) -> list[Line]:
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_name.setdefault(value_name(row[key]), []).append(row)
    lines = [
        (name, series(own, result.asked, words, "share", "all_interactions"))
        for name, own in by_name.items()
    ]
    return sorted(lines, key=lambda line: -(line[1][-1].value or 0))


def adoption(
    result: Result, theme: Theme, curves: Result | None = None, changes: Result | None = None
) -> go.Figure:
    """Shares of the channels with their intervals, percent of interactions.

    `curves`, an answer to adoption_curve, are dashed where they are believed; `changes`, one to
    channel_changes, are upright lines: pushes solid, teaching dotted.
    """
    lines = channel_lines(result, theme.words)
    figure = _drawn(lines, theme, "Percent of interactions, by channel", above=34)
    if not any(point.shown for _, points in lines for point in points):
        return nothing_to_draw(figure, "Too few interactions to show", theme)
    colours = _colours(lines, theme)
    periods = [point.period for _, points in lines for point in points]
    first, last = min(one.start for one in periods), max(one.end for one in periods)
    until = max(one.middle for one in periods).date()
    for row in curves.rows() if curves else []:
        if row["channel"] in colours and row["ceiling"] is not None:
            draw_curve(figure, row, first, until, colours[row["channel"]])
    if changes:
        _marks(figure, changes.rows(), colours, (first, last), theme)
    return figure


def user_groups(result: Result, theme: Theme) -> go.Figure:
    """Shares of those who use, will not and cannot use the newest channel."""
    lines = group_lines(result, theme.words)
    return _drawn(lines, theme, "Percent of interactions, by group of customers")


def _colours(lines: Sequence[Line], theme: Theme) -> dict[str, str]:
    return {name: theme.series[index % len(theme.series)] for index, (name, _) in enumerate(lines)}


def _drawn(lines: Sequence[Line], theme: Theme, measure: str, above: int = 6) -> go.Figure:
    """Lines with intervals and labels; `above` are pixels between the plot and its measure."""
    shown = lines[:MOST_LINES]
    every = [point for _, points in shown for point in points]
    highest = max((point.high or point.value or 0 for point in every if point.shown), default=100)
    top = 100 if highest > 60 else min(100, 10 * (1 + int(highest * 1.1) // 10))
    figure = theme.figure(
        TREND_HEIGHT,
        xaxis=time_axis([point.period for point in every]),
        yaxis=percent_axis() | {"range": [0, top], "tickvals": None, "nticks": 6},
        margin={"t": 20 + above, "r": 92},
    )
    left_out = len(lines) - len(shown)
    note = measure + (f"; the {len(shown)} largest, {left_out} more not drawn" if left_out else "")
    figure.add_annotation(
        text=small(safe(note), theme),
        x=0,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=above,
        showarrow=False,
    )
    colours = _colours(lines, theme)
    ends = []
    for name, points in shown:
        draw_line(
            figure,
            points,
            theme,
            colours[name],
            measure=f"{name}: percent",
            most_marks=12,
            counted="interaction",
        )
        drawn = [point for point in points if point.shown]
        if drawn:
            ends.append((name, drawn[-1]))
    heights = spread([end.value for _, end in ends], top * 0.13, top * 0.03, top * 0.97)
    for (name, end), height in zip(ends, heights, strict=True):
        text = f'<b style="color:{colours[name]}">{safe(name, 14)}</b>'
        percent = f"{text}<br>{theme.words.number(end.value)} %"
        label = end_label(end, theme) | {"y": height, "text": percent}
        figure.add_annotation(label)
    return figure


def _marks(
    figure: go.Figure,
    changes: Sequence[dict[str, Any]],
    colours: dict[str, str],
    days: tuple[date, date],
    theme: Theme,
) -> None:
    """Upright lines where we pushed a channel or taught customers to use it."""
    within = [row for row in changes if days[0] <= row["started_on"] <= days[1]]
    styles = {"push": "solid", "teaching": "dot"}
    shapes = [
        {
            "type": "line",
            "x0": moment(row["started_on"]).isoformat(),
            "x1": moment(row["started_on"]).isoformat(),
            "y0": 0,
            "y1": 1,
            "yref": "y domain",
            "line": {
                "color": theme.faint(colours.get(row["channel"], theme.muted), 0.7),
                "width": 1.5,
                "dash": styles[row["what"]],
            },
            "layer": "below",
        }
        for row in within
    ]
    named = {"push": "pushed", "teaching": "taught"}
    labels = [
        {
            "text": small(f"{safe(row['channel'], 18)} {named[row['what']]}", theme),
            "x": moment(row["started_on"]).isoformat(),
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 2 + 15 * (place % 2),
            "xanchor": "left" if place == 0 else "center",
            "showarrow": False,
        }
        for place, row in enumerate(within)
        if len(within) <= MOST_LABELS
    ]
    add_all(figure, shapes, labels)


def alt(result: Result, words: Words) -> str:
    """The first and last whole share of each channel, for who does not see the chart."""
    return f"{finding(result, words)}. {_spoken(channel_lines(result, words), words)}"


def groups_alt(result: Result, words: Words) -> str:
    """The same of the groups of users."""
    return f"{groups_finding(result, words)}. {_spoken(group_lines(result, words), words)}"


def _spoken(lines: Sequence[Line], words: Words) -> str:
    said = []
    for name, points in lines:
        whole = [point for point in points if point.whole]
        if whole:
            first, last = whole[0], whole[-1]
            said.append(
                f"{plain(name, 40)}: {words.number(first.value)} % in {first.period.title}, "
                f"{words.number(last.value)} % in {last.period.title}."
            )
    return " ".join(said)
