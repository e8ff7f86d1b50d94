"""Exact 95 % intervals of counts (Garwood 1936)."""

import pyarrow as pa


def poisson_interval(count: int, level: float = 0.95) -> tuple[float, float]:
    """Both limits of the expected count behind one that was observed."""
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))


def poisson_interval_of_departures(table: pa.Table) -> pa.Table:
    """Add `departures_low` and `departures_high` from `departures`."""
    limits = [poisson_interval(count) for count in table["departures"].to_pylist()]
    for end, name in enumerate(("departures_low", "departures_high")):
        ends = pa.array([limit[end] for limit in limits], pa.float64())
        table = table.append_column(name, ends)
    return table
