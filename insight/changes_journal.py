"""Changes edited on the page: an append-only journal beside the exports, replayed over them.

Each line of `changes.jsonl` is one entry; what an undone entry did is left out of the replay.
"""

import fcntl
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from insight.problems import Failure, Mistake
from insight.tables import TABLES

FILE = "changes.jsonl"
COLUMNS = TABLES["changes"].column_names
DAYS = tuple(column.name for column in TABLES["changes"].columns if column.type == "DATE")
_GIVEN_BY_US = re.compile(r"change \d+")

Record = dict[str, Any]
"""One change: every column of the table `changes`."""


@dataclass(frozen=True)
class Entry:
    """What one person did to one change: `before` is None for an addition, `after` for a removal.

    `undoes` is the `entry_id` of the entry that an undo takes back.
    """

    entry_id: str
    at: str
    by: str
    action: str
    change_id: str
    before: Record | None
    after: Record | None
    undoes: str | None = None

    @classmethod
    def made(
        cls, by: str, before: Record | None, after: Record | None, now: datetime | None = None
    ) -> "Entry":
        """An addition, an edit or a removal, made now."""
        action = "add" if before is None else "remove" if after is None else "edit"
        change_id = str((after or before or {})["change_id"])
        return cls(uuid4().hex, _stamp(now), by, action, change_id, before, after)

    def undone(self, by: str, now: datetime | None = None) -> "Entry":
        """The entry that takes this one back."""
        return Entry(
            uuid4().hex,
            _stamp(now),
            by,
            "undo",
            self.change_id,
            self.after,
            self.before,
            self.entry_id,
        )

    @property
    def title(self) -> str:
        """The change as it was called."""
        return str((self.after or self.before or {}).get("title") or self.change_id)


@dataclass(frozen=True)
class Journal:
    """Every entry that could be read, oldest first, and the lines that could not."""

    entries: tuple[Entry, ...] = ()
    torn_lines: tuple[int, ...] = ()

    @property
    def trouble(self) -> str | None:
        """What was left out, as a sentence; None where every line is whole."""
        if not self.torn_lines:
            return None
        lines = ", ".join(str(line) for line in self.torn_lines)
        return f"{FILE}: line {lines} was not written whole and is left out"

    @property
    def in_force(self) -> frozenset[str]:
        """Ids of the entries that no later entry in force takes back."""
        undone: set[str] = set()
        for entry in reversed(self.entries):
            if entry.undoes and entry.entry_id not in undone:
                undone.add(entry.undoes)
        return frozenset(entry.entry_id for entry in self.entries) - undone

    def undo(self, entry_id: str, by: str) -> Entry:
        """The entry that takes that one back; Mistake where it is taken back already."""
        for entry in self.entries:
            if entry.entry_id == entry_id and entry_id in self.in_force:
                return entry.undone(by)
        raise Mistake("This was undone already; nothing is left to undo.")


def replayed(records: Iterable[Record], journal: Journal) -> tuple[list[Record], tuple[Entry, ...]]:
    """(the changes with every entry in force applied, entries whose change is gone).

    An edit sets only the columns that it changed, so that the export's others stay its own.
    """
    found = {str(record["change_id"]): dict(record) for record in records}
    lost = []
    in_force = journal.in_force
    for entry in journal.entries:
        if entry.undoes or entry.entry_id not in in_force:
            continue
        there = found.get(entry.change_id)
        if entry.before is None:
            found[entry.change_id] = dict(entry.after or {})
        elif there is None or _is_another(there, entry):
            lost.append(entry)
        elif entry.after is None:
            del found[entry.change_id]
        else:
            there.update({k: v for k, v in entry.after.items() if entry.before.get(k) != v})
    ordered = sorted(found.values(), key=lambda one: (one["started_on"], str(one["change_id"])))
    return ordered, tuple(lost)


def _is_another(there: Record, entry: Entry) -> bool:
    """Whether an id that publishing gave by position has passed to another change."""
    titles = {side["title"] for side in (entry.before, entry.after) if side}
    return bool(_GIVEN_BY_US.fullmatch(entry.change_id)) and there["title"] not in titles


def journal_path(data_folder: Path) -> Path:
    return Path(data_folder) / FILE


def read_journal(data_folder: Path) -> Journal:
    """The folder's journal, empty where there is none; Failure where it cannot be read."""
    path = journal_path(data_folder)
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            written = file.read()
    except FileNotFoundError:
        return Journal()
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}") from error
    return parsed(written)


def parsed(written: bytes) -> Journal:
    """A journal from its bytes; a line that was not written whole is left out and counted."""
    entries, torn = [], []
    for number, line in enumerate(written.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            entries.append(_entry(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError):
            torn.append(number)
    return Journal(tuple(entries), tuple(torn))


def append(data_folder: Path, entries: Sequence[Entry]) -> None:
    """Write entries durably, all or none, behind those of everybody else; Failure if it cannot."""
    path = journal_path(data_folder)
    lines = b"".join(_line(entry) for entry in entries)
    try:
        with _locked(path) as descriptor:
            length = os.fstat(descriptor).st_size
            torn = length > 0 and os.pread(descriptor, 1, length - 1) != b"\n"
            try:
                _write_all(descriptor, (b"\n" if torn else b"") + lines)
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, length)
                raise
        _make_name_durable(path)
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}") from error


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, written: bytes) -> None:
    while written:
        written = written[os.write(descriptor, written) :]


def _make_name_durable(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _line(entry: Entry) -> bytes:
    return json.dumps(asdict(entry), default=date.isoformat).encode() + b"\n"


def _entry(written: Mapping[str, Any]) -> Entry:
    sides = {side: _record(written[side]) for side in ("before", "after")}
    return Entry(**{**written, **sides})


def _record(written: Mapping[str, Any] | None) -> Record | None:
    if written is None:
        return None
    if not written["title"] or not written["started_on"]:
        raise ValueError("a change has a title and a day it started")
    return {
        name: date.fromisoformat(value) if name in DAYS and value else value
        for name, value in ((column, written.get(column)) for column in COLUMNS)
    }


def _stamp(now: datetime | None) -> str:
    return (now or datetime.now(UTC)).isoformat(timespec="seconds")
