"""Promoters, passives and detractors as shares of those who gave a score, from the NPS trend."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from insight.charts.claims import is_thin
from insight.charts.nps_line import nothing_to_draw
from insight.charts.nps_trend_finding import HIDDEN, NOBODY
from insight.charts.periods import Period, by_value, period_of, value_name
from insight.charts.scales import percent_axis, spread, time_axis
from insight.charts.score_flows import group_colours
from insight.charts.theme import LABEL_SIZE, ROW_HEIGHT, Theme, add_all, safe, small, wrapped
from insight.query import Result
from insight.words import Words, add_months

GROUPS = {"detractors": "detractor", "passives": "passive", "promoters": "promoter"}
"""Columns from the bottom of a bar to its top, and the group each counts."""

_HEIGHT = 300
_MOST_ROWS = 12
_LEAST_LABELLED = 12


@dataclass(frozen=True)
class Shares:
    """One bar: its counts by group, and all of them."""

    name: str
    counts: dict[str, int]

    @property
    def answers(self) -> int:
        return sum(self.counts.values())

    def percent(self, group: str) -> float:
        return 100 * self.counts[group] / self.answers


def _together(rows: Sequence[dict[str, Any]], name: str) -> Shares:
    """Rows of too few answers, which are blanked, do not count."""
    counts = {group: sum(row[group] or 0 for row in rows) for group in GROUPS}
    return Shares(name, counts)


def finding(result: Result, words: Words) -> str:
    """The shares of the last finished period; of months the last twelve where there are so many."""
    rows = result.rows()
    shown = [row for row in rows if row["respondents"]]
    if not shown:
        return HIDDEN if rows else NOBODY
    if result.asked.get("dimension"):
        dimension = str(result.asked["dimension"]).replace("_", " ")
        return f"Promoters, passives and detractors by {safe(dimension, 40)}"
    finished = [row for row in shown if row["complete"] is not False] or shown
    latest, when = finished[-1:], _when(finished[-1], result, words)
    if result.asked.get("unit") == "month" and _are_a_year(finished[-12:]):
        latest, when = finished[-12:], f"the year to {words.month(finished[-1]['period'])}"
    shares = _together(latest, when)
    said = [f"{words.number(shares.percent(group))} % {group}" for group in reversed(GROUPS)]
    thin = f", from only {words.count(shares.answers, 'answer')}" if is_thin(shares.answers) else ""
    return f"{words.listed(said)} in {when}{thin}"


def _are_a_year(rows: Sequence[dict[str, Any]]) -> bool:
    return len(rows) == 12 and rows[0]["period"] == add_months(rows[-1]["period"], -11)


def _when(row: dict[str, Any], result: Result, words: Words) -> str:
    return period_of(row, result.asked, words).title


def promoter_shares(result: Result, theme: Theme) -> go.Figure:
    """A stacked bar a period that fills to 100 percent; of a breakdown one a value, all periods."""
    if result.asked.get("dimension"):
        return _by_value(result, theme)
    rows = [row for row in result.rows() if row["respondents"]]
    if not rows:
        return nothing_to_draw(theme.figure(_HEIGHT), finding(result, theme.words), theme)
    periods = [period_of(row, result.asked, theme.words) for row in rows]
    bars = [_together([row], period.name) for row, period in zip(rows, periods, strict=True)]
    figure = theme.figure(
        _HEIGHT,
        xaxis=time_axis(periods),
        yaxis=percent_axis(),
        margin={"t": 26, "r": 96},
        barmode="stack",
        hovermode="closest",
    )
    for group, colour in _colours(theme).items():
        figure.add_bar(
            x=[period.middle for period in periods],
            y=[bar.percent(group) for bar in bars],
            width=[period.milliseconds * 0.82 for period in periods],
            **_look(bars, group, colour, theme, [bool(period.lacks) for period in periods]),
        )
    _name_groups(figure, bars[-1], periods[-1], theme)
    return figure


def _colours(theme: Theme) -> dict[str, str]:
    of_group = group_colours(theme)
    return {group: of_group[one] for group, one in GROUPS.items()}


def _look(
    bars: Sequence[Shares], group: str, colour: str, theme: Theme, unfinished: Sequence[bool]
) -> dict[str, Any]:
    """Faint where unfinished or from few answers; what hovering says."""
    faint = [part or is_thin(bar.answers) for bar, part in zip(bars, unfinished, strict=True)]
    return {
        "marker": {
            "color": [theme.faint(colour, 0.4 if pale else 0.85) for pale in faint],
            "line": {"width": 0},
        },
        "hovertext": [
            _hover(bar, group, part, theme.words)
            for bar, part in zip(bars, unfinished, strict=True)
        ],
        "hoverinfo": "text",
        "textposition": "none",
    }


def _hover(bar: Shares, group: str, unfinished: bool, words: Words) -> str:
    lines = [
        f"<b>{words.number(bar.percent(group), 1)} % {group}</b> in {safe(bar.name)}",
        f"{words.number(bar.counts[group])} of {words.count(bar.answers, 'answer')}",
    ]
    if is_thin(bar.answers):
        lines.append("Too few answers to say much")
    return "<br>".join([*lines, *(["Not the whole period"] if unfinished else [])])


def _name_groups(figure: go.Figure, last: Shares, period: Period, theme: Theme) -> None:
    """Right of the last bar: each group with its share and count."""
    bottoms, middles = 0.0, []
    for group in GROUPS:
        middles.append(bottoms + last.percent(group) / 2)
        bottoms += last.percent(group)
    heights = spread(middles, 34 * 100 / (_HEIGHT - 50), 6, 94)
    words = theme.words
    whose = f"{safe(period.name)}{', ' if period.lacks else ''}{period.lacks}"
    place = {"x": 1, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "right"}
    look = {"yanchor": "bottom", "yshift": 4, "showarrow": False}
    figure.add_annotation(text=small(f"Beside the bars: {whose}", theme), **place, **look)
    add_all(
        figure,
        annotations=[
            {
                "text": f"<b>{words.number(last.percent(group))} %</b><br>"
                + small(f"{words.number(last.counts[group])} {group}", theme),
                "x": 1,
                "xref": "paper",
                "y": height,
                "xanchor": "left",
                "yanchor": "middle",
                "align": "left",
                "xshift": 6,
                "showarrow": False,
                "font": {"size": LABEL_SIZE},
            }
            for group, height in zip(GROUPS, heights, strict=True)
        ],
    )


def _by_value(result: Result, theme: Theme) -> go.Figure:
    """One bar a value, those with the most promoters less detractors above."""
    every = [_together(rows, value_name(value)) for value, rows in by_value(result.rows()).items()]
    able = sorted((bar for bar in every if bar.answers), key=lambda bar: -bar.answers)
    if not able:
        return nothing_to_draw(theme.figure(_HEIGHT), HIDDEN if every else NOBODY, theme)
    bars = sorted(
        able[:_MOST_ROWS], key=lambda bar: bar.percent("promoters") - bar.percent("detractors")
    )
    left_out = len(every) - len(bars)
    figure = theme.figure(
        76 + ROW_HEIGHT * len(bars),
        xaxis=percent_axis(),
        yaxis={
            "tickvals": list(range(len(bars))),
            "ticktext": [wrapped(bar.name, 18, 2) for bar in bars],
            "tickfont": {"color": theme.ink},
            "range": [-0.6, len(bars) - 0.4],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 30, "r": 16},
        barmode="stack",
        bargap=0.3,
    )
    for group, colour in reversed(_colours(theme).items()):
        look = _look(bars, group, colour, theme, [False] * len(bars))
        shares = [bar.percent(group) for bar in bars]
        text = [
            f"{theme.words.number(share)} %" if share >= _LEAST_LABELLED else "" for share in shares
        ]
        inside = {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0}
        inside |= {"insidetextfont": {"color": theme.on_mark}, "constraintext": "none"}
        figure.add_bar(
            x=shares, y=list(range(len(bars))), orientation="h", text=text, **look | inside
        )
    note = "Promoters, passives, detractors, from left to right"
    note += f"; {left_out} more values not drawn" if left_out else ""
    place = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left"}
    look = {"yanchor": "bottom", "yshift": 6, "showarrow": False}
    figure.add_annotation(text=small(note, theme), **place, **look)
    return figure


def alt(result: Result, words: Words) -> str:
    """The finding, for those who cannot see the bars."""
    return f"Bars of promoters, passives and detractors in percent. {finding(result, words)}."
