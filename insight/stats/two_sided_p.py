"""The p-value of a normal test statistic."""

import math

import pyarrow as pa


def normal_p(z: float) -> float:
    """Two-sided p of a standard normal z."""
    return math.erfc(abs(z) / math.sqrt(2))


def two_sided_p(table: pa.Table) -> pa.Table:
    """Add `p` from column `z`; null where z is null."""
    values = [None if z is None else normal_p(z) for z in table["z"].to_pylist()]
    return table.append_column("p", pa.array(values, pa.float64()))
