"""Versions that a publish goes on from: the one readers see, and the latest whole one."""

from contextlib import suppress
from pathlib import Path

from insight.problems import Failure
from insight.version import (
    Version,
    current_name,
    last_good_version,
    published_folder,
    read_version,
    version_names,
)


def version_seen(data_folder: Path, previous: Version | None) -> Version | None:
    """The version that readers have now; the baseline it shows is not changed in silence."""
    if previous is not None and previous.name == current_name(data_folder):
        return previous
    with suppress(Failure):
        return last_good_version(data_folder)[0]
    return None


def previous_version(data_folder: Path) -> Version | None:
    """The latest whole version, current or not: cell ids given once are never given again."""
    for name in version_names(data_folder):
        with suppress(Failure):
            version = read_version(published_folder(data_folder) / name)
            if version.damage(large=False) is None:
                return version
    return None
