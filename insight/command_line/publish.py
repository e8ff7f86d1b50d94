"""Make a new version of the exports and switch the dashboard to it."""

import argparse

from insight.command_line.progress import shown_progress
from insight.problems import Mistake, nearest
from insight.publish import publish
from insight.version import current_name, point_to, published_folder, read_version, version_names


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--list", action="store_true", help="list the versions, latest first")
    command.add_argument("--to", metavar="VERSION", help="go back (or forward) to a version")
    command.add_argument(
        "--recount-baseline",
        action="store_true",
        help="count the baseline year anew, which otherwise stays as first published",
    )


def run(options: argparse.Namespace) -> int:
    if options.list:
        current = current_name(options.data)
        for name in version_names(options.data):
            print(f"{name}{'  current' if name == current else ''}")
        return 0
    if options.to:
        return _switch(options)
    with shown_progress() as tell:
        version = publish(options.data, tell, options.recount_baseline)
    for note in version.notes:
        print(f"Note: {note}")
    print(
        f"Published {version.tables['survey_responses']:,} answers from "
        f"{version.coverage.first_answer} to {version.coverage.last_answer}, "
        f"as of {version.coverage.as_of}; baseline year from {version.coverage.baseline.start}"
    )
    return 0


def _switch(options: argparse.Namespace) -> int:
    names = version_names(options.data)
    if options.to not in names:
        raise Mistake(f"there is no version {options.to!r}{nearest(options.to, names)}")
    version = read_version(published_folder(options.data) / options.to)
    damage = version.damage()
    if damage:
        raise Mistake(f"{damage}; the current version stays")
    point_to(options.data, options.to)
    print(f"Version {options.to} is current")
    return 0
