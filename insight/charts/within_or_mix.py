"""By each dimension, is the change of NPS in how groups scored or in how many of each answered?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import plotly.graph_objects as go

from insight.charts.comparison import periods_of
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import ROW_HEIGHT, SMALL_SIZE, Theme, add_all, plain, small, wrapped
from insight.query import Result
from insight.stats.many_tests import holm
from insight.stats.two_waves import Z95, Change, measured_change
from insight.words import Words

PARTS = {"within": "scores", "mix": "mix"}
"""The two parts of a change, as a chart names them."""

_MOST_NAMED = 4
_UP = 0.2


@dataclass(frozen=True)
class Split:
    """The change of NPS by one dimension: points within its values, and by their mix.

    A part is real after correcting for the parts of all dimensions (Holm).
    """

    dimension: str
    within: Change
    mix: Change
    within_is_real: bool
    mix_is_real: bool

    @property
    def name(self) -> str:
        return dimension_name(self.dimension)

    @property
    def is_mostly_mix(self) -> bool:
        return abs(self.mix.points) > abs(self.within.points)


def dimension_name(dimension: str) -> str:
    """A dimension within a sentence."""
    return plain(dimension.replace("_", " "), 40)


def splits(result: Result) -> list[Split]:
    """A split for each dimension that has one; the largest mix first."""
    rows = [row for row in result.rows() if row["within"] is not None]
    parts = [(part_of(row, "within"), part_of(row, "mix")) for row in rows]
    real = really(list(chain.from_iterable(parts)))
    pairs = zip(real[::2], real[1::2], strict=True)
    found = [
        Split(row["dimension"], *of_row, *are_real)
        for row, of_row, are_real in zip(rows, parts, pairs, strict=True)
    ]
    return sorted(found, key=lambda split: -abs(split.mix.points))


def part_of(row: dict[str, Any], part: str) -> Change:
    """A part of a change with its interval, and the chance of it were there none."""
    half = (row[f"{part}_high"] - row[f"{part}_low"]) / 2
    return measured_change(row[part], row[part], half / Z95)


def really(parts: Sequence[Change]) -> list[bool]:
    """Which of several parts are real, corrected for having looked at all (Holm)."""
    return [p <= 0.05 for p in holm([part.p for part in parts])]


def finding(result: Result, words: Words) -> str:
    """Whether the dimensions agree on what moved NPS, and which say what."""
    found = splits(result)
    if not found:
        return _why_nothing(result)
    higher = [s.name for s in found if s.within_is_real and s.within.points > 0]
    lower = [s.name for s in found if s.within_is_real and s.within.points < 0]
    if higher and lower:
        return (
            f"By {_listed(higher, words)} customers scored higher, by {_listed(lower, words)} "
            "lower: how you split decides the story"
        )
    by_mix = [s.name for s in found if s.mix_is_real and s.is_mostly_mix]
    by_score = [s.name for s in found if s.within_is_real and not s.is_mostly_mix]
    way = "higher" if higher else "lower"
    if by_mix and by_score:
        return (
            f"By {_listed(by_mix, words)} the mix of customers moved NPS most, "
            f"by {_listed(by_score, words)} they scored {way}: how you split decides the story"
        )
    if by_score:
        return f"By {_all_or_some(by_score, found, words)} it is scores: customers scored {way}"
    if by_mix:
        return f"By {_all_or_some(by_mix, found, words)} it is the mix of customers that moved NPS"
    return "No dimension shows a part that these answers could tell from chance"


def _why_nothing(result: Result) -> str:
    before, after = periods_of(result.asked)
    if before.overlaps(after):
        return "The two periods share days: nothing can be split"
    for row in result.rows():
        if 0 in (row["respondents_before"], row["respondents_after"]):
            return "Nobody gave a score in one of the two periods"
        if None in (row["respondents_before"], row["respondents_after"]):
            return "Too few answers in one of the two periods"
    return "No dimension has a value with answers in both periods"


def _all_or_some(names: Sequence[str], found: Sequence[Split], words: Words) -> str:
    if len(names) == len(found) > 1:
        return "every dimension"
    return _listed(names, words)


def _listed(names: Sequence[str], words: Words) -> str:
    if len(names) <= _MOST_NAMED:
        return words.listed(list(names))
    left_out = len(names) - _MOST_NAMED + 1
    return words.listed([*names[: _MOST_NAMED - 1], f"{words.spelled(left_out)} others"])


def within_or_mix(result: Result, theme: Theme) -> go.Figure:
    """One row a dimension: scores as a dot, mix as a diamond, each on its interval."""
    found = splits(result)
    figure = theme.figure(int(70 + ROW_HEIGHT * len(found)))
    if not found:
        return nothing_to_draw(figure, _why_nothing(result), theme)
    ends = [
        end
        for split in found
        for part in (split.within, split.mix)
        for end in (part.low, part.high)
    ]
    reach = 1.08 * max(abs(end) for end in ends)
    figure.update_layout(
        xaxis={
            "range": [min(min(ends) * 1.08, -reach / 6), max(max(ends) * 1.08, reach / 6)],
            "showgrid": True,
            "nticks": 7,
            "zeroline": True,
            "zerolinecolor": theme.muted,
            "zerolinewidth": 1,
            "fixedrange": True,
        },
        yaxis={
            "tickvals": list(range(len(found))),
            "ticktext": [wrapped(_sentence_case(split.name), 18, 2) for split in found],
            "tickfont": {"color": theme.ink},
            "range": [len(found) - 0.5, -0.95],
            "showgrid": False,
            "fixedrange": True,
        },
        margin={"t": 8, "r": 84},
    )
    for part, colour, symbol, lift in (
        ("within", theme.wanted, "circle", -_UP),
        ("mix", theme.delivered, "diamond", _UP),
    ):
        figure.add_trace(_marks(found, part, colour, symbol, lift, theme))
    add_all(figure, annotations=[*_names(found, theme), *_figures(found, theme)])
    return figure


def _sentence_case(name: str) -> str:
    return name[:1].upper() + name[1:]


def _marks(
    found: Sequence[Split], part: str, colour: str, symbol: str, lift: float, theme: Theme
) -> dict[str, Any]:
    changes = [getattr(split, part) for split in found]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [change.points for change in changes],
        "y": [index + lift for index in range(len(found))],
        "marker": {"size": 11, "symbol": symbol, "color": colour, "opacity": 1},
        "error_x": {
            "type": "data",
            "array": [change.high - change.points for change in changes],
            "arrayminus": [change.points - change.low for change in changes],
            "symmetric": False,
            "width": 0,
            "thickness": 6,
            "color": theme.faint(colour, 0.4),
        },
        "cliponaxis": False,
        "hovertext": [_hover(split, part, theme.words) for split in found],
        "hoverinfo": "text",
    }


def _hover(split: Split, part: str, words: Words) -> str:
    change = getattr(split, part)
    said = {"within": "customers of the same group scored", "mix": "how many of each answered"}
    return (
        f"<b>{wrapped(_sentence_case(split.name), 40)}</b><br>{said[part]}: "
        f"{words.signed(change.points, 1)} points<br>"
        f"95 % interval {words.interval(change.low, change.high, 1)}"
    )


def _names(found: Sequence[Split], theme: Theme) -> list[dict[str, Any]]:
    """Both parts named above the first row, each at its own mark, apart where they would meet."""
    first = found[0]
    is_left = first.within.points < first.mix.points
    colours = {"within": theme.wanted, "mix": theme.delivered}
    return [
        {
            "text": f'<span style="color:{colours[part]}">{PARTS[part]}</span>',
            "x": getattr(first, part).points,
            "y": -_UP,
            "yshift": 14,
            "yanchor": "bottom",
            "xanchor": "right" if (part == "within") == is_left else "left",
            "xshift": 10 if (part == "within") == is_left else -10,
            "showarrow": False,
            "font": {"size": SMALL_SIZE + 1},
        }
        for part in PARTS
    ]


def _figures(found: Sequence[Split], theme: Theme) -> list[dict[str, Any]]:
    """Right of each row both parts in points, the larger one bold."""
    written = []
    for index, split in enumerate(found):
        larger = "mix" if split.is_mostly_mix else "within"
        lines = []
        for part in PARTS:
            text = f"{theme.words.signed(getattr(split, part).points, 1)} {PARTS[part]}"
            lines.append(f"<b>{text}</b>" if part == larger else small(text, theme))
        written.append(
            {
                "text": "<br>".join(lines),
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 8,
                "y": index,
                "yanchor": "middle",
                "align": "left",
                "showarrow": False,
            }
        )
    return written


def alt(result: Result, words: Words) -> str:
    """Both parts of each dimension with their intervals."""
    said = [finding(result, words)]
    for split in splits(result):
        parts = [
            f"{PARTS[part]} {words.signed(change.points, 1)} "
            f"({words.interval(change.low, change.high, 1)})"
            for part, change in (("within", split.within), ("mix", split.mix))
        ]
        said.append(f"By {split.name}: {', '.join(parts)}")
    return ". ".join(said) + "."
