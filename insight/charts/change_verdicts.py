"""Verdicts on what our changes did, as rows and as sentences with four outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from insight.charts.claims import decimals_for
from insight.charts.theme import THIN, plain
from insight.query import Result
from insight.stats.two_waves import Change
from insight.words import Words

KINDS = {"nps": "NPS", "delivered": "Delivered", "wanted": "Wanted", "gap": "Gap"}
"""What a change may have moved, as a choice on the page."""

SAID = {"delivered": "delivery", "wanted": "the want", "gap": "delivery less want"}
"""A kind of measure of an item, within a sentence."""

GROUPS = {
    "moved": "It moved",
    "bounded": "It did not move by more than this",
    "too_few": "Too few answers to say",
    "not_identifiable": "Cannot be told apart",
}
"""The four verdicts in the order in which they are drawn."""


@dataclass(frozen=True)
class Judged:
    """One change in one measure: its effect, where there is one, and the verdict on it."""

    change_id: str
    title: str
    kind: str
    item: str | None
    started_on: date | None
    verdict: str
    change: Change | None
    fewest: int
    """People it touched who answered, before or after, whichever are fewer."""
    of_everybody: bool
    near: str | None
    row: dict[str, Any]

    @property
    def thin(self) -> bool:
        return self.fewest < THIN

    @property
    def most(self) -> float:
        """Points: the farther limit of its interval, what it did not move by more than."""
        return max(abs(self.change.low), abs(self.change.high))

    def measure(self) -> str:
        """What it may have moved, plain: NPS, or delivery of “Fair price”."""
        if self.kind == "nps":
            return "NPS"
        return f"{SAID[self.kind]} of “{plain(self.item, 40)}”"

    def points(self, words: Words) -> str:
        """`14 points`, without its sign."""
        return words.points(abs(self.change.points), decimals_for(self.change))

    def limits(self, words: Words) -> str:
        """`10 to 18`, the limits of its interval; without a sign where both have the same."""
        low, high = self.change.low, self.change.high
        if low * high > 0:
            low, high = sorted((abs(low), abs(high)))
        return words.interval(low, high, decimals_for(self.change))

    def moved(self, words: Words) -> str:
        """`raised NPS by 14 points for those it touched (10 to 18)`; plain text."""
        verb = "raised" if self.change.points > 0 else "lowered"
        touched = "" if self.of_everybody else " for those it touched"
        size = f"{self.points(words)}{touched} ({self.limits(words)})"
        return f"{verb} {self.measure()} by {size}"

    def sentence(self, words: Words) -> str:
        """The verdict, one of four: plain text."""
        if self.verdict == "moved":
            return f"It moved: it {self.moved(words)}"
        if self.verdict == "bounded":
            most = words.points(self.most, 0 if self.most >= 1 else 1)
            return f"It did not move {self.measure()} by more than {most}"
        if self.verdict == "not_identifiable":
            return f"Cannot be told apart from {_few(self.near, words)}, so close in time"
        return f"Too few answers to say whether it moved {self.measure()}"


def _few(titles: str | None, words: Words) -> str:
    """The first two of titles listed with semicolons, and how many more: plain text."""
    first, *others = [plain(title, 40) for title in (titles or "another change").split("; ")]
    if len(others) < 2:
        return words.listed([first, *others])
    return f"{first} and {words.spelled(len(others))} more"


def judged(result: Result, kind: str = "nps") -> list[Judged]:
    """The changes judged in one kind of measure, by verdict; in each the largest effect first."""
    found = [_judged(row) for row in result.rows() if _kind(row) == kind]
    order = list(GROUPS)
    return sorted(
        found,
        key=lambda one: (
            order.index(one.verdict),
            -abs(one.change.points) if one.change else 0.0,
            one.change_id,
        ),
    )


def kinds_judged(result: Result) -> list[str]:
    """The kinds of measures that any change has a row of; NPS first."""
    there = {_kind(row) for row in result.rows()}
    return [kind for kind in KINDS if kind in there]


def _kind(row: dict[str, Any]) -> str:
    return row["measure"].partition(":")[0]


def _judged(row: dict[str, Any]) -> Judged:
    change = None
    if row["effect"] is not None:
        p = 1.0 if row["p_corrected"] is None else row["p_corrected"]
        change = Change(row["effect"], row["low"], row["high"], p)
    verdict = row["verdict"] or "too_few"
    return Judged(
        change_id=row["change_id"],
        title=row["title"] or row["change_id"],
        kind=_kind(row),
        item=row["item"],
        started_on=row["started_on"],
        verdict="too_few" if change is None and verdict in ("moved", "bounded") else verdict,
        change=change,
        fewest=min(row["respondents_before"] or 0, row["respondents_after"] or 0),
        of_everybody=(row["method"] or "").startswith("everybody"),
        near=row["near"],
        row=row,
    )


def listed(changes: Sequence[Judged], words: Words) -> list[dict[str, Any]]:
    """The list under the chart: what, when, the verdict as a sentence, and what it rests on."""
    return [
        {
            "title": one.title,
            "verdict": one.sentence(words),
            "started_on": one.started_on,
            "before": one.row["respondents_before"],
            "after": one.row["respondents_after"],
        }
        for one in changes
    ]


def checks(one: Judged, words: Words, by_unit: Result | None = None) -> str:
    """What was checked of one effect, in short sentences; plain text.

    `by_unit` are the rows of change_checks, which are about NPS.
    """
    row = one.row
    if one.change is None:
        return "Nothing was estimated: a start needs three months with answers before and after."
    said = []
    placebo = row["placebo_p"]
    if placebo is None:
        said.append("Placebo: too few months before to try")
    else:
        p = _p(placebo, words)
        calm = placebo > 0.05
        outcome = "nothing moved, as it should be" if calm else "the series moves without it too"
        said.append(f"Placebo, a start in the middle of the months before: p {p}, {outcome}")
    others = row["accounted_for"]
    if others:
        said.append(f"{words.count(others, 'other change')} accounted for")
    before = words.count(row["respondents_before"], "answer")
    after = words.number(row["respondents_after"])
    months = words.count(row["periods"], "month")
    said.append(f"{months}, {before} before and {after} after of those it touched")
    if row["answers_ratio"] is not None:
        ratio, low, high = (row[f"answers_ratio{end}"] for end in ("", "_low", "_high"))
        alike = low <= 1 <= high
        times = f"{words.number(ratio, 2)} times, {words.interval(low, high, 2)}"
        if alike:
            said.append(f"no clear change in how many of those it touched answer ({times})")
        else:
            direction = "more" if ratio > 1 else "fewer"
            said.append(
                f"{direction} of those it touched answer since ({times}), so part of it may be who "
                "answers"
            )
    if row["dispersion"] is not None and row["dispersion"] > 2:
        times = words.number(row["dispersion"], 1)
        said.append(f"months vary {times} times as much as answers alone would make them")
    if by_unit is not None and one.kind == "nps":
        said += [
            _of_units(row, words) for row in by_unit.rows() if row["change_id"] == one.change_id
        ]
    return ". ".join(text[:1].upper() + text[1:] for text in said) + "."


def _of_units(row: dict[str, Any], words: Words) -> str:
    """The checks unit against unit: clustered errors, and other units in their place."""
    units = words.count(row["units"], "unit")
    if row["permutation_p"] is None:
        return f"unit against unit nothing can be checked: {units} with answers throughout"
    permuted, clustered = _p(row["permutation_p"], words), _p(row["cluster_p"], words)
    return (
        f"unit against unit ({words.number(row['units_touched'])} of {units} touched): "
        f"{words.signed(row['effect'])} points, p {permuted} by permutation, "
        f"{clustered} clustered, shown and no verdict"
    )


def _p(p: float, words: Words) -> str:
    return "below .001" if p < 0.001 else words.number(p, 3).removeprefix("0")
