"""Would they recommend Harbourline? The true NPS of every respondent, and scores drawn from it."""

import numpy as np
from scipy.special import ndtr

from insight.demo.days import days, summer
from insight.demo.story import CHANGES, touched

# Points of NPS: a base for the segment, and what each other dimension adds to it.
_BASE = {"Commuters": 31.0, "Leisure": 59.0, "Freight": -13.0, "Coach groups": 46.0}
_ADDED = {
    "region": {"Northern": 1.0, "Eastern": 1.0, "Southern": 2.0, "Islands": -9.0},
    "channel": {"Phone": -1.0, "Web": 0.0, "App": 2.0},
    "fare": {"Standard": 0.0, "Flexible": 3.0},
}
_SEASON = 2.5
# The same for everyone: ageing boats cost a little every year, until they are cared for.
_DRIFT_DAYS = ("2021-11-01", "2024-07-01")
_DRIFT = (0.0, -10.0)

_PASSIVE_SHARE = 0.36
_PROMOTER_SCORES = (0.45, 0.55)  # of 9 and 10
_PASSIVE_SCORES = (0.45, 0.55)  # of 7 and 8
_DETRACTOR_SCORES = (0.08, 0.05, 0.08, 0.12, 0.13, 0.28, 0.26)  # of 0 to 6


def expected_nps(respondents: dict[str, np.ndarray], day: np.ndarray) -> np.ndarray:
    """The true NPS, in points, of people with these dimension values answering on that day."""
    points = np.interp(day.astype(float), days(_DRIFT_DAYS).astype(float), _DRIFT)
    points += _SEASON * summer(day)
    for dimension, added in {"segment": _BASE, **_ADDED}.items():
        for value, nps in added.items():
            points += nps * (respondents[dimension] == value)
    for change in CHANGES:
        if change.nps:
            points += change.nps * touched(change, respondents, day)
    return points


def scores(nps: np.ndarray, mood: np.ndarray) -> np.ndarray:
    """Scores 0 to 10 whose expected NPS is exactly `nps` points; a higher mood, a higher score.

    `mood` is standard normal, so its rank within the three groups decides the score.
    """
    net = nps / 100
    passive = _PASSIVE_SHARE * (1 - net**2)
    detractor = (1 - passive - net) / 2
    promoter = 1 - passive - detractor
    shares = np.column_stack(
        [
            np.outer(detractor, _DETRACTOR_SCORES),
            np.outer(passive, _PASSIVE_SCORES),
            np.outer(promoter, _PROMOTER_SCORES),
        ]
    )
    return (ndtr(mood)[:, None] > np.cumsum(shares, axis=1)[:, :-1]).sum(axis=1)
