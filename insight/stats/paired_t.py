"""The same people twice: is the change of their NPS real? Paired t on -1, 0, 1 (METHODS.md)."""

import pyarrow as pa

from insight.stats.t_interval import half_width


def paired_t(table: pa.Table) -> pa.Table:
    """Add `change_low`, `change_high` and `p` from `change`, `change_se` and `customers`.

    All three are null where one customer, or customers who all changed alike, leave no error to
    estimate.
    """
    lows, highs, ps = [], [], []
    columns = (table[name].to_pylist() for name in ("change", "change_se", "customers"))
    for change, se, customers in zip(*columns, strict=True):
        half = half_width(se, customers - 1) if se else None
        lows.append(None if half is None else max(-200.0, change - half))
        highs.append(None if half is None else min(200.0, change + half))
        ps.append(None if half is None else two_sided_t(change / se, customers - 1))
    for name, values in (("change_low", lows), ("change_high", highs), ("p", ps)):
        table = table.append_column(name, pa.array(values, pa.float64()))
    return table


def two_sided_t(t: float, df: float) -> float:
    """Two-sided p of a Student's t with df degrees of freedom."""
    from scipy.special import stdtr

    return 2 * float(stdtr(df, -abs(t)))
