"""One item as an opportunity: its score with interval and band, and whom its gap affects."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from insight.charts.periods import value_name
from insight.charts.theme import THIN, plain
from insight.query import Result
from insight.stats.opportunity import BANDS, band_of
from insight.stats.two_sided_p import normal_p
from insight.stats.two_waves import Z95
from insight.words import Words

FROM = BANDS[0][0]
"""The score from which on an item is an opportunity at all."""

MOST_VALUES = 6
"""Values of a breakdown that are drawn and compared."""


@dataclass(frozen=True)
class Opportunity:
    """An item (of one value of a breakdown): score 0 to 20; affected, percent of `affected_of`.

    All intervals are 95 %. Whom it affects is None where too few said both.
    """

    item: str
    value: str | None
    score: float
    low: float
    high: float
    people_affected: int | None
    affected: float | None
    affected_low: float | None
    affected_high: float | None
    affected_of: int | None
    respondents: int
    wanted: float
    delivered: float
    is_paired: bool
    is_pick: bool

    @property
    def name(self) -> str:
        """Within a sentence, so that `Told about delays` reads as a name."""
        return f"“{plain(self.item, 60)}”"

    @property
    def band(self) -> str:
        return band_of(self.score)

    @property
    def is_thin(self) -> bool:
        return self.respondents < THIN

    @property
    def is_undecided(self) -> bool:
        """Whether the interval crosses the limit of a band."""
        return band_of(self.low) != band_of(self.high)

    def p_above(self, bound: float) -> float:
        """Two-sided p of the score lying above a bound; 1 where it does not."""
        return _p(self.score - bound, (self.score - self.low) / Z95)

    def p_above_rival(self, other: "Opportunity") -> float:
        """Two-sided p of scoring above another item.

        The same people may answer about both, so the two errors are added: never too small.
        """
        error = (self.score - self.low + other.high - other.score) / Z95
        return _p(self.score - other.score, error)

    def p_affects_more(self, other: "Opportunity") -> float:
        """The same of the percent of people affected, where both are known."""
        error = (self.affected - self.affected_low + other.affected_high - other.affected) / Z95
        return _p(self.affected - other.affected, error)

    def p_above_others(self, other: "Opportunity") -> float:
        """Two-sided p of scoring above the same item among other people."""
        errors = (self.score - self.low, other.high - other.score)
        return _p(self.score - other.score, (errors[0] ** 2 + errors[1] ** 2) ** 0.5 / Z95)

    def said(self, words: Words) -> str:
        """`14.3 (high)`; without the band where it is undecided."""
        score = words.number(self.score, 1)
        return score if self.is_undecided else f"{score} ({self.band})"


def _p(lead: float, error: float) -> float:
    if lead <= 0:
        return 1.0
    return normal_p(lead / error) if error > 0 else 0.0


def opportunities_of(result: Result) -> list[Opportunity]:
    """The items with a score, the highest first."""
    return [_opportunity(row) for row in result.rows() if row["score"] is not None]


def _opportunity(row: dict[str, Any]) -> Opportunity:
    named = {field.name for field in fields(Opportunity)}
    return Opportunity(
        **{name: value for name, value in row.items() if name in named},
        low=row["score_low"],
        high=row["score_high"],
        wanted=row["wanted_top"],
        delivered=row["delivered_top"],
    )


def is_one_sided(row: dict[str, Any]) -> bool:
    """Whether only wants or only deliveries were asked, so that there is no score."""
    return row["is_paired"] is None and row["respondents"] == 0


def why_no_score(row: dict[str, Any]) -> str:
    """Why an item has no score: it was asked on one side only, or of too few."""
    if not is_one_sided(row):
        return "no score: too few answers"
    return f"no score: asked only how {'delivered' if row['respondents_wanted'] == 0 else 'wanted'}"


def values_drawn(scored: Sequence[Opportunity]) -> list[str | None]:
    """The values of a breakdown with most respondents, in alphabetical order."""
    people: Counter[str | None] = Counter()
    for one in scored:
        people[one.value] += one.respondents
    most = sorted(people, key=lambda value: (-people[value], value is None, value or ""))
    return sorted(most[:MOST_VALUES], key=lambda value: (value is None, value or ""))


def value_of(one: Opportunity) -> str:
    """The value of the breakdown as people read it."""
    return value_name(one.value)
