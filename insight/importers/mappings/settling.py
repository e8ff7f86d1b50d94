"""How a question ends: the lines of a mapping that would settle it, each with its reading."""

from collections import Counter
from collections.abc import Sequence

from insight.importers.mappings.fields import Field

Fix = tuple[str, str]
"""A line as a mapping would say it, and when that is right."""

Asked = tuple[str, str, list[Fix]]
"""The first text in doubt, what is said of it, and the lines that settle it."""

_SHOWN = 8
_LONGEST = 80


def question(field: Field, message: str, fixes: Sequence[Fix]) -> str:
    """The message with the lines to choose from below it."""
    if not fixes:
        return message
    lines = [f"  {line}   # {when}" for line, when in fixes]
    return "\n".join([message, f"The line that settles it ({field.place}):", *lines])


def quoted(text: str) -> str:
    """A text of the file in quotes, cut where it is long."""
    return repr(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def listed(counts: Counter[str]) -> str:
    """The most frequent values with their rows, in words."""
    shown = [f"{quoted(text)} {number:,} times" for text, number in counts.most_common(_SHOWN)]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {more:,} other values" if more > 0 else "")


def such_rows(counts: Counter[str]) -> str:
    """How many rows a refusal is about, where it is more than the one it names."""
    return f" ({counts.total():,} such rows: {listed(counts)})" if counts.total() > 1 else ""
