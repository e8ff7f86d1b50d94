"""Bring files of one layout into a data folder, as a mapping says."""

import argparse
from datetime import date
from pathlib import Path

from rich.console import Console

from insight.command_line.preview import show_preview
from insight.command_line.progress import shown_progress
from insight.importers.drafts.suggest import suggest_mapping
from insight.importers.files.records import FileOptions
from insight.importers.imports import ImportSummary, import_files
from insight.importers.preview import preview_import
from insight.imports_done import imports_done, undo_import
from insight.problems import Mistake


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="a file, a folder or a pattern"
    )
    command.add_argument(
        "--mapping",
        type=Path,
        metavar="M.toml",
        help="which column is what; its format is in docs/mapping.md",
    )
    steps = command.add_mutually_exclusive_group()
    steps.add_argument(
        "--suggest",
        action="store_true",
        help="write a draft mapping instead, to --mapping if that file is new, else to the screen",
    )
    steps.add_argument(
        "--preview", action="store_true", help="show what would come in, and write nothing"
    )
    steps.add_argument("--list", action="store_true", help="list the imports, latest first")
    steps.add_argument(
        "--undo", action="store_true", help="take the last import back; again for the one before"
    )
    command.add_argument("--sheet", help="of a workbook with several, the one to draft from")


def run(options: argparse.Namespace) -> int:
    if options.list or options.undo:
        if options.files or options.mapping:
            raise Mistake("--list and --undo take no file and no mapping")
        return _list(options) if options.list else _undo(options)
    if not options.files:
        raise Mistake("name at least one file to import")
    if options.suggest:
        return _suggest(options)
    if options.sheet:
        raise Mistake('--sheet is for --suggest; a mapping says [file] sheet = "its name"')
    if options.mapping is None:
        raise Mistake("say which column is what: --mapping M.toml; --suggest writes a draft of it")
    if options.preview:
        return _preview(options)
    with shown_progress() as tell:
        summary = import_files(options.data, options.files, options.mapping, date.today(), tell)
    if not summary.tables:
        print("\n".join(summary.done))
        return 0
    print("\n".join(told(summary)))
    print(f"Show it with python -m insight publish --data {options.data}")
    return 0


def _suggest(options: argparse.Namespace) -> int:
    """Write a draft mapping where nothing is overwritten, and say what is left to decide."""
    new = options.mapping
    if new and new.exists():
        raise Mistake(f"{new} is there already, and a draft never overwrites a mapping")
    try:
        with shown_progress() as tell:
            sheet = FileOptions(sheet=options.sheet)
            draft = suggest_mapping(options.files, date.today(), tell, sheet)
    except Mistake as mistake:
        if "several sheets" in str(mistake):
            raise Mistake(f"{mistake}\nTo draft from one of them: --sheet NAME") from None
        raise
    if new is None:
        print(draft.toml(), end="")
        return 0
    with new.open("x", encoding="utf-8") as written:
        written.write(draft.toml())
    print(f"{new} is a draft; lines to decide: {len(draft.open_lines)}")
    for line in draft.open_lines:
        print(f"  [{line.table}] {line.name}: {line.question}")
    return 0


def _preview(options: argparse.Namespace) -> int:
    """Show what an import would bring and change."""
    with shown_progress() as tell:
        preview = preview_import(options.data, options.files, options.mapping, date.today(), tell)
    show_preview(preview, Console(highlight=False))
    return 0


def _list(options: argparse.Namespace) -> int:
    """Every import with what it did, and which can be undone."""
    imports = imports_done(options.data)
    if not imports:
        print(f"Nothing was imported into {options.data} yet")
    for done in imports:
        state = f"undone {done.undone_at}" if done.undone_at else ""
        state = state or ("can be undone" if done.can_be_undone else "")
        print(f"{done.at}  {done.source}{f'  ({state})' if state else ''}")
        for line in done.said:
            print(f"  {line}")
    return 0


def _undo(options: argparse.Namespace) -> int:
    done = undo_import(options.data)
    print(f"Undone: the import of {', '.join(done.files)} into {done.source!r}, made {done.at}")
    print(f"Show it with python -m insight publish --data {options.data}")
    return 0


def told(summary: ImportSummary) -> list[str]:
    """What an import did, a line each: files, assumptions, tables, rejected rows."""
    lines = list(summary.done)
    lines += [f"Assumed: {assumption}" for assumption in summary.assumptions]
    lines += [
        f"{table.table}: {table.rows_read:,} rows read, {table.rows_kept:,} kept, "
        f"{table.rows_rejected:,} rejected; {table.rows_written:,} rows written"
        for table in summary.tables
    ]
    lines += [f"Rejected: {count:,} rows: {reason}" for reason, count in summary.reasons]
    if summary.rejects is not None:
        lines.append(f"The rejected rows are in {summary.rejects}")
    return lines
