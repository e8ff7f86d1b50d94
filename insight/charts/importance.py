"""What makes an item important: being wanted, being picked, or going with the score."""

from collections.abc import Sequence
from dataclasses import dataclass

from insight.charts.driver import drivers_of
from insight.charts.items import (
    Side,
    delivered_side,
    is_pick,
    item_name,
    mean_delivered,
    wanted_side,
)
from insight.charts.theme import THIN, plain
from insight.query import Result
from insight.stats.many_tests import holm
from insight.stats.two_sided_p import normal_p
from insight.stats.two_waves import Z95
from insight.words import Words

WANTED, PICKED, DERIVED = "wanted", "picked", "derived"

_CLAIMED = {
    WANTED: ("is wanted more than the mean item and is", "are wanted more than the mean item and"),
    PICKED: ("is picked more than the mean item and is", "are picked more than the mean item and"),
    DERIVED: (
        "goes more with the score than the mean item and is",
        "go more with the score than the mean item and are",
    ),
}
_MOST_NAMED = 3


@dataclass(frozen=True)
class Reading:
    """One coordinate of an item with its 95 % interval, and how it is said."""

    value: float
    low: float
    high: float
    respondents: int
    said: str

    def crosses(self, line: float) -> bool:
        """Whether its interval leaves open on which side of the line it lies."""
        return self.low <= line <= self.high

    def p_beyond(self, line: float) -> float:
        """The chance of lying so far from the line if it lay on it (normal)."""
        error = (self.high - self.low) / (2 * Z95)
        if error == 0:
            return 1.0 if self.value == line else 0.0
        return normal_p((self.value - line) / error)


@dataclass(frozen=True)
class Place:
    """One item on the map: delivery across, importance up; the more urgent is named first."""

    item: str
    name: str
    across: Reading
    up: Reading
    urgency: float

    @property
    def is_thin(self) -> bool:
        return min(self.across.respondents, self.up.respondents) < THIN


def stated_yardsticks(items: Result) -> tuple[str, ...]:
    """How importance was stated of items that also have a delivery: wanted, picked, or neither."""
    rows = [row for row in items.rows() if wanted_side(row) and delivered_side(row)]
    picks = {is_pick(row) for row in rows}
    return tuple(name for name, pick in ((WANTED, False), (PICKED, True)) if pick in picks)


def places_of(items: Result, importance: str, shares: Result | None, words: Words) -> list[Place]:
    """The items that have both coordinates by one yardstick; yardsticks are never mixed.

    `items` answers `want_vs_delivered`, `shares` answers `drivers`.
    """
    if importance == DERIVED:
        return _derived(items, shares, words)
    places = []
    for row in items.rows():
        want, got = wanted_side(row), delivered_side(row)
        if not want or not got or is_pick(row) != (importance == PICKED):
            continue
        urgency = abs(row["gap"] or 100 * (row["importance_satisfaction"] or 0))
        up, across = _reading(want, "wanted", words), _reading(got, "delivered", words)
        places.append(Place(row["item"], item_name(row, 200), across, up, urgency))
    return places


def _derived(items: Result, shares: Result | None, words: Words) -> list[Place]:
    delivered = {row["item"]: row for row in items.rows() if row["delivered"] is not None}
    people = {row["item"]: row["respondents"] for row in shares.rows()} if shares else {}
    places = []
    for driver in drivers_of(shares) if shares else ():
        row = delivered.get(driver.item)
        if row is None or driver.low is None or driver.high is None:
            continue
        got = mean_delivered(row)
        share = words.number(driver.share, 1)
        said = f"Goes with the score: {share} % of R²"
        up = Reading(driver.share, driver.low, driver.high, people[driver.item], said)
        across = _reading(got, "delivered", words)
        urgency = driver.share * (100 - got.value)
        places.append(Place(driver.item, plain(driver.item, 200), across, up, urgency))
    return places


def _reading(side: Side, kind: str, words: Words) -> Reading:
    return Reading(side.value, *side.limits, side.respondents, side.said(kind, words))


def means(places: Sequence[Place]) -> tuple[float, float]:
    """The crosshair: the mean item's delivery and importance."""
    across = sum(place.across.value for place in places) / len(places)
    return across, sum(place.up.value for place in places) / len(places)


def undecided(places: Sequence[Place]) -> list[bool]:
    """Whether an item's interval crosses the crosshair, so that its quarter is open."""
    across, up = means(places) if places else (0.0, 0.0)
    return [place.across.crosses(across) or place.up.crosses(up) for place in places]


def map_finding(items: Result, words: Words, importance: str, shares: Result | None = None) -> str:
    """The items that matter more and are done less well, both beyond chance (Holm over all)."""
    places = places_of(items, importance, shares, words)
    known = [place for place in places if not place.is_thin]
    if len(known) < 2:
        return "What matters most, and how well it is delivered"
    across, up = means(places)
    ps = holm([p.across.p_beyond(across) for p in known] + [p.up.p_beyond(up) for p in known])
    urgent = [
        place
        for place, *both in zip(known, ps[: len(known)], ps[len(known) :], strict=True)
        if max(both) <= 0.05 and place.across.value < across and place.up.value > up
    ]
    if not urgent:
        return "No item clearly matters more than the mean item and is done less well"
    urgent.sort(key=lambda place: -place.urgency)
    named = [f"“{plain(place.name, 60)}”" for place in urgent[:_MOST_NAMED]]
    more = len(urgent) - len(named)
    if more:
        named.append(f"{words.spelled(more)} more")
    one = len(urgent) == 1
    return f"{words.listed(named)} {_CLAIMED[importance][not one]} done less well"


def map_caption(items: Result, words: Words, importance: str, shares: Result | None = None) -> str:
    """What is drawn, what hollow marks mean and how many there are; a warning where derived."""
    open_ones = undecided(places_of(items, importance, shares, words))
    if not open_ones:
        return "Importance against delivery, of items that have both"
    lines = "Lines: the mean item; dotted: the middle of the scale"
    if importance == PICKED:
        lines = "Lines: the mean item"
    said = f"{lines}. Bars: 95 % intervals. Hollow: an interval crosses a line"
    if any(open_ones):
        which = words.spelled(sum(open_ones))
        said += f", so {which} of {words.spelled(len(open_ones))} are undecided"
    if importance == DERIVED:
        said += (
            ". Importance here is the share of R² an item carries: association with the score, "
            "not cause"
        )
    return said


def map_alt(items: Result, words: Words, importance: str, shares: Result | None = None) -> str:
    """The finding and the coordinates of the first items, for who does not see the map."""
    said = [f"Map of items. {map_finding(items, words, importance, shares)}"]
    places = places_of(items, importance, shares, words)
    for place in sorted(places, key=lambda place: -place.urgency)[:5]:
        said.append(f"{plain(place.name, 80)}: {place.up.said}, {place.across.said}")
    return ". ".join(said) + "."


def first_yardstick(items: Result) -> str:
    """Stated where anything was, picks before wants; wanted where nothing was."""
    return next(reversed(stated_yardsticks(items)), WANTED)
