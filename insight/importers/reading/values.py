"""Texts of one column become values; what contradicts the mapping refuses the file."""

from collections.abc import Mapping
from typing import Any

from insight.importers.mappings.field_entries import is_on_scale
from insight.importers.mappings.fields import NUMBERS, Field
from insight.importers.mappings.settling import question
from insight.importers.reading.days import read_days
from insight.importers.reading.doubts import doubt
from insight.importers.reading.numbers import Notation, is_number
from insight.importers.reading.refusals import NOT_LABELLED, refusal
from insight.importers.reading.text_column import TextColumn
from insight.problems import Mistake

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_BITS = {"TINYINT": 8, "INTEGER": 32, "BIGINT": 64}


class Codes:
    """Looks values up as the file writes them; as numbers too, so that 9 finds 9.0 and 09."""

    def __init__(self, values: Mapping[str, Any], notation: Notation | None) -> None:
        self._values: dict[Any, Any] = dict(values)
        self._notation = notation
        if notation:
            for text, value in values.items():
                self._values.setdefault(self._number_key(text, Notation()), value)

    def __contains__(self, text: str) -> bool:
        if not self._values:
            return False
        return text in self._values or self._number_key(text, self._notation) in self._values

    def __getitem__(self, text: str) -> Any:
        if text in self._values:
            return self._values[text]
        return self._values[self._number_key(text, self._notation)]

    @staticmethod
    def _number_key(text: str, notation: Notation | None) -> Any:
        plain = notation.plain(text) if notation else None
        return text if plain is None else float(plain)


def read_values(field: Field, column: TextColumn) -> list[Any]:
    """The column's values in our type, null where nobody answered.

    Mistake names the first row that contradicts the mapping, or that could mean two things, and
    the line that settles it.
    """
    if field.type == "DATE" and not field.labels:
        values = read_days(field, column)
    else:
        read = _read_texts(field, column)
        values = [read[text] for text in column.texts]
        if not column.is_part and (asked := doubt(field, column, read)):
            raise Mistake(asked)
    if field.required and not field.rejects_empty and None in values:
        raise Mistake(_empty(field, column, values))
    return values


def _empty(field: Field, column: TextColumn, values: list[Any]) -> str:
    """The first row without a value that every row needs, and how many there are."""
    silent = [text for text, value in zip(column.texts, values, strict=True) if value is None]
    first = values.index(None)
    there = f"says {silent[0]!r}" if silent[0] else "is empty"
    rows = column.tally(silent).total()
    more = f" ({rows:,} such rows)" if rows > 1 else ""
    message = f"{column.at(first)} {there}, but {field.place} needs a value in every row{more}"
    fixes = [(field.line(empty="rejected"), "if rows without it are no answers: they are rejected")]
    return question(field, message, fixes)


def _read_texts(field: Field, column: TextColumn) -> dict[str, Any]:
    """Each text of the column with its value; Mistake where one has none."""
    coded = field.type in NUMBERS or bool(field.labels)
    missing = Codes(dict.fromkeys(field.missing), field.notation if coded else None)
    labels = Codes(field.labels, field.notation if coded else None)
    numbers_pass = field.type in NUMBERS and not any(map(is_number, field.labels))
    values: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for text in dict.fromkeys(column.texts):
        if not text or text in missing:
            values[text] = None
        elif text in labels:
            values[text] = labels[text]
        elif field.labels and not (
            field.keeps_unlabelled or (numbers_pass and field.notation.plain(text) is not None)
        ):
            refused[text] = NOT_LABELLED
        else:
            try:
                values[text] = _read(field, text)
            except ValueError as problem:
                refused[text] = str(problem)
    if refused:
        raise Mistake(refusal(field, column, refused))
    return values


def _read(field: Field, text: str) -> Any:
    if field.type == "BOOLEAN":
        if text.lower() not in _TRUTH:
            raise ValueError("is neither yes nor no")
        return _TRUTH[text.lower()]
    if field.type in NUMBERS:
        return _read_number(field, text)
    if field.words and text not in field.words:
        raise ValueError(f"is none of {', '.join(field.words)}")
    return text


def _read_number(field: Field, text: str) -> float | int:
    number = field.notation.number(text)
    if field.scale and not is_on_scale(number, field.scale):
        raise ValueError(f"is outside the scale {field.scale[0]:g} to {field.scale[1]:g}")
    if field.type == "DOUBLE":
        return number
    if number != int(number):
        raise ValueError("is not a whole number")
    if abs(number) >= 2 ** (_BITS[field.type] - 1):
        raise ValueError("is too large a number")
    return int(number)
