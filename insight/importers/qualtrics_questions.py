"""The questions of a Qualtrics export that have several columns: matrix and side by side."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from insight.importers.drafts.wording import DELIVERED, WANTED, plain_words
from insight.importers.first_rows import Seen
from insight.importers.grids import GridColumn, side_of, split_question

_MATRIX = re.compile(r"(?P<stem>.*[^#])_(?P<row>\d+)")
_SIDE_BY_SIDE = re.compile(r"(?P<stem>.+)#(?P<part>[12])_(?P<row>\d+)")
_OTHER_TEXT = re.compile(r"_TEXT\b", re.IGNORECASE)
_SIDES = {"1": "wanted", "2": "delivered"}


@dataclass(frozen=True)
class _Row:
    column: str
    stem: str
    part: str
    text: str


def grid_columns(seen: Seen, used: Collection[str]) -> list[GridColumn]:
    """The columns of matrix questions (Q2_1) and of side-by-side ones (Q3#1_1), with their items.

    Their texts are "Question - Item", or "Question - Column - Item" side by side.
    """
    rows = [row for column in seen.columns if column and (row := _row(seen, column, used))]
    by_grid: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        by_grid.setdefault((row.stem, row.part), []).append(row)
    found: list[GridColumn] = []
    for (stem, part), grid in by_grid.items():
        if part and {key for key in by_grid if key[0] == stem} != {(stem, "1"), (stem, "2")}:
            continue
        question, items = split_question([row.text for row in grid])
        if len(grid) < 2 or len(set(items)) < len(items):
            continue
        question = question or stem
        for row, item in zip(grid, items, strict=True):
            found.append(GridColumn(row.column, question, item, stem, _side(question, part)))
    return found


def _row(seen: Seen, column: str, used: Collection[str]) -> _Row | None:
    if column in used or _OTHER_TEXT.search(column):
        return None
    text = seen.questions.get(column) or column
    for pattern in (_SIDE_BY_SIDE, _MATRIX):
        match = pattern.fullmatch(column)
        if match and "#" not in match["stem"]:
            return _Row(column, match["stem"], match.groupdict().get("part") or "", text)
    return None


def _side(question: str, part: str) -> str:
    """Side by side, the heading of the column tells; where it does not, the first is wanted."""
    if not part:
        return ""
    heading = plain_words(question.rpartition("-")[2])
    told = WANTED.search(heading) or DELIVERED.search(heading)
    return side_of(heading) if told else _SIDES[part]
