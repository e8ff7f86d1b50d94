"""Texts of one column become values; what contradicts the mapping refuses the file."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from insight.importers.dates import candidate_formats, first_unread, read_day
from insight.importers.fields import NUMBERS, Field, is_on_scale, toml_value
from insight.problems import Mistake, nearest

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_BITS = {"TINYINT": 8, "INTEGER": 32, "BIGINT": 64}
_SHOWN = 8
_LISTED = 40


@dataclass(frozen=True)
class TextColumn:
    """One column of one file as text, blanks trimmed, with the file's row numbers."""

    file: str
    name: str
    rows: tuple[int, ...]
    texts: tuple[str, ...]

    def at(self, position: int) -> str:
        return f"{self.file}, row {self.rows[position]}, column {self.name!r}"


class Codes:
    """Looks values up as the file writes them; as numbers too, so that 9 finds 9.0 and 09."""

    def __init__(self, values: Mapping[str, Any], as_numbers: bool) -> None:
        self._values = dict(values)
        self._as_numbers = as_numbers
        if as_numbers:
            for text, value in values.items():
                self._values.setdefault(_number_key(text), value)

    def __contains__(self, text: str) -> bool:
        return text in self._values or (self._as_numbers and _number_key(text) in self._values)

    def __getitem__(self, text: str) -> Any:
        return self._values[text if text in self._values else _number_key(text)]


def is_number(text: str) -> bool:
    """Whether a file wrote a plain number: no thousands separator, no nan, no decimal comma."""
    return bool(_NUMBER.fullmatch(text))


def _number_key(text: str) -> Any:
    return float(text) if is_number(text) else text


def read_values(field: Field, column: TextColumn) -> list[Any]:
    """The column's values in our type; null where nobody answered. Mistake names the first row."""
    coded = field.type in NUMBERS or bool(field.labels)
    missing = Codes(dict.fromkeys(field.missing), coded)
    labels = Codes(field.labels, coded)
    numbers_pass = field.type in NUMBERS and not any(map(is_number, field.labels))
    values: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for text in dict.fromkeys(column.texts):
        if not text or text in missing:
            values[text] = None
        elif text in labels:
            values[text] = labels[text]
        elif field.labels and not (field.keeps_unlabelled or (numbers_pass and is_number(text))):
            refused[text] = f"is not among the labels{nearest(text, field.labels)}"
        else:
            try:
                values[text] = _read(field, text)
            except ValueError as problem:
                refused[text] = str(problem)
    if refused:
        raise Mistake(_refusal(field, column, refused))
    if field.required and any(value is None for value in values.values()):
        first = next(i for i, text in enumerate(column.texts) if values[text] is None)
        there = f"says {column.texts[first]!r}" if column.texts[first] else "is empty"
        raise Mistake(f"{column.at(first)} {there}, but {field.place} needs a value in every row")
    return [values[text] for text in column.texts]


def _read(field: Field, text: str) -> Any:
    if field.type == "DATE":
        return read_day(text, field.format)
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
    if not is_number(text) or float(text) in (float("inf"), float("-inf")):
        raise ValueError("is not a number")
    number = float(text)
    if field.scale and not is_on_scale(number, field.scale):
        raise ValueError(f"is outside the scale {field.scale[0]:g} to {field.scale[1]:g}")
    if field.type == "DOUBLE":
        return number
    if number != int(number):
        raise ValueError("is not a whole number")
    if abs(number) >= 2 ** (_BITS[field.type] - 1):
        raise ValueError("is too large a number")
    return int(number)


def _refusal(field: Field, column: TextColumn, refused: dict[str, str]) -> str:
    """Where the first refused value stands, how many there are, and the lines to choose from."""
    first = next(i for i, text in enumerate(column.texts) if text in refused)
    text = column.texts[first]
    settles = f"The line that settles it ({field.place}):"
    if field.type == "DATE" and not field.labels:
        return _date_refusal(field, column, first, settles)
    counts = Counter(text for text in column.texts if text in refused)
    message = f"{column.at(first)}: {text!r} {refused[text]}"
    if counts.total() > 1:
        message += f" ({counts.total():,} such rows: {_listed(counts)})"
    fixes = []
    if field.scale == (0, 10) and _runs_from_1_to_11(column.texts, field):
        shifted = {str(code): code - 1 for code in range(1, 12)}
        fixes.append((field.line(labels=shifted), "if 1 to 11 stand for 0 to 10"))
    if field.type not in NUMBERS and (field.labels or field.words):
        ours = f"one of {', '.join(field.words)}" if field.words else "as it should read"
        fixes.append((field.line(labels={**field.labels, text: ours}), "if it is an answer"))
    elif field.labels:
        fixes.append((field.line(labels={**field.labels, text: "its number"}), "if it is one"))
    silent = list(dict.fromkeys([*field.missing, *refused]))
    if not field.required:
        fixes.append((field.line(missing=silent[:_LISTED]), "if that means “no answer”"))
    return "\n".join([message, *([settles] if fixes else []), *_choices(fixes)])


def _date_refusal(field: Field, column: TextColumn, first: int, settles: str) -> str:
    filled = [(i, text) for i, text in enumerate(column.texts) if text not in ("", *field.missing)]
    texts = [text for _, text in filled]
    where = f"{column.at(first)}: {column.texts[first]!r}"
    found = candidate_formats(column.texts[first])
    if field.format:
        message = f"{where} does not fit the format {toml_value(field.format)}"
        found = [other for other in found if first_unread(texts, other) is None]
    elif len(found) > 1:
        message = f"{where} could be more than one day; the mapping must say which"
    else:
        message = f"{where} is not written as 2021-09-30, and the mapping names no format"
    fixes = []
    for date_format in found[:3]:
        unread = first_unread(texts, date_format)
        if unread is None:
            verdict = f"reads all {len(texts):,} dates of the file"
        else:
            position, text = filled[unread]
            verdict = f"cannot read row {column.rows[position]}: {text!r}"
        fixes.append((field.line(format=date_format), verdict))
    if fixes and not any(verdict.startswith("reads all") for _, verdict in fixes):
        message += "; no one format reads every date of the column, so the file must be put right"
    if not fixes and field.required:
        fixes.append((field.line(format="%d/%m/%Y"), "with the format it is written in"))
    elif not fixes:
        silent = [*field.missing, column.texts[first]]
        fixes.append((field.line(missing=silent), "if that means “no day”"))
    return "\n".join([message, settles, *_choices(fixes)])


def _choices(fixes: Iterable[tuple[str, str]]) -> list[str]:
    return [f"  {line}   # {when}" for line, when in fixes]


def _listed(counts: Counter[str]) -> str:
    shown = [f"{text!r} {number:,} times" for text, number in counts.most_common(_SHOWN)]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {more} other values" if more > 0 else "")


def _runs_from_1_to_11(texts: Iterable[str], field: Field) -> bool:
    numbers = {float(text) for text in set(texts) if is_number(text)}
    return not field.labels and bool(numbers) and min(numbers) == 1 and max(numbers) == 11
