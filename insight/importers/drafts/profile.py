"""What one column of a source holds: its size, its kind of values and how its days are written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from insight.importers.drafts.wording import DAY, plain_words
from insight.importers.files.source_file import SourceFile
from insight.importers.reading.dates import candidate_formats, first_unread, read_day
from insight.importers.reading.numbers import is_number

MOST_LISTED = 200
"""A column of more different texts than this is no dimension."""
MOST_READ = 500_000
"""Of the different texts of a column no more are looked at, which bounds the memory needed."""

_ISO_START = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIGITS = re.compile(r"\d")
_PLAIN_DAY = re.compile(r"(19|20)\d{6}")
_FREE_TEXT_LENGTH = 40
_MANY_CHOICES = re.compile(r"\s*[,;|]\s*")


@dataclass(frozen=True)
class ColumnProfile:
    """One column over all files that have it; `texts` are its first different texts, no more.

    `rows` are those looked at: all, but where a column has very many different texts.
    """

    name: str
    files: tuple[str, ...]
    question: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    rows: int = 0
    filled: int = 0
    distinct: int = 0
    texts: tuple[str, ...] = ()
    first_row: int = 0
    numeric: bool = False
    whole: bool = False
    least: float = 0.0
    most: float = 0.0
    mean_length: float = 0.0
    date_formats: tuple[str | None, ...] = ()
    """Formats that read every text of it, None for days such as 2021-09-30."""
    first_day: str = ""
    last_day: str = ""
    """Earliest and latest day, where one format reads it."""

    @property
    def wording(self) -> str:
        """The name and the question, which tell what was asked."""
        return f"{self.name} {self.question}".strip()

    @property
    def asked(self) -> str:
        """The question where the file keeps it, else the name."""
        return self.question or self.name

    @property
    def is_date(self) -> bool:
        return bool(self.date_formats)

    @property
    def is_complete(self) -> bool:
        return self.filled == self.rows

    @property
    def is_unique(self) -> bool:
        return self.is_complete and self.distinct == self.rows

    @property
    def is_free_text(self) -> bool:
        """Whether people wrote it themselves: long, or nearly always different."""
        if self.numeric or self.is_date or self.distinct < 2:
            return False
        nearly_all = self.distinct > 20 and self.distinct > self.filled / 2
        return self.mean_length >= _FREE_TEXT_LENGTH or nearly_all

    @property
    def holds_many_choices(self) -> bool:
        """Whether fields list several choices, as in "Red, Blue": fewer choices than texts."""
        split = [_MANY_CHOICES.split(text) for text in self.texts]
        several = [choices for choices in split if len(choices) > 1]
        if len(several) * 3 < len(split) or len(several) < 3:
            return False
        choices = [choice for chosen in split for choice in chosen]
        return len(set(choices)) * 2 < len(choices)

    @property
    def codes(self) -> tuple[float, ...]:
        """The numbers of a column of few different ones, in order."""
        return tuple(sorted({float(text) for text in self.texts if is_number(text)}))


def columns_of(file: SourceFile) -> tuple[str, ...]:
    """The names by which a mapping reaches the file's columns, without those not to be used."""
    names = zip(file.head.names, file.head.unambiguous, strict=True)
    return tuple(reached for name, reached in names if name or file.head.layout is None)


def profiles_of(files: Sequence[SourceFile]) -> dict[str, ColumnProfile]:
    """Column -> its profile over all files, in the order of the first file that has it."""
    columns = {file.name: frozenset(columns_of(file)) for file in files}
    names = dict.fromkeys(name for file in files for name in columns_of(file))
    return {
        name: _profile(name, [file for file in files if name in columns[file.name]])
        for name in names
    }


def _profile(name: str, files: Sequence[SourceFile]) -> ColumnProfile:
    counts: dict[str, int] = {}
    rows = 0
    first_row = 0
    for file in files:
        column = file.vocabulary(name, most=MOST_READ)
        for (text, count), row in zip(column.counted(), column.rows, strict=True):
            rows += count
            if text:
                first_row = first_row or row
                counts[text] = counts.get(text, 0) + count
    filled = sum(counts.values())
    numeric = bool(counts) and all(map(is_number, counts))
    numbers = [float(text) for text in counts] if numeric else []
    question = next((file.questions[name] for file in files if name in file.questions), "")
    formats: tuple[str | None, ...] = ()
    if counts:
        is_day = bool(DAY.search(plain_words(f"{name} {question}")))
        formats = _date_formats(list(counts), numeric, is_day)
    days = sorted(read_day(text, formats[0]) for text in counts) if len(formats) == 1 else []
    return ColumnProfile(
        name=name,
        files=tuple(file.name for file in files),
        question=question,
        labels=next((file.labels[name] for file in files if name in file.labels), {}),
        missing=next((file.missing[name] for file in files if name in file.missing), ()),
        rows=rows,
        filled=filled,
        distinct=len(counts),
        texts=tuple(islice(counts, MOST_LISTED + 1)),
        first_row=first_row,
        numeric=numeric,
        whole=numeric and all(number == int(number) for number in numbers if abs(number) < 1e300),
        least=min(numbers, default=0.0),
        most=max(numbers, default=0.0),
        mean_length=sum(map(len, counts)) / len(counts) if counts else 0.0,
        date_formats=formats,
        first_day=days[0].isoformat() if days else "",
        last_day=days[-1].isoformat() if days else "",
    )


def _date_formats(texts: list[str], numeric: bool, is_named: bool) -> tuple[str | None, ...]:
    """Formats that read every text and do not all say the same day; empty where none does.

    Numbers are days only where they look like 20260131 or the column is named like a day.
    """
    first = texts[0]
    if numeric and not is_named and not all(map(_PLAIN_DAY.fullmatch, texts)):
        return ()
    if not _DIGITS.search(first):
        return ()
    if _ISO_START.match(first) and first_unread(texts, None) is None:
        return (None,)
    reading: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for date_format in candidate_formats(first):
        if first_unread(texts, date_format) is None:
            days = tuple(read_day(text, date_format).isoformat() for text in texts)
            if days not in seen:
                seen.add(days)
                reading.append(date_format)
    return tuple(reading)
