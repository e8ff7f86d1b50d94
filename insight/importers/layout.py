"""What a survey tool's layout is: where its header ends, its columns, and what is no answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Rows = Sequence[tuple[str, ...]]
"""The first rows of a file as text, from its first line."""


@dataclass(frozen=True)
class Suggestion:
    """One line of a mapping with the reason for it; `decide` where a person must settle it.

    `table` is ours, or "ratings.items" for one item; `entry` is what TOML says after the name:
    a column's name or an inline table.
    """

    table: str
    name: str
    entry: Any
    reason: str
    decide: bool = False


def is_answer(_: Mapping[str, str]) -> str | None:
    """Every record is an answer; a layout with previews says why one is not."""
    return None


@dataclass(frozen=True)
class Layout:
    """How one file of a survey tool is to be read; rows count from 1, as a spreadsheet does."""

    name: str
    """In words, for the sentence that says it was recognised: "Qualtrics, three header rows"."""
    key: str
    """What a mapping calls it: [file] layout = "qualtrics"."""
    first_answer: int
    """The row of the first answer; everything above it is header."""
    columns: tuple[str, ...]
    """What mappings call each column of the file, left to right; "" where it is not to be used."""
    questions: Mapping[str, str]
    """Column -> the wording of its question."""
    suggestions: tuple[Suggestion, ...] = ()
    why_no_answer: Callable[[Mapping[str, str]], str | None] = is_answer
    """The reason why a record (column -> text) is no answer, such as a preview; None if it is."""
    needs: tuple[str, ...] = ()
    """The columns that `why_no_answer` looks at."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Columns that nobody should be offered, and why: names of people, the tool's own records."""
    spread: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Column -> the positions its one answer is spread over, an option each, its own first."""
