"""What SQL cannot say: named steps that fill promised columns of an answer."""

from collections.abc import Callable

import pyarrow as pa

from insight.stats.delivery_by_group import delivery_by_group
from insight.stats.driver_shares import driver_shares
from insight.stats.many_tests import corrected_p, holm_corrected_p
from insight.stats.needs import needs_changed, needs_moved, t_interval_of_wanted
from insight.stats.nps_with_interval import nps_with_interval
from insight.stats.opportunity import opportunity_scores
from insight.stats.outlook import needs_outlook
from insight.stats.paired_t import paired_t
from insight.stats.perception import perception_gap
from insight.stats.period_changes import period_changes
from insight.stats.season import season_adjusted
from insight.stats.t_interval import (
    t_interval_of_difference,
    t_interval_of_gap,
    t_interval_of_means,
)
from insight.stats.two_sided_p import two_sided_p
from insight.stats.what_moved import split_by_dimension, split_by_value

STEPS: dict[str, Callable[[pa.Table], pa.Table]] = {
    step.__name__: step
    for step in (
        delivery_by_group,
        driver_shares,
        paired_t,
        two_sided_p,
        t_interval_of_difference,
        t_interval_of_gap,
        t_interval_of_means,
        t_interval_of_wanted,
        needs_changed,
        needs_moved,
        needs_outlook,
        nps_with_interval,
        opportunity_scores,
        period_changes,
        season_adjusted,
        split_by_value,
        split_by_dimension,
        corrected_p,
        holm_corrected_p,
        perception_gap,
    )
}
"""Steps by the name a query's header calls them: rows in, the same rows with more columns out."""
