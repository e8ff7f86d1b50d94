"""What SQL cannot say: named steps that fill promised columns of an answer."""

from collections.abc import Callable

import pyarrow as pa

from insight.stats.t_interval import t_interval_of_gap, t_interval_of_means
from insight.stats.two_sided_p import two_sided_p

STEPS: dict[str, Callable[[pa.Table], pa.Table]] = {
    step.__name__: step for step in (two_sided_p, t_interval_of_gap, t_interval_of_means)
}
"""Steps by the name a query's header calls them: rows in, the same rows with more columns out."""
