"""What a file itself says its codes mean (SPSS), used where the mapping leaves that open."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from insight.importers.mappings.fields import NUMBERS, Field
from insight.importers.mappings.settling import Asked
from insight.importers.reading.numbers import is_number
from insight.importers.reading.text_column import TextColumn

_NUMBERED_LABEL = re.compile(r"(\d+)(?:\s*$|\s*[-\u2013\u2014:=.(]\s*\D|\s+\D)")
"""A label that begins with the number it stands for: "10", "0 - not at all likely"."""
_SHOWN = 5


def with_declared(field: Field, labels: Mapping[str, str], missing: Sequence[str]) -> Field:
    """The field with the labels and missing codes of its column in the file.

    The mapping goes first: a code that it labels is an answer, `missing = []` means that every
    code is one, and labels of its own leave those of the file aside, as numbers do.
    """
    if field.is_constant:
        return field
    every_code_answers = "missing" in (field.entry or {}) and not field.missing
    known = {*field.missing, *field.labels}
    added = [] if every_code_answers else [code for code in missing if code not in known]
    takes_labels = field.keeps_unlabelled and not field.is_free_text and not field.labels
    return replace(
        field,
        missing=(*field.missing, *added),
        labels=dict(labels) if takes_labels else field.labels,
    )


def told(before: Field, after: Field, labels: Mapping[str, str]) -> Iterator[str]:
    """What the file's own words changed, in sentences without their beginning."""
    added = after.missing[len(before.missing) :]
    if added:
        codes = [f"{code} ({labels[code]})" if code in labels else code for code in added]
        yield f"read as no answer, as the file declares: {', '.join(codes)}."
    if after.labels and not before.labels:
        codes = [f"{code} = {label}" for code, label in after.labels.items() if code not in added]
        more = f" and {len(codes) - _SHOWN} more" if len(codes) > _SHOWN else ""
        yield f"codes are shown by the file's own labels: {', '.join(codes[:_SHOWN])}{more}."


def other_numbers(field: Field, column: TextColumn) -> Asked | None:
    """The file's labels give its codes other numbers: code 1 is "0 - not at all likely"."""
    if field.type not in NUMBERS or field.scale is None or field.states_itself("labels"):
        return None
    low, high = sorted(field.scale)
    found = {code: _NUMBERED_LABEL.match(label) for code, label in column.labels.items()}
    meant = {code: int(number[1]) for code, number in found.items() if number and is_number(code)}
    meant = {code: number for code, number in meant.items() if low <= number <= high}
    differ = [code for code, number in meant.items() if float(code) != number]
    if len(differ) < 2:
        return None
    text = next((one for one in column.texts if one in differ), None)
    if text is None:
        return None
    as_is = {code: int(float(code)) for code in meant if low <= float(code) <= high}
    fixes = [
        (field.line(labels=meant), "if the file's labels are right"),
        (field.line(labels=as_is), "if its codes are the answers all the same"),
    ]
    return text, f"is {column.labels[text]!r} by the file's own labels, another number", fixes
