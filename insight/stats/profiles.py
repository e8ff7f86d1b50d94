"""Two profiles of needs: do they differ, by how much, and are their ranks alike?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

NEVER_TOGETHER = "chi-squared"
TOGETHER = "chi-squared, Rao-Scott corrected"


@dataclass(frozen=True)
class Homogeneity:
    """A test of whether picks are spread over the same items; `df` may be a fraction."""

    chi2: float
    df: float
    p: float
    test: str


def homogeneity(
    first: Sequence[float], second: Sequence[float], together: np.ndarray
) -> Homogeneity | None:
    """Chi-squared homogeneity of the picks of two waves; None below two items picked.

    `together` counts the people of both waves who picked both of two items, K by K. One pick a
    person makes it Pearson's; several picks of a person are no answers of several people, so the
    statistic is scaled to the mean and variance that they give it. Source: Rao, Scott 1981, second
    order, people as clusters.
    """
    from scipy.special import chdtrc

    picks = np.array([first, second], dtype=float)
    by_wave, by_item = picks.sum(axis=1), picks.sum(axis=0)
    if not (by_wave > 0).all() or np.count_nonzero(by_item) < 2:
        return None
    expected = np.outer(by_wave, by_item) / picks.sum()
    there = by_item > 0
    pearson = float(((picks - expected)[:, there] ** 2 / expected[:, there]).sum())
    effects = _design_effects(np.asarray(together, dtype=float))
    total, squares = float(effects.sum()), float((effects**2).sum())
    if not total > 1e-9:
        # Everybody picked the same items: no two samples of them could differ.
        return None if pearson > 1e-9 else Homogeneity(0.0, 0.0, 1.0, TOGETHER)
    chi2, df = pearson * total / squares, total**2 / squares
    alone = np.allclose(together, np.diag(np.diag(together)))
    return Homogeneity(chi2, df, float(chdtrc(df, chi2)), NEVER_TOGETHER if alone else TOGETHER)


def _design_effects(together: np.ndarray) -> np.ndarray:
    """How much more than independent picks the picks of people vary, in each direction.

    The eigenvalues of the covariance of y - m * profile, where y is 1 for each item a person
    picked and m their number, a pick, over the variances of independent picks. One pick a person
    gives K - 1 ones.
    """
    picked = np.diag(together)
    there = picked > 0
    counts, picks = together[np.ix_(there, there)], picked.sum()
    if not picks > 0:
        return np.zeros(1)
    profile = picked[there] / picks
    with_own_number = counts.sum(axis=1)
    covariance = (
        counts
        - np.outer(profile, with_own_number)
        - np.outer(with_own_number, profile)
        + counts.sum() * np.outer(profile, profile)
    ) / picks
    spread = np.sqrt(profile)
    return np.clip(np.linalg.eigvalsh(covariance / np.outer(spread, spread)), 0, None)


def js_distance(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Jensen-Shannon distance, base 2, of the shares of two profiles: 0 alike, 1 nothing shared.

    None where either holds nothing. Source: Endres, Schindelin 2003.
    """
    from scipy.special import rel_entr

    if not (sum(first) > 0 and sum(second) > 0):
        return None
    shares = np.array([np.asarray(side, dtype=float) / sum(side) for side in (first, second)])
    bits = float(rel_entr(shares, shares.mean(axis=0)).sum()) / 2 / math.log(2)
    return _finite(math.sqrt(min(1.0, max(0.0, bits))))


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Spearman's rank correlation; None below two items or where all of one side are alike."""
    if len(first) < 2:
        return None
    # Equal wants differ in their last digit by the order in which they were summed.
    ranks = [_ranks(np.round(side, 9)) for side in (first, second)]
    if any(np.ptp(one) == 0 for one in ranks):
        return None
    return float(np.corrcoef(*ranks)[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    """From 1 up; those that are alike share the mean of their ranks."""
    _, place, alike = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(alike) - (alike - 1) / 2)[place]


def people_together(pairs: Mapping[tuple[str, str], float], items: Sequence[str]) -> np.ndarray:
    """Counts of people by pair of items as a square, in the order of these items."""
    at = {item: index for index, item in enumerate(items)}
    square = np.zeros((len(items), len(items)))
    for (item, other), people in pairs.items():
        if item in at and other in at:
            square[at[item], at[other]] += people
            if item != other:
                square[at[other], at[item]] += people
    return square


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
