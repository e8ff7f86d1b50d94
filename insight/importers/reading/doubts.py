"""What can be read and yet may mean another thing: asked once, settled by saying it."""

from collections.abc import Mapping
from typing import Any

from insight.importers.mappings.fields import NUMBERS, Field
from insight.importers.mappings.settling import Asked, question, such_rows
from insight.importers.reading.declared import other_numbers
from insight.importers.reading.label_order import is_reversed
from insight.importers.reading.no_answers import (
    ENOUGH,
    no_answer_codes,
    no_answer_labels,
    no_answer_words,
)
from insight.importers.reading.numbers import Notation, is_number, may_be_thousands
from insight.importers.reading.refusals import measure_line
from insight.importers.reading.text_column import TextColumn

_HIGHEST_OF_A_SHORT_SCALE = 7
_LONGEST_WRITTEN_OUT = 20


def doubt(field: Field, column: TextColumn, values: Mapping[str, Any]) -> str | None:
    """A question about a column that could be read, with the lines that settle it; None if none.

    `values` are what its texts were read as. What the line states already is not asked.
    """
    if field.is_constant or field.entry is None:
        return None
    answers = {text: value for text, value in values.items() if value is not None}
    asked = (
        _direction_by_labels(field, column)
        or other_numbers(field, column)
        or _direction_by_answers(field, answers)
        or _thousands(field, column, answers)
        or _short_scale(field, column, answers)
        or no_answer_words(field, column, answers)
        or no_answer_labels(field, column, answers)
        or no_answer_codes(field, column, answers)
    )
    if asked is None:
        return None
    text, said, fixes = asked
    return question(field, f"{column.at(column.first([text]))}: {text!r} {said}", fixes)


def _direction_by_labels(field: Field, column: TextColumn) -> Asked | None:
    """The file's own labels say that the scale runs the other way."""
    if field.states_itself("labels") or not is_reversed(column.labels, field.scale):
        return None
    text = next((text for text in column.texts if text in column.labels), None)
    if text is None:
        return None
    low, high = sorted(field.scale)
    written = range(int(low), int(high) + 1) if high - low <= _LONGEST_WRITTEN_OUT else ()
    codes = [str(code) for code in written] or [
        code for code in column.labels if is_number(code) and low <= float(code) <= high
    ]
    as_is = {code: _short(float(code)) for code in codes}
    around = {code: _short(low + high - number) for code, number in as_is.items()}
    turned = [_short(end) for end in field.scale[::-1]]
    fixes = [
        (
            field.line(labels=around) if _is_nps(field) else field.line(scale=turned),
            "if the file's labels are right",
        ),
        (field.line(labels=as_is), "if the file's labels are wrong"),
    ]
    said = f"is {column.labels[text]!r} by the file's own labels: the scale runs backwards"
    return text, said, fixes


def _direction_by_answers(field: Field, answers: Mapping[str, Any]) -> Asked | None:
    """The words that the mapping gives numbers to say that the scale runs the other way."""
    if field.type not in NUMBERS or field.states_itself("scale") or not field.labels:
        return None
    words = {f"{number:g}": text for text, number in field.labels.items()}
    if not is_reversed(words, field.scale) or not (
        there := [t for t in answers if t in field.labels]
    ):
        return None
    turned = [_short(end) for end in field.scale[::-1]]
    fixes = [
        (field.line(scale=turned), "if the best answer has the lowest number"),
        (field.line(scale=[_short(end) for end in field.scale]), "if the numbers are right"),
    ]
    if _is_nps(field):
        total = sum(field.scale)
        around = {text: _short(total - number) for text, number in field.labels.items()}
        fixes[0] = (field.line(labels=around), "if the best answer has the lowest number")
    said = f"is {field.labels[there[0]]:g} by its label, which is the wrong end of the scale"
    return there[0], said, fixes


def _thousands(field: Field, column: TextColumn, answers: Mapping[str, Any]) -> Asked | None:
    """1.234 may be a little more than one, or more than a thousand."""
    stated = field.states("decimal") or field.states("thousands")
    if field.type != "DOUBLE" or stated or field.labels:
        return None
    pointed = may_be_thousands(answers)
    if not pointed:
        return None
    as_thousands = Notation(",", ".").number(pointed[0])
    if field.scale and not min(field.scale) <= as_thousands <= max(field.scale):
        return None
    fixes = [
        (field.line(decimal="."), f"if it is {float(pointed[0]):g}, with three decimals"),
        (field.line(decimal=",", thousands="."), f"if it is {as_thousands:,.0f}"),
    ]
    return (
        pointed[0],
        f"may have a decimal point or mark thousands{such_rows(column.tally(pointed))}",
        fixes,
    )


def _short_scale(field: Field, column: TextColumn, answers: Mapping[str, Any]) -> Asked | None:
    """Recommend scores of which none is above 7 were hardly asked on 0 to 10."""
    if not _is_nps(field) or field.states("scale"):
        return None
    counts = column.tally(answers)
    highest = max(answers.values(), default=0)
    if counts.total() < ENOUGH or highest > _HIGHEST_OF_A_SHORT_SCALE:
        return None
    lowest = min(answers.values())
    text = column.texts[column.first(answers)]
    said = (
        f"is one of {counts.total():,} answers that all lie between {lowest} and {highest}: "
        f"this looks like a scale of {min(lowest, 1)} to {max(highest, 5)}, not 0 to 10"
    )
    fixes = [
        (field.line(scale=[0, 10]), "if it was asked on 0 to 10 all the same"),
        (measure_line(field), "if it was not: a measure, or an item of [ratings] with its scale"),
    ]
    return text, said, fixes


def _is_nps(field: Field) -> bool:
    return field.name == "recommend_score"


def _short(number: float) -> int | float:
    return int(number) if number == int(number) else number
