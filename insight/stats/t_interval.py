"""Student's t intervals around means and gaps whose standard errors SQL has summed."""

import math

import pyarrow as pa


def half_width(se: float | None, df: float | None) -> float | None:
    """Half the 95 % t interval; None where one answer or none leaves no error to estimate."""
    if se is None or df is None or not df > 0:
        return None
    from scipy.special import stdtrit

    return se * float(stdtrit(df, 0.975)) if math.isfinite(df) else None


def _with_interval(
    table: pa.Table, mean: str, se: list[float | None], df: list[float | None]
) -> pa.Table:
    lows, highs = [], []
    for value, error, freedom in zip(table[mean].to_pylist(), se, df, strict=True):
        half = None if value is None else half_width(error, freedom)
        lows.append(None if half is None else value - half)
        highs.append(None if half is None else value + half)
    return table.append_column(f"{mean}_low", pa.array(lows, pa.float64())).append_column(
        f"{mean}_high", pa.array(highs, pa.float64())
    )


def t_interval_of_gap(table: pa.Table) -> pa.Table:
    """Add `gap_low` and `gap_high` from `gap`, `gap_se` and `gap_df` (paired t or Welch)."""
    return _with_interval(table, "gap", table["gap_se"].to_pylist(), table["gap_df"].to_pylist())


def t_interval_of_difference(table: pa.Table) -> pa.Table:
    """Add `difference_low` and `difference_high` from the difference, its error and df (Welch)."""
    se, df = table["difference_se"].to_pylist(), table["difference_df"].to_pylist()
    return _with_interval(table, "difference", se, df)


def t_interval_of_means(table: pa.Table) -> pa.Table:
    """Add the ends of the intervals of `wanted` and `delivered` from their standard errors.

    Ends are kept within 0 and 100 percent of maximum.
    """
    for side in ("wanted", "delivered"):
        df = [n - 1 for n in table[f"respondents_{side}"].to_pylist()]
        table = _with_interval(table, side, table[f"{side}_se"].to_pylist(), df)
        for end, bound in ((f"{side}_low", max), (f"{side}_high", min)):
            limit = 0.0 if bound is max else 100.0
            ends = [None if v is None else bound(limit, v) for v in table[end].to_pylist()]
            table = table.set_column(
                table.schema.get_field_index(end), end, pa.array(ends, pa.float64())
            )
    return table
