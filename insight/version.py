"""A published version: an immutable folder with a manifest, and the pointer to the current one."""

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from insight.coverage import Coverage, Span
from insight.lease import Lease
from insight.problems import Failure

MANIFEST = "manifest.json"
MANIFEST_HASH = "manifest.sha256"
MOST_BYTES_AT_ONCE = 32 * 2**20
"""Detail up to this size is verified when a version is opened, larger in the background."""
POINTER = "current"
_NAME = re.compile(r"\w[\w.-]{0,99}")
_QUERIES = Path(__file__).resolve().parent.parent / "queries"


@dataclass(frozen=True)
class PublishedFile:
    """One Parquet file of a version; `role` is rollup, cells, detail or read.

    What was read is for the next publish: no question sees it.
    """

    path: str
    role: str
    rows: int
    bytes: int
    sha256: str

    @property
    def table(self) -> str:
        return Path(self.path).stem

    @classmethod
    def of(cls, path: Path, role: str, rows: int) -> "PublishedFile":
        """A file as it was just written."""
        return cls(path.name, role, rows, path.stat().st_size, sha256(path))


@dataclass(frozen=True)
class Version:
    """What a version holds; `folder` is where it lies."""

    name: str
    folder: Path
    program: str
    published_at: str
    coverage: Coverage
    dimensions: tuple[str, ...]
    tables: dict[str, int]
    files: tuple[PublishedFile, ...]
    notes: tuple[str, ...]
    day_is_assumed: bool
    changes_entries: int = 0
    """Entries of the journal of edited changes that were there when it was published."""
    detail_since: dict[str, date] = field(default_factory=dict)
    """Tables of which only the latest rows are in the version, and the first day of these."""
    engine: str = "duckdb"
    """What counted it; where that is a cluster, the rows it counted lie there."""

    def file(self, table: str) -> PublishedFile:
        """The file of a table that the version has."""
        return next(file for file in self.files if file.table == table)

    def manifest(self) -> str:
        """The manifest as JSON text."""
        coverage = asdict(self.coverage)
        coverage["baseline"] = list(self.coverage.baseline)
        written = {key: value for key, value in asdict(self).items() if key != "folder"}
        return json.dumps({**written, "coverage": coverage}, default=str, indent=1)

    def age(self) -> str | None:
        """A sentence naming what this program counts and the version lacks; None if nothing."""
        lacking = counted_tables() - {file.table for file in self.files}
        if not lacking:
            return None
        return (
            f"version {self.name} was published by an earlier program and lacks "
            f"{', '.join(sorted(lacking))}: publish again"
        )

    def damage(self, large: bool | None = None) -> str | None:
        """A sentence naming the first file whose bytes are not those published; None if whole.

        `large` reads only detail too large to wait for, or with False all the rest; of what is not
        read, only the size is looked at.
        """
        for file in self.files:
            is_large = file.role == "detail" and file.bytes > MOST_BYTES_AT_ONCE
            path = self.folder / file.path
            try:
                whole = path.stat().st_size == file.bytes
                if whole and large in (None, is_large):
                    whole = sha256(path) == file.sha256
            except FileNotFoundError:
                return f"version {self.name} is damaged: {file.path} is missing"
            except OSError as error:
                return f"version {self.name} is damaged: {file.path}: {error.strerror}"
            if not whole:
                return f"version {self.name} is damaged: {file.path} is not as it was published"
        return None


def counted_tables() -> frozenset[str]:
    """The tables that this program counts when it publishes."""
    return frozenset(
        path.stem for kind in ("rollups", "locked") for path in (_QUERIES / kind).glob("*.sql")
    )


