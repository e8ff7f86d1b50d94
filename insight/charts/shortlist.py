"""With limited resources, which gaps first: points above 10 for each step of effort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from insight.charts.opportunity import FROM, Opportunity
from insight.words import Words

EFFORTS = (1, 2, 3, 4, 5)
"""Steps of effort, from little to much, as whoever is in the room sees it."""

USUAL_EFFORT = 3
MOST_LISTED = 3

RULE = (
    "By points above 10 divided by effort: half the effort counts as much as twice the points. "
    "Items below 10 do not come first, however little they take."
)


@dataclass(frozen=True)
class Ranked:
    """An opportunity and its effort; `worth` are points above 10 for each step of effort."""

    opportunity: Opportunity
    effort: int

    @property
    def qualifies(self) -> bool:
        """Whether it scores 10 or more, on enough answers to say so."""
        return self.opportunity.score >= FROM and not self.opportunity.is_thin

    @property
    def worth(self) -> float:
        return (self.opportunity.score - FROM) / self.effort

    @property
    def least(self) -> float:
        return (self.opportunity.low - FROM) / self.effort

    @property
    def most(self) -> float:
        return (self.opportunity.high - FROM) / self.effort


def with_effort(scored: Sequence[Opportunity], efforts: Mapping[str, int]) -> list[Ranked]:
    """Every item with its effort, in the order given."""
    return [Ranked(one, efforts.get(one.item, USUAL_EFFORT)) for one in scored]


def ranking(rows: Sequence[Ranked]) -> list[Ranked]:
    """The items that qualify, the most points for each step of effort first."""
    qualified = [row for row in rows if row.qualifies]
    return sorted(qualified, key=lambda row: (-row.worth, row.opportunity.item))


def finding(order: Sequence[Ranked], words: Words) -> str:
    """`With limited resources, these three`, or that fewer reach 10."""
    count = min(len(order), MOST_LISTED)
    if count == 0:
        return f"No item scores {words.number(FROM)} or more, so none need come first"
    if count == 1:
        return "With limited resources, this one"
    return f"With limited resources, these {words.spelled(count)}"


def behind(row: Ranked, words: Words) -> str:
    """What stands behind an item's name in the list: score, effort and people affected."""
    one = row.opportunity
    doubt = "" if one.low >= FROM else f", perhaps below {words.number(FROM)}"
    said = f"score {one.said(words)}{doubt}, effort {row.effort}"
    if one.people_affected is None:
        return said
    missing = "" if one.is_paired else ", an estimate"
    return f"{said}; {words.number(one.people_affected)} want it and lack it{missing}"


def close_call(order: Sequence[Ranked], words: Words) -> str:
    """Items whose interval reaches that of the last one listed; empty where none does."""
    listed, others = order[:MOST_LISTED], order[MOST_LISTED:]
    near = [row.opportunity.name for row in others if row.most >= listed[-1].least]
    return f"Too close to the last of these to tell apart: {words.listed(near)}." if near else ""
