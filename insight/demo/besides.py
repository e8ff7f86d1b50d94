"""What is asked besides how much a want is wanted and how well it is delivered: Kano and effort."""

import numpy as np

from insight.demo.days import seed
from insight.demo.surveys import YEARLY

# True shares of the Kano classes of an item, percent: attractive, one-dimensional, must-be,
# indifferent, reverse, questionable.
KANO = {
    "On time": (4, 41, 46, 7, 0, 2),
    "Told about delays": (12, 52, 22, 12, 0, 2),
    "Refunds without a fight": (10, 30, 44, 13, 0, 3),
    "Feeling safe": (3, 22, 66, 7, 0, 2),
    "Staff who care": (44, 28, 9, 17, 0, 2),
    "Wi-Fi that works": (50, 12, 6, 29, 1, 2),
    "Calm boarding": (31, 12, 10, 42, 2, 3),
    "Shop and café": (17, 4, 3, 68, 6, 2),
}
_PAIRS = {
    "attractive": [(1, 2), (1, 3), (1, 4)],
    "one_dimensional": [(1, 5)],
    "must_be": [(2, 5), (3, 5)],
    "indifferent": [(2, 3), (3, 3), (3, 4)],
    "reverse": [(3, 1), (5, 2)],
    "questionable": [(1, 1)],
}
_KANO_FROM = np.datetime64("2026-01-01")
_ASKED_KANO = 0.6

# Of processes: the mean ease for the customer and the mean convenience for the company, percent of
# maximum. Refunds suit the company and nobody else.
EASE = {
    "Easy to book": (72, 66),
    "Refunds without a fight": (38, 85),
    "Calm boarding": (64, 42),
}
_EASE_FROM = np.datetime64("2025-11-01")
_ASKED_EASE = 0.5


def asked_besides(item: np.ndarray, day: np.ndarray, survey: np.ndarray) -> dict[str, np.ndarray]:
    """Columns of the ratings table by row: Kano pairs of one yearly wave, effort since 2025."""
    rng = seed("asked besides")
    kano = rng.random(len(item)) < _ASKED_KANO
    kano &= (survey == YEARLY) & (day >= _KANO_FROM)
    functional, dysfunctional = (np.full(len(item), np.nan) for _ in range(2))
    for name, shares in KANO.items():
        at = np.flatnonzero(kano & (item == name))
        kinds = rng.choice(list(_PAIRS), len(at), p=np.array(shares) / 100)
        for row, kind in zip(at, kinds, strict=True):
            functional[row], dysfunctional[row] = rng.choice(_PAIRS[kind])
    asked = (rng.random(len(item)) < _ASKED_EASE) & (day >= _EASE_FROM)
    effort = np.full(len(item), np.nan)
    for name, (easy, _) in EASE.items():
        at = asked & (item == name)
        effort[at] = 1 + rng.binomial(4, easy / 100, at.sum())
    scaled = ~np.isnan(effort)
    return {
        "effort": effort,
        "effort_low": np.where(scaled, 1.0, np.nan),
        "effort_high": np.where(scaled, 5.0, np.nan),
        "functional": functional,
        "dysfunctional": dysfunctional,
    }


def convenience(item: np.ndarray) -> dict[str, np.ndarray]:
    """Columns of the beliefs table by row: how convenient each process is for the company."""
    rng = seed("convenience")
    convenient = np.full(len(item), np.nan)
    for name, (_, ours) in EASE.items():
        at = item == name
        convenient[at] = 1 + rng.binomial(4, ours / 100, at.sum())
    scaled = ~np.isnan(convenient)
    return {
        "convenient": convenient,
        "convenient_low": np.where(scaled, 1.0, np.nan),
        "convenient_high": np.where(scaled, 5.0, np.nan),
    }
