"""Evidence on a theme: gaps that are clearly open, and want and delivery that follow each other."""

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pyarrow as pa

from insight.stats.channels import month_number
from insight.stats.cross_correlation import lead
from insight.stats.customer_shifts import customer_series
from insight.stats.many_tests import holm
from insight.stats.two_sided_p import normal_p

CLEAR_GAP = 5.0
"""Points: smaller gaps are not called open, as smaller shifts are not shown."""
SERIES_COLUMNS = (
    *("series", "period", "last_day", "is_share", "n", "total", "squares"),
    *("other_n", "other_total", "other_squares", "design_effect", "counts"),
)
"""What the slice `told` says of a series in a period."""


def open_gaps(series: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Gaps of the last twelve months that are clearly below 0, by item, as they are said."""
    tested: dict[str, tuple[float, float, int]] = {}
    for name, rows in series.items():
        side, _, item = name.partition(": ")
        counted = [row for row in rows if row["counts"]]
        if side == "gap" and counted:
            last = month_number(counted[-1]["period"])
            year = [row for row in counted if month_number(row["period"]) > last - 12]
            found = _mean_and_error(year)
            if found:
                tested[item] = found
    corrected = holm([normal_p(mean / error) for mean, error, _ in tested.values()])
    return {
        item: f"over the last twelve months delivery was {-mean:.0f} points short of the want "
        f"({people:,} answers)"
        for (item, (mean, _, people)), p in zip(tested.items(), corrected, strict=True)
        if p <= 0.05 and mean <= -CLEAR_GAP
    }


def _mean_and_error(rows: Sequence[dict[str, Any]]) -> tuple[float, float, int] | None:
    """Mean gap, its standard error and the people it rests on; None where no error shows."""
    mean, variance, people = 0.0, 0.0, []
    for side, sign in (("", 1), ("other_", -1)):
        n, total, squares = (
            sum(row[side + name] for row in rows) for name in ("n", "total", "squares")
        )
        if side and not n:
            continue
        if n < 2:
            return None
        mean += sign * total / n
        variance += max(0.0, squares - total**2 / n) / (n - 1) / n
        people.append(n)
    return (mean, math.sqrt(variance), min(people)) if variance > 1e-12 else None


def leads(told: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Where want and delivery of an item move together beyond chance, Holm over all items."""
    if not told:
        return {}
    table = pa.Table.from_pylist([{name: row[name] for name in SERIES_COLUMNS} for row in told])
    levels: dict[str, dict[date, float]] = {}
    for row in customer_series(table).to_pylist():
        if row["counts"]:
            levels.setdefault(row["series"], {})[row["period"]] = row["level"]
    found = {}
    for name, wanted in levels.items():
        side, _, item = name.partition(": ")
        delivered = levels.get(f"delivered: {item}")
        if side != "wanted" or delivered is None:
            continue
        both = sorted(wanted.keys() & delivered.keys())
        months = {month_number(later) - month_number(earlier) for earlier, later in pairwise(both)}
        if len(months) != 1:
            continue
        [apart] = months
        its_lead = lead([wanted[day] for day in both], [delivered[day] for day in both], apart)
        if its_lead:
            found[item] = (its_lead, apart)
    corrected = holm([its_lead.p for its_lead, _ in found.values()])
    return {
        item: _said_of_lead(its_lead.lag * apart, its_lead.correlation, p)
        for (item, (its_lead, apart)), p in zip(found.items(), corrected, strict=True)
        if p <= 0.05
    }


def _said_of_lead(months: int, correlation: float, p: float) -> str:
    who = "delivery follows the want" if months < 0 else "the want follows delivery"
    when = f"{who} by {abs(months)} months" if months else "want and delivery move together"
    return f"Month by month {when} (r {correlation:.2f}, p {p:.3f} over all lags and items)"
