"""A made-up company: every table and column, nulls, weights, and names that try to be SQL."""

import random
from datetime import date, timedelta
from typing import Any

HOSTILE = (
    "O'Neil",
    '"; drop table x; --',
    "a\\b",
    "${env:HOME}",
    "`ticked`",
    "",
    "ÄÖ\u2028ü",
    " x ",
)
PLANS = ("basic", "plus", None)
CHANNELS = ("web", "phone", "app", None)
RATED = (("speed", "hard"), ("warmth", "soft"), ("price", None))
PICKED = ("quiet", "view", "food")
FIRST = date(2023, 1, 1)
DAYS = 900
ANSWERS = 1_500
CUSTOMERS = 300


def company(seed: int = 9) -> dict[str, list[dict[str, Any]]]:
    """Rows of every table by name; the same for the same seed."""
    draw = random.Random(seed)
    answers = [_answer(draw, number) for number in range(ANSWERS)]
    return {
        "survey_responses": answers,
        "ratings": [rating for answer in answers for rating in _ratings(draw, answer)],
        "customers": [_customer(draw, number) for number in range(CUSTOMERS)],
        "changes": _changes(),
        "contacts": [_contact(draw) for _ in range(400)],
        "departures": [_departure(draw, number) for number in range(60)],
        "follow_ups": [_follow_up(draw, answer) for answer in answers[::7]],
        "interactions": [_interactions(draw) for _ in range(200)],
        "invitations": [_invitations(draw) for _ in range(150)],
        "beliefs": [_belief(draw) for _ in range(20)],
    }


def _day(draw: random.Random) -> date:
    return FIRST + timedelta(days=draw.randrange(DAYS))


def _customer_id(draw: random.Random) -> str:
    return f"C{draw.randrange(CUSTOMERS):04}"


def _maybe(draw: random.Random, value: Any, how_often: float = 0.7) -> Any:
    return value if draw.random() < how_often else None


def _answer(draw: random.Random, number: int) -> dict[str, Any]:
    return {
        "response_id": f"R{number:06}",
        "customer_id": _maybe(draw, _customer_id(draw), 0.9),
        "responded_on": _day(draw),
        "survey": draw.choice(("yearly", "after a call", None)),
        "wave": None,
        "recommend_score": _maybe(draw, draw.randrange(11), 0.9),
        "comment": _maybe(draw, draw.choice(HOSTILE), 0.3),
        "weight": _maybe(draw, draw.uniform(0.1, 4)),
        "sent_on": None,
        "plan": draw.choice(PLANS),
        "channel": draw.choice(CHANNELS),
        'a "name" `of` its own.': draw.choice(HOSTILE),
    }


def _ratings(draw: random.Random, answer: dict[str, Any]) -> list[dict[str, Any]]:
    about = {"response_id": answer["response_id"]}
    rows = [
        {**about, "item": item, "kind": kind, **_scaled(draw), "functional": draw.randint(1, 5)}
        | {"dysfunctional": _maybe(draw, draw.randint(1, 5))}
        for item, kind in RATED
        if draw.random() < 0.8
    ]
    picks = {"wanted_low": 0.0, "wanted_high": 1.0}
    return rows + [
        {**about, "item": item, "wanted": float(draw.random() < 0.4), **picks} for item in PICKED
    ]


def _scaled(draw: random.Random) -> dict[str, Any]:
    scaled = {}
    for side, low, high in (("wanted", 1, 5), ("delivered", 10, 0), ("effort", 1, 7)):
        value = _maybe(draw, float(draw.randint(min(low, high), max(low, high))))
        if value is not None:
            scaled |= {side: value, f"{side}_low": float(low), f"{side}_high": float(high)}
    return scaled


def _customer(draw: random.Random, number: int) -> dict[str, Any]:
    return {
        "customer_id": f"C{number:04}",
        "since": _maybe(draw, _day(draw) - timedelta(days=draw.randrange(6000))),
        "revenue_per_year": _maybe(draw, draw.uniform(1, 1e6)),
        "suppliers": draw.randrange(4),
        "our_rank": None,
        "region": draw.choice(("North", "South", None)),
    }


def _changes() -> list[dict[str, Any]]:
    return [
        {"change_id": "web", "lane": "ours", "title": "New web", "item": "speed"}
        | {"started_on": date(2024, 2, 1), "told_on": date(2024, 2, 10), "exposed": "plan=plus"},
        {"change_id": "all", "lane": "ours", "title": HOSTILE[1], "started_on": date(2024, 5, 1)}
        | {"told_on": date(2024, 5, 1)},
        {"change_id": "bad", "title": "?", "started_on": date(2024, 5, 2), "exposed": "plan=none"},
    ]


def _contact(draw: random.Random) -> dict[str, Any]:
    told = date(2024, 2, 10) + timedelta(days=draw.randrange(30))
    return {
        "customer_id": _customer_id(draw),
        "contacted_on": draw.choice((told, _day(draw))),
        "direction": draw.choice(("told", "asked", "they_called", None)),
        "channel": draw.choice(CHANNELS),
    }


def _departure(draw: random.Random, number: int) -> dict[str, Any]:
    return {
        "customer_id": f"C{number:04}",
        "left_on": _day(draw),
        "reason": draw.choice(HOSTILE),
        "referred": draw.choice((True, False, None)),
    }


def _follow_up(draw: random.Random, answer: dict[str, Any]) -> dict[str, Any]:
    opened = answer["responded_on"] + timedelta(days=1)
    return {
        "response_id": answer["response_id"],
        "opened_on": opened,
        "decided_on": _maybe(draw, opened + timedelta(days=2)),
        "done_on": _maybe(draw, opened + timedelta(days=9)),
    }


def _interactions(draw: random.Random) -> dict[str, Any]:
    return {
        "day": _day(draw),
        "channel": draw.choice(CHANNELS[:3]),
        "user_group": draw.choice(("uses", "cannot", None)),
        "interactions": draw.randrange(1000),
        "plan": draw.choice((*PLANS, "only here")),
    }


def _invitations(draw: random.Random) -> dict[str, Any]:
    return {"day": _day(draw), "survey": draw.choice(("yearly", None)), "sent": draw.randrange(99)}


def _belief(draw: random.Random) -> dict[str, Any]:
    scale = {"wanted_low": 1.0, "wanted_high": 5.0}
    return {"item": draw.choice(RATED)[0], "wanted": float(draw.randint(1, 5)), **scale}
