"""Which versions stay: the latest few, the current one, the last good one, and any being read."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from insight.lease import sole_use
from insight.problems import Failure
from insight.version import (
    MANIFEST,
    current_name,
    published_folder,
    read_version,
    version_names,
)


@dataclass(frozen=True)
class Removal:
    """Versions that were removed, and those that were to be but are being read."""

    removed: tuple[str, ...] = ()
    being_read: tuple[str, ...] = ()
    not_removed: tuple[str, ...] = ()
    """With what the disk said, where it refused."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What happened, in words; nothing where nothing did."""
        said = []
        if self.removed:
            said.append(f"Removed {_named(self.removed)}")
        if self.being_read:
            it = "it is" if len(self.being_read) == 1 else "they are"
            said.append(f"Kept {_named(self.being_read)} for now: {it} being read")
        said.extend(f"Could not remove version {one}" for one in self.not_removed)
        return tuple(said)


def remove_older_versions(data_folder: Path, keep: int) -> Removal:
    """Remove all but the latest `keep` versions, the current one and the last good one.

    None that is being read. To be called by whoever publishes, so that no pointer moves meanwhile.
    """
    names = version_names(data_folder)
    current = current_name(data_folder)
    stay = {*names[:keep], current}
    older = [name for name in names if name not in stay]
    if older and not any(
        _is_whole(data_folder, name) for name in names if name in stay - {current}
    ):
        stay.add(next((name for name in older if _is_whole(data_folder, name)), None))
    return remove_versions(data_folder, [name for name in older if name not in stay])


def remove_versions(data_folder: Path, names: Sequence[str], even_if_read: bool = False) -> Removal:
    """Remove these versions, each in two steps, so that no kill leaves a half one in its place."""
    removed, being_read, not_removed = [], [], []
    for name in names:
        folder = published_folder(data_folder) / name
        going = folder.with_name(f".removing-{name}")
        try:
            with sole_use(folder / MANIFEST) as nobody_reads:
                if not nobody_reads and not even_if_read:
                    being_read.append(name)
                    continue
                folder.rename(going)
            shutil.rmtree(going)
        except OSError as error:
            not_removed.append(f"{name}: {error.strerror}")
        else:
            removed.append(name)
    return Removal(tuple(removed), tuple(being_read), tuple(not_removed))


def _is_whole(data_folder: Path, name: str) -> bool:
    with suppress(Failure):
        return read_version(published_folder(data_folder) / name).damage(large=False) is None
    return False


def _named(names: Sequence[str]) -> str:
    return f"version{'s' if len(names) > 1 else ''} {', '.join(sorted(names))}"
