"""Versions made cheaply for tests: linked from one that was published."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from insight.publishing.build import version_name
from insight.version import (
    MANIFEST,
    MANIFEST_HASH,
    current_name,
    point_to,
    published_folder,
    sha256,
)


def copied(folder: Path) -> str:
    """The current version once more under a later name, made current as publishing does."""
    current = published_folder(folder) / current_name(folder)
    name = version_name(datetime.now(UTC))
    building = published_folder(folder) / f".building-{name}"
    building.mkdir()
    for path in current.glob("*.parquet"):
        os.link(path, building / path.name)
    manifest = json.loads((current / MANIFEST).read_text(encoding="utf-8"))
    (building / MANIFEST).write_text(json.dumps(manifest | {"name": name}), encoding="utf-8")
    (building / MANIFEST_HASH).write_text(sha256(building / MANIFEST), encoding="utf-8")
    building.rename(published_folder(folder) / name)
    point_to(folder, name)
    return name


def damaged(
    folder: Path, name: str, file: str = "nps_daily.parquet", at: int | None = None
) -> None:
    """Flip a bit of a version's file, else in its middle; others that link to it stay whole."""
    path = published_folder(folder) / name / file
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    path.unlink()
    path.write_bytes(content)
