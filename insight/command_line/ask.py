"""Ask the published answers a question; prints the rows that its page draws."""

import argparse
import csv
import io
import json
import sys
from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from insight.coverage import Coverage
from insight.filters import Filters, read_pair, read_span
from insight.gateway import UNITS, Gateway
from insight.problems import Mistake, nearest
from insight.query import Query, Result, question, questions

FORMATS = ("table", "json", "csv")
WIDEST_PRINT = 10_000
LONGEST_WINDOW = 1_200


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("question", nargs="?", metavar="QUESTION", help="its name, see --list")
    command.add_argument("--list", action="store_true", help="name every question")
    command.add_argument("--from", dest="start", metavar="DAY", help="first day (2026-01-31)")
    command.add_argument("--to", dest="end", metavar="DAY", help="last day, inclusive")
    command.add_argument("--versus-from", metavar="DAY", help="first day to compare with")
    command.add_argument("--versus-to", metavar="DAY", help="last day to compare with")
    command.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="DIMENSION=VALUE",
        help="only these answers; again for more: or within a dimension, and between them",
    )
    command.add_argument("--by", metavar="DIMENSION", help="a row for each of its values")
    command.add_argument("--unit", metavar="|".join(UNITS), help="default: month")
    command.add_argument(
        "--window", type=int, metavar="MONTHS", help="of nps_rolling and item_changes; default: 12"
    )
    command.add_argument(
        "--item", metavar="ITEM", help="of questions about items over time; default: every item"
    )
    command.add_argument(
        "--weighted", action="store_const", const=True, help="of NPS: weighted by weight"
    )
    command.add_argument(
        "--season-adjusted",
        action="store_const",
        const=True,
        dest="season",
        help="of nps_trend: also without what comes back every year",
    )
    command.add_argument("--format", default="table", metavar="|".join(FORMATS))


def run(options: argparse.Namespace) -> int:
    if options.list or not options.question:
        for query in questions().values():
            print(f"{query.name:<20} {query.question}")
        return 0 if options.list else 2
    query = question(options.question)
    if options.format not in FORMATS:
        raise Mistake(f"there is no format {options.format!r}{nearest(options.format, FORMATS)}")
    if options.unit is not None and options.unit not in UNITS:
        raise Mistake(f"there is no unit {options.unit!r}{nearest(options.unit, UNITS)}")
    if options.window is not None and not 1 <= options.window <= LONGEST_WINDOW:
        raise Mistake(f"--window {options.window}: a window is 1 to {LONGEST_WINDOW} months")
    gateway = Gateway.open(options.data)
    own = {name: getattr(options, name) for name in ("window", "item", "weighted", "season")}
    result = gateway.ask(
        query.name,
        _filters(options, query, gateway),
        by=options.by,
        unit=options.unit or "month",
        **{name: value for name, value in own.items() if value is not None},
    )
    if gateway.trouble:
        print(f"{gateway.trouble}; asked version {gateway.version}", file=sys.stderr)
    if answers_from := gateway.answers_from(query):
        print(f"{query.name} finds answers from {answers_from}, none before", file=sys.stderr)
    print(written(result, options.format), end="")
    return 0


def _filters(options: argparse.Namespace, query: Query, gateway: Gateway) -> Filters:
    """The options as filters; a comparison without a period is about the latest twelve months."""
    coverage = gateway.coverage
    filters = Filters.everything(coverage)
    chosen: dict[str, list[str]] = {}
    for pair in options.where:
        dimension, value = read_pair(pair, gateway.warehouse.cells)
        chosen.setdefault(dimension, []).append(value)
    for dimension, values in chosen.items():
        filters = filters.of(dimension, values)
    if options.start or options.end:
        filters = filters.during(
            read_span(options.start, options.end, ("--from", "--to"), coverage.all_time)
        )
    elif query.compares:
        filters = filters.now(coverage)
    return _compared(filters, options, query, coverage)


def _compared(
    filters: Filters, options: argparse.Namespace, query: Query, coverage: Coverage
) -> Filters:
    if not (options.versus_from or options.versus_to):
        return filters
    if not query.compares:
        raise Mistake(
            f"{query.name} promises no comparison; leave out --versus-from and --versus-to"
        )
    span = read_span(
        options.versus_from,
        options.versus_to,
        ("--versus-from", "--versus-to"),
        filters.versus_span(coverage),
    )
    return filters.compared_with(span)


def written(result: Result, form: str) -> str:
    """The rows as a table, as JSON (a list of objects) or as CSV, ending in a line break."""
    names, rows = result.query.column_names, result.rows()
    if form == "json":
        return json.dumps(rows, default=date.isoformat, ensure_ascii=False, indent=1) + "\n"
    text = io.StringIO()
    if form == "csv":
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        is_number = result.table.schema.field(name).type in ("double", "int64")
        table.add_column(name, justify="right" if is_number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(_cell(row[name])) for name in names))
    width = None if sys.stdout.isatty() else WIDEST_PRINT
    console = Console(file=text, width=width, highlight=False)
    console.print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.2g}" if 0 < abs(value) < 0.01 else f"{value:.2f}"
    return str(value)
