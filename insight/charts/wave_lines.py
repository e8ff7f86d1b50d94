"""Items as lines over the waves of a survey: what each was wanted, and beside whom it stood."""

from dataclasses import dataclass, replace
from typing import Any

from insight.charts.claims import is_thin
from insight.charts.theme import plain
from insight.query import Result

MOST_WAVES = 8
"""Waves drawn: the latest."""


@dataclass(frozen=True)
class Asked:
    """One item in one wave: percent of maximum or of people who picked it, and its rank."""

    wave: str
    wanted: float
    low: float | None
    high: float | None
    rank: int
    respondents: int
    may_swap: bool = False
    """Whether the interval of another item in the wave overlaps its own."""

    @property
    def thin(self) -> bool:
        return is_thin(self.respondents)

    def height(self, by_rank: bool) -> float:
        return self.rank if by_rank else self.wanted

    def overlaps(self, other: "Asked") -> bool:
        """Whether both intervals share a value; without limits only equal wants do."""
        if None in (self.low, other.low):
            return self.wanted == other.wanted
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class ItemLine:
    """One item with what was asked of it by wave, in the order of the waves."""

    item: str
    asked: dict[str, Asked]
    is_pick: bool
    is_in_last: bool

    @property
    def name(self) -> str:
        return plain(self.item, 60)

    @property
    def last(self) -> Asked:
        return list(self.asked.values())[-1]

    def ends_early(self, waves: list[str]) -> bool:
        """Whether the last wave did not ask it."""
        return waves[-1] not in self.asked


def waves_of(result: Result) -> list[str]:
    """The waves in the order of their first answer."""
    return list(dict.fromkeys(row["wave"] for row in result.rows()))


def measured_alike(result: Result) -> tuple[list[dict[str, Any]], int]:
    """Rows that are shown of items asked the same way, picked or rated, and how many others.

    Of the two ways the one with more items.
    """
    shown = [row for row in result.rows() if row["wanted"] is not None]
    items = {way: {row["item"] for row in shown if row["is_pick"] == way} for way in (False, True)}
    way = len(items[True]) > len(items[False])
    return [row for row in shown if row["is_pick"] == way], len(items[not way])


def lines_of(result: Result) -> list[ItemLine]:
    """A line for every item shown, in the order of the latest wave."""
    rows, _ = measured_alike(result)
    by_wave: dict[str, list[Asked]] = {}
    items: dict[str, dict[str, Asked]] = {}
    for row in rows:
        names = ("wave", "wanted", "low", "high", "rank", "respondents")
        asked = Asked(*(row[name] for name in names))
        by_wave.setdefault(asked.wave, []).append(asked)
        items.setdefault(row["item"], {})[asked.wave] = asked
    last = waves_of(result)[-1] if rows else None
    return [
        ItemLine(
            item,
            {wave: _beside(one, by_wave[wave]) for wave, one in asked.items()},
            bool(rows[0]["is_pick"]),
            last in asked,
        )
        for item, asked in items.items()
    ]


def _beside(asked: Asked, wave: list[Asked]) -> Asked:
    others = [other for other in wave if other is not asked]
    return replace(asked, may_swap=any(asked.overlaps(other) for other in others))
