"""Weighted NPS: its point, its standard error from the strata, and what its answers are worth."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from insight.stats.two_waves import Wave

SUMS = (
    "weights",
    "weights_promoters",
    "weights_detractors",
    "weight_squares",
    "weight_squares_promoters",
    "weight_squares_detractors",
)
"""What is known of each stratum: sums of the weights, and of their squares."""


@dataclass(frozen=True)
class Weighted:
    """Weighted answers of slices, an array entry each; nan where all weights are 0.

    `nps` and `standard_error` run from -1 to 1. `effective_respondents` is Kish's n, by the
    weights alone; the strata's standard error takes into account what stratifying gains.
    """

    nps: np.ndarray
    standard_error: np.ndarray
    effective_respondents: np.ndarray
    weights: np.ndarray
    wave: Wave
    """As many equal answers as give this standard error, never more than there are."""


def weighted_nps(
    sums: Mapping[str, np.ndarray], respondents: np.ndarray, starts: np.ndarray
) -> Weighted:
    """NPS of slices whose strata stand in a row each, a slice's first at each of `starts`.

    Source: post-stratification as R survey::postStratify (oracle nps_poststrat); Kish 1965.
    """
    strata = {name: np.asarray(sums[name], float) for name in SUMS}
    total = {name: np.add.reduceat(column, starts) for name, column in strata.items()}
    n = np.add.reduceat(np.asarray(respondents, float), starts)
    with np.errstate(divide="ignore", invalid="ignore"):
        promoters = total["weights_promoters"] / total["weights"]
        detractors = total["weights_detractors"] / total["weights"]
        nps = promoters - detractors
        effective = total["weights"] ** 2 / total["weight_squares"]
        small_sample = np.where(n > 1, n / (n - 1), 1.0)
        variance = small_sample * np.add.reduceat(_squares(strata), starts) / total["weights"] ** 2
        by_answer = np.maximum(promoters + detractors - nps**2, 0)
        worth = np.where(variance > 0, by_answer / variance, effective)
    worth = np.minimum(np.where(worth > 0, worth, effective), n)
    wave = Wave(promoters * worth, detractors * worth, worth)
    return Weighted(nps, np.sqrt(variance), effective, total["weights"], wave)


def _squares(strata: Mapping[str, np.ndarray]) -> np.ndarray:
    """Weighted squares of the votes 1, 0 and -1 around the NPS of their stratum."""
    weights = strata["weights"]
    votes = strata["weights_promoters"] - strata["weights_detractors"]
    mean = np.divide(votes, weights, out=np.zeros_like(votes), where=weights > 0)
    promoters, detractors = (strata[f"weight_squares_{who}"] for who in ("promoters", "detractors"))
    around = promoters + detractors - 2 * mean * (promoters - detractors)
    return np.maximum(around + mean**2 * strata["weight_squares"], 0)
