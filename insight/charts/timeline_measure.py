"""What may stand below the lanes: NPS, a side of one item, a channel's share, departures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from insight.charts.periods import Point, series
from insight.charts.scales import nps_axis, zero_line
from insight.charts.theme import Theme, plain
from insight.query import Result
from insight.words import Words


@dataclass(frozen=True)
class Kind:
    """One way to measure: the question, its columns, and how chart and caption name it.

    `{}` stands for the item or the channel; `counted` is what its interval rests on.
    """

    question: str
    column: str
    count: str
    title: str
    name: str
    counted: str | None = "answer"
    is_percent: bool = False


KINDS = {
    "nps": Kind("nps_trend", "nps", "respondents", "NPS, points", "NPS"),
    "wanted": Kind(
        "item_over_time",
        "wanted",
        "respondents_wanted",
        "{}: wanted, percent of maximum",
        "how much “{}” is wanted",
        "rating",
        is_percent=True,
    ),
    "delivered": Kind(
        "item_over_time",
        "delivered",
        "respondents_delivered",
        "{}: delivered, percent of maximum",
        "how well “{}” is delivered",
        "rating",
        is_percent=True,
    ),
    "gap": Kind(
        "gap_over_time",
        "gap",
        "gap_respondents",
        "{}: delivered less wanted, points",
        "the gap of “{}”",
        "rating",
    ),
    "share": Kind(
        "channel_share",
        "share",
        "interactions",
        "{}: percent of interactions",
        "the share of interactions by {}",
        "interaction",
        is_percent=True,
    ),
    "departures": Kind(
        "departures_over_time",
        "departures",
        "departures",
        "Customers who left",
        "customers who left",
        None,
    ),
}


class Event(Point):
    """A number of events: its interval alone says how sure it is."""

    @property
    def thin(self) -> bool:
        return False


@dataclass(frozen=True)
class Measure:
    """A kind of measure and its item or channel, read as a series is: `gap: Fair price`."""

    series: str = "nps"

    @property
    def kind(self) -> Kind:
        return KINDS[self.series.partition(": ")[0]]

    @property
    def subject(self) -> str:
        return self.series.partition(": ")[2]

    @property
    def title(self) -> str:
        """What the axis says."""
        return self.kind.title.format(plain(self.subject, 40))

    @property
    def name(self) -> str:
        """The same within a sentence."""
        return self.kind.name.format(plain(self.subject, 40))

    @property
    def is_of_item(self) -> bool:
        return self.kind.counted == "rating"

    @property
    def counted_by_month(self) -> str:
        """What the small print says is counted by whole months."""
        return f"{self.kind.counted}s" if self.kind.counted else "departures"

    def points(self, result: Result, words: Words) -> list[Point]:
        """Its line; of an answer with more items or channels than its own, only its own."""
        rows = [row for row in result.rows() if self._is_own(row)]
        points = series(rows, result.asked, words, self.kind.column, self.kind.count)
        if self.kind.counted is None:
            return [Event(**vars(point)) for point in points]
        return points

    def _is_own(self, row: dict[str, Any]) -> bool:
        return not self.subject or self.subject in (row.get("item"), row.get("channel"))

    def axis(self, points: Sequence[Point], theme: Theme) -> dict[str, Any]:
        """Round limits around every interval: shares within 0 to 100, numbers from 0."""
        if self.kind.counted is None:
            return {"rangemode": "tozero", "nticks": 6, "fixedrange": True}
        axis = nps_axis(points)
        if self.kind.is_percent:
            axis["range"] = [max(0, axis["range"][0]), axis["range"][1]]
            axis["tickvals"] = [tick for tick in axis["tickvals"] if tick >= 0]
        return zero_line(axis, theme)


NPS = Measure()


def measures(items: Sequence[str], channels: Sequence[str], departures: bool) -> list[str]:
    """Every series that can be drawn, NPS first."""
    sides = [f"{side}: {item}" for side in ("wanted", "delivered", "gap") for item in items]
    return [
        "nps",
        *(["departures"] if departures else []),
        *(f"share: {channel}" for channel in channels),
        *sides,
    ]
