"""Filters: which answers a question is asked of, in the URL, on the command line, in a sentence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from insight.cells import Cells, Where
from insight.coverage import PRESETS, Coverage, Span
from insight.problems import Mistake, nearest
from insight.words import Words, last_of_month

COMPARISONS = ("year_before", "period_before", "baseline")
"""What a period can be compared with, beside dates of one's own."""

EARLIEST, LATEST = date(1800, 1, 1), date(2200, 12, 31)
"""Days that can be asked for, unless there are answers before or after them."""

URL_KEYS = ("period", "from", "to", "versus", "versus_from", "versus_to", "where")


@dataclass(frozen=True)
class Filters:
    """The chosen period, its comparison and the chosen values; narrowing makes a new one."""

    period: Span
    preset: str | None = "all"
    versus: str | Span = "year_before"
    where: Where = ()

    @classmethod
    def everything(cls, coverage: Coverage) -> "Filters":
        """All time, everyone, compared with the year before."""
        return cls(period=coverage.all_time)

    def during(self, period: Span, preset: str | None = None) -> "Filters":
        return replace(self, period=period, preset=preset)

    def of(self, dimension: str, values: Iterable[str]) -> "Filters":
        """The same filters with these values of the dimension; no values means everyone."""
        others = tuple(pair for pair in self.where if pair[0] != dimension)
        chosen = tuple(sorted(set(values)))
        return replace(
            self, where=tuple(sorted((*others, (dimension, chosen)))) if chosen else others
        )

    def compared_with(self, versus: str | Span) -> "Filters":
        return replace(self, versus=versus)

    def values_of(self, dimension: str) -> tuple[str, ...]:
        return dict(self.where).get(dimension, ())

    def now(self, coverage: Coverage) -> "Filters":
        """Narrowed to the latest twelve complete months within the period."""
        return self.during(coverage.now(self.period))

    def versus_span(self, coverage: Coverage) -> Span:
        """The days that the period is compared with."""
        if isinstance(self.versus, Span):
            return self.versus
        if self.versus == "baseline":
            return coverage.baseline
        if self.versus == "year_before" and self.period.months <= 12:
            return self.period.moved(-12)
        return self.period.moved(-self.period.months)

    def versus_name(self, coverage: Coverage, words: Words) -> str:
        """What the period is compared with, as a sentence says it: `the year before`."""
        if self.versus == "baseline":
            return f"the baseline year {words.period(coverage.baseline.start, 'year')}"
        if self.versus == "period_before":
            return "the period before"
        if self.versus == "year_before" and self.period.months <= 12:
            whole = self.period == self.period.in_whole_months and self.period.months == 12
            return "the year before" if whole else "the same days a year before"
        return words.span(*self.versus_span(coverage))

    def sentence(self, words: Words) -> str:
        """Who and when, as it stands under a chart: `Leisure, January to June 2026`."""
        who = [words.listed(values, "or") for _, values in self.where]
        return f"{', '.join(who) or 'Everyone'}, {words.span(*self.period)}"

    def to_url(self, absolute: bool = False) -> dict[str, str | list[str]]:
        """As URL parameters, leaving out what is default; `absolute` writes presets as dates."""
        url: dict[str, str | list[str]] = {}
        if self.preset is None or absolute:
            url |= {"from": self.period.start.isoformat(), "to": self.period.end.isoformat()}
        elif self.preset != "all":
            url["period"] = self.preset
        if isinstance(self.versus, Span):
            url["versus_from"] = self.versus.start.isoformat()
            url["versus_to"] = self.versus.end.isoformat()
        elif self.versus != "year_before":
            url["versus"] = self.versus
        pairs = [f"{dimension}={value}" for dimension, values in self.where for value in values]
        if pairs:
            url["where"] = pairs
        return url

    @classmethod
    def from_url(
        cls, url: Mapping[str, list[str]], coverage: Coverage, cells: Cells
    ) -> tuple["Filters", tuple[str, ...]]:
        """The filters a URL asks for, and a sentence for each part that was left out."""
        filters, complaints = cls.everything(coverage), []
        for narrow in (_period_from, _versus_from):
            try:
                filters = narrow(filters, url, coverage)
            except Mistake as mistake:
                complaints.append(str(mistake))
        chosen: dict[str, list[str]] = {}
        for pair in url.get("where", []):
            try:
                dimension, value = read_pair(pair, cells)
                chosen.setdefault(dimension, []).append(value)
            except Mistake as mistake:
                complaints.append(str(mistake))
        for dimension, values in chosen.items():
            filters = filters.of(dimension, values)
        return filters, tuple(complaints)


