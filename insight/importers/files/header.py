"""Where a file's header stands and what its columns are called."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median_low

from insight.importers.files.records import FileOptions, Record
from insight.importers.layout import Layout
from insight.importers.layouts import layout_named, recognise
from insight.importers.mappings.toml_text import toml_value
from insight.importers.reading.numbers import is_number
from insight.problems import Mistake, nearest

HEAD_ROWS = 40
"""Rows from the top of a file among which its header stands."""
_TITLE_ROWS = 20
_NEARLY = 0.7
PLAIN = "plain"
_NUMBERED = re.compile(r"(.+) #(\d+)")
_BLANK = re.compile(r"column (\d+)")


@dataclass(frozen=True)
class Header:
    """What mappings call a file's columns, left to right; `width` counts empty ones behind."""

    names: tuple[str, ...]
    width: int
    first_answer: int
    layout: Layout | None = None
    questions: Mapping[str, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()

    def position(self, name: str) -> int | None:
        """Which column a mapping means; None where there is none, ValueError where several are."""
        there = [position for position, other in enumerate(self.names) if other == name]
        if len(there) > 1:
            listed = " and ".join(str(position + 1) for position in there)
            raise ValueError(f"as columns {listed}")
        if there:
            return there[0]
        if numbered := _NUMBERED.fullmatch(name):
            same = [place for place, other in enumerate(self.names) if other == numbered[1]]
            number = int(numbered[2])
            return same[number - 1] if len(same) > 1 and 0 < number <= len(same) else None
        if blank := _BLANK.fullmatch(name):
            place = int(blank[1]) - 1
            return place if 0 <= place < self.width and not self._is_named(place) else None
        return None

    def names_of(self, position: int) -> set[str]:
        """Every name by which a mapping may mean this column."""
        if not self._is_named(position):
            return {f"column {position + 1}"}
        name = self.names[position]
        return {name, f"{name} #{self.names[: position + 1].count(name)}"}

    def _is_named(self, position: int) -> bool:
        return position < len(self.names) and bool(self.names[position])

    @property
    def unambiguous(self) -> tuple[str, ...]:
        """The name by which a mapping reaches each column: "Score #2", "column 4" where it must."""
        often = Counter(self.names)
        seen: Counter[str] = Counter()
        names = []
        for position, name in enumerate(self.names, start=1):
            seen[name] += 1
            if not name:
                names.append(f"column {position}")
            else:
                names.append(name if often[name] == 1 else f"{name} #{seen[name]}")
        return tuple(names)

    def found(self, file: str, names: Sequence[str], asked_by: str) -> str | None:
        """The one of these names that is there, None where none is; Mistake where several are."""
        places = {name: self._place(file, name, asked_by) for name in names}
        there = [name for name, place in places.items() if place is not None]
        if len(there) > 1:
            both = " and ".join(repr(name) for name in there)
            raise Mistake(f"{file} has both {both}; {asked_by} may name only one that is there")
        return there[0] if there else None

    def _place(self, file: str, name: str, asked_by: str) -> int | None:
        try:
            return self.position(name)
        except ValueError as problem:
            raise Mistake(
                f"{file}: the column {name!r}, which {asked_by} names, stands twice, {problem}; "
                f'rename or remove one of them in the file, or name one: "{name} #1" is the first'
            ) from None

    def absent(
        self, file: str, names: Sequence[str], asked_by: str, fixes: Sequence[str] = ()
    ) -> Mistake:
        """That none of these names is there, with the nearest that is, and lines that settle it.

        Where all stands in one column, that is the delimiter, else `fixes`, lines of `asked_by`.
        """
        wanted = " or ".join(repr(name) for name in names)
        near = nearest(names[0], dict.fromkeys(name for name in self.names if name))
        message = f"{file} has no column {wanted}, which {asked_by} names{near}"
        if mark := self._mark_between(names):
            message += f"\nThe line that settles it ([file]):\n  delimiter = {toml_value(mark)}"
        elif fixes:
            message += "".join([f"\nThe line that settles it ({asked_by}):", *fixes])
        return Mistake(message)

    def _mark_between(self, names: Sequence[str]) -> str | None:
        """What sets one of these names apart in a header that was read as a single column."""
        only = self.names[0] if len(self.names) == 1 else ""
        return next(
            (
                mark
                for mark in dict.fromkeys(only)
                if not (mark.isalnum() or mark in ' "')
                and {part.strip() for part in only.split(mark)} & set(names)
            ),
            None,
        )


def find_header(path: Path, head: Sequence[Record], options: FileOptions) -> Header:
    """The header among the first rows; Mistake where a torn row stands there or it never ends."""
    rows = [tuple(text.strip() for text in record.fields or ()) for record in head]
    if layout := _layout(path, rows, options):
        plainly = f'{path.name}: read as {layout.name}; [file] layout = "{PLAIN}" reads it plainly.'
        return Header(
            names=tuple(layout.columns),
            width=len(layout.columns),
            first_answer=layout.first_answer,
            layout=layout,
            questions=layout.questions,
            said=() if options.layout else (plainly,),
        )
    start = _first_row(path, head, rows, options)
    header_rows = options.header_rows or 1
    header = [place for place in range(start, len(rows)) if any(rows[place])][:header_rows]
    if len(header) < header_rows:
        raise Mistake(f"{path} ends before its {header_rows} header rows do")
    names = list(rows[start])
    while names and not names[-1]:
        names.pop()
    above = sum(any(row) for row in rows[:start])
    found = f"{path.name}: its header is row {head[start].row}, below {above} other rows."
    return Header(
        names=tuple(names),
        width=len(rows[start]),
        first_answer=head[header[-1]].row + 1,
        said=(found,) if above and options.first_row is None else (),
    )


def _layout(path: Path, rows: Sequence[tuple[str, ...]], options: FileOptions) -> Layout | None:
    if options.layout == PLAIN:
        return None
    if options.layout:
        return layout_named(options.layout, rows, path.name)
    if options.header_rows or options.first_row:
        return None
    return recognise(rows)


def _first_row(
    path: Path, head: Sequence[Record], rows: Sequence[tuple[str, ...]], options: FileOptions
) -> int:
    """The place of the header's first row: said, or the first that shows most of the names."""
    at_least = options.first_row or 1
    filled = [
        place
        for place, record in enumerate(head)
        if record.row >= at_least and (record.fields is None or any(rows[place]))
    ]
    if not filled:
        raise Mistake(f"{path} ends before its {options.header_rows or 1} header rows do")
    start = filled[0]
    if options.first_row is None:
        start = _below_titles(filled[:_TITLE_ROWS], rows, options.names)
    if head[start].fields is None:
        raise Mistake(f"{path}, row {head[start].row}: the header has {head[start].problem}")
    return start


def _end(row: Sequence[str]) -> int:
    """How far to the right a row reaches."""
    return max((place for place, text in enumerate(row, start=1) if text), default=0)


def _below_titles(
    filled: Sequence[int], rows: Sequence[tuple[str, ...]], names: frozenset[str]
) -> int:
    """The first row with most of the names; without names, the first about as wide as most.

    A row that reaches as far to the right as most do may have more blank names than titles do,
    and most names may be blank above a row that holds numbers, as answers do.
    """
    if names:
        hits = {place: len(names.intersection(rows[place])) for place in filled}
        most = max(hits.values())
        if most > max(1, hits[filled[0]]) or most == len(names):
            return next(place for place in filled if hits[place] == most)
        return filled[0]
    cells = {place: sum(map(bool, rows[place])) for place in filled}
    ends = {place: _end(rows[place]) for place in filled}
    usual = median_low([count for count in cells.values() if count] or [0])
    end = median_low([count for count in ends.values() if count] or [0])
    found = next(
        place
        for place, count in cells.items()
        if not count or count >= usual * _NEARLY or (2 * count >= usual and ends[place] >= end)
    )
    if any(map(is_number, rows[found])):
        above = (place for place in cells if cells[place] > 1 and ends[place] >= end)
        return min(found, next(above, found))
    return found
