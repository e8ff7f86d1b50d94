"""LMG: each driver's share of R2, averaged over every order in which drivers can enter.

Source: Lindeman, Merenda, Gold 1980, p. 119; the same as Shapley's value of R2.
"""

from functools import lru_cache
from math import factorial

import numpy as np

MOST_DRIVERS = 13
"""Above, 2 ** drivers regressions are too many; relative weights stand in."""

SINGULAR = 1e-9
"""A driver whose variance, given those before it, falls below this part of its own adds nothing."""

_NUMBERS_AT_ONCE = 500_000


def lmg(correlations: np.ndarray) -> np.ndarray:
    """Parts of R2, summing to it: from (draws, drivers + 1, drivers + 1) to (draws, drivers).

    The last row and column are what is explained. A driver without variance has a zero row.
    """
    drivers = correlations.shape[-1] - 1
    at_once = max(1, _NUMBERS_AT_ONCE // (4 * 2**drivers))
    parts = [
        explained_by_subsets(correlations[start : start + at_once]).T @ _weights(drivers)
        for start in range(0, len(correlations), at_once)
    ]
    return np.concatenate(parts)


def explained_by_subsets(correlations: np.ndarray) -> np.ndarray:
    """R2 of every subset of drivers, (2 ** drivers, draws); bit j of the row says driver j is in.

    Drivers are swept out one after another, for all subsets and draws at once.
    """
    left = np.ascontiguousarray(np.moveaxis(correlations, 0, -1))[None]
    while (others_left := left.shape[1] - 1) > 0:
        variance, others = left[:, 0, 0], left[:, 0, 1:]
        usable = variance > SINGULAR
        slopes = np.where(usable, 1 / np.where(usable, variance, 1), 0)[:, None] * others
        both = np.empty((2 * len(left), others_left, others_left, left.shape[-1]))
        without, swept = both[: len(left)], both[len(left) :]
        without[:] = left[:, 1:, 1:]
        for row in range(others_left):  # what lies below the diagonal is never read
            place = swept[:, row, row:]
            np.multiply(slopes[:, row, None], others[:, row:], out=place)
            np.subtract(without[:, row, row:], place, out=place)
        left = both
    return 1 - left[:, 0, 0]


@lru_cache
def _weights(drivers: int) -> np.ndarray:
    """What R2 of each subset counts in each driver's part, (2 ** drivers, drivers)."""
    subsets = np.arange(2**drivers)
    holds = (subsets[:, None] >> np.arange(drivers)) & 1
    size = holds.sum(axis=1)
    entering = np.array(
        [factorial(n) * factorial(drivers - n - 1) / factorial(drivers) for n in range(drivers)]
    )
    gained = np.where(size > 0, entering[np.maximum(size - 1, 0)], 0)
    lost = np.where(size < drivers, entering[np.minimum(size, drivers - 1)], 0)
    return np.where(holds, gained[:, None], -lost[:, None])
