"""Publishes a folder again and again, killed at another moment each time; says what is left.

Its own process, so that nothing but publishing is imported and forking is safe:
`python -m tests.killed FOLDER EVERY` prints (what it was about to do, version served, what is wrong
with that) as a line of JSON for each. Moments are the steps, of which only each EVERYth is tried
until the last, and from there on whatever touches the disk, until an older version is removed.
"""

import json
import os
import signal
import sys
from itertools import chain, count
from pathlib import Path

from insight.problems import Failure
from insight.publish import publish
from insight.publishing.build import steps_of_a_build
from insight.version import last_good_version

FIRST_STEP = "Reading exports"
TOUCHES_THE_DISK = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree")


def killed_at(folder: Path, moment: int) -> str | None:
    """What the publish was about to do when it was killed there; None where it ended before."""
    said, tell = os.pipe()
    child = os.fork()
    if child == 0:
        _publish_until(folder, moment, tell)
    os.close(tell)
    with os.fdopen(said, encoding="utf-8") as lines:
        about_to = lines.read()
    _, status = os.waitpid(child, 0)
    return about_to if os.WIFSIGNALED(status) else None


def _publish_until(folder: Path, moment: int, tell: int) -> None:
    passed = -1

    def pass_moment(what: str) -> None:
        nonlocal passed
        # What clears the leftovers of the kill before comes first and is not counted.
        passed += passed >= 0 or what == FIRST_STEP
        if passed == moment:
            os.write(tell, what.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, arguments: tuple) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_WRONLY
        if (writes or event in TOUCHES_THE_DISK) and str(folder) in str(arguments[0]):
            pass_moment(f"{event} {Path(arguments[0]).name}")

    sys.addaudithook(hook)
    publish(folder, pass_moment)
    os._exit(0)


def main(folder: Path, every: int) -> None:
    steps = steps_of_a_build(lambda _: None).of
    for moment in chain(range(0, steps - 1, every), count(steps - 1)):
        about_to = killed_at(folder, moment)
        if about_to is None:
            return
        try:
            version, trouble = last_good_version(folder)
            left = [version.name, trouble or version.damage()]
        except Failure as failure:
            left = [None, str(failure)]
        print(json.dumps([about_to, *left]))
        if about_to.startswith("os.rmdir .removing"):
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
