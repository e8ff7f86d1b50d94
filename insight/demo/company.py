"""Who Harbourline Ferries are: their days, dimensions, customers and how customers book.

The dimensions are independent of each other at any one time, so no planted effect hides
behind another; only their shares move with the years.
"""

from datetime import date

import numpy as np

from insight.demo.days import FIRST_DAY, LAST_DAY, days, seed

SEGMENTS = ("Commuters", "Leisure", "Freight", "Coach groups")
REGIONS = ("Northern", "Eastern", "Southern", "Islands")
CHANNELS = ("Phone", "Web", "App")
FARES = ("Standard", "Flexible")

REGION_SHARES = (0.29, 0.23, 0.27, 0.21)
FLEXIBLE_SHARE = 0.3

# Shares of the answers on anchor days, joined by straight lines: the bridge takes leisure
# customers in early 2025 and a rival's closing brings hauliers; some come back with the toll.
_MIX_DAYS = ("2021-11-01", "2025-01-15", "2025-04-01", "2025-12-31", "2026-11-12")
_MIX = {
    "Commuters": (0.26, 0.26, 0.25, 0.25, 0.25),
    "Leisure": (0.42, 0.42, 0.23, 0.23, 0.25),
    "Freight": (0.16, 0.16, 0.38, 0.38, 0.355),
    "Coach groups": (0.16, 0.16, 0.14, 0.14, 0.145),
}

# Customers ever known, a segment; those who joined inside the five years and from when.
_CUSTOMERS = {"Commuters": 5_700, "Leisure": 8_600, "Freight": 5_000, "Coach groups": 3_400}
_JOINED_LATER = {"Commuters": 0.30, "Leisure": 0.35, "Freight": 0.45, "Coach groups": 0.25}
_REVENUE = {"Commuters": 1_150, "Leisure": 320, "Freight": 24_000, "Coach groups": 6_800}

APP_TAKES_OFF = date(2024, 3, 1)
_APP_FLAT, _APP_GROWTH, _APP_YEARS = 0.06, 0.48, 2.6


def segment_shares(day: np.ndarray) -> np.ndarray:
    """Share of the answers by day (rows) and segment (columns); rows sum to 1."""
    anchors = days(_MIX_DAYS).astype(float)
    shares = [np.interp(day.astype(float), anchors, _MIX[segment]) for segment in SEGMENTS]
    return np.column_stack(shares)


def channel_shares(day: np.ndarray) -> np.ndarray:
    """Share of bookings by day (rows) and Phone, Web, App (columns); the app flat until 2024-03."""
    years_since = (day - np.datetime64(APP_TAKES_OFF)).astype(float) / 365.25
    grown = np.clip(years_since / _APP_YEARS, 0, 1)
    app = _APP_FLAT + _APP_GROWTH * grown**2 * (3 - 2 * grown)
    progress = (day - FIRST_DAY).astype(float) / (LAST_DAY - FIRST_DAY).astype(float)
    web = (1 - app) * (0.33 + 0.30 * progress)
    return np.column_stack([1 - app - web, web, app])


def drawn(rng: np.random.Generator, shares: np.ndarray) -> np.ndarray:
    """One column index a row, drawn with that row's shares."""
    thresholds = np.cumsum(shares, axis=1)[:, :-1]
    return (rng.random(len(shares))[:, None] > thresholds).sum(axis=1)


def customers() -> dict[str, np.ndarray]:
    """The customers table, oldest first, by column."""
    rng = seed("customers")
    segment = np.repeat(np.arange(len(SEGMENTS)), [_CUSTOMERS[name] for name in SEGMENTS])
    count = len(segment)
    later = rng.random(count) < np.array([_JOINED_LATER[name] for name in SEGMENTS])[segment]
    before = FIRST_DAY - (rng.beta(1.2, 2.5, count) * 15 * 365).astype(int) - 1
    within = FIRST_DAY + (rng.random(count) * (LAST_DAY - FIRST_DAY).astype(int) * 0.95).astype(int)
    from_norsea = later & (SEGMENTS.index("Freight") == segment) & (rng.random(count) < 0.7)
    moved_over = np.datetime64("2025-02-15") + rng.gamma(2, 30, count).astype(int)
    since = np.where(from_norsea, moved_over, np.where(later, within, before))

    oldest_first = np.argsort(since, kind="stable")
    segment, since = segment[oldest_first], since[oldest_first]
    freight = segment == SEGMENTS.index("Freight")
    account = np.full(count, None, dtype=object)
    offices = rng.integers(1, 1_400, freight.sum())
    account[freight] = [f"A{office:04d}" for office in offices]
    revenue = np.array([_REVENUE[name] for name in SEGMENTS])[segment] * rng.lognormal(
        0, 0.7, count
    )
    suppliers = 1 + rng.binomial(3, np.where(freight, 0.5, 0.25))
    rank = 1 + np.floor(rng.random(count) ** 1.6 * suppliers).astype(int)
    return {
        "customer_id": np.array([f"C{number:05d}" for number in range(1, count + 1)], dtype=object),
        "account": account,
        "since": since,
        "revenue_per_year": np.round(revenue, -1),
        "suppliers": suppliers,
        "our_rank": np.minimum(rank, suppliers),
        "segment": np.array(SEGMENTS, dtype=object)[segment],
        "region": np.array(REGIONS, dtype=object)[rng.choice(4, count, p=REGION_SHARES)],
    }
