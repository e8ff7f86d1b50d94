"""Make a new version of the exports and switch the dashboard to it."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from rich.console import Console
from rich.table import Table

from insight.command_line.ctrl_c import heard_ctrl_c
from insight.command_line.progress import shown_progress
from insight.problems import Mistake
from insight.publish import publish
from insight.publishing.spark_remote import REMOTE_VARIABLE, TOKEN_VARIABLE, Remote
from insight.publishing.undo import PREVIOUS, VersionLine, switch_to, versions_listed
from insight.settings import ENGINES, Settings, read_settings


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--list", action="store_true", help="list the versions, latest first")
    command.add_argument(
        "--to",
        metavar="VERSION",
        help=f"go back (or forward) to a version; {PREVIOUS!r} is the one before the current",
    )
    command.add_argument(
        "--recount-baseline",
        action="store_true",
        help="count the baseline year anew, which otherwise stays as first published",
    )
    command.add_argument(
        "--everything",
        action="store_true",
        help="read every day again, which otherwise only days with other rows than before are",
    )
    command.add_argument(
        "--engine",
        choices=ENGINES,
        help="what counts: duckdb on this machine (the default), or spark on a cluster",
    )
    command.add_argument(
        "--remote", metavar="URL", help="the cluster's Spark Connect server, sc://host:15002"
    )
    command.add_argument(
        "--source",
        metavar="PLACE",
        help="where the cluster finds the tables: a folder or address with <table>.parquet, or "
        "catalog.schema",
    )
    command.add_argument(
        "--work",
        metavar="PLACE",
        help="where the cluster may write, to keep rows that the next publish need not read again",
    )


def run(options: argparse.Namespace) -> int:
    if options.list:
        show_versions(versions_listed(options.data), Console(highlight=False))
        return 0
    if options.to:
        print(f"Version {switch_to(options.data, options.to).name} is current")
        return 0
    settings = settings_with(options, read_settings(options.data))
    with shown_progress() as shown, heard_ctrl_c(shown) as tell:
        version = publish(
            options.data, tell, options.recount_baseline, settings, options.everything
        )
    for note in version.notes:
        print(f"Note: {note}")
    print(
        f"Published {version.tables['survey_responses']:,} answers from "
        f"{version.coverage.first_answer} to {version.coverage.last_answer}, "
        f"as of {version.coverage.as_of}; baseline year from {version.coverage.baseline.start}"
    )
    return 0


def settings_with(options: argparse.Namespace, settings: Settings) -> Settings:
    """The settings with what the command line says instead; Mistake where that cannot be."""
    stated = {
        name: value
        for name in ("engine", "remote", "source", "work")
        if (value := getattr(options, name)) is not None
    }
    settings = replace(settings, **stated)
    for name in ("remote", "source", "work"):
        if name in stated and settings.engine != "spark":
            raise Mistake(f"--{name} is for a cluster; add --engine spark")
    if "remote" in stated and Remote(stated["remote"]).has_secrets:
        raise Mistake(
            "--remote stands where others can read it; give it as sc://host:port, and what is "
            f"secret in {TOKEN_VARIABLE}, or the whole address in {REMOTE_VARIABLE}"
        )
    return settings


def show_versions(lines: Sequence[VersionLine], console: Console) -> None:
    """Versions as a table on a terminal, else a line each that begins with the name."""
    if not lines:
        console.print("No version is published")
    elif console.is_terminal:
        console.print(_table(lines))
        for line in lines:
            if line.damage:
                console.print(line.damage, style="red", markup=False)
    else:
        for line in lines:
            cells = (line.name, *_about(line), _state(line, line.damage))
            said = "  ".join(cell for cell in cells if cell)
            console.print(said, markup=False, soft_wrap=True)


def _table(lines: Sequence[VersionLine]) -> Table:
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Version", no_wrap=True)
    for heading in ("Published (UTC)", "Answers", "Period", "As of"):
        table.add_column(heading, justify="right" if heading == "Answers" else "left")
    table.add_column("")
    for line in lines:
        style = "bold" if line.is_current else "red" if line.damage else ""
        published, answers, period, as_of = _about(line) or ("", "", "", "")
        answers = answers.removesuffix(" answers")
        as_of = as_of.removeprefix("as of ")
        state = _state(line, "damaged" if line.damage else None)
        table.add_row(line.name, published, answers, period, as_of, state, style=style)
    return table


def _about(line: VersionLine) -> tuple[str, ...]:
    if line.published_at is None:
        return ()
    return (
        line.published_at[:16].replace("T", " "),
        f"{line.answers:,} answers",
        f"{line.first_answer} to {line.last_answer}",
        f"as of {line.as_of}",
    )


def _state(line: VersionLine, damage: str | None) -> str:
    said = ["current" if line.is_current else "", "being read" if line.is_read else "", damage]
    return ", ".join(word for word in said if word)
