"""NPS of bands that have an order: one row each, in that order, and which of them differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import plotly.graph_objects as go

from insight.charts.claims import Score, could_show, limits, size
from insight.charts.nps_line import nothing_to_draw
from insight.charts.scales import nps_axis, zero_line
from insight.charts.theme import EMPTY_HEIGHT, ROW_HEIGHT, THIN, Theme, add_all, small, wrapped
from insight.query import Result
from insight.stats.many_tests import holm
from insight.words import Words

NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Band:
    """NPS of one band, points, with its 95 % interval; `value` is None where it is hidden."""

    name: str | None
    value: float | None
    low: float | None
    high: float | None
    respondents: int | None

    @property
    def shown(self) -> bool:
        return self.value is not None

    @property
    def thin(self) -> bool:
        return self.shown and (self.respondents or 0) < THIN

    @property
    def score(self) -> Score:
        return Score(self.name or "", self.value, self.low, self.high, self.respondents)


def bands_of(result: Result) -> list[Band]:
    """The bands of an answer in its order; its grain is their name, null where not known."""
    [key] = result.query.grain
    return [band_of(row, key) for row in result.rows()]


def band_of(row: dict[str, Any], key: str) -> Band:
    """The band in one row of an answer, named by its column `key`."""
    return Band(row[key], row["nps"], row["nps_low"], row["nps_high"], row["respondents"])


def who_differs(bands: list[Band], phrases: Mapping[str, str], all_: str, words: Words) -> str:
    """The largest difference that is real after Holm over every pair of known bands.

    `phrases` says of each band whose NPS it is (`in the first year`), `all_` what all of them are.
    Bands share customers, which makes such a comparison a careful one.
    """
    known = [band.score for band in bands if band.name and band.shown and not band.thin]
    if len(known) < 2:
        return f"Too few answers to compare {all_}"
    pairs = [(first, second, first.less(second)) for first, second in combinations(known, 2)]
    corrected = holm([change.p for _, _, change in pairs])
    differ = [
        pair for pair, p in zip(pairs, corrected, strict=True) if p <= 0.05 and pair[2].is_real
    ]
    if not differ:
        answers = sum(score.respondents for score in known)
        return f"No difference between {all_} {could_show(answers, words)}"
    first, second, change = max(differ, key=lambda pair: abs(pair[2].points))
    direction = "higher" if change.points > 0 else "lower"
    return (
        f"NPS {phrases[first.value]} is {size(change, words)} {direction} than "
        f"{phrases[second.value]} ({limits(change, words)})"
    )


def draw_bands(result: Result, theme: Theme, beside: Result | None = None) -> go.Figure:
    """A row for each band of an answer, on one scale with the answer that stands `beside` it."""
    return draw_rows(bands_of(result), theme, bands_of(beside) if beside else [])


def draw_rows(bands: list[Band], theme: Theme, others: Sequence[Band] = ()) -> go.Figure:
    """A row for each band with its point, interval and answers, in the order given.

    `others` stand on the same scale.
    """
    words, drawn = theme.words, [band for band in bands if band.shown]
    if all(band.name is None for band in drawn):
        why = "Nothing to compare" if drawn else "Too few answers to show NPS"
        return nothing_to_draw(theme.figure(EMPTY_HEIGHT), why, theme)
    rows = list(range(len(drawn)))
    figure = theme.figure(
        80 + ROW_HEIGHT * len(drawn),
        xaxis=zero_line(nps_axis([*drawn, *others]), theme) | {"showgrid": True},
        yaxis={
            "tickvals": rows,
            "ticktext": [wrapped(band.name or NOT_KNOWN, 16) for band in drawn],
            "tickfont": {"color": theme.ink},
            "range": [len(drawn) - 0.4, -0.6],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 34, "r": 96 if any(band.thin for band in drawn) else 78},
    )
    colours = [theme.muted if band.thin or not band.name else theme.accent for band in drawn]
    intervals = [
        {
            "type": "line",
            "x0": band.low,
            "x1": band.high,
            "y0": row,
            "y1": row,
            "line": {"color": theme.faint(colour, 0.4), "width": 7},
            "layer": "below",
        }
        for row, band, colour in zip(rows, drawn, colours, strict=True)
    ]
    labels = [
        {
            "x": 1,
            "xref": "paper",
            "y": row,
            "xanchor": "left",
            "xshift": 8,
            "align": "left",
            "showarrow": False,
            "text": f"<b>{words.number(band.value)}</b><br>{small(_answers(band, words), theme)}",
        }
        for row, band in zip(rows, drawn, strict=True)
    ]
    add_all(figure, intervals, [*labels, _note(len(bands) - len(drawn), theme)])
    figure.add_scatter(
        mode="markers",
        x=[band.value for band in drawn],
        y=rows,
        marker={
            "size": 11,
            "color": [
                theme.paper if band.thin else colour
                for band, colour in zip(drawn, colours, strict=True)
            ],
            "line": {"color": colours, "width": 2},
        },
        hovertext=[_hover(band, words) for band in drawn],
        hoverinfo="text",
    )
    return figure


def in_words(bands: list[Band], words: Words) -> str:
    """Every band as a sentence, for those who cannot see the rows."""
    return " ".join(
        f"{(band.name or NOT_KNOWN).capitalize()}: NPS {words.number(band.value)} "
        f"({words.interval(band.low, band.high)}), {words.count(band.respondents, 'answer')}."
        for band in bands
        if band.shown
    )


def _answers(band: Band, words: Words) -> str:
    return f"n {words.number(band.respondents)}{', too thin' if band.thin else ''}"


def _note(hidden: int, theme: Theme) -> dict[str, object]:
    text = "NPS, points"
    if hidden:
        text += f"; {theme.words.count(hidden, 'row')} hidden, too few answers"
    return {
        "text": small(text, theme),
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "yshift": 30,
        "showarrow": False,
    }


def _hover(band: Band, words: Words) -> str:
    lines = [
        f"<b>NPS {words.number(band.value, 1)}</b>, {band.name or NOT_KNOWN}",
        f"95 % interval {words.interval(band.low, band.high, 1)}",
        words.count(band.respondents, "answer"),
    ]
    if band.thin:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)
