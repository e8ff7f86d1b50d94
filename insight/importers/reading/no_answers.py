"""Values that may mean "no answer" although nothing forbids them: N/A, 99, -1."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from insight.importers.mappings.fields import NUMBERS, Field
from insight.importers.mappings.settling import Asked, Fix, such_rows
from insight.importers.reading.numbers import is_number
from insight.importers.reading.text_column import TextColumn

ENOUGH = 30
"""Answers from which a pattern in their values is more than chance."""
_WORDS = frozenset(
    {
        *("n/a", "#n/a", "n.a.", "n.a", "na", "nan", "null", "nil", "none", "unknown", "missing"),
        *("blank", "(blank)", "empty", "(empty)", "-", "--", "---", "\u2013", "\u2014", ".", "?"),
        *("not applicable", "no answer", "no response", "not available", "not answered"),
    }
)
_WORDS_OF_LABELS = _WORDS | {
    *("don't know", "dont know", "do not know", "refused", "prefer not to say", "no opinion"),
    *("keine angabe", "weiß nicht", "ne sait pas", "no sabe", "dk", "dk/na", "can't say"),
}
"""What a file's own label of a code says, where the code is no answer."""
_HIGH_CODES = frozenset({88, 97, 98, 99, 888, 997, 998, 999, 8888, 9998, 9999})
_LOW_CODES = frozenset({-1, -8, -9, -88, -98, -99, -888, -998, -999, -9999})
_SHORT_CODES = frozenset({6, 8, 9, 11})
"""Codes used on short scales, where 99 would not fit the field of a punched card."""
_FAR = 5
"""How many times as large as every other value a code of a measure without a scale is."""
_GAP = 2
"""Fewest unused codes between a code of no answer and the answers of a scale."""
_FEWEST_OTHERS = 3
_MANY_ZEROS = 10
"""Answers of 0 that would hardly all stand alone: whoever is angry says 1, 2 or 3 as well."""


def no_answer_words(field: Field, column: TextColumn, answers: Mapping[str, Any]) -> Asked | None:
    """Words such as N/A, which would show as a segment of their own."""
    decided = field.required or field.is_free_text or field.words or field.states("missing")
    if field.type != "VARCHAR" or decided:
        return None
    found = [text for text in answers if text.casefold() in _WORDS and text not in field.labels]
    if not found:
        return None
    said = f"may mean that nobody answered{such_rows(column.tally(found))}"
    return found[0], said, _as_missing(field, found)


def no_answer_labels(field: Field, column: TextColumn, answers: Mapping[str, Any]) -> Asked | None:
    """Codes that the file's own labels call "Don't know" or the like, though it has them valid."""
    decided = field.required or field.states_itself("labels") or field.states("missing")
    if decided or field.is_free_text:
        return None
    labels = {code: label.strip().casefold() for code, label in column.labels.items()}
    words = _WORDS_OF_LABELS if field.type in NUMBERS else _WORDS
    found = [text for text in answers if labels.get(text) in words]
    if not found:
        return None
    called = column.labels[found[0]]
    said = f"is {called!r} by the file's own labels{such_rows(column.tally(found))}"
    return found[0], said, _as_missing(field, found)


def no_answer_codes(field: Field, column: TextColumn, answers: Mapping[str, Any]) -> Asked | None:
    """Codes such as 99 that stand far from every other answer of the column."""
    decided = field.required or field.is_free_text or field.labels or field.states("missing")
    if decided or field.name.endswith("_id"):
        return None
    coded = answers if field.type in NUMBERS else _all_numbers(answers)
    rows: Counter[float] = Counter()
    for text, count in column.tally(coded).items():
        rows[float(coded[text])] += count
    codes = _suspects(field, rows)
    if not codes:
        return None
    found = [text for text, number in coded.items() if number in codes]
    rest = set(rows) - codes
    said = (
        f"may mean that nobody answered, as all other values lie between "
        f"{min(rest):g} and {max(rest):g}{such_rows(column.tally(found))}"
    )
    return found[0], said, _as_missing(field, found)


def _suspects(field: Field, rows: Counter[float]) -> set[float]:
    """The numbers of a column that may be codes, by how many rows hold each number."""
    if field.scale:
        return _behind_a_gap(rows, min(field.scale)) or _zero_below_a_gap(rows, field.scale)
    codes = _far_from_all(rows)
    if codes or field.type not in NUMBERS:
        return codes
    behind = _behind_a_gap(rows, least=1)
    rarest = min((count for number, count in rows.items() if number not in behind), default=0)
    return {code for code in behind if rows[code] > rarest}


def _far_from_all(rows: Counter[float]) -> set[float]:
    """Codes far above or below all other numbers, of which there are a few at least."""
    usual = [number for number in rows if number not in _HIGH_CODES | _LOW_CODES]
    if sum(rows[number] for number in usual) < _FEWEST_OTHERS:
        return set()
    high = {code for code in _HIGH_CODES if code > _FAR * max(usual) > 0}
    low = {code for code in _LOW_CODES if code < min(0, _FAR * min(usual))}
    return (high | low) & set(rows)


def _behind_a_gap(rows: Counter[float], least: float) -> set[float]:
    """Codes above a gap, where enough answers fill the numbers from the least up to it."""
    numbers = sorted(rows)
    usual = [number for number in numbers if number not in _HIGH_CODES]
    if usual == numbers and numbers and numbers[-1] in _SHORT_CODES:
        usual = numbers[:-1]
    fills = len(usual) > 2 and usual == [usual[0] + step for step in range(len(usual))]
    if not fills or usual[0] - least > 1 or sum(rows[number] for number in usual) < ENOUGH:
        return set()
    return {number for number in numbers if number - usual[-1] > _GAP}


def _zero_below_a_gap(rows: Counter[float], scale: tuple[float, float]) -> set[float]:
    """0 on a scale from 0, where many say so and nobody anything between it and the middle."""
    others = [number for number in rows if number]
    enough = rows[0] >= _MANY_ZEROS and rows.total() >= ENOUGH
    alone = min(scale) == 0 and others and min(others) * 2 >= max(scale)
    return {0.0} if enough and alone else set()


def _as_missing(field: Field, found: list[str]) -> list[Fix]:
    return [
        (field.line(missing=found), "if that means “no answer”"),
        (field.line(missing=[]), "if it is an answer like the others"),
    ]


def _all_numbers(answers: Mapping[str, str]) -> dict[str, float]:
    """A dimension of codes as numbers; nothing where one of its values is a word."""
    if not all(map(is_number, answers)):
        return {}
    return {text: float(text) for text in answers}
