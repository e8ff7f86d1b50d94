"""Add, list and undo changes of the timeline, as the page does."""

import argparse
from collections.abc import Sequence

from insight.change_record import Known
from insight.changes_journal import COLUMNS, Entry, append, read_journal
from insight.gateway import Gateway
from insight.problems import Mistake, nearest
from insight.publish_changes import publish_changes

ACTIONS = ("list", "add", "undo")
_ID = 8
"""Characters of an entry's id that are printed, and enough to name it."""


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("action", choices=ACTIONS, help="what was edited, add one, undo one")
    command.add_argument(
        "about",
        nargs="*",
        metavar="COLUMN=VALUE",
        help="add: title=... started_on=2026-01-31, any column of changes; undo: the entry",
    )
    command.add_argument("--by", metavar="NAME", help="who you are; stands beside what is kept")


def run(options: argparse.Namespace) -> int:
    journal = read_journal(options.data)
    if options.action == "list":
        in_force = journal.in_force
        for entry in journal.entries:
            undone = "" if entry.entry_id in in_force else "  undone"
            said = f"{entry.entry_id[:_ID]}  {entry.at}  {entry.by}  {entry.action}  {entry.title}"
            print(" ".join(said.split("\n")) + undone)
        if journal.trouble:
            print(f"Note: {journal.trouble}")
        return 0
    if not (options.by or "").strip():
        raise Mistake('say who you are: --by "Your name"')
    if options.action == "add":
        entry = _added(options)
    else:
        entry = journal.undo(
            _named(options.about, [one.entry_id for one in journal.entries]), options.by
        )
    append(options.data, [entry])
    version = publish_changes(options.data)
    print(f"Kept as {entry.entry_id[:_ID]}; version {version.name} is current")
    return 0


def _added(options: argparse.Namespace) -> Entry:
    fields = {}
    for part in options.about:
        name, equals, value = part.partition("=")
        if not equals or name not in COLUMNS:
            raise Mistake(f"{part!r} is no column=value{nearest(name, COLUMNS)}")
        fields[name] = value
    if "change_id" in fields:
        raise Mistake("change_id is given when it is added; leave it out")
    gateway = Gateway.open(options.data)
    known = Known(gateway.warehouse.cells, gateway.items)
    return Entry.made(options.by.strip(), None, known.checked(fields))


def _named(about: Sequence[str], ids: Sequence[str]) -> str:
    wanted = "".join(about)
    found = [one for one in ids if wanted and one.startswith(wanted)]
    if len(found) != 1:
        known = [one[:_ID] for one in ids]
        raise Mistake(f"there is no one entry {wanted!r}{nearest(wanted, known)}")
    return found[0]
