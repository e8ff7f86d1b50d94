"""The same questions as a competent analyst would answer them from the exports themselves.

Each analyst counts and sums what an answer rests on; `finish` works the figures out from that, so
that no analyst is timed for it.
"""

from dataclasses import dataclass, replace
from typing import Any, Protocol

from insight.coverage import Span

Rows = list[dict[str, Any]]

WINDOW = 12
"""Months of a rolling NPS."""


@dataclass(frozen=True)
class Asked:
    """A period, what it is compared with, the values chosen and the breakdown."""

    period: Span
    versus: Span
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    by: str | None = None

    def with_window(self, months: int) -> "Asked":
        """The same, reading so many months up to the first month asked."""
        start = Span(self.period.start.replace(day=1), self.period.end).moved(1 - months).start
        return replace(self, period=Span(start, self.period.end))


class Analyst(Protocol):
    """Answers questions by name; what it holds in memory is loaded when it is made."""

    name: str

    def count(self, question: str, asked: Asked) -> Rows | None:
        """The counts and sums of an answer; None for a question it was not taught."""
