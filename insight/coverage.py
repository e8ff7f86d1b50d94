"""Which days the published answers cover, and the periods that can be named from that."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from insight.words import add_months, last_of_month, period_end, period_start

ONE_DAY = timedelta(days=1)

PRESETS = {"12m": 12, "24m": 24, "5y": 60}
"""Months each preset counts back from the last month with answers; `all` is all of them."""


class Span(NamedTuple):
    """A range of days, both ends within it."""

    start: date
    end: date

    def moved(self, months: int) -> "Span":
        """The same span so many months later; whole months stay whole."""
        end = add_months(self.end, months)
        if self.end == last_of_month(self.end):
            end = last_of_month(end)
        return Span(add_months(self.start, months), end)

    def overlaps(self, other: "Span") -> bool:
        """Whether any day lies in both."""
        return self.start <= other.end and other.start <= self.end

    @property
    def in_whole_months(self) -> "Span":
        """From the first of its first month to the last of its last."""
        return Span(self.start.replace(day=1), last_of_month(self.end))

    @property
    def months(self) -> int:
        """Calendar months that the span touches."""
        years = self.end.year - self.start.year
        return years * 12 + self.end.month - self.start.month + 1


@dataclass(frozen=True)
class Coverage:
    """The days with answers, the day they speak for and the baseline year."""

    first_answer: date
    last_answer: date
    as_of: date
    months_with_answers: tuple[date, ...]
    baseline: Span
    fiscal_year_starts: int = 1

    @property
    def all_time(self) -> Span:
        return Span(self.first_answer, self.last_answer)

    def preset(self, name: str) -> Span:
        """The days of a preset, counted back from the last month with answers."""
        if name == "all":
            return self.all_time
        end = last_of_month(self.last_answer)
        return Span(add_months(end.replace(day=1), 1 - PRESETS[name]), end)

    def whole(self, span: Span, unit: str) -> Span:
        """The whole months or years within a span; where there are none it starts after its end.

        A span that reaches beyond the first or latest answer holds their month or year whole.
        """
        starts = self.fiscal_year_starts
        start = period_start(max(span.start, self.first_answer), unit, starts)
        if start < span.start and span.start > self.first_answer:
            start = period_end(start, unit) + ONE_DAY
        last = period_start(min(span.end, self.last_answer), unit, starts)
        end = period_end(last, unit)
        if end > span.end and span.end < self.last_answer:
            end = last - ONE_DAY
        return Span(start, end) if start <= end else Span(span.end + ONE_DAY, span.end)

    def now(self, within: Span) -> Span:
        """The twelve months up to the last complete month with answers, within the span."""
        # A span that holds the latest answer ends with its month: nothing came after it.
        end = self.as_of if within.end >= self.last_answer else min(within.end, self.as_of)
        complete = [
            month
            for month in self.months_with_answers
            if last_of_month(month) <= end and last_of_month(month) >= within.start
        ]
        if not complete:
            return within
        start = add_months(complete[-1], -11)
        return Span(max(start, within.start), last_of_month(complete[-1]))


def baseline_year(
    months_with_answers: tuple[date, ...], as_of: date, fiscal_year_starts: int
) -> Span:
    """The first complete year whose answers begin in its first quarter.

    Where no year is so, the first year with answers. Source: METHODS.md, Baseline.
    """
    years: dict[date, date] = {}
    for month in months_with_answers:
        years.setdefault(period_start(month, "year", fiscal_year_starts), month)
    for year, first_month in years.items():
        in_first_quarter = first_month < add_months(year, 3)
        if in_first_quarter and period_end(year, "year") <= as_of:
            return Span(year, period_end(year, "year"))
    first = min(years)
    return Span(first, period_end(first, "year"))
