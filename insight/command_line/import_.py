"""Bring files of one layout into a data folder, as a mapping says."""

import argparse
from datetime import date
from pathlib import Path

from insight.command_line.progress import shown_progress
from insight.importers.imports import ImportSummary, import_files


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a CSV file")
    command.add_argument(
        "--mapping",
        required=True,
        type=Path,
        metavar="M.toml",
        help="which column is what; its format is in docs/mapping.md",
    )


def run(options: argparse.Namespace) -> int:
    with shown_progress() as tell:
        summary = import_files(options.data, options.files, options.mapping, date.today(), tell)
    print("\n".join(told(summary)))
    print(f"Show it with python -m insight publish --data {options.data}")
    return 0


def told(summary: ImportSummary) -> list[str]:
    """What an import did, a line each: assumptions, tables, rejected rows."""
    lines = [f"Assumed: {assumption}" for assumption in summary.assumptions]
    lines += [
        f"{table.table}: {table.rows_read:,} rows read, {table.rows_kept:,} kept, "
        f"{table.rows_rejected:,} rejected; {table.rows_written:,} rows written"
        for table in summary.tables
    ]
    lines += [f"Rejected: {count:,} rows: {reason}" for reason, count in summary.reasons]
    if summary.rejects is not None:
        lines.append(f"The rejected rows are in {summary.rejects}")
    return lines
