"""How findings put figures into words: never more than the answers can show."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from insight.charts.theme import THIN, plain
from insight.stats.many_tests import holm
from insight.stats.two_waves import Z95, Change, measured_change
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


def compared(change: Change, answers: int, now: str, before: str, words: Words) -> str:
    """`NPS in 2025 is 4 points higher than in 2024 (2 to 6)`, or that it cannot be told.

    `now` and `before` say when: `in the year to October 2026`, `the year before`.
    """
    if change.is_real:
        direction = "higher" if change.points > 0 else "lower"
        moved = f"{size(change, words)} {direction} than {before} ({limits(change, words)})"
        return f"NPS {now} is {moved}"
    if is_level(change):
        return f"NPS {now} is level with {before}: no change {could_show(answers, words)}"
    return f"NPS {now} shows no change from {before} {could_show(answers, words)}"


@dataclass(frozen=True)
class Score:
    """NPS of one value of a breakdown or of one period, points, with its 95 % interval."""

    value: str
    nps: float
    low: float
    high: float
    respondents: int

    @property
    def centre(self) -> float:
        """NPS with three answers added (adjusted Wald), the middle of the uncut interval."""
        return self.nps * self.respondents / (self.respondents + 3)

    @property
    def standard_error(self) -> float:
        """From the limit that was not cut at -100 or 100."""
        return max(self.high - self.centre, self.centre - self.low) / Z95

    def less(self, other: "Score") -> Change:
        """This score less another, of other people."""
        error = (self.standard_error**2 + other.standard_error**2) ** 0.5
        return measured_change(self.nps - other.nps, self.centre - other.centre, error)


def who_stands_out(scores: Sequence[Score], dimension: str, when: str, words: Words) -> str:
    """Highest and lowest, each only where it differs from every other value.

    Every pair is tested, corrected for having looked at all pairs (Holm). `when` ends the
    sentence: `in 2025`.
    """
    scores = sorted((s for s in scores if s.respondents >= THIN), key=lambda score: score.nps)
    dimension = plain(dimension.replace("_", " "), 40)
    if len(scores) < 2:
        return f"Too few answers to compare by {dimension}"
    lowest, highest = scores[0], scores[-1]
    differ = _pairs_that_differ(scores)
    above_all = all((other, len(scores) - 1) in differ for other in range(len(scores) - 1))
    below_all = all((0, other) in differ for other in range(1, len(scores)))
    high = f"{plain(highest.value, 40)} has the highest NPS, {words.number(highest.nps)}"
    low = f"{plain(lowest.value, 40)} the lowest, {words.number(lowest.nps)}"
    if above_all and below_all:
        return f"{high}, and {low}, {when}"
    if above_all:
        return f"{high}, {when}"
    if below_all:
        return f"{plain(lowest.value, 40)} has the lowest NPS, {words.number(lowest.nps)}, {when}"
    if (0, len(scores) - 1) in differ:
        above = f"{plain(highest.value, 40)} ({words.number(highest.nps)})"
        below = f"{plain(lowest.value, 40)} ({words.number(lowest.nps)})"
        return f"No single {dimension} stands out, but {above} is above {below}, {when}"
    answers = sum(score.respondents for score in scores)
    return f"No {dimension} stands out {when}: no difference {could_show(answers, words)}"


def _pairs_that_differ(ascending: Sequence[Score]) -> set[tuple[int, int]]:
    """Pairs of positions, the lower first, whose difference is real among all pairs."""
    pairs = list(combinations(range(len(ascending)), 2))
    changes = [ascending[high].less(ascending[low]) for low, high in pairs]
    corrected = holm([change.p for change in changes])
    return {
        pair
        for pair, change, p in zip(pairs, changes, corrected, strict=True)
        if p <= 0.05 and change.is_real
    }


def is_thin(*respondents: int) -> bool:
    return min(respondents) < THIN
