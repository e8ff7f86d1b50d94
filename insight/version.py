"""A published version: an immutable folder with a manifest, and the pointer to the current one."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from insight.coverage import Coverage, Span
from insight.problems import Failure

MANIFEST = "manifest.json"
MANIFEST_HASH = "manifest.sha256"
MOST_BYTES_AT_ONCE = 32 * 2**20
"""Detail up to this size is verified when a version is opened, larger in the background."""
POINTER = "current"
_QUERIES = Path(__file__).resolve().parent.parent / "queries"


@dataclass(frozen=True)
class PublishedFile:
    """One Parquet file of a version; `role` is rollup, cells or detail."""

    path: str
    role: str
    rows: int
    bytes: int
    sha256: str

    @property
    def table(self) -> str:
        return Path(self.path).stem


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

        `large` looks only at detail too large to wait for, or with False at all the rest.
        """
        for file in self.files:
            is_large = file.role == "detail" and file.bytes > MOST_BYTES_AT_ONCE
            if large is not None and large != is_large:
                continue
            path = self.folder / file.path
            if not path.exists():
                return f"version {self.name} is damaged: {file.path} is missing"
            if sha256(path) != file.sha256:
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
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Failure(f"version {folder.name} has no readable {MANIFEST}: {error}") from error


def current_name(data_folder: Path) -> str | None:
    """The name the pointer holds; None where nothing was published."""
    try:
        return (published_folder(data_folder) / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def point_to(data_folder: Path, name: str) -> None:
    """Make a version current, in one atomic step."""
    pointer = published_folder(data_folder) / POINTER
    unfinished = pointer.with_name(f".{POINTER}-{os.getpid()}")
    unfinished.write_text(name + "\n", encoding="utf-8")
    unfinished.replace(pointer)


def version_names(data_folder: Path) -> list[str]:
    """Every version that was finished, latest first."""
    folder = published_folder(data_folder)
    if not folder.exists():
        return []
    return sorted(
        (one.name for one in folder.iterdir() if one.is_dir() and not one.name.startswith(".")),
        reverse=True,
    )


def last_good_version(data_folder: Path, name: str | None = None) -> tuple[Version, str | None]:
    """The named (else current) version, or the latest whole one before it and why not that.

    All but large detail is verified against the manifest. Failure where no version is whole.
    """
    current = name or current_name(data_folder)
    if current is None:
        raise Failure(
            f"{data_folder} has no published version; run python -m insight publish "
            f"--data {data_folder}"
        )
    trouble = None
    earlier = [name for name in version_names(data_folder) if name < current]
    for name in (current, *earlier):
        try:
            version = read_version(published_folder(data_folder) / name)
            damage = version.damage(large=False)
        except Failure as failure:
            damage = str(failure)
        if damage is None:
            return version, trouble
        trouble = trouble or damage
    raise Failure(f"{trouble}; no earlier version is whole: publish again")
