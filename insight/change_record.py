"""What a person writes about a change, checked field by field before it is kept."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from insight.cells import Cells
from insight.changes_journal import COLUMNS, DAYS, Entry, Record
from insight.exposure import read_exposed
from insight.problems import Mistake, nearest

LANES = ("ours", "customers", "market")
KINDS = (
    *("product", "price", "process", "people", "channel"),
    *("message", "need", "competitor", "technology", "regulation"),
)
LONGEST_TITLE, LONGEST_TEXT = 200, 4000
MOST_SHOWN = 3
_FIRST_DAY, _LAST_DAY = date(1000, 1, 1), date(2999, 12, 31)
_IN_ORDER = (
    ("started_on", "ended_on", "ends before it starts"),
    ("learned_on", "decided_on", "was decided before it was learned of"),
)
_BY_US = (("decided_on", "started_on", "started before it was decided"),)


@dataclass(frozen=True)
class Known:
    """What a change can refer to: dimensions with their values, and items rated."""

    cells: Cells
    items: tuple[str, ...] = ()

    def checked(self, fields: Mapping[str, Any], before: Record | None = None) -> Record:
        """A whole record, text trimmed and days as dates; Mistake names the field and the fix.

        A change without an id is given one. A kind or `exposed` of its own that it had `before`
        stays as it is.
        """
        record = {name: _trimmed(fields.get(name)) for name in COLUMNS}
        record |= {name: _day(name, record[name]) for name in DAYS}
        record["lane"] = record["lane"] or "ours"
        was = before or {}
        _check_text(record)
        if record["kind"] not in (None, was.get("kind"), *KINDS):
            raise Mistake(f"kind: {record['kind']!r} is none{nearest(record['kind'], KINDS)}")
        _check_order(record)
        if record["exposed"] != was.get("exposed"):
            try:
                read_exposed(record["exposed"], self._values)
            except Mistake as mistake:
                raise Mistake(f"Whom it touched (exposed): {mistake}") from None
        record["change_id"] = record["change_id"] or f"edited-{uuid4().hex[:8]}"
        return record

    @property
    def _values(self) -> dict[str, set[str]]:
        return {name: set(self.cells.values(name)) for name in self.cells.dimensions}

    def new_items(self, records: Sequence[Record]) -> list[str]:
        """Items these changes aim at that nobody has rated so far."""
        aimed_at = dict.fromkeys(record["item"] for record in records if record["item"])
        return [item for item in aimed_at if item not in self.items]

    def read_csv(self, written: bytes, by: str, there: Mapping[str, Record]) -> list[Entry]:
        """The entries a CSV file of our columns makes: rows whose change_id is `there` alter it.

        A row without an id alters the change of its title and first day. Days are written
        2026-01-31. Mistake names the lines that are wrong; none is kept then.
        """
        try:
            rows = csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline=""))
            named, listed = tuple(rows.fieldnames or ()), list(rows)
        except (UnicodeDecodeError, csv.Error) as error:
            raise Mistake(f"This is no CSV file in UTF-8: {error}") from None
        _check_columns(named)
        entries, wrong = {}, []
        for line, row in enumerate(listed, start=2):
            try:
                entry = self._entry(row, by, there)
            except Mistake as mistake:
                wrong.append(f"line {line}: {mistake}")
                continue
            if entry.change_id in entries:
                wrong.append(f"line {line}: change_id {entry.change_id} stands twice")
            if entry.before != entry.after:
                entries[entry.change_id] = entry
        if wrong:
            more = len(wrong) - MOST_SHOWN
            also = [f"and {more} more lines"] if more > 0 else []
            raise Mistake("\n".join([*wrong[:MOST_SHOWN], *also]))
        return list(entries.values())

    def _entry(self, row: Mapping[str, Any], by: str, there: Mapping[str, Record]) -> Entry:
        if None in row:
            raise Mistake("there are more fields than columns; put text with commas in quotes")
        change_id = _trimmed(row.get("change_id"))
        before = there.get(change_id) if change_id else _same(row, there)
        row = {**row, "change_id": change_id or (before or {}).get("change_id")}
        return Entry.made(by, before, self.checked({**(before or {}), **row}, before))


def _same(row: Mapping[str, Any], there: Mapping[str, Record]) -> Record | None:
    """The change of that title and first day, so that a file taken in twice adds nothing twice."""
    wanted = _trimmed(row["title"]), _trimmed(row["started_on"])
    for record in there.values():
        if (record["title"], str(record["started_on"])) == wanted:
            return record
    return None


def _trimmed(value: Any) -> Any:
    return (value.strip() or None) if isinstance(value, str) else value


def _day(name: str, value: Any) -> date | None:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise Mistake(f"{name}: {value!r} is no day; write it like 2026-01-31") from None
    if isinstance(value, datetime):
        value = value.date()
    if value is not None and not _FIRST_DAY <= value <= _LAST_DAY:
        raise Mistake(f"{name}: {value} is no day that can be; correct it")
    return value


def _check_text(record: Record) -> None:
    if not record["title"]:
        raise Mistake("title: say in a few words what changed")
    for name, most in (("title", LONGEST_TITLE), ("item", LONGEST_TITLE), ("note", LONGEST_TEXT)):
        if len(record[name] or "") > most:
            raise Mistake(
                f"{name}: {len(record[name]):,} characters are too many; at most {most:,}"
            )
    if record["lane"] not in LANES:
        raise Mistake(f"lane: {record['lane']!r} is none{nearest(record['lane'], LANES)}")
    if record["started_on"] is None:
        raise Mistake("started_on: say on which day it started")


def _check_order(record: Record) -> None:
    pairs = (*_IN_ORDER, *(_BY_US if record["lane"] == "ours" else ()))
    for first, second, what in pairs:
        one, other = record[first], record[second]
        if one is not None and other is not None and other < one:
            raise Mistake(f"{second}: it {what} ({other} is before {one}); correct one of the two")


def _check_columns(named: tuple[str, ...]) -> None:
    for name in named:
        if name not in COLUMNS:
            raise Mistake(f"There is no column {name!r}{nearest(name, COLUMNS)}")
    for name in ("title", "started_on"):
        if name not in named:
            raise Mistake(f"The column {name} is missing; the first line names the columns")
