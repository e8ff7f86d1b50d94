"""Two surveys: short after the crossing, long once a year; who was asked and who answered."""

import numpy as np

from insight.demo.comments import comments
from insight.demo.company import (
    CHANNELS,
    FARES,
    FLEXIBLE_SHARE,
    REGION_SHARES,
    REGIONS,
    SEGMENTS,
    channel_shares,
    drawn,
    segment_shares,
)
from insight.demo.days import FIRST_DAY, LAST_DAY, every_day, seed, summer
from insight.demo.recommend import expected_nps, scores

AFTER_THE_CROSSING = "After the crossing"
YEARLY = "Yearly relationship"

_ANSWERS_A_DAY = 29.0
_ANSWERS_A_WAVE = 1_400
_BUSY_WEEKDAYS = np.array([1.0, 0.9, 0.95, 1.05, 1.3, 1.2, 0.6])  # Monday to Sunday
_RESPONSE_RATE = (0.31, 0.24)  # on the first and on the last day
_UNANSWERED = 0.02
# How alike the answers of one customer are: correlation of their moods.
_SAME_CUSTOMER = 0.35


def _response_rate(day: np.ndarray) -> np.ndarray:
    ends = np.array([FIRST_DAY, LAST_DAY]).astype(float)
    return np.interp(day.astype(float), ends, _RESPONSE_RATE)


def invitations() -> dict[str, np.ndarray]:
    """The invitations table by column: sent by day, survey and region."""
    rng = seed("invitations")
    day = every_day()
    weekday = (day.astype(int) + 3) % 7
    crossing = _ANSWERS_A_DAY * _BUSY_WEEKDAYS[weekday] * (1 + 0.2 * summer(day))
    month_of_year = day.astype("datetime64[M]").astype(int) % 12
    in_wave = (month_of_year == 4) & (weekday < 5)  # the weekdays of May
    yearly = in_wave * _ANSWERS_A_WAVE / 22
    sent = np.stack([crossing, yearly], axis=1) / _response_rate(day)[:, None]
    by_region = rng.poisson(sent[:, :, None] * np.array(REGION_SHARES))
    at_day, at_survey, at_region = np.nonzero(by_region)
    return {
        "day": day[at_day],
        "survey": np.array([AFTER_THE_CROSSING, YEARLY], dtype=object)[at_survey],
        "sent": by_region[at_day, at_survey, at_region],
        "region": np.array(REGIONS, dtype=object)[at_region],
    }


def answers(invited: dict[str, np.ndarray], known: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The survey_responses table by column, by day of answering, plus `mood` and `person`.

    `mood` (standard normal) is what ratings share with the score, `person` the row of `known`.
    """
    rng = seed("survey_responses")
    count = rng.binomial(invited["sent"], _response_rate(invited["day"]))
    sent_on, survey, region = (
        np.repeat(invited[column], count) for column in ("day", "survey", "region")
    )
    responded_on = sent_on + np.minimum(rng.geometric(0.3, len(sent_on)), 14)
    by_day = np.argsort(responded_on, kind="stable")
    by_day = by_day[responded_on[by_day] <= LAST_DAY]
    day, sent_on, survey, region = (
        column[by_day] for column in (responded_on, sent_on, survey, region)
    )
    total = len(day)
    segment = np.array(SEGMENTS, dtype=object)[drawn(rng, segment_shares(day))]
    who = {
        "segment": segment,
        "region": region,
        "channel": np.array(CHANNELS, dtype=object)[drawn(rng, channel_shares(day))],
        "fare": np.array(FARES, dtype=object)[(rng.random(total) < FLEXIBLE_SHARE).astype(int)],
    }
    person = _customers_asked(rng, known, who, day)
    temper = rng.standard_normal(len(known["since"]))
    of_the_day = rng.standard_normal(total)
    mood = np.sqrt(_SAME_CUSTOMER) * temper[person] + np.sqrt(1 - _SAME_CUSTOMER) * of_the_day

    score = scores(expected_nps(who, day), mood).astype(float)
    score[rng.random(total) < _UNANSWERED] = np.nan
    yearly = survey == YEARLY
    year = day.astype("datetime64[Y]").astype(str).astype(object)
    return {
        "response_id": np.array([f"R{number:06d}" for number in range(1, total + 1)], dtype=object),
        "customer_id": known["customer_id"][person],
        "responded_on": day,
        "survey": survey,
        "wave": np.where(yearly, year, None),
        "recommend_score": score,
        "comment": comments(who, day, score),
        "weight": np.where(yearly, np.round(rng.normal(1, 0.05, total), 2), np.nan),
        "sent_on": sent_on,
        **who,
        "mood": mood,
        "person": person,
    }


def _customers_asked(rng, known, who, day) -> np.ndarray:
    """A customer of the right segment and region, already one on that day, for each answer."""
    person = np.empty(len(day), dtype=int)
    for segment in SEGMENTS:
        for region in REGIONS:
            here = np.flatnonzero((who["segment"] == segment) & (who["region"] == region))
            theirs = np.flatnonzero((known["segment"] == segment) & (known["region"] == region))
            already = np.searchsorted(known["since"][theirs], day[here], side="right")
            person[here] = theirs[(rng.random(len(here)) * already).astype(int)]
    return person
