"""Versions to go back to: what each holds, and making one of them current."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from insight.lease import sole_use
from insight.problems import Failure, Mistake, nearest
from insight.publishing.staging import WAITS_SECONDS, only_one_publish, stopped
from insight.settings import read_settings
from insight.version import (
    MANIFEST,
    Version,
    current_name,
    point_to,
    published_folder,
    read_version,
    version_names,
)

PREVIOUS = "previous"
"""Names the version before the current one."""


@dataclass(frozen=True)
class VersionLine:
    """One version as it is listed; where `damage` says why it cannot be shown, the rest is None.

    `published_at` is a moment in UTC as ISO text; the period is that of its answers.
    """

    name: str
    is_current: bool
    is_read: bool
    damage: str | None = None
    published_at: str | None = None
    answers: int | None = None
    first_answer: date | None = None
    last_answer: date | None = None
    as_of: date | None = None


def versions_listed(data_folder: Path) -> tuple[VersionLine, ...]:
    """Every version of a data folder, the latest first."""
    current = current_name(data_folder)
    return tuple(_line(data_folder, name, current) for name in version_names(data_folder))


def _line(data_folder: Path, name: str, current: str | None) -> VersionLine:
    folder = published_folder(data_folder) / name
    try:
        with sole_use(folder / MANIFEST) as nobody_reads:
            is_read = not nobody_reads
    except OSError:
        is_read = False
    try:
        version = read_version(folder)
        damage = version.damage(large=False)
    except Failure as failure:
        return VersionLine(name, name == current, is_read, str(failure))
    return VersionLine(
        name,
        name == current,
        is_read,
        damage,
        version.published_at,
        version.tables["survey_responses"],
        version.coverage.first_answer,
        version.coverage.last_answer,
        version.coverage.as_of,
    )


def switch_to(data_folder: Path, name: str) -> Version:
    """Make that version (or `previous`) current; Mistake where there is none or it is damaged."""
    _named(data_folder, name)
    with only_one_publish(data_folder, WAITS_SECONDS):
        name = _named(data_folder, name)
        try:
            version = read_version(published_folder(data_folder) / name)
            damage = version.damage()
        except Failure as failure:
            damage = str(failure)
        if damage:
            raise Mistake(f"{damage}; the current version stays")
        try:
            point_to(data_folder, name)
        except OSError as error:
            raise stopped(data_folder, error.strerror or str(error)) from error
    return version


def _named(data_folder: Path, name: str) -> str:
    """The name of the version that is meant; Mistake where there is none."""
    names, current = version_names(data_folder), current_name(data_folder)
    if name == PREVIOUS:
        earlier = [one for one in names if current is None or one < current]
        if not earlier:
            raise Mistake(
                f"there is no version before {current}" if current else "no version is published"
            )
        return earlier[0]
    if name not in names:
        keep = read_settings(data_folder).keep_versions
        raise Mistake(
            f"there is no version {name!r} (older ones are removed: keep_versions = {keep})"
            f"{nearest(name, names)}"
        )
    return name
