"""What moved between waves, and what of it may be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from insight.charts.claims import is_thin
from insight.charts.theme import plain
from insight.query import Result
from insight.stats.two_waves import Change

MATTERS_FROM = 5.0
"""Points of percent of maximum from which a move is spoken of, as METHODS.md shows shifts."""

TOO_FEW = "Too few answers to compare waves"

Pair = tuple[str, str]


@dataclass(frozen=True)
class Move:
    """How much more one item is wanted in a later wave; `change` is None where no error shows.

    Its p is the one corrected for every item and pair of waves looked at.
    """

    item: str
    pair: Pair
    before: float
    after: float
    change: Change | None
    respondents: int
    is_pick: bool

    @property
    def points(self) -> float:
        return self.after - self.before

    @property
    def thin(self) -> bool:
        return is_thin(self.respondents)

    @property
    def is_real(self) -> bool:
        return self.change is not None and not self.thin and self.change.is_real

    @property
    def matters(self) -> bool:
        """Whether it is real and large enough to speak of: means of thousands drift a little."""
        return self.is_real and (self.is_pick or abs(self.points) >= MATTERS_FROM)

    @property
    def decimals(self) -> int:
        """Places its points are written with, so that a small one does not read as 0."""
        return 0 if abs(self.points) >= 0.95 else 1

    @property
    def name(self) -> str:
        """Within a sentence, so that `Told about delays` reads as a name."""
        return f"“{plain(self.item, 60)}”"


def moves_of(result: Result, pair: Pair | None = None) -> list[Move]:
    """The moves that are shown, of all pairs of waves or of one, the largest rise first."""
    return [
        _move(row)
        for row in result.rows()
        if row["change"] is not None and pair in (None, _pair(row))
    ]


def pairs_of(result: Result) -> list[Pair]:
    """The pairs of waves of an answer: the first with the last, then each with the next."""
    pairs = list(dict.fromkeys(_pair(row) for row in result.rows()))
    return [*pairs[-1:], *pairs[:-1]]


def steps_of(move: Move, moves: Sequence[Move]) -> list[Move]:
    """The real moves of the same item and direction between waves within the pair."""
    return [
        one
        for one in moves
        if one.item == move.item
        and one.pair != move.pair
        and one.is_real
        and one.points * move.points > 0
    ]


def _pair(row: dict[str, Any]) -> Pair:
    return row["first_wave"], row["second_wave"]


def _move(row: dict[str, Any]) -> Move:
    change = None
    if row["p_corrected"] is not None:
        change = Change(row["change"], row["low"], row["high"], row["p_corrected"])
    return Move(
        row["item"],
        _pair(row),
        row["before"],
        row["after"],
        change,
        row["respondents"],
        bool(row["is_pick"]),
    )