def read_day(text: str, where: str) -> date:
    """A day in ISO form; Mistake names where it stood, and the nearest day there is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        meant = _nearest_day(text)
        way_out = f"did you mean {meant}?" if meant else "write it as 2026-01-31"
        raise Mistake(f"{where}: {text!r} is no day; {way_out}") from None


def _nearest_day(text: str) -> date | None:
    """The day that year, month and day in this order come nearest to; None if they do not."""
    numbers = re.fullmatch(r"\s*(\d{4})\D(\d{1,2})(?:\D(\d{1,2}))?\s*", text)
    if not numbers or int(numbers[1]) == 0:
        return None
    month = min(max(int(numbers[2]), 1), 12)
    start = date(int(numbers[1]), month, 1)
    return start.replace(day=min(max(int(numbers[3] or 1), 1), last_of_month(start).day))


def read_span(start: str | None, end: str | None, names: tuple[str, str], default: Span) -> Span:
    """Two days as a span, an absent one from the default; Mistake if reversed or out of range."""
    span = Span(
        read_day(start, names[0]) if start else default.start,
        read_day(end, names[1]) if end else default.end,
    )
    for name, day in zip(names, span, strict=True):
        if not min(EARLIEST, default.start) <= day <= max(LATEST, default.end):
            raise Mistake(f"{name} {day} is out of range; choose a day from {EARLIEST} to {LATEST}")
    if span.start > span.end:
        raise Mistake(
            f"{names[0]} {span.start} is later than {names[1]} {span.end}; swap the two days"
        )
    return span


def read_pair(pair: str, cells: Cells) -> tuple[str, str]:
    """`dimension=value`, both of which must exist; Mistake names the nearest right one."""
    for dimension in sorted(cells.dimensions, key=len, reverse=True):
        if pair.startswith(f"{dimension}="):
            return dimension, cells.checked(dimension, pair[len(dimension) + 1 :])
    dimension, equals, _ = pair.partition("=")
    if not equals:
        raise Mistake(f"{pair!r} is no filter; write it as dimension=value")
    raise Mistake(f"there is no dimension {dimension!r}{nearest(dimension, cells.dimensions)}")


def _first(url: Mapping[str, list[str]], key: str) -> str | None:
    values = url.get(key) or [None]
    return values[0] or None


def _period_from(filters: Filters, url: Mapping[str, list[str]], coverage: Coverage) -> Filters:
    preset, start, end = (_first(url, key) for key in ("period", "from", "to"))
    if start or end:
        span = read_span(start, end, ("from", "to"), coverage.all_time)
        return filters.during(span)
    if preset is None:
        return filters
    if preset not in ("all", *PRESETS):
        raise Mistake(f"there is no period {preset!r}{nearest(preset, ('all', *PRESETS))}")
    return filters.during(coverage.preset(preset), preset)


def _versus_from(filters: Filters, url: Mapping[str, list[str]], coverage: Coverage) -> Filters:
    versus, start, end = (_first(url, key) for key in ("versus", "versus_from", "versus_to"))
    if start or end:
        default = filters.versus_span(coverage)
        return filters.compared_with(read_span(start, end, ("versus_from", "versus_to"), default))
    if versus is None:
        return filters
    if versus not in COMPARISONS:
        raise Mistake(f"there is no comparison {versus!r}{nearest(versus, COMPARISONS)}")
    return filters.compared_with(versus)
