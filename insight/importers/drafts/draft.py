"""A draft of a mapping: lines with their reasons, and decisions that only a person can make."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from insight.importers.drafts.profile import ColumnProfile
from insight.importers.mappings.open_decisions import OPEN
from insight.importers.mappings.toml_text import toml_key, toml_value
from insight.tables import TABLES

_ITEMS = "ratings.items"
_WIDTH = 100
_LONGEST = 160


@dataclass(frozen=True)
class Choice:
    """One way to settle a line: what to write (None: leave the line out), and when it is right."""

    entry: Any
    when: str


@dataclass(frozen=True)
class Line:
    """One line of a draft; `table` is "file", a table of ours, or "ratings.items" for one item.

    A line with a question is open until `entry` says one of the choices or something else.
    """

    table: str
    name: str
    entry: Any
    reason: str
    question: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.question)

    def settled(self, entry: Any) -> "Line":
        """The line as a person decided it."""
        return replace(self, entry=entry, question="", choices=())


@dataclass(frozen=True)
class LeftOut:
    """A column that the draft does not take, and why."""

    column: str
    reason: str


@dataclass(frozen=True)
class Draft:
    """A whole draft; `notes` say what the files lack."""

    files: tuple[str, ...]
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    columns: tuple[ColumnProfile, ...] = ()
    """Every column of the files, in their order."""

    @property
    def open_lines(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_open)

    def line(self, table: str, name: str) -> Line | None:
        return next((one for one in self.lines if (one.table, one.name) == (table, name)), None)

    def with_line(self, table: str, name: str, entry: Any) -> "Draft":
        """The draft with one line as a person wrote it, added if new; None removes the line."""
        before = self.line(table, name)
        if entry is None:
            return replace(self, lines=tuple(line for line in self.lines if line != before))
        return self.placing(
            before.settled(entry) if before else Line(table, name, entry, "as you say")
        )

    def placing(self, line: Line) -> "Draft":
        """The draft with a line in the place of the one of its name, or at the end."""
        before = self.line(line.table, line.name)
        if before is None:
            return replace(self, lines=(*self.lines, line))
        return replace(self, lines=tuple(line if one is before else one for one in self.lines))

    def toml(self) -> str:
        """The draft as a mapping file, with its reasons, questions and columns left out."""
        return "\n".join(_printable(line) for line in self._text()) + "\n"

    def _text(self) -> Iterator[str]:
        yield f"# A draft made from {', '.join(self.files)}. Every line says why it is there."
        if self.open_lines:
            yield f"# Lines to decide: {len(self.open_lines)}, each marked DECIDE. Put one of the"
            yield "# lines offered above it in its place; until then the import stops there."
        for note in self.notes:
            yield f"# {note}"
        tables = ["file", *[name for name in TABLES if name != "ratings"]]
        for table in tables:
            yield from self._table(table)
            if table == "survey_responses":
                yield from self._table("ratings")
                yield from self._items()
        if self.left_out:
            yield ""
            yield "# Left out:"
            for column in self.left_out:
                yield f"#   {toml_value(column.column)}: {column.reason}"

    def _table(self, table: str) -> Iterator[str]:
        lines = [line for line in self.lines if line.table == table]
        if lines:
            yield ""
            yield f"[{table}]"
        for line in lines:
            yield from _written(line)

    def _items(self) -> Iterator[str]:
        for line in self.lines:
            if line.table == _ITEMS:
                yield ""
                yield "[[ratings.items]]"
                yield f"item = {toml_value(line.name)}"
                if line.is_open:
                    yield from _question(line)
                    yield from (f"{key} = {_placeholder(line)}" for key in _first_keys(line))
                    continue
                *others, last = line.entry.items()
                for key, entry in others:
                    yield f"{key} = {toml_value(entry)}"
                yield _with_reason(f"{last[0]} = {toml_value(last[1])}", line.reason)


def _written(line: Line) -> Iterator[str]:
    key = toml_key(line.name)
    if not line.is_open:
        written = f"{key} = {toml_value(line.entry)}"
        if len(written) + len(line.reason) + 4 > _WIDTH:
            yield f"# {line.reason}"
            yield written
        else:
            yield _with_reason(written, line.reason)
        return
    yield from _question(line)
    yield f"{key} = {_placeholder(line)}"


def _question(line: Line) -> Iterator[str]:
    yield f"# DECIDE: {line.question}" + (f" ({line.reason})" if line.reason else "")
    for choice in line.choices:
        if choice.entry is None:
            none = "without this item" if line.table == _ITEMS else "no such line"
            yield f"#   {none}   # {choice.when}"
            continue
        entries = choice.entry if line.table == _ITEMS else {line.name: choice.entry}
        *others, last = [f"{toml_key(key)} = {toml_value(said)}" for key, said in entries.items()]
        yield from (f"#   {other}" for other in others)
        yield f"#   {last}   # {choice.when}"


def _first_keys(line: Line) -> tuple[str, ...]:
    """What an open item says: all that its first choice would say."""
    first = line.choices[0].entry if line.choices else None
    return tuple(first or ("delivered",))


def _placeholder(line: Line) -> str:
    question = line.question
    shown = question if len(question) <= _LONGEST else f"{question[: _LONGEST - 1]}\u2026"
    return toml_value({OPEN: shown})


def _with_reason(written: str, reason: str) -> str:
    return f"{written}  # {reason}" if reason else written


def _printable(line: str) -> str:
    """On one line, without the control characters that TOML refuses in comments and texts."""
    return "".join(
        " " if character < " " or character == "\x7f" else character for character in line
    )
