"""The bars of a bridge between two NPS: what each value moved by its scores, then by its share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from insight.charts.periods import value_name
from insight.charts.theme import THIN, Theme, plain
from insight.charts.within_or_mix import dimension_name, splits
from insight.query import Result
from insight.stats.two_waves import Change
from insight.words import Words

MOST_VALUES = 8
"""Values drawn in each half of the bridge; beyond them the smaller ones are summed."""


@dataclass(frozen=True)
class Bar:
    """One part of the change: from where it starts, by how much, how sure; texts are plain."""

    name: str
    points: float
    low: float | None
    high: float | None
    start: float
    detail: str
    fewest: int | None
    """Answers in the smaller period; None where values are summed or one period has none."""

    @property
    def end(self) -> float:
        return self.start + self.points

    @property
    def thin(self) -> bool:
        return self.fewest is not None and self.fewest < THIN

    @property
    def undecided(self) -> bool:
        """Whether its interval holds 0."""
        return self.low is not None and self.low <= 0 <= self.high


@dataclass(frozen=True)
class Half:
    """One half of the bridge: what it is about, its sum with an interval, its bars."""

    title: str
    about: str
    colour: str
    total: Change | None
    bars: tuple[Bar, ...]

    @property
    def points(self) -> float:
        return sum(bar.points for bar in self.bars)


def halves(
    rows: list[dict[str, Any]], dimension: str, totals: Result | None, theme: Theme
) -> tuple[Half, Half]:
    """Scores inside each value, then its share; both halves in the order of the larger part."""
    found = splits(totals) if totals else []
    split = next((one for one in found if one.dimension == dimension), None)
    start = sum(row["share_before"] * (row["nps_before"] or 0) for row in rows) / 100
    rows = sorted(rows, key=lambda row: -max(abs(row["within"]), abs(row["mix"])))
    name = dimension_name(dimension)
    within = _bars(rows, "within", start, theme.words)
    mix = _bars(rows, "mix", within[-1].end, theme.words)
    return (
        Half(
            f"Inside each {name}",
            "how customers scored",
            theme.wanted,
            split.within if split else None,
            within,
        ),
        Half(
            f"Mix by {name}",
            "how many answered",
            theme.delivered,
            split.mix if split else None,
            mix,
        ),
    )


def _bars(rows: Sequence[dict[str, Any]], part: str, start: float, words: Words) -> tuple[Bar, ...]:
    """A bar each; of more than fit, the smaller ones are one bar without an interval."""
    kept = rows if len(rows) <= MOST_VALUES else rows[: MOST_VALUES - 1]
    bars: list[Bar] = []
    for row in kept:
        at = bars[-1].end if bars else start
        counts = [row["respondents_before"], row["respondents_after"]]
        bars.append(
            Bar(
                plain(value_name(row["value"])),
                row[part],
                row[f"{part}_low"],
                row[f"{part}_high"],
                at,
                _detail(row, part, words),
                min(counts) if 0 not in counts else None,
            )
        )
    rest = rows[len(kept) :]
    if rest:
        name = f"{words.number(len(rest))} smaller ones together"
        bars.append(Bar(name, sum(row[part] for row in rest), None, None, bars[-1].end, "", None))
    return tuple(bars)


def _detail(row: dict[str, Any], part: str, words: Words) -> str:
    """What moved: `NPS 12 → 19`, or `16 → 36 %`."""
    if part == "mix":
        ends = [row["share_before"], row["share_after"]]
        decimals = 0 if round(ends[0]) != round(ends[1]) else 1
        return f"{words.number(ends[0], decimals)} → {words.number(ends[1], decimals)} %"
    if row["nps_before"] is None:
        return "none before"
    if row["nps_after"] is None:
        return "none after"
    return f"NPS {words.number(row['nps_before'])} → {words.number(row['nps_after'])}"
