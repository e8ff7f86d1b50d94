"""The two sides of a rated item: what is wanted and what is delivered."""

import math
from dataclasses import dataclass, replace
from typing import Any

import pyarrow.compute as pc

from insight.charts.theme import plain
from insight.query import Result
from insight.stats.two_waves import Z95
from insight.words import Words


@dataclass(frozen=True)
class Side:
    """One side of an item, 0 to 100, and its t interval where it is a mean that has one."""

    value: float
    respondents: int
    unit: str
    low: float | None = None
    high: float | None = None

    @property
    def limits(self) -> tuple[float, float]:
        """The t interval of a mean, else Wilson's: exact in kind for shares, and never too narrow
        where answers are alike or alone, as no answers between 0 and 100 vary more than yes and
        no (Bhatia, Davis 2000).
        """
        if self.low is not None and self.high is not None and self.low < self.high:
            return self.low, self.high
        share, n, z2 = self.value / 100, self.respondents, Z95**2
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = Z95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n**2)) / (1 + z2 / n)
        return 100 * (middle - half), 100 * (middle + half)

    def said(self, kind: str, words: Words) -> str:
        """`Wanted 86 of 100`, `Picked by 70 %`, `Satisfied 14 %`."""
        number = words.number(self.value, 1)
        if self.unit == "picked":
            return f"Picked by {number} %"
        if self.unit == "satisfied":
            return f"Satisfied {number} %"
        return f"{kind.capitalize()} {number} % of maximum"


def is_pick(row: dict[str, Any]) -> bool:
    """Whether the want is a pick: a share, which has no gap to the delivery."""
    if row["importance_satisfaction"] is not None:
        return True
    same = row["wanted"] is not None and row["wanted"] == row["wanted_top"]
    return same and row["gap"] is None and 0 < row["wanted"] < 100


def wanted_side(row: dict[str, Any]) -> Side | None:
    """The want: mean percent of maximum, or percent who picked it; None where not shown."""
    if row["wanted"] is None:
        return None
    if is_pick(row):
        return Side(row["wanted"], row["respondents_wanted"], "picked")
    return _mean(row, "wanted")


def delivered_side(row: dict[str, Any]) -> Side | None:
    """The delivery: mean percent of maximum; beside picks, percent in the top two boxes."""
    if is_pick(row):
        if row["delivered_top"] is None:
            return None
        return Side(row["delivered_top"], row["respondents_delivered"], "satisfied")
    if row["delivered"] is None:
        return None
    return mean_delivered(row)


def mean_delivered(row: dict[str, Any]) -> Side:
    """The delivery as a mean of an item that has one, also where the want is a pick."""
    return _mean(row, "delivered")


def _mean(row: dict[str, Any], side: str) -> Side:
    ends = row.get(f"{side}_low"), row.get(f"{side}_high")
    return Side(row[side], row[f"respondents_{side}"], "mean", *ends)


def item_name(row: dict[str, Any], most: int = 80) -> str:
    """The item, and the value of the breakdown where there is one."""
    name = row["item"] if row.get("value") is None else f"{row['item']}, {row['value']}"
    return plain(name, most)


def is_one_sided(row: dict[str, Any]) -> bool:
    """Whether nobody was asked the other side; a hidden side is no such thing."""
    return 0 in (row["respondents_wanted"], row["respondents_delivered"])


def is_paired(row: dict[str, Any]) -> bool:
    """Whether the gap rests on the same people: half of the smaller side or more rated both."""
    smaller = min(row["respondents_wanted"] or 0, row["respondents_delivered"] or 0)
    return (row["respondents"] or 0) * 2 >= smaller


def kinds_of(result: Result) -> tuple[str, ...]:
    """The kinds of items there are, in alphabetical order: hard, soft, or none where not said."""
    return tuple(sorted({row["kind"] for row in result.rows() if row["kind"]}))


def of_kind(result: Result, kind: str | None) -> Result:
    """The items of one kind; all where it is None."""
    if kind is None:
        return result
    return replace(result, table=result.table.filter(pc.equal(result.table["kind"], kind)))


def gap_respondents(row: dict[str, Any]) -> int:
    """People the gap rests on: both sides, or the smaller side where it is unpaired."""
    if is_paired(row):
        return row["respondents"] or 0
    return min(row["respondents_wanted"] or 0, row["respondents_delivered"] or 0)
