"""Questions that rate several things, a column each: they become the items of [[ratings.items]]."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from insight.importers.drafts.word_scales import longest_scale, scale_of
from insight.importers.drafts.wording import DELIVERED, WANTED, means_no_answer, plain_words
from insight.importers.first_rows import Seen, number_in
from insight.importers.layout import Suggestion
from insight.importers.reading.numbers import is_number

_SCALES = ((1, 5), (1, 7), (0, 10), (0, 100))
_SHOWN = 60
_WHICH_SCALE = "on which scale was it asked, the larger number first where the least is best?"
_IN_BRACKETS = re.compile(r"(?P<question>.+?)\s*\[\s*(?P<item>.+?)\s*\]", re.DOTALL)


@dataclass(frozen=True)
class GridColumn:
    """One column of a question that has several: what it rates, and on which side if known."""

    column: str
    question: str
    item: str
    code: str
    """What the columns of one question share: Q2, or its wording."""
    side: str = ""
    """"wanted" or "delivered" where a person is to confirm it; "" lets the question tell."""


@dataclass(frozen=True)
class _Reading:
    """How the answers of one question are read; `open` is what is left to a person, "" if nothing.

    `keys` are the scale, the labels and the words for no answer of a mapping.
    """

    keys: dict[str, Any]
    told: str
    open: str = ""


def rated_items(seen: Seen, columns: Sequence[GridColumn]) -> tuple[Suggestion, ...]:
    """A line for each item; an item that one question wants and another delivers is one line."""
    items: dict[str, dict[str, tuple[GridColumn, _Reading]]] = {}
    for grid in _grids(columns):
        reading = _reading(seen, grid)
        if reading is None:
            continue
        for one in grid:
            side = one.side or side_of(one.question)
            sides = items.setdefault(one.item, {})
            if side in sides:
                sides = items.setdefault(f"{one.item} ({_short(one.code)})", {})
            sides.setdefault(side, (one, reading))
    return tuple(_suggestion(item, sides) for item, sides in items.items())


def in_brackets(seen: Seen, used: Collection[str]) -> list[GridColumn]:
    """Columns whose wording is "Question [Item]", as Google Forms and LimeSurvey write grids."""
    found = []
    for column in filter(None, seen.columns):
        match = _IN_BRACKETS.fullmatch(seen.asked(column))
        if match and column not in used:
            found.append(GridColumn(column, match["question"], match["item"], match["question"]))
    return found


def _suggestion(item: str, sides: dict[str, tuple[GridColumn, _Reading]]) -> Suggestion:
    entry = {
        side: {"column": sides[side][0].column, **sides[side][1].keys}
        for side in ("wanted", "delivered")
        if side in sides
    }
    questions = dict.fromkeys(
        ["which column is wanted, and which delivered?"] if _is_side_by_side(sides) else []
    )
    questions.update(dict.fromkeys(reading.open for _, reading in sides.values() if reading.open))
    told = [f"{_short(one.question)!r}: {reading.told}" for one, reading in sides.values()]
    reason = "; ".join([*questions, *told])
    return Suggestion("ratings.items", item, entry, reason, decide=bool(questions))


def _is_side_by_side(sides: dict[str, tuple[GridColumn, _Reading]]) -> bool:
    return any(one.side for one, _ in sides.values())


def side_of(question: str) -> str:
    """Whether a question asks what is wanted (how important) or what was delivered."""
    words = plain_words(question)
    wants, gets = WANTED.search(words), DELIVERED.search(words)
    return "wanted" if wants and not (gets and gets.start() < wants.start()) else "delivered"


def split_question(texts: list[str]) -> tuple[str, list[str]]:
    """The question that all texts begin with, and what each says behind it."""
    shared = texts[0]
    for text in texts[1:]:
        while not text.startswith(shared):
            shared = shared[:-1]
    for separator in (" - ", "-"):
        question, found, _ = shared.rpartition(separator)
        if found:
            start = len(question) + len(separator)
            return question.strip(), [text[start:].strip() or text for text in texts]
    return "", texts


def _grids(columns: Iterable[GridColumn]) -> list[list[GridColumn]]:
    """The columns question by question; a question of one column is no grid."""
    by_code: dict[tuple[str, str], list[GridColumn]] = {}
    for one in columns:
        by_code.setdefault((one.code, one.side), []).append(one)
    return [grid for grid in by_code.values() if len(grid) > 1]


def _reading(seen: Seen, grid: list[GridColumn]) -> _Reading | None:
    """How a question's answers are read; None where they are no ratings."""
    every = list(dict.fromkeys(text for one in grid for text in seen.texts(one.column)))
    silent = [text for text in every if means_no_answer(text)]
    texts = [text for text in every if text not in silent]
    if not texts or _is_picked(seen, grid) or _is_ranked(seen, grid):
        return None
    missing = {"missing": silent} if silent else {}
    no_answer = f"do {', '.join(map(repr, silent))} mean no answer?" if silent else ""
    numbers = [float(text) for text in texts if is_number(text)]
    words = [text for text in texts if not is_number(text)]
    if not words:
        scale = _scale_of_codes(numbers)
        if scale is None:
            return None
        told = f"codes {min(numbers):g} to {max(numbers):g} among the first answers"
        asked = no_answer if [min(numbers), max(numbers)] == scale else _WHICH_SCALE
        return _Reading({"scale": scale, **missing}, told, asked)
    labels = scale_of(texts)
    if labels is not None:
        keys = {"scale": [1, longest_scale([labels])], "labels": labels, **missing}
        return _Reading(keys, "words of one scale", no_answer)
    numbered = {text: number_in(text) for text in words}
    if None in numbered.values():
        return None
    scale = _scale_of_codes([*numbers, *map(float, numbered.values())])
    if scale is None:
        return None
    keys = {"scale": scale, "labels": numbered, **missing}
    return _Reading(keys, "the number in each answer", "is the number in each answer its score?")


def _scale_of_codes(numbers: list[float]) -> list[int] | None:
    """The narrowest usual scale that holds the numbers."""
    for least, most in _SCALES:
        if all(least <= number <= most for number in numbers):
            return [least, most]
    return None


def _is_picked(seen: Seen, grid: list[GridColumn]) -> bool:
    """Whether columns say chosen or not: each holds one text at most, 1 or its own option."""
    told = {one: seen.texts(one.column) for one in grid}
    return all(
        len(texts) < 2 and (not texts or texts[0] == "1" or texts[0] == one.item)
        for one, texts in told.items()
    )


def _is_ranked(seen: Seen, grid: list[GridColumn]) -> bool:
    """Whether three or more columns hold 1, 2, 3, ... once each in every answer: a ranking."""
    places = [seen.columns.index(one.column) for one in grid]
    ranks = [str(rank) for rank in range(1, len(grid) + 1)]
    answered = [
        sorted(row[place] for place in places)
        for row in seen.answers
        if all(place < len(row) and row[place] for place in places)
    ]
    return len(grid) > 2 and len(answered) > 1 and all(one == ranks for one in answered)


def _short(question: str) -> str:
    return question if len(question) <= _SHOWN else question[: _SHOWN - 1].rstrip() + "…"
