"""Forgotten customers whom an import or a file dropped in brought back leave again."""

import shutil
from pathlib import Path

from insight.forgotten import is_forgotten
from insight.publishing.without import rows_of, whom_again, write_without
from insight.replacing import replace_together, unfinished


def drop_forgotten(data_folder: Path, exports: dict[str, Path]) -> list[str]:
    """Take the rows of forgotten customers out of the exports; notes on how many there were.

    To be called at rest, before the exports are read.
    """
    forgotten = is_forgotten(data_folder)
    if not forgotten:
        return []
    answers = exports["survey_responses"]
    whom = whom_again(forgotten, answers, [path for path in exports.values() if path != answers])
    found = {table: rows for table, path in exports.items() if (rows := rows_of(path, whom))}
    if found:
        paths = [exports[table] for table in found]
        for path in paths:
            write_without(path, whom, unfinished(path))
        kept = data_folder / "exports" / ".before" / "forgetting"
        replace_together(data_folder, paths, [], kept)
        shutil.rmtree(kept)
    return [
        f"{table}: {rows:,} row{'s' if rows > 1 else ''} of forgotten customers had come back and "
        "left again"
        for table, rows in found.items()
    ]
