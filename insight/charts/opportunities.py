"""Which gaps would be worth closing first? Opportunity scores, and in words."""

from collections.abc import Sequence
from itertools import combinations, groupby
from typing import Any

from insight.charts.claims import could_show, too_thin
from insight.charts.opportunity import (
    FROM,
    Opportunity,
    is_one_sided,
    opportunities_of,
    value_of,
    values_drawn,
)
from insight.charts.score_rows import opportunities
from insight.charts.theme import plain
from insight.query import Result
from insight.stats.many_tests import holm
from insight.words import Words

__all__ = ["alt", "finding", "measure", "opportunities"]

MOST_NAMED = 3


def finding(result: Result, words: Words) -> str:
    """The highest score, claimed only where it is real among all items looked at (Holm).

    Broken down: of the real differences between values of an item, that of the highest score.
    """
    scored = opportunities_of(result)
    if not scored:
        return _why_nothing(result)
    firm = [one for one in scored if not one.is_thin]
    if not firm:
        first = scored[0]
        measure = f"{first.name} scores {words.number(first.score, 1)}"
        return too_thin(measure, first.respondents, words)
    if result.asked.get("dimension"):
        return _who_differs(firm, plain(result.asked["dimension"].replace("_", " "), 40), words)
    corrected = holm([one.p_above(FROM) for one in firm])
    real = [one for one, p in zip(firm, corrected, strict=True) if p <= 0.05]
    if not real:
        most = max(one.respondents for one in firm)
        return f"No item scores above {words.number(FROM)} {could_show(most, words)}"
    if len(firm) == 1:
        return f"{firm[0].name} is a gap to close, with a score of {firm[0].said(words)}"
    return f"{_first(firm, words)}; {_how_many(real, firm, words)}"


def _first(firm: Sequence[Opportunity], words: Words) -> str:
    first, *others = firm
    ps = [first.p_above_rival(other) for other in others]
    if max(holm(ps)) > 0.05:
        second = max(zip(ps, others, strict=True), key=lambda rival: rival[0])[1]
        return f"{first.name} and {second.name} score highest, too close to tell apart"
    return f"{first.name} is the gap to close first, with a score of {first.said(words)}"


def _how_many(real: Sequence[Opportunity], firm: Sequence[Opportunity], words: Words) -> str:
    if len(real) == 1:
        return f"no other of {words.spelled(len(firm))} items is clearly above {words.number(FROM)}"
    are = f"{words.spelled(len(real))} of {words.spelled(len(firm))} items"
    return f"{are} are clearly above {words.number(FROM)}"


def _who_differs(firm: Sequence[Opportunity], dimension: str, words: Words) -> str:
    """Of all real differences between two values of one item (Holm), that of the highest score."""
    values = values_drawn(firm)
    drawn = sorted((one for one in firm if one.value in values), key=lambda one: one.item)
    pairs = [
        pair
        for _, alike in groupby(drawn, lambda one: one.item)
        for pair in combinations(sorted(alike, key=lambda one: -one.score), 2)
    ]
    if not pairs:
        return f"Too few answers to compare by {dimension}"
    corrected = holm([higher.p_above_others(lower) for higher, lower in pairs])
    real = [pair for pair, p in zip(pairs, corrected, strict=True) if p <= 0.05]
    if not real:
        most = max(one.respondents for one in firm)
        return f"No score differs by {dimension} {could_show(most, words)}"
    higher, lower = max(real, key=lambda pair: (pair[0].score, -pair[1].score))
    among = [
        f"{words.number(one.score, 1)} among {plain(value_of(one), 40)}" for one in (higher, lower)
    ]
    return f"{higher.name} scores {words.listed(among)}: it differs by {dimension}"


def _why_nothing(result: Result) -> str:
    rows = result.rows()
    if not rows:
        return "No ratings in this period"
    if not all(is_one_sided(row) for row in rows):
        return "Too few answers to show any item"
    sides = {"wanted" if row["respondents_delivered"] == 0 else "delivered" for row in rows}
    if len(sides) == 1:
        return f"Items were asked only as {sides.pop()}, so none has an opportunity score"
    return "Wants and delivery were asked of different items, so none has an opportunity score"


def measure(result: Result, words: Words) -> str:
    """What the chart shows, for its subtitle, and what is special about some of its items."""
    rows = result.rows()
    said = [
        "Opportunity score, 0 to 20, with its 95 % interval: importance, plus the part of it that "
        "is not satisfied; each is the share in the top two boxes, 0 to 10. From 10 an "
        "opportunity, from 12 high, from 15 extreme; hollow where the interval crosses a limit."
    ]
    if any(row["is_pick"] for row in rows):
        said.append(
            "Importance is the share who picked it: of many items few can be picked by most "
            "people, so few reach limits that were made for ratings."
        )
    apart = _named([row for row in rows if row["is_paired"] is False], words)
    if apart:
        said.append(f"Different people said what they want and what they get of {apart}.")
    one_side = _named([row for row in rows if is_one_sided(row)], words)
    if one_side:
        said.append(f"Asked on one side only, so without a score: {one_side}.")
    return " ".join(said)


def _named(rows: Sequence[dict[str, Any]], words: Words) -> str:
    """The items by name, or how many where they are more than a few."""
    items = list(dict.fromkeys(plain(row["item"]) for row in rows))
    if len(items) > MOST_NAMED:
        return words.count(len(items), "item")
    return words.listed(items) if items else ""


def alt(result: Result, words: Words) -> str:
    """The finding and the first items with their figures, for who does not see the chart."""
    said = [f"Chart of opportunity scores by item. {finding(result, words)}"]
    for one in opportunities_of(result)[:5]:
        among = "" if one.value is None else f" among {plain(one.value)}"
        said.append(
            f"{plain(one.item)}{among}: {words.number(one.score, 1)} "
            f"({words.interval(one.low, one.high, 1)})"
        )
    return ". ".join(said) + "."
