"""How findings put figures into words: never more than the answers can show."""

from collections.abc import Sequence
from dataclasses import dataclass

from insight.charts.theme import THIN, plain
from insight.stats.two_waves import Change
from insight.words import Words

LEVEL_WITHIN = 5.0
"""Points: a change whose interval lies within this on either side is called level."""


def decimals_for(change: Change) -> int:
    """The fewest decimals at which neither a real change nor its nearer limit reads as 0."""
    nearer = min(abs(change.low), abs(change.high))
    for decimals in (0, 1, 2):
        if round(abs(change.points), decimals) and round(nearer, decimals):
            return decimals
    return 2


def size(change: Change, words: Words) -> str:
    """`4 points`, from the unrounded change and without its sign."""
    return words.points(abs(change.points), decimals_for(change))


def limits(change: Change, words: Words) -> str:
    """`3 to 7`: the limits of a real change, without their sign, the smaller first."""
    ends = sorted((abs(change.low), abs(change.high)))
    return words.interval(*ends, decimals_for(change))


def is_level(change: Change) -> bool:
    """Whether the interval leaves no room for a change that would matter."""
    return max(abs(change.low), abs(change.high)) <= LEVEL_WITHIN


def could_show(answers: int, words: Words) -> str:
    """`that 412 answers could show`."""
    return f"that {words.count(answers, 'answer')} could show"


def too_thin(measure: str, respondents: int, words: Words) -> str:
    """`NPS is 27, from only 24 answers: too thin to say more`."""
    return f"{measure}, from only {words.count(respondents, 'answer')}: too thin to say more"


@dataclass(frozen=True)
class Score:
    """NPS of one value of a breakdown, points, with its 95 % interval."""

    value: str
    nps: float
    low: float
    high: float
    respondents: int


def who_stands_out(scores: Sequence[Score], dimension: str, words: Words) -> str:
    """Highest and lowest, each only where its interval overlaps that of no other value."""
    scores = sorted((s for s in scores if s.respondents >= THIN), key=lambda score: score.nps)
    dimension = plain(dimension.replace("_", " "), 40)
    if len(scores) < 2:
        return f"Too few answers to compare by {dimension}"
    lowest, highest = scores[0], scores[-1]
    low_name, high_name = plain(lowest.value, 40), plain(highest.value, 40)
    low_nps, high_nps = words.number(lowest.nps), words.number(highest.nps)
    is_lowest = lowest.high < min(score.low for score in scores[1:])
    is_highest = highest.low > max(score.high for score in scores[:-1])
    if is_lowest and is_highest:
        return f"{high_name} is highest at {high_nps}, {low_name} lowest at {low_nps}"
    if is_highest:
        return f"{high_name} stands out: NPS is highest there, at {high_nps}"
    if is_lowest:
        return f"{low_name} stands out: NPS is lowest there, at {low_nps}"
    if lowest.high < highest.low:
        return (
            f"No {dimension} stands out; {high_name} at {high_nps} is above {low_name} at {low_nps}"
        )
    answers = words.count(sum(score.respondents for score in scores), "answer")
    return f"No {dimension} stands out: with {answers} their intervals overlap"


def is_thin(*respondents: int) -> bool:
    return min(respondents) < THIN
