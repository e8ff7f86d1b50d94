"""Rows of the question `baseline` as years: which is the first, and which differ from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from insight.charts.claims import is_thin
from insight.charts.periods import Point, series
from insight.stats.two_waves import Change
from insight.words import Words


@dataclass(frozen=True)
class Year:
    """One year of one value: its figures, how they are drawn, its change since the baseline."""

    row: dict[str, Any]
    point: Point
    change: Change | None

    @property
    def is_baseline(self) -> bool:
        return self.row["year"] == self.row["baseline_from"]

    @property
    def answers(self) -> int:
        """Answers that the comparison rests on, both years together."""
        return (self.row["respondents"] or 0) + (self.row["baseline_respondents"] or 0)

    @property
    def is_compared(self) -> bool:
        """Whether there are enough answers in both years to say anything."""
        both = self.row["respondents"], self.row["baseline_respondents"]
        return self.change is not None and not is_thin(*both)

    @property
    def has_moved(self) -> bool:
        """Whether it differs from the baseline beyond chance, after the correction."""
        return self.is_compared and self.change.is_real


@dataclass(frozen=True)
class Panel:
    """One value of a breakdown, or everyone, with its years in order."""

    name: str
    years: list[Year]

    @property
    def respondents(self) -> int:
        return sum(year.row["respondents"] or 0 for year in self.years)

    @property
    def baseline(self) -> Point | None:
        """The baseline year as first published; None where too few answered to show it."""
        return next((point for year in self.years if (point := _baseline_of(year))), None)


def years(rows: Sequence[dict[str, Any]], asked: dict[str, Any], words: Words) -> list[Year]:
    """The rows of one value as years, in their order."""
    first = {"baseline_from": asked["baseline_from"]}
    dated = [row | first | {"period": row["year"]} for row in rows]
    dated = [row | _as_published(row) for row in dated]
    points = series(dated, asked | {"unit": "year"}, words)
    return [Year(row, point, _change(row)) for row, point in zip(dated, points, strict=True)]


def _as_published(row: dict[str, Any]) -> dict[str, Any]:
    """The baseline year's own figures as it is kept; nothing for other years."""
    if row["year"] != row["baseline_from"] or row["baseline_nps"] is None:
        return {}
    names = ("nps", "nps_low", "nps_high")
    kept = {name: row[f"baseline_{name}"] for name in names}
    return kept | {"respondents": row["baseline_respondents"]}


def _change(row: dict[str, Any]) -> Change | None:
    if row["change"] is None or row["p_corrected"] is None:
        return None
    return Change(row["change"], row["change_low"], row["change_high"], row["p_corrected"])


def _baseline_of(year: Year) -> Point | None:
    row = year.row
    if row["baseline_nps"] is None:
        return None
    ends = row["baseline_nps_low"], row["baseline_nps_high"]
    return Point(year.point.period, row["baseline_nps"], *ends, row["baseline_respondents"])
