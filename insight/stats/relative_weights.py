"""Johnson's relative weights: each driver's share of R2 where LMG would take too long."""

import numpy as np

from insight.stats.lmg import SINGULAR


def relative_weights(correlations: np.ndarray) -> np.ndarray:
    """Parts of R2, summing to it: from (draws, drivers + 1, drivers + 1) to (draws, drivers).

    The last row and column are what is explained. Source: Johnson 2000, Multivariate Behavioral
    Research 35, 1.
    """
    among, with_score = correlations[:, :-1, :-1], correlations[:, :-1, -1]
    values, vectors = np.linalg.eigh(among)
    usable = values > SINGULAR * values.shape[-1]
    roots = np.sqrt(np.where(usable, values, 0))
    inverse = np.where(usable, 1 / np.where(usable, roots, 1), 0)
    # The uncorrelated variables nearest to the drivers: how they hang together with the drivers,
    # and how they explain the score.
    nearest = (vectors * roots[:, None, :]) @ vectors.mT
    slopes = ((vectors * inverse[:, None, :]) @ vectors.mT @ with_score[..., None])[..., 0]
    return ((nearest**2) @ (slopes**2)[..., None])[..., 0]
