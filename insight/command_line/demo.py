"""Make the exports of the demo company, the same each time."""

import argparse

from insight.command_line.progress import shown_progress
from insight.demo import make_demo


def add_arguments(command: argparse.ArgumentParser) -> None:
    """`demo` takes no more than the data folder."""


def run(options: argparse.Namespace) -> int:
    with shown_progress() as tell:
        make_demo(options.data, tell)
    print(
        f"The demo company lies in {options.data / 'exports'}; show it with "
        f"python -m insight publish --data {options.data}"
    )
    return 0
