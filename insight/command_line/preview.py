"""A preview of an import on the terminal as tables, elsewhere as plain lines."""

from collections.abc import Iterator
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from insight.importers.preview import Preview, TablePreview, Values

_LONGEST = 40
_SIDE_BY_SIDE = 3


def show_preview(preview: Preview, console: Console) -> None:
    """Print what would come in; the same words on a terminal and in a file."""
    for line in _opening(preview):
        _say(console, line)
    for table in preview.tables:
        _say(console, "")
        for line in _about(table):
            _say(console, line)
        _show_rows(table, console)
    if preview.tables:
        _say(console, "")
    for line in _closing(preview):
        _say(console, line)


def _opening(preview: Preview) -> Iterator[str]:
    yield f"Preview of {preview.source}, as of {preview.as_of}: nothing is written."
    yield from preview.joins


def _about(table: TablePreview) -> Iterator[str]:
    counts = table.counts
    yield (
        f"{counts.table}: {_counted(counts.rows_read, 'row')} read, {counts.rows_kept:,} kept, "
        f"{counts.rows_rejected:,} rejected; {_counted(counts.rows_written, 'row')} to store"
    )
    if table.first_day:
        yield f"  period: {table.first_day} to {table.last_day}"
    if table.dimensions:
        yield f"  dimensions: {'; '.join(map(_dimension, table.dimensions))}"
    for item in table.items:
        yield f"  item: {item.name}: {_counted(item.count, 'answer')} ({item.example})"


def _dimension(one: Values) -> str:
    return f"{one.name} ({_counted(one.count, 'value')}, most often {_short(one.example)!r})"


def _closing(preview: Preview) -> Iterator[str]:
    if preview.score:
        score = preview.score
        yield (
            f"NPS {score.nps:.1f}, 95 % interval {score.low:.1f} to {score.high:.1f}, "
            f"from {_counted(score.respondents, 'answer')}: "
            f"{_counted(score.promoters, 'promoter')}, {_counted(score.passives, 'passive')}, "
            f"{_counted(score.detractors, 'detractor')}"
        )
    elif any(table.counts.table == "survey_responses" for table in preview.tables):
        yield "NPS: no answer to the recommend question would come in"
    for reason, count in preview.reasons:
        yield f"Rejected: {_counted(count, 'row')}: {reason}"
    for assumption in preview.assumptions:
        yield f"Assumed: {assumption}"


def _counted(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{number:,} {word}s"


def _show_rows(table: TablePreview, console: Console) -> None:
    """The first rows, side by side as columns on a terminal, one line a row with bars elsewhere."""
    if not console.is_terminal:
        for row in (table.columns, *table.rows):
            _say(console, f"  {' | '.join(_short(value) for value in row)}")
        return
    shown = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    widest = min(max(map(len, table.columns)), _LONGEST // 2)
    shown.add_column("as stored", no_wrap=True, overflow="ellipsis", min_width=widest)
    for number, _ in enumerate(table.rows[:_SIDE_BY_SIDE], start=1):
        shown.add_column(f"row {number}", no_wrap=True, overflow="ellipsis", ratio=1)
    for name, *values in zip(table.columns, *table.rows[:_SIDE_BY_SIDE], strict=True):
        shown.add_row(Text(_short(name), "bold"), *(Text(_short(value)) for value in values))
    console.print(shown)


def _short(value: Any) -> str:
    """A value in one line of forty characters; nothing where there is none."""
    text = "" if value is None else " ".join(str(value).split())
    text = "".join(character for character in text if character.isprintable())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}\u2026"


def _say(console: Console, line: str) -> None:
    console.print(line, markup=False, soft_wrap=True)
