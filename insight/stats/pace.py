"""How often something happens: exact rates, their ratio, and whether it speeds up (METHODS.md)."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from insight.stats.exact_binomial import exact_interval, exact_p
from insight.stats.poisson_interval import poisson_interval

FEWEST_FOR_A_TREND = 4
"""Below so many events Laplace's U is not near enough to normal to have a p."""


def rate_with_interval(events: int, exposure: float) -> tuple[float, float, float]:
    """Events in a unit of exposure, with the exact 95 % interval (Garwood 1936)."""
    low, high = poisson_interval(events)
    return events / exposure, low / exposure, high / exposure


def exact_rates(table: pa.Table) -> pa.Table:
    """Add `rate`, `rate_low` and `rate_high` from `changes` and `quarters`."""
    columns = (table[name].to_pylist() for name in ("changes", "quarters"))
    rates = [rate_with_interval(*row) for row in zip(*columns, strict=True)]
    for place, name in enumerate(("rate", "rate_low", "rate_high")):
        table = table.append_column(name, pa.array([rate[place] for rate in rates], pa.float64()))
    return table


@dataclass(frozen=True)
class RateRatio:
    """One rate over another with its exact 95 % interval; None is an end without a limit."""

    ratio: float | None
    low: float
    high: float | None
    p: float


def rate_ratio(
    events: tuple[int, int], exposure: tuple[float, float], level: float = 0.95
) -> RateRatio | None:
    """The first rate over the second, exact given all events; None where nothing can be compared.

    Source: R's poisson.test (conditional binomial, Clopper-Pearson, two-sided by likelihood).
    """
    (first, second), (time, versus_time) = events, exposure
    if first + second == 0 or min(exposure) <= 0:
        return None
    low, high = exact_interval(first, first + second, level)
    return RateRatio(
        ratio=_odds(first / (first + second), versus_time / time),
        low=_odds(low, versus_time / time) or 0.0,
        high=_odds(high, versus_time / time),
        p=exact_p(first, first + second, time / (time + versus_time)),
    )


def _odds(share: float, times: float) -> float | None:
    return share / (1 - share) * times if share < 1 else None


@dataclass(frozen=True)
class Trend:
    """Whether events come faster: `u` above 0 and `growth` above 1 say they do.

    `u` is Laplace's, standard normal under a steady pace. The power law expects
    `scale` x time^`growth` events by a time; both are None where no event leaves it one.
    """

    u: float
    p: float
    growth: float | None
    scale: float | None


def laplace_trend(
    times: Sequence[float], observed: float, ends_with_event: bool = False
) -> Trend | None:
    """The trend of events at these times since the start of the records; None where there is none.

    `observed` is how long they were watched. Where watching ended with the last event, that event
    says nothing of the trend (`ends_with_event`). Source: Modarres, Reliability Engineering.
    """
    free = sorted(times)[:-1] if ends_with_event else list(times)
    if not free or observed <= 0:
        return None
    count = len(free)
    u = (sum(free) / count - observed / 2) / (observed * math.sqrt(1 / (12 * count)))
    waited = sum(math.log(observed / time) for time in free)
    growth = len(times) / waited if waited > 0 else None
    scale = len(times) * math.exp(-growth * math.log(observed)) if growth else None
    return Trend(u, math.erfc(abs(u) / math.sqrt(2)), growth, scale)


_LANES = pa.schema(
    [
        ("lane", pa.string()),
        ("changes", pa.int64()),
        ("versus_changes", pa.int64()),
        *((name, pa.float64()) for name in ("ratio", "ratio_low", "ratio_high", "p")),
        ("recorded", pa.int64()),
        *((name, pa.float64()) for name in ("trend", "trend_p", "growth")),
        ("last_started", pa.date32()),
        ("days_since", pa.int64()),
        ("changes_are_no_answers", pa.int64()),
    ]
)


def pace_trend(table: pa.Table) -> pa.Table:
    """One row a change becomes one a lane: pace against the comparison, trend, latest change."""
    lanes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in table.to_pylist():
        lanes[row["lane"]].append(row)
    return pa.Table.from_pylist([_lane(name, rows) for name, rows in lanes.items()], _LANES)


def _lane(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    told = rows[0]
    days = [row["started_on"] for row in rows]
    now = sum(told["first_day"] <= day for day in days)
    before = sum(told["versus_first"] <= day <= told["versus_last"] for day in days)
    ratio = rate_ratio((now, before), (told["period_days"], told["versus_period_days"]))
    observed = (told["last_day"] - told["begins"]).days + 1
    # A change on the very day on which records begin only starts the clock.
    times = [(day - told["begins"]).days for day in days if day > told["begins"]]
    trend = laplace_trend(times, observed) if len(times) >= FEWEST_FOR_A_TREND else None
    latest = _latest(rows)
    return {
        "lane": name,
        "changes": now,
        "versus_changes": before,
        "ratio": ratio and ratio.ratio,
        "ratio_low": ratio and ratio.low,
        "ratio_high": ratio and ratio.high,
        "p": ratio and ratio.p,
        "recorded": len(days),
        "trend": trend and trend.u,
        "trend_p": trend and trend.p,
        "growth": trend and trend.growth,
        "last_started": latest,
        "days_since": latest and (told["last_day"] - latest).days,
        "changes_are_no_answers": told["changes_are_no_answers"],
    }


def _latest(rows: list[dict[str, Any]]) -> date | None:
    return max((row["started_on"] for row in rows if row["is_noticed"]), default=None)
