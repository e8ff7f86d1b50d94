"""Literal questionnaires with a score and the deliveries rated in it, spelled shortly."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any


def scored(
    *answers: tuple[int | None, Mapping[str, float | None]],
    day: date = date(2026, 1, 15),
    customers: Sequence[str] | None = None,
    wanted: Mapping[str, float] | None = None,
    prefix: str = "R",
    **dimensions: str,
) -> dict[str, list[dict[str, Any]]]:
    """Tables for (score, {item: delivered from 1 to 5}); `wanted` is what all of them want (3).

    Whose delivery is None has a row without it.
    """
    ids = [f"{prefix}{n}" for n in range(len(answers))]
    return {
        "survey_responses": [
            {
                "response_id": ids[n],
                "customer_id": customers[n] if customers else None,
                "responded_on": day,
                "recommend_score": score,
                **dimensions,
            }
            for n, (score, _) in enumerate(answers)
        ],
        "ratings": [
            {
                "response_id": ids[n],
                "item": item,
                "wanted": (wanted or {}).get(item, 3.0),
                "wanted_low": 1.0,
                "wanted_high": 5.0,
                "delivered": delivered,
                "delivered_low": None if delivered is None else 1.0,
                "delivered_high": None if delivered is None else 5.0,
            }
            for n, (_, ratings) in enumerate(answers)
            for item, delivered in ratings.items()
        ],
    }
