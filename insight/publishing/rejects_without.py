"""Rejects files without the rows in which an id stands: they keep the text of what was refused."""

import csv
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import duckdb

from insight.warehouse import literal

_COLUMNS = ("file", "row", "reason", "text")
_LONGEST_ROW = 64 * 2**20
"""Bytes; a row that a file broke can be as long as a quote that never closed."""


def rejects_naming(path: Path, customers: Collection[str]) -> int:
    """How many rows of a rejects file have one of the ids in them as a whole word."""
    named = _naming(customers)
    return sum(bool(named.search(" ".join(row))) for row in _rows(path))


def write_rejects_without(path: Path, customers: Collection[str], to: Path) -> None:
    """Write the rejects anew without those rows."""
    named = _naming(customers)
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows(row for row in _rows(path) if not named.search(" ".join(row)))


def _naming(customers: Collection[str]) -> re.Pattern[str]:
    ids = "|".join(re.escape(one) for one in sorted(customers))
    return re.compile(rf"(?<!\w)(?:{ids})(?!\w)")


def _rows(path: Path) -> Iterator[tuple[str, ...]]:
    # Python's csv module takes no field beyond a limit that is the whole program's.
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in _COLUMNS)
    with duckdb.connect(":memory:") as connection:
        rows = connection.execute(
            f"select * from read_csv({literal(str(path))}, header = true, auto_detect = false, "
            f"""delim = ',', quote = '"', escape = '"', columns = {{{columns}}}, """
            f"max_line_size = {_LONGEST_ROW}, nullstr = '', parallel = false)"
        )
        while fetched := rows.fetchmany(1000):
            for row in fetched:
                yield tuple(value or "" for value in row)
