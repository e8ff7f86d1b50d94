"""Which files can be read, and each of them opened as rows of text."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from insight.importers.files import json_lines, parquet_file, sav_file, workbook
from insight.importers.files.compressed import first_bytes, kind_suffix
from insight.importers.files.csv_file import open_csv
from insight.importers.files.excel_book import OLE_BEGINS, ZIP_BEGINS
from insight.importers.files.json_lines import open_json_lines
from insight.importers.files.parquet_file import open_parquet
from insight.importers.files.records import FileOptions, RawFile
from insight.importers.files.sav_file import open_sav
from insight.importers.files.workbook import open_workbook
from insight.problems import Mistake

_SHOWN = 5
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class Kind:
    """A kind of file: its endings, and the function that opens it."""

    name: str
    suffixes: tuple[str, ...]
    opens: Callable[[Path, FileOptions], RawFile]
    streams: bool = False
    """Whether it is read from its first byte to its last, so that gzip may have packed it."""


KINDS = (
    Kind("CSV or TSV", (".csv", ".tsv", ".tab", ".txt"), open_csv, streams=True),
    Kind("Excel", workbook.SUFFIXES, open_workbook),
    Kind("SPSS", sav_file.SUFFIXES, open_sav),
    Kind("Parquet", parquet_file.SUFFIXES, open_parquet),
    Kind("JSON lines", json_lines.SUFFIXES, open_json_lines, streams=True),
)
SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)
"""The endings of every file that can be read, as ".csv"; CSV and JSON lines also with .gz."""

_BEGINNINGS = (
    (b"\x1f\x8b", "is packed by gzip", ".gz"),
    (OLE_BEGINS, "is an Excel workbook", ".xls"),
    (ZIP_BEGINS, "is an Excel workbook or a packed folder", ".xlsx"),
    (parquet_file.BEGINS, "is a Parquet file", ".parquet"),
    *((begins, "is an SPSS file", ".sav") for begins in sav_file.BEGINS),
)


def open_raw(path: Path, options: FileOptions) -> RawFile:
    """A file of any kind as rows of text; Mistake where it cannot be read, with what to do."""
    kind = kind_of(path)
    if kind is None:
        raise Mistake(f"{path}: {_why_not(path)}")
    if kind.streams:
        _check_beginning(path)
    return kind.opens(path, options)


def kind_of(path: Path) -> Kind | None:
    """The kind that a file's ending names; None where files of that ending cannot be read."""
    suffix = kind_suffix(path)
    kind = next((kind for kind in KINDS if suffix in kind.suffixes), None)
    is_packed = path.suffix.lower() == ".gz"
    return None if kind and is_packed and not kind.streams else kind


def expand(paths: Iterable[Path | str], tell: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Files as they are given, each once, folders and patterns as the files in them, by name.

    What a folder or pattern holds beyond readable files is told in a sentence; Mistake where it
    holds none.
    """
    files: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found = _readable(path, _listed(path), f"the folder {path}", tell)
        elif not path.exists() and _PATTERN.search(str(path)):
            matches = _fitting(path)
            if not matches:
                raise Mistake(f"no file fits {path}")
            found = _readable(path, matches, str(path), tell)
        else:
            found = [path]
        files += found
    once: dict[Path, Path] = {}
    for path in files:
        once.setdefault(path.resolve(), path)
    return list(once.values())


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError as problem:
        raise Mistake(f"the folder {folder} cannot be read: {problem.strerror}") from None


def _fitting(pattern: Path) -> list[Path]:
    first = next(i for i, part in enumerate(pattern.parts) if _PATTERN.search(part))
    return list(Path(*pattern.parts[:first]).glob(str(Path(*pattern.parts[first:]))))


def _readable(
    place: Path, found: Iterable[Path], named: str, tell: Callable[[str], None]
) -> list[Path]:
    found = sorted(found)
    readable = [path for path in found if path.is_file() and not _is_hidden(path) and kind_of(path)]
    others = [path.name + ("/" if path.is_dir() else "") for path in found if path not in readable]
    listed = ", ".join(others[:_SHOWN])
    more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
    if not readable:
        there = f"; there is {listed}{more}" if others else ""
        raise Mistake(f"{named} holds no file that can be read ({_endings()}){there}")
    if others:
        tell(f"{place}: left aside, as hidden or no kind of file that is read: {listed}{more}.")
    return readable


def _is_hidden(path: Path) -> bool:
    """Hidden by its name, or the note that Excel lays beside a workbook while it is open."""
    return path.name.startswith((".", "~$"))


def _why_not(path: Path) -> str:
    if kind_suffix(path) in SUFFIXES:
        return f"unpack it first: gunzip {path.name}"
    if path.suffix.lower() in (".zip", ".7z", ".rar"):
        return "unpack it first, and import the files or the folder"
    ending = f"that end in {path.suffix}" if path.suffix else "without an ending"
    return f"files {ending} cannot be read; save it as one of these: {_endings()}"


def _endings() -> str:
    return ", ".join(kind.name for kind in KINDS)


def _check_beginning(path: Path) -> None:
    """Refuse what is no text in spite of its ending, by what it is."""
    begins = first_bytes(path, 8)
    for mark, what, suffix in _BEGINNINGS:
        if begins.startswith(mark):
            better = path.name + suffix if suffix == ".gz" else path.with_suffix(suffix).name
            raise Mistake(f"{path} {what}, in spite of its ending; rename it to {better}")
