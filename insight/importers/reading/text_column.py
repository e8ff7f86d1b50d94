"""One column of one file as text, before the mapping says what its values mean."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TextColumn:
    """One column of one file as text, blanks trimmed, with the file's row numbers.

    Either every row stands here, or every distinct text once, with the first row that holds it.
    """

    file: str
    name: str
    rows: tuple[int, ...]
    texts: tuple[str, ...]
    counts: tuple[int, ...] | None = None
    """How many rows hold each text; None where every text stands for its one row."""
    zones: tuple[str, ...] | None = None
    """The time zone beside each text, where the mapping names a column of zones."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """The file's own labels of codes (SPSS), as evidence of what a code means."""

    is_part: bool = False
    """Whether it is only a part of its column, so that nothing is concluded from all its values."""

    ends_early: bool = False
    """Whether rows follow that were not looked at, as more would fill the memory."""

    def at(self, position: int) -> str:
        return f"{self.file}, row {self.rows[position]}, column {self.name!r}"

    def first(self, texts: Iterable[str]) -> int:
        """The position of the first of these texts."""
        wanted = set(texts)
        return next(i for i, text in enumerate(self.texts) if text in wanted)

    def counted(self) -> Iterator[tuple[str, int]]:
        """Each text with the rows it stands for, in the order of the file."""
        counts = self.counts or (1,) * len(self.texts)
        return zip(self.texts, counts, strict=True)

    def tally(self, texts: Iterable[str]) -> Counter[str]:
        """How many rows hold each of these texts."""
        wanted = set(texts)
        tallied: Counter[str] = Counter()
        for text, count in self.counted():
            if text in wanted:
                tallied[text] += count
        return tallied
