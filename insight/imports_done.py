"""What was imported into a data folder, latest first, and how an import is undone.

`exports/.before/imports.json` lists every import and undo; beside it lies, for each of the last
few imports, what its files held before.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from insight.problems import Failure, Mistake
from insight.replacing import exports_at_rest, link, replace_together, unfinished

KEPT = "exports/.before"
LIST = f"{KEPT}/imports.json"
_LAST_BYTES = 65_536


@dataclass(frozen=True)
class DoneImport:
    """One import; `files` are those it took in, `said` what it did with each, in sentences.

    `wrote` holds each file of the data folder that it replaced or removed (then null) with a
    fingerprint; `undone_at` is when it was taken back.
    """

    import_id: str
    at: str
    source: str
    files: tuple[str, ...]
    said: tuple[str, ...]
    wrote: Mapping[str, str | None]
    undone_at: str | None = None
    can_be_undone: bool = False


def imports_done(data_folder: Path) -> list[DoneImport]:
    """Every import, latest first; Failure where the list cannot be read."""
    data_folder = Path(data_folder)
    imports = _read(data_folder)
    last = next((one for one in reversed(imports) if not one.undone_at), None)
    return [
        replace(one, can_be_undone=one is last and _is_kept(data_folder, one))
        for one in reversed(imports)
    ]


def new_import_id(now: datetime | None = None) -> str:
    """The moment, in UTC: ids sort as the imports followed each other."""
    return (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%S%fZ")


def replace_exports(
    data_folder: Path,
    source: str,
    files: Sequence[str],
    said: Sequence[str],
    written: Sequence[Path],
    removed: Sequence[Path],
    keep: int,
) -> DoneImport:
    """Let the `unfinished` files of an import take their places, and remember how to undo it.

    To be called at rest; OSError leaves everything as it was.
    """
    data_folder = Path(data_folder)
    done = DoneImport(
        import_id=new_import_id(),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        source=source,
        files=tuple(files),
        said=tuple(said),
        wrote={
            **{_name(data_folder, path): _fingerprint(unfinished(path)) for path in written},
            **{_name(data_folder, path): None for path in removed},
        },
    )
    imports = [*_read(data_folder), done]
    _write(data_folder, imports)
    kept = data_folder / KEPT / done.import_id
    replace_together(data_folder, [*written, data_folder / LIST], removed, kept)
    _forget_all_but(data_folder, imports, keep)
    return done


def undo_import(data_folder: Path, import_id: str | None = None) -> DoneImport:
    """Put back what the last import (or that one, if it is the last) replaced.

    Mistake where a later import stands on it, where it is not kept any more, or where its files
    have been changed since; Failure where it cannot be written. Publishing shows it.
    """
    data_folder = Path(data_folder)
    if not (data_folder / LIST).exists():
        raise Mistake(f"{data_folder}: no import is left to undo")
    with exports_at_rest(data_folder):
        imports = _read(data_folder)
        standing = [one for one in imports if not one.undone_at]
        if not standing:
            raise Mistake(f"{data_folder}: no import is left to undo")
        last = standing[-1]
        if import_id not in (None, last.import_id):
            _refuse_other(import_id, imports, last)
        if not _is_kept(data_folder, last):
            raise Mistake(
                f"what the import {last.import_id} of {last.source} replaced is not kept any more; "
                "import the former files again (keep_imports in the settings says how many are)"
            )
        _refuse_changed(data_folder, last)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        undone = replace(last, undone_at=at)
        try:
            _put_back(data_folder, last, [undone if one is last else one for one in imports])
        except OSError as problem:
            raise Failure(
                f"{data_folder} could not be written, so nothing was undone: "
                f"{problem.strerror or problem}"
            ) from problem
    return undone


def drop_kept(data_folder: Path) -> int:
    """Remove all that is kept for undoing, such as a person's answers; how many imports it was."""
    folders = [path for path in (Path(data_folder) / KEPT).glob("*") if path.is_dir()]
    for folder in folders:
        shutil.rmtree(folder)
    return len(folders)


def _refuse_other(import_id: str, imports: Sequence[DoneImport], last: DoneImport) -> None:
    asked = next((one for one in imports if one.import_id == import_id), None)
    if asked is None:
        raise Mistake(f"there is no import {import_id!r}; the last is {last.import_id}")
    if asked.undone_at:
        raise Mistake(f"the import {import_id} was undone already, at {asked.undone_at}")
    raise Mistake(
        f"the import {last.import_id} of {last.source} came after {import_id}; undo it first"
    )


def _refuse_changed(data_folder: Path, last: DoneImport) -> None:
    for name, fingerprint in last.wrote.items():
        path = data_folder / name
        there = _fingerprint(path) if path.exists() else None
        if there != fingerprint:
            raise Mistake(
                f"{path} is not as the import {last.import_id} of {last.source} left it, so "
                "undoing would lose what was changed since; import the former files again"
            )


def _put_back(data_folder: Path, last: DoneImport, imports: Sequence[DoneImport]) -> None:
    kept = data_folder / KEPT / last.import_id
    written, removed = [], []
    for name in last.wrote:
        path = data_folder / name
        if (kept / name).exists():
            link(kept / name, unfinished(path))
            written.append(path)
        else:
            removed.append(path)
    _write(data_folder, imports)
    aside = data_folder / KEPT / f"{last.import_id}-undone"
    replace_together(data_folder, [*written, data_folder / LIST], removed, aside)
    shutil.rmtree(aside, ignore_errors=True)
    shutil.rmtree(kept, ignore_errors=True)


def _is_kept(data_folder: Path, done: DoneImport) -> bool:
    return (data_folder / KEPT / done.import_id).is_dir()


def _forget_all_but(data_folder: Path, imports: Iterable[DoneImport], keep: int) -> None:
    """Remove what older imports replaced, and what killed ones left."""
    standing = [one.import_id for one in imports if not one.undone_at]
    last = set(standing[-keep:]) if keep else set()
    for folder in (data_folder / KEPT).glob("*"):
        if folder.is_dir() and folder.name not in last:
            shutil.rmtree(folder, ignore_errors=True)


def _name(data_folder: Path, path: Path) -> str:
    return str(path.relative_to(data_folder))


def _fingerprint(path: Path) -> str:
    """Size and hash of a file's end, where a Parquet file says what it holds."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _LAST_BYTES))
        return f"{size}:{hashlib.sha256(file.read()).hexdigest()}"


def _read(data_folder: Path) -> list[DoneImport]:
    path = data_folder / LIST
    if not path.exists():
        return []
    try:
        listed: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        lists = ("files", "said")
        return [
            DoneImport(**{**one, **{name: tuple(one[name]) for name in lists}}) for one in listed
        ]
    except (OSError, ValueError, TypeError, KeyError) as problem:
        raise Failure(f"{path}, the list of imports, cannot be read: {problem}") from problem


def _write(data_folder: Path, imports: Iterable[DoneImport]) -> None:
    path = data_folder / LIST
    path.parent.mkdir(parents=True, exist_ok=True)
    described = [
        {key: value for key, value in asdict(one).items() if key != "can_be_undone"}
        for one in imports
    ]
    unfinished(path).write_text(json.dumps(described, indent=1), encoding="utf-8")
