"""What a publish reads: everything, or the days that have changed since the version before."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from insight import __version__
from insight.checks import refuse_wrong_rows
from insight.dimensions import Choice
from insight.engine import Engine
from insight.forgotten import FILE
from insight.problems import Mistake
from insight.publishing.days_read import DaysRead, days_read
from insight.publishing.due_days import Due, EverythingIsDue, find_due_days
from insight.publishing.kept_dimensions import values_of_no_dimensions
from insight.publishing.marks import ANSWER_ID, ANSWERS, RATINGS, mark_everything
from insight.query import QUERIES
from insight.settings import Settings
from insight.tables import TABLES
from insight.version import PublishedFile, Version

Items = tuple[tuple, ...]

_OTHERWISE = {
    "program": "another program published version {name}",
    "statements": "what cleans and counts is not what it was for version {name}",
    "engine": "another engine counted version {name}",
    "source": "version {name} was made from another place",
    "forgotten": "customers were forgotten since version {name}",
}
_ITEMS = """
select distinct
    item::VARCHAR,
    kind::VARCHAR,
    case when wanted is not null then wanted_low = 0 and wanted_high = 1 end
from ratings_known
"""


@dataclass(frozen=True)
class Reading:
    """What is read: the days that are due, or everything because of `why`."""

    now: DaysRead
    due: Due | None = None
    why: str | None = None

    @property
    def sentence(self) -> str:
        """What is read, in words."""
        if self.due is None:
            return f"Reading everything: {self.why}"
        read, of = self.due.read, self.now.days | self.due.was.days
        others = f"as in version {self.due.before.name}"
        if not read:
            return f"Reading no day of {len(of):,}: all are {others}"
        period = f"{min(read)} to {max(read)}" if len(read) > 1 else f"{min(read)}"
        return f"Reading {len(read):,} of {len(of):,} days ({period}); the others are {others}"

    def days_of(self, table: str) -> frozenset | None:
        """The days of a table that are read; None for all of them."""
        return None if self.due is None else self.due.days.get(table)


def begin_reading(
    session: Engine, data_folder: Path, settings: Settings, before: Version | None, why: str | None
) -> Reading:
    """Find out what is due; EverythingIsDue where only a part could be, and that cannot be told.

    Everything is where `why` says so, or nothing was kept to compare with.
    """
    now = DaysRead(
        rests_on(data_folder, settings),
        {table: stamps for table in TABLES if (stamps := session.stamps(table))},
        {table: session.columns(f"{table}_known") for table in TABLES},
        Choice(()),
        {},
    )
    if session.why_not_kept:
        return Reading(now, why=why or session.why_not_kept)
    why = why or _why_everything(now, before)
    if why is None:
        due, marks = find_due_days(session, before, days_read(before), now)
        return Reading(replace(now, marks=marks), due)
    return Reading(replace(now, marks=mark_everything(session, now)), why=why)


def _why_everything(now: DaysRead, before: Version | None) -> str | None:
    """Why nothing of the version before can stay, known before a row is read; None where it may."""
    if before is None:
        return "there is no version before"
    unusable = before.age() or before.damage()
    was = None if unusable else days_read(before)
    if was is None:
        return unusable or f"version {before.name} does not say what it was made of"
    for what, reason in _OTHERWISE.items():
        if now.rests_on[what] != was.rests_on.get(what):
            return reason.format(name=before.name)
    return None


def _what_cleans_and_counts() -> list[Path]:
    """The files of SQL and of this program that decide how a row comes out."""
    program = Path(__file__).parents[1]
    return sorted(
        [
            *(QUERIES / "sources").glob("*.sql"),
            *(QUERIES / "rollups").glob("*.sql"),
            *(program / "publishing").glob("*.py"),
            *(program / name for name in ("checks.py", "dimensions.py", "tables.py")),
        ]
    )


def rests_on(data_folder: Path, settings: Settings) -> dict[str, str]:
    """What must be as it was for rows to stay."""
    digest = hashlib.sha256()
    for path in _what_cleans_and_counts():
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    forgotten = data_folder / FILE
    listed = forgotten.read_bytes() if forgotten.exists() else b""
    return {
        "program": f"{__version__}, DuckDB {duckdb.__version__}",
        "statements": digest.hexdigest(),
        "engine": settings.engine,
        "source": f"{settings.source} {settings.work}" if settings.engine == "spark" else "",
        "forgotten": hashlib.sha256(listed).hexdigest(),
    }


def refuse_rows(session: Engine, reading: Reading, exports: Mapping[str, Path | str]) -> Items:
    """Refuse wrong rows; the (item, kind, whether it is picked) of all ratings.

    Where only some days are read, EverythingIsDue: what is wrong, a look at all rows says.
    """
    due = reading.due
    try:
        refuse_wrong_rows(session, exports)
    except Mistake:
        if due is None:
            raise
        raise EverythingIsDue("a row that is new is to be refused") from None
    if due is not None and _repeated(session, due):
        raise EverythingIsDue("an answer that is new has the response_id of another")
    items = set(session.rows(_ITEMS)) if RATINGS in reading.now.marks else set()
    if due is not None:
        items |= set(due.was.items)
        if any(_says_two_things(items, position) for position in (1, 2)):
            raise EverythingIsDue("an item is hard or soft, picked or rated, as it was not before")
    return tuple(sorted(items, key=repr))


def _repeated(session: Engine, due: Due) -> int:
    """How many answers that are read have the id of one that is kept."""
    if not due.days[ANSWERS]:
        return 0
    ((repeated,),) = session.rows(
        f"select count(*) from (select response_id from {ANSWERS}_kept where {due.kept(ANSWERS)}) "
        f"as kept inner join (select {ANSWER_ID} as id from {ANSWERS}_known) as due "
        "on kept.response_id = due.id"
    )
    return repeated


def _says_two_things(items: Collection[tuple], position: int) -> bool:
    said = {(one[0], one[position]) for one in items if one[position] is not None}
    return len(said) > len({item for item, _ in said})


def write_days_read(
    session: Engine, reading: Reading, choice: Choice, items: Items
) -> list[PublishedFile]:
    """Write what was read into the folder of the version, where the next publish can use it."""
    if session.why_not_kept:
        return []
    values = values_of_no_dimensions(session, reading.due, choice)
    read = replace(reading.now, choice=choice, values=values, items=items, parts=session.parts)
    return [read.write(session.building)]
