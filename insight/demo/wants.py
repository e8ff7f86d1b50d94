"""Twelve wants: how much each is wanted, how well it is delivered, and what staff believe."""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtr

from insight.demo.besides import asked_besides, convenience
from insight.demo.days import seed
from insight.demo.story import CHANGES, touched
from insight.demo.surveys import YEARLY

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class Want:
    """An item: its true means in percent of maximum and how closely it goes with the score.

    `lean` moves the wanted mean by segment. `asked`: both sides together, of different
    people ("apart"), or delivered only.
    """

    item: str
    kind: str
    wanted: float
    delivered: float
    pull: float
    lean: dict[str, float] = field(default_factory=dict)
    asked: str = "together"


WANTS = (
    Want("On time", "hard", 90, 70, 0.50, {"Freight": 3, "Commuters": 2, "Leisure": -2}),
    Want("Told about delays", "hard", 73, 49, 0.45, {"Freight": 3, "Commuters": 2, "Leisure": -2}),
    Want("Refunds without a fight", "soft", 78, 55, 0.40, {"Leisure": 2, "Freight": -2}),
    Want("Fair price", "soft", 83, 62, 0.40, {"Coach groups": 3, "Commuters": 1}),
    Want("Staff who care", "soft", 80, 75, 0.55, {"Coach groups": 4, "Freight": -2}),
    Want("Clean boats", "soft", 71, 62, 0.30, {"Leisure": 3, "Freight": -3}),
    Want("Easy to book", "hard", 76, 66, 0.30, {"Freight": 1}, asked="apart"),
    Want("Short crossing", "hard", 66, 58, 0.25, {"Commuters": 4, "Coach groups": -3}),
    Want("Feeling safe", "soft", 86, 86, 0.20),
    Want("Calm boarding", "soft", 64, 64, 0.25),
    Want("Shop and café", "soft", 41, 57, 0.10, {"Leisure": 3, "Freight": -3}),
    Want("Wi-Fi that works", "hard", 60, 49, 0.15, asked="delivered only"),
)

_OF_THE_ANSWER = ("response_id", "responded_on", "survey")
_RATES_YEARLY, _RATES_AFTER_THE_CROSSING = 0.95, 0.27
_RATES_AN_ITEM = 0.94
_DEMANDING, _SAME_ITEM = 0.40, 0.30  # what wanted shares with the person, with delivered


def expected_rating(
    want: Want, side: str, respondents: dict[str, np.ndarray], day: np.ndarray
) -> np.ndarray:
    """True mean of one side ("wanted" or "delivered") of an item, percent of maximum."""
    percent = np.full(len(day), float(getattr(want, side)))
    if side == "wanted":
        for segment, lean in want.lean.items():
            percent += lean * (respondents["segment"] == segment)
    for change in CHANGES:
        if change.item == want.item and getattr(change, side):
            percent += getattr(change, side) * touched(change, respondents, day)
    return percent


