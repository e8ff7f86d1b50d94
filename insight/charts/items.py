"""The two sides of a rated item: what is wanted and what is delivered."""

import math
from dataclasses import dataclass
from typing import Any

from insight.charts.theme import plain
from insight.stats.two_waves import Z95
from insight.words import Words


@dataclass(frozen=True)
class Side:
    """One side of an item, 0 to 100, with its widest possible 95 % interval."""

    value: float
    respondents: int
    unit: str

    @property
    def limits(self) -> tuple[float, float]:
        """Wilson's interval: exact in kind for shares; for a mean on a scale never too narrow,
        as no answers between 0 and 100 vary more than yes and no (Bhatia, Davis 2000).
        """
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
    unit = "picked" if is_pick(row) else "mean"
    return Side(row["wanted"], row["respondents_wanted"], unit)


def delivered_side(row: dict[str, Any]) -> Side | None:
    """The delivery: mean percent of maximum; beside picks, percent in the top two boxes."""
    if is_pick(row):
        if row["delivered_top"] is None:
            return None
        return Side(row["delivered_top"], row["respondents_delivered"], "satisfied")
    if row["delivered"] is None:
        return None
    return Side(row["delivered"], row["respondents_delivered"], "mean")


def item_name(row: dict[str, Any], most: int = 80) -> str:
    """The item, and the value of the breakdown where there is one."""
    name = row["item"] if row.get("value") is None else f"{row['item']}, {row['value']}"
    return plain(name, most)


def gap_respondents(row: dict[str, Any]) -> int:
    """People the gap rests on: both sides, or the smaller side where it is unpaired."""
    smaller = min(row["respondents_wanted"] or 0, row["respondents_delivered"] or 0)
    both = row["respondents"] or 0
    return both if both * 2 >= smaller else smaller
