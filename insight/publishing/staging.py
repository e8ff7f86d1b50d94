"""The folder a version is made in, and that nobody else publishes meanwhile."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from insight.problems import Failure
from insight.version import POINTER, current_name, point_to, published_folder

WAITS_SECONDS = 10.0
"""For somebody else who publishes, where what is to be done takes only a moment."""


@contextmanager
def only_one_publish(data_folder: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Nobody else publishes the folder meanwhile; Failure where somebody does for longer."""
    folder = published_folder(data_folder)
    try:
        folder.mkdir(exist_ok=True)
        lock = (folder / ".lock").open("w")
    except FileExistsError:
        raise Failure(
            f"{folder} cannot be written: it is a file where a folder belongs; move it away"
        ) from None
    except OSError as error:
        raise Failure(f"{folder} cannot be written: {error.strerror}") from error
    with lock:
        give_up = time.monotonic() + wait_seconds
        while not _got(lock):
            if time.monotonic() >= give_up:
                raise Failure(f"{data_folder} is being published already; wait for it")
            time.sleep(0.05)
        yield


def _got(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def building_folder(data_folder: Path) -> Iterator[Path]:
    """A folder to make a version in, gone afterwards unless it was renamed.

    What a killed publish left behind is cleared first. Failure where the disk does not take it.
    """
    published = published_folder(data_folder)
    folder = published / f".building-{os.getpid()}"
    try:
        clear_leftovers(published)
        folder.mkdir()
        yield folder
    except OSError as error:
        raise stopped(data_folder, error.strerror or str(error)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_leftovers(published: Path) -> None:
    """Remove what a killed publish left: unfinished versions, pointers, and half removed ones."""
    for pattern in (".building-*", ".removing-*"):
        for left_behind in published.glob(pattern):
            shutil.rmtree(left_behind, ignore_errors=True)
    for left_behind in published.glob(f".{POINTER}-*"):
        left_behind.unlink(missing_ok=True)


def make_current(data_folder: Path, building: Path, name: str) -> None:
    """Give a finished folder its name and point to it; neither where one of them fails."""
    folder = published_folder(data_folder) / name
    building.rename(folder)
    try:
        point_to(data_folder, name)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def stopped(data_folder: Path, reason: str) -> Failure:
    """What is said where the disk ended a publish."""
    current = current_name(data_folder)
    stays = f"version {current} stays" if current else "nothing is published yet"
    return Failure(f"publishing stopped: {reason}; {stays}")
