"""Files of a data folder are replaced all together or not at all, even if it is killed midway.

New files are written beside the old ones (`unfinished`), what was there is kept, a journal names
what is to happen, and only then is anything renamed. Whoever comes next finishes what is left.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from insight.problems import Failure

JOURNAL = "exports/.replacing.json"
UNFINISHED = ".unfinished"
_FOLDERS = ("exports", "exports/.before", "rejects")


@dataclass(frozen=True)
class Replacement:
    """What is to happen, as paths below the data folder; `kept` is where the old files lie."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: str
    back: bool = False
    """True where it could not be done and the old files are being put back."""


def unfinished(path: Path) -> Path:
    """Where a file is written before it takes its place."""
    return path.with_name(path.name + UNFINISHED)


@contextmanager
def exports_at_rest(data_folder: Path) -> Iterator[None]:
    """Nobody else changes the exports meanwhile; what a killed import began is finished first."""
    folder = Path(data_folder) / "exports"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
    except OSError as problem:
        raise Failure(f"{folder} cannot be used: {problem.strerror}") from problem
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _finish(Path(data_folder))
        yield
    finally:
        os.close(lock)


def finish_interrupted(data_folder: Path) -> None:
    """Finish what a killed import or undo began; Failure where that cannot be done."""
    if (Path(data_folder) / JOURNAL).exists():
        with exports_at_rest(data_folder):
            pass


def replace_together(
    data_folder: Path, written: Sequence[Path], removed: Sequence[Path], kept: Path
) -> None:
    """Put every `unfinished` file in its place and remove others; OSError leaves all as it was.

    What was there is kept below `kept`, linked where the disk can. To be called at rest.
    """
    data_folder = Path(data_folder)
    try:
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        for path in (*written, *removed):
            if path.exists():
                link(path, kept / path.relative_to(data_folder))
        for path in written:
            _make_durable(unfinished(path))
        replacement = Replacement(
            tuple(str(path.relative_to(data_folder)) for path in written),
            tuple(str(path.relative_to(data_folder)) for path in removed),
            str(kept.relative_to(data_folder)),
        )
        _write_journal(data_folder, replacement)
    except OSError:
        shutil.rmtree(kept, ignore_errors=True)
        _clear(data_folder)
        raise
    try:
        _forward(data_folder, replacement)
    except OSError:
        back = Replacement(replacement.written, replacement.removed, replacement.kept, back=True)
        _write_journal(data_folder, back)
        _back(data_folder, back)
        raise


def link(path: Path, to: Path) -> None:
    """The same file in a second place: a hard link, or a copy where the disk knows none."""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.unlink(missing_ok=True)
    try:
        os.link(path, to)
    except OSError:
        shutil.copy2(path, to)


def _finish(data_folder: Path) -> None:
    journal = data_folder / JOURNAL
    try:
        if journal.exists():
            described = json.loads(journal.read_text(encoding="utf-8"))
            lists = {name: tuple(described[name]) for name in ("written", "removed")}
            replacement = Replacement(**{**described, **lists})
            (_back if replacement.back else _forward)(data_folder, replacement)
        _clear(data_folder)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise Failure(
            f"{journal}: an import was stopped midway, and that cannot be finished: {problem}"
        ) from problem


def _forward(data_folder: Path, replacement: Replacement) -> None:
    for name in replacement.written:
        path = data_folder / name
        if unfinished(path).exists():
            _take_place(path)
    for name in replacement.removed:
        (data_folder / name).unlink(missing_ok=True)
    _end(data_folder)


def _back(data_folder: Path, replacement: Replacement) -> None:
    for name in (*replacement.written, *replacement.removed):
        path, kept = data_folder / name, data_folder / replacement.kept / name
        if kept.exists():
            link(kept, unfinished(path))
            _take_place(path)
        else:
            path.unlink(missing_ok=True)
            unfinished(path).unlink(missing_ok=True)
    _end(data_folder)
    shutil.rmtree(data_folder / replacement.kept, ignore_errors=True)


def _take_place(path: Path) -> None:
    unfinished(path).replace(path)
    # Renaming one name of a file to another name of the same file does nothing at all.
    unfinished(path).unlink(missing_ok=True)


def _end(data_folder: Path) -> None:
    for folder in _FOLDERS:
        if (data_folder / folder).is_dir():
            _make_durable(data_folder / folder)
    (data_folder / JOURNAL).unlink(missing_ok=True)


def _clear(data_folder: Path) -> None:
    """Remove new files that never took their place."""
    for folder in _FOLDERS:
        for left in (data_folder / folder).glob(f"*{UNFINISHED}"):
            with suppress(OSError):
                left.unlink()


def _write_journal(data_folder: Path, replacement: Replacement) -> None:
    journal = data_folder / JOURNAL
    new = unfinished(journal)
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(replacement), file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(journal)
    _make_durable(journal.parent)


def _make_durable(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
