"""What happens beside the surveys: bookings by channel, contacts, follow-ups and departures."""

from collections.abc import Iterator

import numpy as np

from insight.demo.company import CHANNELS, REGION_SHARES, REGIONS, channel_shares
from insight.demo.days import LAST_DAY, NO_DAY, every_day, seed, summer
from insight.demo.story import CHANGES, exposed

_BOOKINGS_A_DAY = 1_900
# Of each channel's users, who cannot use the app, will not, or uses it.
_GROUPS = ("cannot", "will_not", "uses")
_GROUPS_BY_CHANNEL = {
    "Phone": (0.34, 0.61, 0.05),
    "Web": (0.10, 0.72, 0.18),
    "App": (0.0, 0.0, 1.0),
}


def interactions() -> dict[str, np.ndarray]:
    """The interactions table by column: bookings by day, channel, user group and region."""
    rng = seed("interactions")
    day = every_day()
    groups = np.array([_GROUPS_BY_CHANNEL[channel] for channel in CHANNELS])
    a_day = _BOOKINGS_A_DAY * (1 + 0.35 * summer(day))
    expected = np.einsum("d,dc,cg,r->dcgr", a_day, channel_shares(day), groups, REGION_SHARES)
    at = np.nonzero(expected)
    return {
        "day": day[at[0]],
        "channel": np.array(CHANNELS, dtype=object)[at[1]],
        "user_group": np.array(_GROUPS, dtype=object)[at[2]],
        "interactions": rng.poisson(expected[at]),
        "region": np.array(REGIONS, dtype=object)[at[3]],
    }


_OWNERS = ("Route manager", "Service desk", "Freight desk", "Terminal manager", "Head of service")
_OUTCOMES = ("Explained", "Refunded", "Apologised", "Put right", "Passed on", "Nothing to be done")


def follow_ups(answered: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The follow_ups table by column: detractors called back, more of them every year."""
    rng = seed("follow_ups")
    day = answered["responded_on"]
    years = (day - np.datetime64("2022-03-01")).astype(float) / 365.25
    chance = np.clip(0.10 + 0.09 * years, 0, 0.5) * (years > 0)
    rows = np.flatnonzero((answered["recommend_score"] <= 6) & (rng.random(len(day)) < chance))
    total = len(rows)
    pace = 1.25 - 0.12 * years[rows]  # slower at first
    opened = day[rows] + rng.geometric(0.45, total)
    decided = opened + (rng.gamma(1.6, 4.0, total) * pace).astype(int)
    done = decided + (rng.gamma(1.3, 9.0, total) * pace).astype(int)
    told = done + rng.geometric(0.5, total) - 1
    forgotten = rng.random(total) < 0.04
    decided = _known(decided, ~(forgotten & (rng.random(total) < 0.4)))
    done = _known(done, ~forgotten & ~np.isnat(decided))
    told = _known(told, ~np.isnat(done) & (rng.random(total) < 0.85))
    owner = np.array(_OWNERS, dtype=object)[rng.choice(5, total, p=(0.30, 0.35, 0.0, 0.2, 0.15))]
    owner[answered["segment"][rows] == "Freight"] = "Freight desk"
    outcome = np.array(_OUTCOMES, dtype=object)[
        rng.choice(6, total, p=(0.27, 0.16, 0.22, 0.2, 0.08, 0.07))
    ]
    by_day = np.argsort(opened, kind="stable")
    by_day = by_day[opened[by_day] <= LAST_DAY]
    columns = {
        "response_id": answered["response_id"][rows],
        "opened_on": opened,
        "owner": owner,
        "decided_on": decided,
        "done_on": done,
        "told_on": told,
        "outcome": np.where(np.isnat(done), None, outcome),
    }
    return {name: column[by_day] for name, column in columns.items()}


def _known(day: np.ndarray, happened: np.ndarray) -> np.ndarray:
    """The day where it happened by the last day of the demo, else no day."""
    return np.where(happened & (day <= LAST_DAY), day, NO_DAY)


_WAYS = ("E-mail", "Text message", "Phone", "Letter", "At the quay")
_ROLES = {
    "asked": ("Market research", "Service desk"),
    "told": ("Traffic control", "Marketing", "Service desk"),
    "they_called": ("Service desk", "Freight desk", "Terminal staff"),
}
_WAYS_OF = {
    "asked": (0.7, 0.15, 0.05, 0.05, 0.05),
    "told": (0.45, 0.30, 0.05, 0.15, 0.05),
    "they_called": (0.0, 0.0, 0.85, 0.0, 0.15),
}
_CONTACTS = 14_000
_DAYS_OF_TELLING = 21


def contacts(known: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The contacts table by column, by day: who was asked, told, or called us."""
    rng = seed("contacts")
    day = np.sort(rng.choice(every_day(), _CONTACTS))
    already = np.searchsorted(known["since"], day, side="right")
    person = (rng.random(_CONTACTS) * already).astype(int)
    direction = np.array(list(_ROLES), dtype=object)[rng.choice(3, _CONTACTS, p=(0.35, 0.40, 0.25))]
    channel = np.empty(_CONTACTS, dtype=object)
    role = np.empty(_CONTACTS, dtype=object)
    for kind, roles in _ROLES.items():
        rows = np.flatnonzero(direction == kind)
        channel[rows] = np.array(_WAYS, dtype=object)[rng.choice(5, len(rows), p=_WAYS_OF[kind])]
        role[rows] = np.array(roles, dtype=object)[rng.integers(0, len(roles), len(rows))]
    touches = {
        "customer_id": known["customer_id"][person],
        "contacted_on": day,
        "direction": direction,
        "channel": channel,
        "role": role,
    }
    together = [touches, *_told_of_changes(known)]
    touches = {name: np.concatenate([one[name] for one in together]) for name in touches}
    by_day = np.argsort(touches["contacted_on"], kind="stable")
    return {name: column[by_day] for name, column in touches.items()}


def _told_of_changes(known: dict[str, np.ndarray]) -> Iterator[dict[str, np.ndarray]]:
    """Contacts of each change that part of those it touched were told of, drawn by lot."""
    rng = seed("told of changes")
    for change in CHANGES:
        if not change.told_share:
            continue
        told_on = np.datetime64(change.told_on)
        lot = rng.random(len(known["since"])) < change.told_share
        customers = np.flatnonzero(lot & (known["since"] <= told_on) & exposed(change, known))
        total = len(customers)
        yield {
            "customer_id": known["customer_id"][customers],
            "contacted_on": told_on + rng.integers(0, _DAYS_OF_TELLING, total),
            "direction": np.full(total, "told", dtype=object),
            "channel": np.array(_WAYS[:2], dtype=object)[rng.integers(0, 2, total)],
            "role": np.full(total, "Marketing", dtype=object),
        }
