"""A draft corrected line by line: another column of theirs for one of ours, or another entry."""

import tomllib
from dataclasses import replace
from datetime import date

from insight.importers.drafts.draft import Draft, Line
from insight.importers.drafts.drafting import columns_in
from insight.importers.drafts.profile import ColumnProfile
from insight.importers.drafts.suggest_columns import (
    RESPONSES,
    as_of_line,
    column_entry,
    day_line,
    measure_line,
    score_line,
)
from insight.problems import Mistake
from insight.tables import TABLES

_ITEMS = "ratings.items"
_SAID = "as you say"
_OF_FILES = ("as_of", "source", "again")


def columns_to_fill(draft: Draft) -> tuple[tuple[str, str], ...]:
    """(table, our column) for all that the draft's tables can have and it says nothing of.

    What a mapping can say of the files themselves comes last.
    """
    of_files = tuple(("file", key) for key in _OF_FILES if draft.line("file", key) is None)
    tables = dict.fromkeys(line.table for line in draft.lines if line.table in TABLES)
    return (
        tuple(
            (table, column)
            for table in tables
            if table != "ratings"
            for column in TABLES[table].column_names
            if draft.line(table, column) is None
        )
        + of_files
    )


def is_of_one_column(table: str, line: Line | None) -> bool:
    """Whether a line of a table is settled by naming one column of theirs."""
    if table in ("file", "ratings") or (line and line.name == "repeated"):
        return False
    return line is None or line.is_open or len(columns_in(line.entry)) == 1


def with_column(draft: Draft, table: str, name: str, column: str, today: date) -> Draft:
    """The draft with one of our columns filled from that column of theirs.

    The line is a question where the column can be read in more than one way. A dimension that was
    made of the column, because nothing else spoke for it, goes.
    """
    profile = next(one for one in draft.columns if one.name == column)
    kept = tuple(line for line in draft.lines if not _is_dimension_of(line, table, name, column))
    left_out = tuple(one for one in draft.left_out if one.column != column)
    draft = replace(draft, lines=kept, left_out=left_out)
    draft = draft.placing(_line(draft, table, name, profile))
    if name != "responded_on":
        return draft
    as_of = as_of_line(profile, today)
    return draft.placing(as_of) if as_of else draft.with_line("file", "as_of", None)


def with_entry(draft: Draft, table: str, name: str, written: str) -> Draft:
    """The draft with what stands behind the equals sign of a line; Mistake where it is no TOML."""
    try:
        entry = tomllib.loads(f"entry = {written}")
    except tomllib.TOMLDecodeError:
        raise Mistake(
            f'{name} = {written} is no TOML: a text stands in quotes, "Region"; '
            'a list in brackets, [1, 5]; keys in braces, { delivered = "Q7" }'
        ) from None
    if len(entry) > 1 or (table == _ITEMS and not isinstance(entry["entry"], dict)):
        raise Mistake(f"{name} = {written} is not one line of [{table}]")
    return draft.with_line(table, name, entry["entry"])


def as_in(draft: Draft, first: Draft, table: str, name: str) -> Draft:
    """The draft with one line as it was in the first draft, open again if it was."""
    line = first.line(table, name)
    return draft.placing(line) if line else draft.with_line(table, name, None)


def columns_named(line: Line) -> list[str]:
    """The columns of theirs that a line names, or that it offers while it is open."""
    entries = [choice.entry for choice in line.choices] if line.is_open else [line.entry]
    return list(dict.fromkeys(column for entry in entries for column in columns_in(entry)))


def what_becomes_of(draft: Draft, column: str) -> str:
    """What of ours is filled from a column of theirs, or why it is left out."""
    ours = [line.name for line in draft.lines if column in columns_named(line)]
    if ours:
        return ", ".join(ours)
    return next((one.reason for one in draft.left_out if one.column == column), "left out")


def _line(draft: Draft, table: str, name: str, profile: ColumnProfile) -> Line:
    plain = Line(table, name, column_entry([profile.name]), _SAID)
    if table == _ITEMS:
        before = draft.line(table, name)
        side = next(iter(before.entry)) if before and before.entry else "delivered"
        return replace(plain, entry={side: profile.name})
    known = {column.name: column.type for column in TABLES[table].columns}
    if known.get(name) == "DATE" and profile.is_date:
        return replace(day_line(name, [profile], _SAID), table=table)
    if (table, name) == (RESPONSES, "recommend_score"):
        return score_line(profile, _SAID) or plain
    if name not in known:
        return measure_line(profile, name, table) or plain
    return plain


def _is_dimension_of(line: Line, table: str, name: str, column: str) -> bool:
    """Whether another line of the table makes a dimension of the company's own from the column."""
    others = line.table == table in TABLES and line.name != name
    return (
        others and line.name not in TABLES[table].column_names and columns_named(line) == [column]
    )
