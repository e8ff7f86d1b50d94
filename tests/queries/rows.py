"""Literal answers and ratings, spelled shortly."""

from datetime import date
from typing import Any


def answered(day: date, *scores: int | None, **dimensions: str | None) -> list[dict[str, Any]]:
    """One answer on that day for each score; None is a questionnaire without a score."""
    return [{"responded_on": day, "recommend_score": score, **dimensions} for score in scores]


def by_customer(
    customer: str | None, *answers: tuple[date, int | None], **dimensions: str | None
) -> list[dict[str, Any]]:
    """The answers of one customer: (day, score); None as customer is nobody known."""
    return [
        {"customer_id": customer, "responded_on": day, "recommend_score": score, **dimensions}
        for day, score in answers
    ]


def rated(
    item: str,
    pairs: list[tuple[float | None, float | None]],
    day: date = date(2026, 1, 15),
    scale: tuple[float, float] = (1, 5),
    wanted_scale: tuple[float, float] | None = None,
    kind: str | None = None,
    **dimensions: str,
) -> dict[str, list[dict[str, Any]]]:
    """Tables for respondents who each rated one item: (wanted, delivered), None where not said."""
    respondents = [f"{item} {day} {sorted(dimensions.items())} {n}" for n in range(len(pairs))]
    wanted_low, wanted_high = wanted_scale or scale
    return {
        "survey_responses": [
            {"response_id": respondent, "responded_on": day, **dimensions}
            for respondent in respondents
        ],
        "ratings": [
            {
                "response_id": respondent,
                "item": item,
                "kind": kind,
                "wanted": wanted,
                "wanted_low": None if wanted is None else wanted_low,
                "wanted_high": None if wanted is None else wanted_high,
                "delivered": delivered,
                "delivered_low": None if delivered is None else scale[0],
                "delivered_high": None if delivered is None else scale[1],
            }
            for respondent, (wanted, delivered) in zip(respondents, pairs, strict=True)
        ],
    }


def picked(
    item: str, picks: list[bool], delivered: list[float | None], **more: Any
) -> dict[str, list[dict[str, Any]]]:
    """The same where respondents were asked which items matter most: 1 is picked, 0 is not."""
    pairs = list(zip([float(pick) for pick in picks], delivered, strict=True))
    return rated(item, pairs, wanted_scale=(0, 1), **more)


def together(*tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of several such tables as one."""
    names = {name for one in tables for name in one}
    return {name: [row for one in tables for row in one.get(name, [])] for name in names}
