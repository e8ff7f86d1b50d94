"""The rejects of a source: one CSV file, which follows the parts of the source."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import duckdb

from insight.importers.files.records import Reject
from insight.replacing import unfinished
from insight.warehouse import literal

_COLUMNS = ("file", "row", "reason", "text")
_LONGEST_ROW = 64 * 2**20


def rejects_path(data_folder: Path, source: str) -> Path:
    return Path(data_folder) / "rejects" / f"{source}.csv"


def write_rejects(
    path: Path, new: Iterable[Reject], gone: Collection[str], names: Mapping[str, str]
) -> int:
    """Write `path` unfinished: the rejects there but those of files `gone`, then the new ones.

    `names` is what new files are called in the export; the count of rows written is returned.
    """
    new = iter(new)
    first = next(new, None)
    if first is None and not path.exists():
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = 0
    with unfinished(path).open("w", encoding="utf-8", newline="") as rejects:
        writer = csv.writer(rejects)
        writer.writerow(_COLUMNS)
        for row in _there(path):
            if row[0] not in gone:
                writer.writerow(row)
                rows += 1
        for reject in chain([first] if first else [], new):
            name = names.get(reject.file, reject.file)
            writer.writerow((name, reject.row, reject.reason, reject.text))
            rows += 1
    return rows


def _there(path: Path) -> Iterator[tuple[str, ...]]:
    """The rejects of earlier imports; a row may be longer than Python's csv module takes."""
    if not path.exists():
        return
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
