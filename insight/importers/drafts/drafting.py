"""A draft in the making: columns that nobody has spoken for, and the lines so far."""

from dataclasses import dataclass, field
from typing import Any

from insight.importers.drafts.draft import LeftOut, Line
from insight.importers.drafts.profile import ColumnProfile

_SIDES = ("wanted", "delivered", "effort", "functional", "dysfunctional", "columns")


@dataclass
class Work:
    """What is still free, the lines said, the columns left out and what the files lack."""

    free: dict[str, ColumnProfile]
    lines: list[Line] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    partial: dict[str, ColumnProfile] = field(default_factory=dict)
    """Columns that some of the files lack."""
    files: tuple[str, ...] = ()

    def say(self, line: Line, *columns: str) -> None:
        self.lines.append(line)
        for column in columns:
            self.free.pop(column, None)

    def leave_out(self, column: str, reason: str) -> None:
        if self.free.pop(column, None):
            self.left_out.append(LeftOut(column, reason))

    def lacking(self, profile: ColumnProfile) -> str:
        """In which files there is no such column, in words."""
        return f"not in {', '.join(name for name in self.files if name not in profile.files)}"

    def has(self, table: str, name: str) -> bool:
        return any((line.table, line.name) == (table, name) for line in self.lines)


def columns_in(entry: Any) -> list[str]:
    """The columns of theirs that an entry names."""
    if isinstance(entry, str):
        return [entry]
    if isinstance(entry, list):
        return [name for each in entry for name in columns_in(each)]
    if not isinstance(entry, dict):
        return []
    if "column" in entry:
        return columns_in(entry["column"])
    return [name for side in _SIDES for name in columns_in(entry.get(side, []))]
