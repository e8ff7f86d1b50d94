"""Say whether a data folder and its current version are whole and complete, table by table."""

import argparse
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insight.problems import Failure, Mistake
from insight.publish import find_exports
from insight.settings import read_settings
from insight.tables import TABLES, Table, export_path, read_sources
from insight.version import (
    POINTER,
    current_name,
    published_folder,
    read_version,
    version_names,
)


def add_arguments(command: argparse.ArgumentParser) -> None:
    """`check` takes no more than the data folder."""


def run(options: argparse.Namespace) -> int:
    if not options.data.is_dir():
        raise Mistake(f"{options.data} is no folder; name one with --data")
    read_settings(options.data)
    troubles = [_say_export(options.data, table) for table in TABLES.values()]
    troubles.append(_say_exports_together(options.data))
    troubles.append(_say_version(options.data))
    return 1 if any(troubles) else 0


def _say_export(data_folder: Path, table: Table) -> bool:
    path = export_path(data_folder, table.name)
    if not path.exists():
        print(f"{table.name:<17} missing; it would add {table.adds}")
        return False
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        print(f"{table.name:<17} damaged: {str(error).splitlines()[0]}")
        return True
    names = file.schema_arrow.names
    absent = [name for name in table.required if name not in names]
    if absent:
        print(f"{table.name:<17} incomplete: column {absent[0]} is missing")
        return True
    latest = {one.name: one.as_of for one in sorted(read_sources(path), key=lambda one: one.as_of)}
    sources = ", ".join(f"{name} as of {as_of}" for name, as_of in latest.items())
    print(f"{table.name:<17} {file.metadata.num_rows:>9,} rows; {sources or 'dropped in by hand'}")
    return False


def _say_exports_together(data_folder: Path) -> bool:
    try:
        _, notes = find_exports(data_folder)
    except Mistake as mistake:
        print(mistake)
        return True
    for note in notes:
        print(f"Note: {note}")
    return False


def _say_version(data_folder: Path) -> bool:
    name = current_name(data_folder)
    if name is None:
        print(f"No version is published; run python -m insight publish --data {data_folder}")
        return True
    if name not in version_names(data_folder):
        pointer = published_folder(data_folder) / POINTER
        print(
            f"{pointer} names no version that is here; python -m insight publish --list shows all"
        )
        return True
    try:
        version = read_version(published_folder(data_folder) / name)
    except Failure as failure:
        print(failure)
        return True
    damage = version.damage()
    if damage:
        print(damage)
        return True
    print(f"Version {name} is whole: {len(version.files)} files, as of {version.coverage.as_of}")
    for note in version.notes:
        print(f"Note: {note}")
    return False
