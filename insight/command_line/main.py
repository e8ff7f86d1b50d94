"""The commands and what they are called: `python -m insight COMMAND`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from insight import __version__, command_line
from insight.command_line import ask, change, check, demo, forget, import_, publish
from insight.command_line.one_line import OneLineParser
from insight.problems import Failure, Mistake, nearest
from insight.settings import default_data_folder

COMMANDS = {
    "demo": demo,
    "import": import_,
    "publish": publish,
    "ask": ask,
    "check": check,
    "change": change,
    "forget": forget,
}


def parser() -> argparse.ArgumentParser:
    """The parser of every command and option."""
    top = OneLineParser(prog="python -m insight", description=command_line.__doc__)
    top.add_argument("--version", action="version", version=f"Undercurrent {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=OneLineParser)
    for name, module in COMMANDS.items():
        summary = module.__doc__.splitlines()[0]
        command = commands.add_parser(name, help=summary, description=summary)
        command.add_argument(
            "--data",
            type=Path,
            default=default_data_folder(),
            metavar="DIR",
            help="the data folder (default: %(default)s)",
        )
        module.add_arguments(command)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 for success, 1 for failure, 2 for a mistake in what was asked."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    top = parser()
    for argument in arguments:
        if any("\ud800" <= character <= "\udfff" for character in argument):
            print(f"{argument!a} is no text in the terminal's encoding", file=sys.stderr)
            return 2
    if not arguments:
        top.print_help()
        return 2
    if arguments[0] not in COMMANDS and not arguments[0].startswith("-"):
        print(
            f"there is no command {arguments[0]!r}{nearest(arguments[0], COMMANDS)}",
            file=sys.stderr,
        )
        return 2
    options = top.parse_args(arguments)
    try:
        return COMMANDS[options.command].run(options)
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 2
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"{error.filename}: no permission to use it", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or options.data}: {error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
