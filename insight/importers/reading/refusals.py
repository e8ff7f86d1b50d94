"""Why a column of numbers or words is not read, and the lines of a mapping that would settle it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from insight.importers.mappings.field_entries import is_on_scale
from insight.importers.mappings.fields import NUMBERS, Field
from insight.importers.mappings.settling import Fix, question, quoted, such_rows
from insight.importers.reading.label_order import is_reversed
from insight.importers.reading.numbers import is_number, notations
from insight.importers.reading.text_column import TextColumn
from insight.problems import nearest
from insight.tables import TABLES

_LISTED = 40
_WORDS_LISTED = 12
_AHEAD = re.compile(r"\s*(\d+)(?:\D*)", re.ASCII)
_BEHIND = re.compile(r"\D*\D(\d+)\W*", re.ASCII)
_DIGITS = re.compile(
    r"[-+]?[\d.,' \u00a0\u202f\u2019]*\d[\d.,' \u00a0\u202f\u2019]*", re.ASCII
).fullmatch
NOT_LABELLED = "is not among the labels"
MEASURE = "stated_score"
"""What a column may be called that holds a score on another scale than 0 to 10."""


def refusal(field: Field, column: TextColumn, refused: Mapping[str, str]) -> str:
    """Where the first refused value stands, how many there are, and the lines to choose from."""
    text = column.texts[column.first(refused)]
    near = nearest(text, field.labels) if refused[text] == NOT_LABELLED else ""
    said = f"{refused[text]}{near}{such_rows(column.tally(refused))}"
    message = f"{column.at(column.first([text]))}: {quoted(text)} {said}"
    fixes: list[Fix] = []
    if field.type in NUMBERS:
        fixes += _as_numbers(field, column, list(refused))
    elif field.labels or field.words:
        ours = f"one of {', '.join(field.words)}" if field.words else "as it should read"
        fixes.append((field.line(labels={**field.labels, text: ours}), "if it is an answer"))
    if not field.required and not _says_every_number(field, refused):
        silent = [*field.missing, *list(refused)[:_LISTED]]
        fixes.append((field.line(missing=silent), "if that means “no answer”"))
    return question(field, message, fixes)


def _says_every_number(field: Field, refused: Collection[str]) -> bool:
    return field.type in NUMBERS and len(numbers_within(refused, field.scale)) == len(refused)


def _as_numbers(field: Field, column: TextColumn, refused: list[str]) -> Iterator[Fix]:
    """The readings of what is no number on the scale: labels, another scale, another notation."""
    wordy = [text for text in refused if not is_number(text)]
    if labels := numbers_within(wordy, field.scale):
        yield _labelled(field, labels, [text for text in refused if text not in labels])
        return
    if not field.labels:
        yield from _other_notations(field, column, refused)
    answers = set(column.texts) - {"", *field.missing}
    only_words = field.scale and answers <= set(wordy) and not any(map(_DIGITS, wordy))
    if wordy and (field.labels or only_words):
        unlabelled = wordy[:1] if field.labels else wordy[:_WORDS_LISTED]
        numbers = dict.fromkeys(unlabelled, "its number")
        yield field.line(labels={**field.labels, **numbers}), "if each stands for one"
    if field.scale == (0, 10):
        yield from _other_scales(field, column, wordy)


def _other_notations(field: Field, column: TextColumn, refused: list[str]) -> Iterator[Fix]:
    """Decimal commas and marked thousands, where they read every number of the column."""
    texts = set(column.texts) - {"", *field.missing}
    written = [text for text in dict.fromkeys(column.texts) if text in texts and _DIGITS(text)]
    shown = next((text for text in refused if _DIGITS(text)), None)
    for notation in notations(written) if shown else ():
        numbers = [notation.number(text) for text in written]
        on_scale = field.scale is None or all(is_on_scale(one, field.scale) for one in numbers)
        if on_scale and (field.type == "DOUBLE" or all(one == int(one) for one in numbers)):
            others = [text for text in refused if not _DIGITS(text)]
            line = field.line(
                decimal=notation.decimal,
                thousands=notation.thousands,
                **_silencing(field, others),
            )
            yield line, f"reads {shown!r} as {notation.number(shown):.15g}"


def _other_scales(field: Field, column: TextColumn, wordy: list[str]) -> Iterator[Fix]:
    """Scores of 1 to 11 or 0 to 100 in a column that should run from 0 to 10."""
    answers = {float(text) for text in set(column.texts) - set(field.missing) if is_number(text)}
    if field.labels or not answers or float("inf") in map(abs, answers):
        return
    more = _silencing(field, wordy)
    whole = all(answer == int(answer) for answer in answers)
    if whole and min(answers) >= 1 and max(answers) == 11:
        shifted = {str(code): code - 1 for code in range(1, 12)}
        yield field.line(labels=shifted, **more), "if 1 to 11 stand for 0 to 10"
    beyond = [answer for answer in answers if answer > 11]
    if min(answers) >= 0 and len(beyond) > 1 and max(answers) <= 100:
        if all(answer % 10 == 0 for answer in answers):
            tenths = {str(code): code // 10 for code in range(0, 101, 10)}
            yield field.line(labels=tenths, **more), "if 0 to 100 stand for 0 to 10, ten by ten"
        yield measure_line(field, **more), "if it was asked on 0 to 100: a measure, not NPS"


def measure_line(field: Field, missing: Sequence[str] = ()) -> str:
    """The column as a measure of the company's own, in place of the recommend score."""
    renamed = Field(MEASURE, "DOUBLE", field.place, field.columns)
    silent = [*(missing or field.missing)]
    return renamed.line(type="number", labels=dict(field.labels) or None, missing=silent or None)


def _silencing(field: Field, texts: Sequence[str]) -> dict[str, list[str]]:
    """The key that makes these texts no answers, beside those that are already."""
    return {"missing": [*field.missing, *texts[:_LISTED]]} if texts else {}


def numbers_within(
    texts: Collection[str], scale: tuple[float, float] | None
) -> dict[str, int | float]:
    """Text -> the number it begins or ends with, for answers like "10 - extremely likely"."""
    if scale is None:
        return {}
    whole = re.compile(rf"(/|\b(out of|of|von|sur)\b)\s*{max(scale):g}\b", re.IGNORECASE)
    found: dict[str, int | float] = {}
    for text in texts:
        left = whole.sub(" ", text)
        named = _AHEAD.fullmatch(left) or _BEHIND.fullmatch(left)
        if named and (left != text or any(letter.isalpha() for letter in text)):
            number = float(named[1])
            if is_on_scale(number, scale):
                found[text] = int(number) if number == int(number) else number
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _labelled(field: Field, labels: dict[str, int | float], others: list[str]) -> Fix:
    """The line with every label written out, turned round where the words say so."""
    changed: dict[str, object] = {}
    when = "if each is the number it names"
    if is_reversed({str(number): text for text, number in labels.items()}, field.scale):
        if field.name in TABLES["ratings"].column_names:
            changed["scale"] = [int(end) if end == int(end) else end for end in field.scale[::-1]]
            when += ", the best first"
        else:
            total = sum(field.scale)
            plain = {str(number): number for number in range(int(total) + 1)}
            labels = {text: int(total) - number for text, number in (labels | plain).items()}
            when = "if the best answer has the lowest number, turned round"
    changed["labels"] = {**field.labels, **labels}
    if others:
        changed["missing"] = [*field.missing, *others[:_LISTED]]
    return field.line(**changed), when
