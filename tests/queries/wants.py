"""Literal people who rated or picked what they want, spelled shortly."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

Tables = dict[str, list[dict[str, Any]]]


def rated_by(day: date, *people: dict[str, float | None], **dimensions: str | None) -> Tables:
    """People who rated items from 1 to 5 on that day: {item: rating}."""
    wants = [{item: (rating, 1.0, 5.0) for item, rating in person.items()} for person in people]
    return _asked(day, wants, dimensions)


def picked_by(
    day: date, items: Sequence[str], *people: Iterable[str], **dimensions: str | None
) -> Tables:
    """People asked which of these items matter most: the items each picked."""
    chosen = [set(person) for person in people]
    wants = [{item: (float(item in picks), 0.0, 1.0) for item in items} for picks in chosen]
    return _asked(day, wants, dimensions)


def _asked(
    day: date,
    wants: list[dict[str, tuple[float | None, float, float]]],
    dimensions: dict[str, str | None],
) -> Tables:
    people = [f"{day} {sorted(dimensions.items(), key=str)} {n}" for n in range(len(wants))]
    return {
        "survey_responses": [
            {"response_id": person, "responded_on": day, **dimensions} for person in people
        ],
        "ratings": [
            {
                "response_id": person,
                "item": item,
                "wanted": value,
                "wanted_low": low,
                "wanted_high": high,
            }
            for person, wanted in zip(people, wants, strict=True)
            for item, (value, low, high) in wanted.items()
        ],
    }
