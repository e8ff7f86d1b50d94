"""What SQL cannot say: named steps that fill promised columns of an answer."""

from collections.abc import Callable

import pyarrow as pa

from insight.stats.change_checks import change_checks
from insight.stats.change_course import change_course
from insight.stats.change_effect import change_effects
from insight.stats.channels import adoption_curve, early_or_late
from insight.stats.complacency import complacency
from insight.stats.customer_shifts import customer_series, customer_shifts
from insight.stats.delivery_by_group import delivery_by_group
from insight.stats.driver_shares import driver_shares
from insight.stats.lead_or_follow import lead_or_follow
from insight.stats.many_tests import corrected_p, holm_corrected_p
from insight.stats.needs import needs_changed, needs_moved, t_interval_of_wanted
from insight.stats.nps_with_interval import nps_with_interval
from insight.stats.opportunity import opportunity_scores
from insight.stats.outlook import needs_outlook
from insight.stats.pace import exact_rates, pace_trend
from insight.stats.paired_t import paired_t
from insight.stats.perception import perception_gap
from insight.stats.period_changes import period_changes
from insight.stats.poisson_interval import poisson_interval_of_departures
from insight.stats.season import season_adjusted
from insight.stats.t_interval import (
    t_interval_of_difference,
    t_interval_of_gap,
    t_interval_of_means,
)
from insight.stats.told_or_not import told_or_not
from insight.stats.two_sided_p import two_sided_p
from insight.stats.waiting import waits_by_period, waits_by_step
from insight.stats.what_moved import split_by_dimension, split_by_value

STEPS: dict[str, Callable[[pa.Table], pa.Table]] = {
    step.__name__: step
    for step in (
        change_checks,
        change_course,
        change_effects,
        customer_series,
        customer_shifts,
        adoption_curve,
        early_or_late,
        complacency,
        lead_or_follow,
        delivery_by_group,
        driver_shares,
        exact_rates,
        pace_trend,
        waits_by_period,
        waits_by_step,
        paired_t,
        told_or_not,
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
        poisson_interval_of_departures,
        season_adjusted,
        split_by_value,
        split_by_dimension,
        corrected_p,
        holm_corrected_p,
        perception_gap,
    )
}
"""Steps by the name a query's header calls them: rows in, the same rows with more columns out."""
