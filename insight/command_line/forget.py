"""Remove a customer's answers, ratings, comments and contacts everywhere, for good."""

import argparse
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from insight.command_line.progress import shown_progress
from insight.forget import Forgetting, Found, forget, rows_naming
from insight.forgotten import is_forgotten
from insight.problems import Mistake
from insight.settings import read_settings


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--customer",
        action="append",
        required=True,
        metavar="ID",
        help="the customer_id; again for more",
    )
    command.add_argument(
        "--dry-run", action="store_true", help="only say what names them; nothing is changed"
    )


def run(options: argparse.Namespace) -> int:
    customers = frozenset(options.customer)
    if not all(one.strip() for one in customers):
        raise Mistake("--customer needs an id")
    if options.dry_run:
        found = rows_naming(options.data, customers)
        _refuse_unknown(options.data, customers, found)
        said = [*_rows_in_words(found), *_unknown(options)]
        print("\n".join([*said, "Nothing was changed: this was a dry run"]))
        return 0
    unknown = list(_unknown(options))
    with shown_progress() as tell:
        done = forget(options.data, customers, tell)
    _refuse_unknown(options.data, customers, done.found)
    print("\n".join([*_told(done, options.data), *unknown]))
    return 0


def _refuse_unknown(data_folder: Path, customers: frozenset[str], found: Sequence[Found]) -> None:
    if found:
        return
    if all(map(is_forgotten(data_folder), customers)):
        raise Mistake("nothing was found: they were forgotten before, and nothing has come back")
    if read_settings(data_folder).engine != "duckdb":
        raise Mistake(
            f"nothing was found: no row in {data_folder} has that customer_id; the tables of the "
            "cluster are not searched, so remove them there and publish"
        )
    raise Mistake(f"nothing was found: no row in {data_folder} has that customer_id")


def _unknown(options: argparse.Namespace) -> Iterator[str]:
    """Which of several ids nothing names, by their place: an id itself is never printed."""
    customers = list(dict.fromkeys(options.customer))
    for number, customer in enumerate(customers, start=1):
        if len(customers) > 1 and not rows_naming(options.data, {customer}):
            before = is_forgotten(options.data)(customer)
            why = "it was forgotten before" if before else "look whether it is written right"
            yield f"No row names customer {number} of the {len(customers)} given: {why}"


def _rows_in_words(found: Sequence[Found]) -> Iterator[str]:
    for place, rows in groupby(found, key=lambda one: one.place):
        tables: dict[str, int] = {}
        for one in rows:
            tables[one.table] = tables.get(one.table, 0) + one.rows
        listed = ", ".join(f"{table} {n:,} row{'s' * (n != 1)}" for table, n in tables.items())
        is_version = place[:1].isdigit()
        yield f"Found in {'version ' if is_version else ''}{place}: {listed}"


def _told(done: Forgetting, data_folder: Path) -> Iterator[str]:
    yield from _rows_in_words(done.found)
    yield "Removed all of it"
    if done.version:
        yield f"Published without them as version {done.version}"
    if done.nothing_left:
        yield "No answers are left, so nothing is published any more"
    if done.versions_removed:
        yield f"Removed the versions that named them: {', '.join(sorted(done.versions_removed))}"
    if done.imports_not_undone:
        yield "What was kept to undo imports is gone with them; imports so far can not be undone"
    if work := read_settings(data_folder).work:
        yield f"Rows that the cluster keeps in {work} are not searched: remove that folder there"
    yield "Counts of the baseline year stay as first published: they name nobody"
    yield (
        f"Not ours to remove: the surveys these exports were made from, backups, and whatever lies "
        f"outside {data_folder}. An import will leave these customers out"
    )
