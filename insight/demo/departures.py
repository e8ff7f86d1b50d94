"""Customers who left, why, how the parting was handled, and who came back."""

import numpy as np

from insight.demo.days import LAST_DAY, NO_DAY, days, seed

_LEFT_IN = {2022: 250, 2023: 270, 2024: 270, 2025: 410, 2026: 300}
_LEFT = sum(_LEFT_IN.values())

# A reason with its weight and what was needed, experienced and expected elsewhere.
_REASONS = {
    "Another way to get there": (
        ("A way across at any hour", "A day out without a timetable"),
        ("Two hours of waiting for a short crossing", "Full boats on sunny days"),
        ("To drive when we like", "No queue and no booking"),
    ),
    "Price": (
        ("A price we can plan with", "A fair price for a family of five"),
        ("A surcharge that came late and never left", "A third rise in two years"),
        ("The same crossing for less", "One price, all in"),
    ),
    "Late too often": (
        ("To be on time for the early shift", "Goods at the gate by seven"),
        ("Late every second Monday", "Missed two slots in one month"),
        ("A boat that leaves when it says", "Hours that hold"),
    ),
    "Not told": (
        ("To know before we leave home", "One message when it changes"),
        ("An hour on the quay without a word", "The driver learned it from the radio"),
        ("To be told first", "A text, nothing more"),
    ),
    "Refund refused": (
        ("Our money back for a cancelled crossing", "A refund without a form"),
        ("Six weeks and a form in three parts", "A voucher we cannot use"),
        ("Money back within days", "Someone who decides on the phone"),
    ),
    "Moved away": (
        ("Nothing we could give", "A route we do not sail"),
        ("Good years with us", "No complaint at all"),
        ("Nothing, we moved", "A route from the new home"),
    ),
    "Could not reach anyone": (
        ("A person on the phone", "To change a booking in two minutes"),
        ("A message that recommends the app", "Twenty minutes of music"),
        ("Someone who picks up", "A name and a number"),
    ),
    "Closed the business": (
        ("Nothing any more", "An end to the contract"),
        ("A fair partner to the end", "Good desk, hard prices"),
        ("Nothing", "Not applicable"),
    ),
}
_USUAL = {
    "Commuters": (0.10, 0.17, 0.24, 0.14, 0.07, 0.20, 0.08, 0.0),
    "Leisure": (0.22, 0.26, 0.07, 0.09, 0.16, 0.12, 0.08, 0.0),
    "Freight": (0.04, 0.28, 0.27, 0.21, 0.03, 0.0, 0.05, 0.12),
    "Coach groups": (0.12, 0.26, 0.14, 0.14, 0.12, 0.0, 0.12, 0.10),
}
_HANDLING = ("Called within a week", "Letter", "Offered a lower price", "Let go without a word")


def departures(
    answered: dict[str, np.ndarray], known: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """The departures table by column, by day: after their last answer, unhappy ones sooner.

    Nobody answers after leaving, and who leaves is chosen after the answers are, so
    departures move no figure of the surveys.
    """
    rng = seed("departures")
    last = np.full(len(known["since"]), -1)
    last[answered["person"]] = np.arange(len(answered["person"]))
    person = np.flatnonzero(last >= 0)
    answer = last[person]
    wait = 10 + rng.gamma(1.6, 60, len(person)).astype(int)
    left_on = answered["responded_on"][answer] + wait
    chance = _chance(answered["recommend_score"][answer], known["segment"][person], left_on)
    year = left_on.astype("datetime64[Y]").astype(int) + 1970
    gone = []
    for when, leaving in _LEFT_IN.items():
        could = np.flatnonzero((year == when) & (left_on <= LAST_DAY))
        weight = chance[could] / chance[could].sum()
        gone.append(rng.choice(could, leaving, replace=False, p=weight))
    gone = np.concatenate(gone)
    gone = gone[np.argsort(left_on[gone], kind="stable")]
    person, left_on = person[gone], left_on[gone]
    segment = known["segment"][person]

    reason = _reasons(rng, segment, left_on)
    words = np.array([list(sides) for sides in _REASONS.values()], dtype=object)
    needed, experienced, expects = (
        words[reason, side, rng.integers(0, 2, _LEFT)] for side in range(3)
    )
    handling = rng.choice(4, _LEFT, p=(0.27, 0.24, 0.14, 0.35))
    back_on = left_on + 60 + rng.gamma(2.0, 90, _LEFT).astype(int)
    willing = rng.random(_LEFT) < np.array([0.22, 0.10, 0.20, 0.06])[handling]
    referred = rng.random(_LEFT) < np.array([0.42, 0.25, 0.28, 0.12])[handling]
    return {
        "customer_id": known["customer_id"][person],
        "left_on": left_on,
        "reason": np.array(list(_REASONS), dtype=object)[reason],
        "needed": needed,
        "experienced": experienced,
        "expects": expects,
        "handling": np.array(_HANDLING, dtype=object)[handling],
        "returned_on": np.where(willing & (back_on <= LAST_DAY), back_on, NO_DAY),
        "referred": referred,
        "segment": segment,
        "region": known["region"][person],
    }


def _chance(score, segment, left_on) -> np.ndarray:
    """Relative chance of leaving: detractors, and leisure once the bridge is open."""
    chance = np.select([score <= 6, score <= 8], [4.0, 1.6], default=1.0)
    bridge = (left_on >= np.datetime64("2025-01-15")) & (left_on < np.datetime64("2025-10-01"))
    chance[bridge & (segment == "Leisure")] *= 4.0
    return chance


def _reasons(rng, segment, left_on) -> np.ndarray:
    """Index of the reason: the segment's usual ones, and what was going on at the time."""
    weights = np.array([_USUAL[name] for name in segment])
    reasons = list(_REASONS)
    phone_shut, bridge, refunds = (
        (left_on >= start) & (left_on < end)
        for start, end in (
            days(("2023-03-15", "2024-04-01")),
            days(("2025-01-15", "2026-11-13")),
            days(("2025-06-15", "2026-04-01")),
        )
    )
    weights[phone_shut, reasons.index("Could not reach anyone")] *= 4
    weights[bridge & (segment == "Leisure"), reasons.index("Another way to get there")] *= 3.5
    weights[refunds, reasons.index("Refund refused")] *= 3
    thresholds = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    return (rng.random(len(segment))[:, None] > thresholds).sum(axis=1)