def ratings(answered: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The ratings table by column, by questionnaire and item in the order they are asked."""
    rng = seed("ratings")
    rate = np.where(answered["survey"] == YEARLY, _RATES_YEARLY, _RATES_AFTER_THE_CROSSING)
    rows = np.flatnonzero(rng.random(len(rate)) < rate)
    total = len(rows)
    day = answered["responded_on"][rows]
    respondents = {name: answered[name][rows] for name in ("segment", "region", "channel", "fare")}
    demand = rng.standard_normal(total)
    columns = {side: np.full((total, len(WANTS)), np.nan) for side in ("wanted", "delivered")}
    for at, want in enumerate(WANTS):
        seen = rng.standard_normal(total)
        own = rng.standard_normal(total)
        taste = _DEMANDING * demand + _SAME_ITEM * seen
        taste += np.sqrt(1 - _DEMANDING**2 - _SAME_ITEM**2) * own
        view = want.pull * answered["mood"][rows] + np.sqrt(1 - want.pull**2) * seen
        for side, feeling in (("wanted", taste), ("delivered", view)):
            mean = expected_rating(want, side, respondents, day)
            asked = _asked(rng, want, side, total)
            columns[side][asked, at] = answer(mean, feeling)[asked]
    return _rows({name: answered[name][rows] for name in _OF_THE_ANSWER}, columns)


def answer(percent: np.ndarray, feeling: np.ndarray) -> np.ndarray:
    """Ratings 1 to 5, binomial with exactly that mean in percent of maximum, by rank of feeling."""
    share = percent / 100
    below = 1 - share
    odds = [below**4, 4 * share * below**3, 6 * share**2 * below**2, 4 * share**3 * below]
    return LOWEST + (ndtr(feeling)[:, None] > np.cumsum(odds, axis=0).T).sum(axis=1)


def _asked(rng, want: Want, side: str, total: int) -> np.ndarray:
    """Which respondents rated this side of this item."""
    rated = rng.random(total) < _RATES_AN_ITEM
    if want.asked == "delivered only":
        return rated & (side == "delivered")
    if want.asked == "apart":
        first_half = np.arange(total) % 2 == 0
        both = rng.random(total) < 0.06
        return rated & (both | (first_half == (side == "wanted")))
    return rated


def _rows(
    answer_of: dict[str, np.ndarray], columns: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    rated = ~(np.isnan(columns["wanted"]) & np.isnan(columns["delivered"]))
    at_answer, at_want = np.nonzero(rated)
    sided = np.array([want.asked != "delivered only" for want in WANTS])[at_want]
    count = len(at_answer)
    item = np.array([want.item for want in WANTS], dtype=object)[at_want]
    response_id, day, survey = (answer_of[name][at_answer] for name in _OF_THE_ANSWER)
    return {
        "response_id": response_id,
        "item": item,
        "kind": np.array([want.kind for want in WANTS], dtype=object)[at_want],
        "wanted": columns["wanted"][rated],
        "wanted_low": np.where(sided, LOWEST, np.nan),
        "wanted_high": np.where(sided, HIGHEST, np.nan),
        "delivered": columns["delivered"][rated],
        "delivered_low": np.full(count, float(LOWEST)),
        "delivered_high": np.full(count, float(HIGHEST)),
        **asked_besides(item, day, survey),
    }


# What each department believes beyond the truth of late 2025, in percent of maximum.
_STAFF = {"Sales": 12, "Operations": 14, "Service": 10, "Finance": 8}
_BIAS = {
    "Sales": {"Fair price": 13, "Easy to book": 10, "Told about delays": -22, "On time": -8},
    "Operations": {"On time": 7, "Short crossing": 16, "Told about delays": -27},
    "Service": {"Staff who care": 6, "Told about delays": -5, "Refunds without a fight": 4},
    "Finance": {"Fair price": 9, "Refunds without a fight": -30, "Shop and café": 24},
}
_ASKED_STAFF_ON = np.datetime64("2025-11-03")


def beliefs() -> dict[str, np.ndarray]:
    """The beliefs table by column: one row a member of staff and item, on the same 1 to 5."""
    rng = seed("beliefs")
    department = np.repeat(list(_STAFF), list(_STAFF.values())).astype(object)
    staff = len(department)
    nobody = {"segment": np.full(staff, "", dtype=object)}
    day = np.full(staff, _ASKED_STAFF_ON)
    asked_on = day + rng.integers(0, 12, staff)
    wanted = []
    for want in WANTS:
        truth = expected_rating(want, "wanted", nobody, day)
        bias = np.array([_BIAS[name].get(want.item, 0) for name in department])
        wanted.append(answer(np.clip(truth + bias, 2, 98), rng.standard_normal(staff)))
    rows = staff * len(WANTS)
    item = np.repeat([want.item for want in WANTS], staff).astype(object)
    return {
        "item": item,
        "department": np.tile(department, len(WANTS)),
        "wanted": np.concatenate(wanted).astype(float),
        "wanted_low": np.full(rows, float(LOWEST)),
        "wanted_high": np.full(rows, float(HIGHEST)),
        "believed_on": np.tile(asked_on, len(WANTS)),
        **convenience(item),
    }
