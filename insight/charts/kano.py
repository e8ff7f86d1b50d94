"""Which items delight, which are expected, and which are wanted the more the better?"""

from typing import Any

from insight.charts.kano_map import kano
from insight.charts.theme import THIN, plain
from insight.query import Result
from insight.words import Words

__all__ = ["CLASSES", "alt", "finding", "kano", "measure"]

CLASSES = {
    "must_be": "must be there",
    "attractive": "delight",
    "one_dimensional": "matter the more the better",
    "reverse": "are better left out",
}
"""What is said of items in a class; the two others are not worth a title."""

_MOST_NAMED = 2


def finding(result: Result, words: Words) -> str:
    """What must be there and what delights, of items that fall clearly into one class."""
    rows = [row for row in result.rows() if row["category"] is not None]
    if not rows:
        return "Too few answers to tell what delights and what is expected"
    enough = [row for row in rows if row["respondents"] >= THIN]
    if not enough:
        return f"Each item has fewer than {THIN} pairs of answers: too thin to say which delight"
    said = []
    for category, what in CLASSES.items():
        clear = [row for row in enough if row["category"] == category and not row["mixed"]]
        if clear:
            said.append(f"{_named(clear, category, words)} {_singular(what, len(clear))}")
        if len(said) == 2:
            break
    if said:
        return "; ".join(said)
    if all(row["mixed"] for row in enough):
        return "People differ too much about each item to say which delight"
    return "No item delights and none is missed: these leave people indifferent"


def measure(result: Result, words: Words) -> str:
    """What is drawn, and what a hollow mark means."""
    people = max((row["respondents"] or 0 for row in result.rows()), default=0)
    return (
        "Better: how much having it satisfies; worse: how much lacking it dissatisfies; both from "
        "0 to 1 with 95 % intervals, of people who answered both questions "
        f"(at most {words.number(people)} an item). Hollow where people differ too much for one "
        "class"
    )


def alt(result: Result, words: Words) -> str:
    """The finding and each item's class, coefficients and people."""
    said = [f"Map of better and worse. {finding(result, words)}"]
    for row in result.rows():
        if row["better"] is None:
            continue
        said.append(
            f"{plain(row['item'])}: {row['category'].replace('_', '-')}"
            f"{' (mixed)' if row['mixed'] else ''}, better {words.number(row['better'], 2)}, "
            f"worse {words.number(row['worse'], 2)}, {words.count(row['respondents'], 'answer')}"
        )
    return ". ".join(said) + "."


def _named(rows: list[dict[str, Any]], category: str, words: Words) -> str:
    """The items of a class, those with most people in it first."""
    rows = sorted(rows, key=lambda row: -row[category] / row["respondents"])
    names = [f"“{plain(row['item'], 60)}”" for row in rows[:_MOST_NAMED]]
    others = len(rows) - len(names)
    if others:
        names.append(f"{words.spelled(others)} more")
    return words.listed(names)


def _singular(what: str, count: int) -> str:
    if count != 1:
        return what
    verb, _, rest = what.partition(" ")
    verb = {"must": "must", "are": "is"}.get(verb, f"{verb}s")
    return f"{verb} {rest}".strip()
