"""What customers write: topics that fit their score, segment and season, in varied words."""

import tomllib
from pathlib import Path

import numpy as np

from insight.demo.days import days, seed

_WRITES = {"bad": 0.19, "middling": 0.085, "good": 0.115}
_SAYS_MORE = 0.3
_ADDS_WORDS = 0.22
_CURT = 12  # letters: who writes so little adds nothing
_LONG = 250
_AWKWARD_COPIES = 2

_BOATS = ("Guillemot", "Kittiwake", "Fulmar", "Shearwater", "Razorbill", "Dunlin")
_PORTS = {
    "Northern": ("Northhead", "Crail Sound"),
    "Eastern": ("Eastquay", "Marram"),
    "Southern": ("Southhaven", "Pilot's Reach"),
    "Islands": ("Great Holm", "St Osyth"),
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def comments(who: dict[str, np.ndarray], day: np.ndarray, score: np.ndarray) -> np.ndarray:
    """A comment or None for each answer; about one in eight writes.

    `who` holds the dimension values, one array a dimension; `score` is 0 to 10 or NaN.
    """
    rng = seed("comments")
    bank = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    tone = np.select([score <= 6, score >= 9], ["bad", "good"], default="middling")
    rows = np.flatnonzero(rng.random(len(day)) < np.vectorize(_WRITES.get)(tone))
    writers = {dimension: values[rows] for dimension, values in who.items()}
    fits = [_fits(topic, tone[rows], writers, day[rows]) for topic in bank["topic"]]
    chance = np.column_stack(fits)
    thresholds = np.cumsum(chance / chance.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    first, second = ((rng.random(len(rows))[:, None] > thresholds).sum(axis=1) for _ in range(2))

    written = np.full(len(day), None, dtype=object)
    for at, row in enumerate(rows):
        text = _pick(rng, bank["topic"][first[at]]["texts"])
        more = _pick(rng, bank["topic"][second[at]]["texts"])
        says_more, before, after = rng.random(3) < (_SAYS_MORE, _ADDS_WORDS, _ADDS_WORDS)
        if _CURT < len(text) < _LONG:
            if says_more and first[at] != second[at] and _CURT < len(more) < _LONG:
                text = f"{text} {more}"
            if before:
                text = f"{_pick(rng, bank['around'][tone[row] + '_before'])} {text}"
            if after:
                text = f"{text} {_pick(rng, bank['around'][tone[row] + '_after'])}"
        written[row] = _filled_in(rng, text, who["region"][row])
    awkward = bank["awkward"]["texts"] * _AWKWARD_COPIES
    written[rng.choice(rows, len(awkward), replace=False)] = awkward
    return written


def _fits(topic: dict, tone, writers, day) -> np.ndarray:
    """How likely each writer is to take the topic; 0 where a condition does not hold."""
    fits = tone == topic["tone"]
    for dimension in ("segment", "region", "channel", "fare"):
        if dimension in topic:
            fits = fits & (writers[dimension] == topic[dimension])
    since, until = days((topic.get("since", "1900-01-01"), topic.get("until", "2999-01-01")))
    fits = fits & (day >= since) & (day < until)
    if "months" in topic:
        fits = fits & np.isin(day.astype("datetime64[M]").astype(int) % 12 + 1, topic["months"])
    return fits * topic.get("likely", 1.0)


def _filled_in(rng, text: str, region: str) -> str:
    return text.format(
        boat=_pick(rng, _BOATS),
        port=_pick(rng, _PORTS[region]),
        minutes=5 * rng.integers(4, 20),
        clock=f"{rng.integers(6, 21)}:{_pick(rng, ('00', '10', '20', '40', '50'))}",
        weekday=_pick(rng, _WEEKDAYS),
    )


def _pick(rng, options):
    return options[rng.integers(len(options))]
