"""What do promoters praise, and where do passives and detractors fall short of them?"""

from dataclasses import dataclass
from typing import Any

from insight.charts.claims import could_show, is_thin
from insight.charts.dumbbells import TOO_FEW, delivered_by_group
from insight.charts.theme import plain
from insight.query import Result
from insight.stats.delivery_by_group import KINDS, SHORT
from insight.stats.many_tests import holm
from insight.stats.two_sided_p import normal_p
from insight.stats.two_waves import Z95
from insight.words import Words

__all__ = ["alt", "delivered_by_group", "finding", "measure"]


@dataclass(frozen=True)
class Estimate:
    """A figure of one item with its standard error, or none where no interval could be made."""

    item: str
    value: float
    error: float | None

    @property
    def name(self) -> str:
        return f"“{plain(self.item, 60)}”"


def finding(result: Result, words: Words) -> str:
    """What promoters rate highest and where the others fall furthest short, if that can be told."""
    rows = result.rows()
    if all(row[f"delivered_{kind}"] is None for row in rows for kind in KINDS):
        return TOO_FEW
    said = [_praised(rows, words), _short(rows, words)]
    return "; ".join(part for part in said if part)


def estimates(rows: list[dict[str, Any]], figure: str, *kinds: str) -> list[Estimate]:
    """That figure of every item which rests on enough answers, the highest first."""
    kept = [
        row
        for row in rows
        if row[figure] is not None and not is_thin(*(row[f"respondents_{kind}"] for kind in kinds))
    ]
    return sorted(
        (Estimate(row["item"], row[figure], _error(row, figure)) for row in kept),
        key=lambda one: -one.value,
    )


def _error(row: dict[str, Any], figure: str) -> float | None:
    low, high = row[f"{figure}_low"], row[f"{figure}_high"]
    return None if low is None else (high - low) / (2 * Z95)


def leads(first: Estimate, others: list[Estimate]) -> bool:
    """Whether it is above all others (Holm).

    The same people rate all items, so the two errors are added: never too small.
    """
    if first.error is None or any(other.error is None for other in others):
        return False
    ps = []
    for other in others:
        lead, error = first.value - other.value, first.error + other.error
        ps.append(normal_p(lead / error) if error else float(lead == 0))
    return max(holm(ps), default=0.0) <= 0.05


def _praised(rows: list[dict[str, Any]], words: Words) -> str:
    rated = estimates(rows, "delivered_promoters", "promoters")
    if not rated:
        return "Too few promoters to say what they praise"
    first, *others = rated
    if not others:
        return f"Promoters rate {first.name} {words.number(first.value)} of 100"
    if leads(first, others):
        return f"Promoters praise {first.name} most ({words.number(first.value)} of 100)"
    return f"Promoters rate {first.name} and {others[0].name} highest, too close to tell apart"


def _short(rows: list[dict[str, Any]], words: Words) -> str:
    """Detractors where there are enough of them, else passives."""
    for kind in reversed(SHORT):
        short = estimates(rows, f"shortfall_{kind}", "promoters", kind)
        tested = [one for one in short if one.error is not None]
        if tested:
            return _furthest(tested, kind, rows, words)
    return "too few others to compare with them"


def _furthest(short: list[Estimate], kind: str, rows: list[dict[str, Any]], words: Words) -> str:
    ps = holm([normal_p(s.value / s.error) if s.error else float(s.value == 0) for s in short])
    real = [one for one, p in zip(short, ps, strict=True) if p <= 0.05 and one.value > 0]
    if not real:
        answers = max(row["respondents"] or 0 for row in rows)
        return f"{kind} fall short of them nowhere {could_show(answers, words)}"
    first = real[0]
    by = words.points(first.value)
    if len(short) == 1:
        return f"{kind} rate it {by} lower"
    if leads(first, [one for one in short if one is not first]):
        return f"{kind} fall furthest short on {first.name}, by {by}"
    if len(real) == 1:
        return f"{kind} fall short on {first.name}, by {by}"
    return f"{kind} fall short most on {first.name} and {real[1].name}, too close to tell apart"


def measure(result: Result, words: Words) -> str:
    """What is drawn, in which order, and whose ratings these are."""
    said = (
        "Mean delivery as promoters (9 or 10), passives (7 or 8) and detractors (0 to 6) rate it, "
        "percent of maximum, with 95 % intervals; where detractors fall furthest short comes first"
    )
    one_in = max((row["one_in"] or 1 for row in result.rows()), default=1)
    if one_in > 1:
        return f"{said}. Drawn at random: one in {words.number(one_in, 1)} of the people who rated"
    return said


def alt(result: Result, words: Words) -> str:
    """The finding and the first three items with their figures, for who does not see the chart."""
    rows = result.rows()
    said = [f"Chart of {words.count(len(rows), 'item')}. {finding(result, words)}"]
    for row in rows[:3]:
        means = [
            f"{kind} {words.number(row[f'delivered_{kind}'])}"
            for kind in KINDS
            if row[f"delivered_{kind}"] is not None
        ]
        if means:
            said.append(f"{plain(row['item'])}: {', '.join(means)}")
    return ". ".join(said) + "."
