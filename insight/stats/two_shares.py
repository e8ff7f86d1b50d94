"""Two shares of different people: is the difference between them real?"""

import math

from insight.stats.two_sided_p import normal_p


def two_shares_p(part: int, n: int, other_part: int, other_n: int) -> float:
    """Two-sided p of the pooled z test of two proportions; 1 where all or none are in both."""
    pooled = (part + other_part) / (n + other_n)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / other_n))
    return 1.0 if error == 0 else normal_p((part / n - other_part / other_n) / error)