def published_folder(data_folder: Path) -> Path:
    return Path(data_folder) / "published"


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_version(folder: Path) -> Version:
    """The version in a folder; Failure says why it cannot be used."""
    try:
        if sha256(folder / MANIFEST) != (folder / MANIFEST_HASH).read_text().strip():
            raise ValueError("it is not as it was published")
        written = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        coverage = written.pop("coverage")
        days = ("first_answer", "last_answer", "as_of")
        return Version(
            **{
                **written,
                "folder": folder,
                "dimensions": tuple(written["dimensions"]),
                "notes": tuple(written["notes"]),
                "detail_since": {
                    table: date.fromisoformat(day)
                    for table, day in written.get("detail_since", {}).items()
                },
                "files": tuple(PublishedFile(**file) for file in written["files"]),
                "coverage": Coverage(
                    **{day: date.fromisoformat(coverage[day]) for day in days},
                    months_with_answers=tuple(
                        date.fromisoformat(month) for month in coverage["months_with_answers"]
                    ),
                    baseline=Span(*(date.fromisoformat(day) for day in coverage["baseline"])),
                    fiscal_year_starts=coverage["fiscal_year_starts"],
                ),
            }
        )
    except OSError as error:
        lacking = Path(error.filename or folder).name
        raise Failure(
            f"version {folder.name} has no readable {lacking}: {error.strerror}"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"version {folder.name} has no readable {MANIFEST}: {error}") from error


def current_name(data_folder: Path) -> str | None:
    """What the pointer holds, whether that is a version or not; None where nothing was published.

    Failure where it cannot be read.
    """
    pointer = published_folder(data_folder) / POINTER
    try:
        return pointer.read_bytes().decode("utf-8", "replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Failure(f"{pointer} cannot be read: {error.strerror}") from error


def point_to(data_folder: Path, name: str) -> None:
    """Make a version current, in one atomic step."""
    pointer = published_folder(data_folder) / POINTER
    unfinished = pointer.with_name(f".{POINTER}-{os.getpid()}")
    try:
        unfinished.write_text(name + "\n", encoding="utf-8")
        unfinished.replace(pointer)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def version_names(data_folder: Path) -> list[str]:
    """Every version that was finished, latest first."""
    folder = published_folder(data_folder)
    if not folder.is_dir():
        return []
    return sorted(
        (one.name for one in folder.iterdir() if one.is_dir() and not one.name.startswith(".")),
        reverse=True,
    )


def last_good_version(data_folder: Path, name: str | None = None) -> tuple[Version, str | None]:
    """The named (else current) version, or the latest whole one before it and why not that.

    All but large detail is verified against the manifest. Failure where no version is whole.
    """
    version, trouble, lease = leased_version(data_folder, name)
    lease.release()
    return version, trouble


def leased_version(
    data_folder: Path, name: str | None = None, thorough: bool = False
) -> tuple[Version, str | None, Lease]:
    """`last_good_version`, with a lease that keeps it from being removed.

    Where it is to be thorough, large detail is verified too.
    """
    wanted = name or current_name(data_folder)
    if wanted is None:
        raise Failure(
            f"{data_folder} has no published version; run python -m insight publish "
            f"--data {data_folder}"
        )
    candidates, trouble = _candidates(data_folder, wanted)
    for candidate in candidates:
        folder = published_folder(data_folder) / candidate
        try:
            lease = Lease.on(folder / MANIFEST)
        except OSError as error:
            damage = f"version {candidate} has no readable {MANIFEST}: {error}"
        else:
            try:
                version = read_version(folder)
                damage = version.damage(large=None if thorough else False)
            except Failure as failure:
                damage = str(failure)
            if damage is None:
                return version, trouble, lease
            lease.release()
        if name is None and current_name(data_folder) != wanted:
            # Another version became current meanwhile, and this one may have been removed.
            return leased_version(data_folder, thorough=thorough)
        trouble = trouble or damage
    raise Failure(f"{trouble}; no other version is whole: publish again")


def _candidates(data_folder: Path, wanted: str) -> tuple[list[str], str | None]:
    """(versions to try in turn, what is wrong with the name wanted)."""
    names = version_names(data_folder)
    earlier = [name for name in names if name < wanted]
    others = [*earlier, *(name for name in names if name > wanted)]
    if wanted in names:
        return [wanted, *others], None
    if not _NAME.fullmatch(wanted):
        pointer = published_folder(data_folder) / POINTER
        return others, f"{pointer} holds no version's name"
    current = current_name(data_folder)
    others.sort(key=lambda name: name != current)
    return others, f"version {wanted} is gone"
