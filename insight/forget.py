"""A customer is forgotten: out of the exports, out of what undoing kept, out of every version."""

import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insight.forgotten import is_forgotten, write_forgotten
from insight.imports_done import KEPT, drop_kept
from insight.problems import Failure, Mistake
from insight.progress import Progress
from insight.publish import publish
from insight.publishing.rejects_without import rejects_naming, write_rejects_without
from insight.publishing.retention import remove_versions
from insight.publishing.staging import WAITS_SECONDS, clear_leftovers, only_one_publish
from insight.publishing.without import Whom, answers_of, rows_of, write_without
from insight.replacing import exports_at_rest, replace_together, unfinished
from insight.tables import export_path
from insight.version import POINTER, current_name, published_folder, version_names

EXPORTS, UNDO, REJECTS = "exports", "kept to undo imports", "rejects"
"""Places beside versions in which somebody can stand; a version's is its name."""


@dataclass(frozen=True)
class Found:
    """Rows of one file that name the customers: its place, its table, how many."""

    place: str
    table: str
    rows: int


@dataclass(frozen=True)
class Forgetting:
    """What was removed where; `version` is the one published without them, None if none was."""

    found: tuple[Found, ...]
    version: str | None = None
    versions_removed: tuple[str, ...] = ()
    imports_not_undone: int = 0
    """Imports that could have been undone, and no longer can."""
    nothing_left: bool = False
    """Whether no answers remain, so that nothing is published any more."""


def rows_naming(data_folder: Path, customers: Collection[str]) -> tuple[Found, ...]:
    """Every row of a data folder that names one of the customers, or an answer of theirs."""
    data_folder = Path(data_folder)
    if not data_folder.is_dir():
        raise Mistake(f"{data_folder} is no folder; name one with --data")
    wanted = frozenset(customers)
    exports = data_folder / "exports"
    found = _in_place(EXPORTS, _tables(exports), wanted)
    for folder in sorted((data_folder / KEPT).glob("*")):
        found += _in_place(UNDO, sorted(folder.rglob("*.parquet")), wanted)
    for path in _rejects(data_folder):
        rows = rejects_naming(path, wanted)
        found += [Found(REJECTS, path.stem, rows)] if rows else []
    for name in version_names(data_folder):
        found += _in_version(data_folder, name, wanted)
    return tuple(found)


def forget(
    data_folder: Path, customers: Collection[str], progress: Progress = lambda _: None
) -> Forgetting:
    """Remove the customers everywhere, publish anew, and keep them from coming back.

    Versions that name them are removed, also while they are being read. Nothing is changed where
    nothing names them; Failure where the disk stops it midway, and then it can be begun again.
    """
    data_folder = Path(data_folder)
    progress("Looking for their rows")
    if not rows_naming(data_folder, customers):
        return Forgetting(())
    with only_one_publish(data_folder, WAITS_SECONDS), exports_at_rest(data_folder):
        clear_leftovers(published_folder(data_folder))
        found = rows_naming(data_folder, customers)
        progress("Removing them from the exports")
        try:
            _leave_out_of_exports(data_folder, frozenset(customers))
            not_undone = drop_kept(data_folder)
        except OSError as error:
            raise Failure(
                f"{data_folder} could not be written, so they are not forgotten yet: "
                f"{error.strerror or error}; then forget them once more"
            ) from error
    places = {one.place for one in found}
    version, nothing_left = None, _has_no_answers(data_folder)
    if not nothing_left and places & {EXPORTS, current_name(data_folder)}:
        version = _published_without(data_folder, progress)
    progress("Removing the versions that name them")
    with only_one_publish(data_folder, WAITS_SECONDS):
        gone = _remove_versions(data_folder, frozenset(customers), nothing_left)
    return Forgetting(found, version, gone, not_undone, nothing_left)


def _tables(folder: Path) -> list[Path]:
    """Every table of a folder, the answers first, so that ids of theirs are known after them."""
    return sorted(
        folder.glob("*.parquet"), key=lambda path: (path.stem != "survey_responses", path)
    )


def _rejects(data_folder: Path) -> list[Path]:
    return sorted((data_folder / "rejects").glob("*.csv"))


def _whom(paths: Sequence[Path], customers: frozenset[str]) -> Whom:
    """Whose rows are meant in files that were written together; ids of answers hold only there."""
    named = Whom(customers.__contains__)
    answers = [path for path in paths if path.stem == "survey_responses"]
    theirs = frozenset().union(*(answers_of(path, named) for path in answers))
    return Whom(named.customer, theirs.__contains__)


def _in_place(place: str, paths: Sequence[Path], customers: frozenset[str]) -> list[Found]:
    try:
        whom = _whom(paths, customers)
        counted = [(path.stem, rows_of(path, whom)) for path in paths]
    except (pa.ArrowException, OSError) as error:
        raise Mistake(
            f"{place}: {error}; what cannot be read cannot be searched, so import it again or "
            "remove it first"
        ) from error
    return [Found(place, table, rows) for table, rows in counted if rows]


def _in_version(data_folder: Path, name: str, customers: frozenset[str]) -> list[Found]:
    """What of a version names them; of a damaged one, what can be read."""
    paths = _tables(published_folder(data_folder) / name)
    return _in_place(name, [path for path in paths if _is_readable(path)], customers)


def _is_readable(path: Path) -> bool:
    try:
        rows_of(path, Whom(lambda _: False))
    except (pa.ArrowException, OSError):
        return False
    return True


def _leave_out_of_exports(data_folder: Path, customers: frozenset[str]) -> None:
    """Exports and rejects without them, all together or none; then they are listed as forgotten."""
    paths = _tables(data_folder / "exports")
    whom = _whom(paths, customers)
    theirs = frozenset().union(*(answers_of(path, whom) for path in paths))
    write_forgotten(data_folder, is_forgotten(data_folder).with_more(customers, theirs))
    written = []
    for path in paths:
        if rows_of(path, whom):
            write_without(path, whom, unfinished(path))
            written.append(path)
    for path in _rejects(data_folder):
        if rejects_naming(path, customers):
            write_rejects_without(path, customers, unfinished(path))
            written.append(path)
    kept = data_folder / KEPT / "forgetting"
    replace_together(data_folder, written, [], kept)
    shutil.rmtree(kept, ignore_errors=True)


def _has_no_answers(data_folder: Path) -> bool:
    path = export_path(data_folder, "survey_responses")
    return path.exists() and pq.read_metadata(path).num_rows == 0


def _published_without(data_folder: Path, progress: Progress) -> str:
    try:
        return publish(data_folder, progress).name
    except (Mistake, Failure) as problem:
        raise type(problem)(
            f"the exports no longer name them, but versions still do, as publishing anew did not "
            f"succeed: {problem}. Then forget them once more"
        ) from problem


def _remove_versions(
    data_folder: Path, customers: frozenset[str], even_the_current: bool
) -> tuple[str, ...]:
    current = current_name(data_folder)
    naming = []
    for name in version_names(data_folder):
        paths = _tables(published_folder(data_folder) / name)
        is_damaged = name != current and not all(map(_is_readable, paths))
        if is_damaged or _in_version(data_folder, name, customers):
            naming.append(name)
    if even_the_current and current in naming:
        (published_folder(data_folder) / POINTER).unlink()
    removal = remove_versions(data_folder, naming, even_if_read=True)
    if removal.not_removed:
        raise Failure(
            f"these versions name them and could not be removed: {', '.join(removal.not_removed)}"
        )
    return removal.removed
