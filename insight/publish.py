"""Exports become a new version: clean, count, write, and only then switch."""

from pathlib import Path

from insight.progress import Progress
from insight.publishing.build import ROLLUPS, build_version, steps_of_a_build
from insight.publishing.due_days import EverythingIsDue
from insight.publishing.engines import ready_engine, refuse_wrong_engine
from insight.publishing.exports import find_exports
from insight.publishing.retention import remove_older_versions
from insight.publishing.staging import building_folder, make_current, only_one_publish
from insight.replacing import finish_interrupted
from insight.settings import Settings, read_settings
from insight.version import Version

__all__ = ["ROLLUPS", "find_exports", "publish"]


def publish(
    data_folder: Path,
    progress: Progress = lambda _: None,
    recount_baseline: bool = False,
    settings: Settings | None = None,
    everything: bool = False,
) -> Version:
    """Make a version of the folder's exports and switch to it; nothing changes if it fails.

    Where the settings (those of the folder unless given) name a cluster, of its tables instead. The
    counts of the baseline year stay as first published unless they are to be recounted. Days whose
    rows are as in the version before are not read again, unless `everything` is. Versions beyond
    the setting `keep_versions` are removed afterwards.
    """
    data_folder = Path(data_folder)
    settings = settings or read_settings(data_folder)
    finish_interrupted(data_folder)
    refuse_wrong_engine(data_folder, settings)
    with only_one_publish(data_folder):
        why = "as asked" if everything else None
        noted: list[str] = []
        try:
            version = _published(data_folder, progress, recount_baseline, settings, why, noted)
        except EverythingIsDue as because:
            why = str(because)
            version = _published(data_folder, progress, recount_baseline, settings, why, noted)
        for sentence in remove_older_versions(data_folder, settings.keep_versions).sentences:
            progress(sentence)
    return version


def _published(
    data_folder: Path,
    progress: Progress,
    recount_baseline: bool,
    settings: Settings,
    why_everything: str | None,
    noted: list[str],
) -> Version:
    """A version made and switched to; what an attempt before has `noted` stands in it too."""
    steps = steps_of_a_build(progress)
    with (
        building_folder(data_folder) as building,
        ready_engine(data_folder, building, settings) as ready,
    ):
        ready.notes[:0] = [note for note in noted if note not in ready.notes]
        noted[:] = ready.notes
        version = build_version(
            ready.engine,
            data_folder,
            ready.exports,
            settings,
            ready.notes,
            steps,
            recount_baseline,
            why_everything,
        )
        ready.engine.close()
        make_current(data_folder, building, version.name)
    steps.finish(f"Version {version.name} is current")
    return version
