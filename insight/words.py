"""How numbers, dates and periods are written, in the language of the company's settings."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.numbers import format_decimal

MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"

_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


# The same figures are written on every rerun of a page, and finding a language's rules is dear.
@lru_cache(maxsize=8192)
def _decimal(value: float, decimals: int, language: str) -> str:
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_decimal(value, pattern, locale=language).replace("-", MINUS)


@lru_cache(maxsize=4096)
def _date(day: date, form: str, language: str) -> str:
    return format_date(day, format=form, locale=language)


@lru_cache(maxsize=4096)
def _month(day: date, skeleton: str, language: str) -> str:
    return format_skeleton(skeleton, day, locale=language)


@dataclass(frozen=True)
class Words:
    """Writes figures for people; `fiscal_year_starts` is a month, 1 to 12."""

    language: str = "en_GB"
    fiscal_year_starts: int = 1

    def number(self, value: float | None, decimals: int = 0) -> str:
        """`1,234.5`, with a true minus sign and never minus zero; a dash where there is none."""
        if value is None:
            return EN_DASH
        return _decimal(round(value, decimals) + 0.0, decimals, self.language)

    def signed(self, value: float | None, decimals: int = 0) -> str:
        """A change: `+4`, a true minus for a fall, and `0` without a sign."""
        written = self.number(value, decimals)
        return f"+{written}" if value is not None and round(value, decimals) > 0 else written

    def points(self, value: float, decimals: int = 0) -> str:
        """A size in points, singular where it is one: `1 point`, `4 points`."""
        written = self.number(value, decimals)
        return f"{written} point" if written in ("1", f"{MINUS}1") else f"{written} points"

    def interval(self, low: float | None, high: float | None, decimals: int = 0) -> str:
        """`22 to 27`; a dash where there is none."""
        if low is None or high is None:
            return EN_DASH
        return f"{self.number(low, decimals)} to {self.number(high, decimals)}"

    def count(self, value: int, noun: str) -> str:
        """`1 answer`, `1,204 answers`."""
        return f"{self.number(value)} {noun}{'' if value == 1 else 's'}"

    def spelled(self, value: int) -> str:
        """Small numbers as words, as prose has them: `three`; above twelve as figures."""
        return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else self.number(value)

    def day(self, day: date) -> str:
        """`12 November 2026`."""
        return _date(day, "long", self.language)

    def month(self, day: date) -> str:
        """`November 2026`."""
        return _month(day, "yMMMM", self.language)

    def short_month(self, day: date) -> str:
        """`Nov 2026`."""
        return _month(day, "yMMM", self.language)

    def period(self, start: date, unit: str) -> str:
        """The name of the month, quarter or year that starts on that day."""
        if unit == "month":
            return self.short_month(start)
        if unit == "quarter":
            months_in = (start.month - self.fiscal_year_starts) % 12
            return f"Q{months_in // 3 + 1} {self._year(start)}"
        if unit == "year":
            return self._year(start)
        return self.day(start)

    def span(self, start: date, end: date) -> str:
        """The shortest true name of a range of days, both ends within it."""
        if start.day != 1 or end != last_of_month(end):
            return f"{self.day(start)} to {self.day(end)}"
        if (start.year, start.month) == (end.year, end.month):
            return self.month(start)
        if start.month == 1 and end.month == 12:
            return (
                str(start.year) if start.year == end.year else f"{start.year} {EN_DASH} {end.year}"
            )
        if start.year == end.year:
            return f"{self._month_alone(start)} to {self.month(end)}"
        return f"{self.month(start)} to {self.month(end)}"

    def ago(self, day: date, today: date) -> str:
        """`10 days ago`, `3 months ago`."""
        return format_timedelta(
            day - today, granularity="day", threshold=2, add_direction=True, locale=self.language
        )

    def listed(self, names: list[str] | tuple[str, ...], joined_by: str = "and") -> str:
        """`a, b and c`."""
        *head, last = names
        return f"{', '.join(head)} {joined_by} {last}" if head else last

    def _year(self, start: date) -> str:
        fiscal_start = start.year - (start.month < self.fiscal_year_starts)
        if self.fiscal_year_starts == 1:
            return str(fiscal_start)
        return f"{fiscal_start}/{(fiscal_start + 1) % 100:02d}"

    def _month_alone(self, day: date) -> str:
        return Locale.parse(self.language).months["stand-alone"]["wide"][day.month]


def last_of_month(day: date) -> date:
    """The last day of the month that holds the day."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@lru_cache(maxsize=8192)
def add_months(day: date, months: int) -> date:
    """The same day that many months later; the month's last where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def period_start(day: date, unit: str, fiscal_year_starts: int = 1) -> date:
    """First day of the month, quarter or year (of the fiscal calendar) that holds the day."""
    if unit == "month":
        return day.replace(day=1)
    months = {"quarter": 3, "year": 12}[unit]
    return add_months(day.replace(day=1), -((day.month - fiscal_year_starts) % months))


@lru_cache(maxsize=8192)
def period_end(start: date, unit: str) -> date:
    """Last day of the period that starts on that day."""
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    return add_months(start, months) - timedelta(days=1)
