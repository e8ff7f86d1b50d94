"""Each period against the one before and against the same a year before: which changes are real?

Both families are corrected together, as all their marks are shown together (METHODS.md).
"""

import numpy as np
import pyarrow as pa

from insight.stats.many_tests import benjamini_hochberg
from insight.stats.two_sided_p import normal_p
from insight.stats.two_waves import Z95, Wave

LEAST_TO_MARK = 100
"""Answers that both periods need for a change to be marked."""

DETECTABLE = 2.8
"""Standard errors of a change that is found in four cases of five: 1.96 and .84."""

_YEAR = 12
_LARGEST = 200.0


def period_changes(table: pa.Table) -> pa.Table:
    """Add the change from the period before and from a year before, ends and corrected p.

    From the wave_ columns, `design_effect`, `complete` and `months`, the length of a period.
    Unfinished periods are compared, but have no p: no verdict is passed on them.
    """
    months = _months_of_a_period(table)
    families = {
        "": (_rows_before(table, months), "respondents_before"),
        "year_": (_rows_before(table, months and _YEAR), "respondents_year_before"),
    }
    columns = {name: table[name] for name in table.column_names}
    ps: dict[str, np.ndarray] = {}
    for prefix, (before, counted) in families.items():
        change, ps[prefix], before_n = _compared(table, before)
        if not prefix:
            columns["detectable"] = _or_null(change.pop("detectable"))
        change.pop("detectable", None)
        columns |= {f"{prefix}{name}": _or_null(column) for name, column in change.items()}
        columns[counted] = pa.array(before_n, pa.int64())
    together = np.concatenate(list(ps.values()))
    tested = ~np.isnan(together)
    together[tested] = benjamini_hochberg(together[tested].tolist())
    for prefix, corrected in zip(ps, np.split(together, len(ps)), strict=True):
        columns[f"{prefix}p_corrected"] = _or_null(corrected)
    return pa.table(columns)


def _months_of_a_period(table: pa.Table) -> int:
    """0 where the answer is one period, which nothing comes before."""
    return (table["months"][0].as_py() or 0) if table.num_rows else 0


def _rows_before(table: pa.Table, months: int) -> np.ndarray:
    """For each row the row of the same value so many months before; -1 where there is none."""
    if not months:
        return np.full(table.num_rows, -1)
    month = table["period"].to_numpy().astype("datetime64[M]").astype(int).tolist()
    value = table["value"].to_pylist()
    row_of = {key: row for row, key in enumerate(zip(value, month, strict=True))}
    return np.array(
        [row_of.get((v, m - months), -1) for v, m in zip(value, month, strict=True)], dtype=int
    )


def _compared(
    table: pa.Table, before: np.ndarray
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """(the change with its ends and what was detectable, its p, respondents before)."""
    there = before >= 0
    counts = (f"wave_{who}" for who in ("promoters", "detractors", "respondents"))
    of_rows = [_floats(table, name) for name in (*counts, "design_effect")]
    now, then = Wave(*of_rows), Wave(*(column[before] for column in of_rows))
    points, centre = now.nps - then.nps, now.centre - then.centre
    error = np.hypot(now.standard_error, then.standard_error)
    change = {
        "change": points,
        "change_low": np.maximum(-_LARGEST, centre - Z95 * error),
        "change_high": np.minimum(_LARGEST, centre + Z95 * error),
        "detectable": DETECTABLE * error,
    }
    respondents = table["respondents"].to_numpy()
    respondents_before = np.where(there, respondents[before], 0)
    complete = table["complete"].to_numpy(zero_copy_only=False).astype(bool)
    judged = there & complete & complete[before]
    judged &= (respondents >= LEAST_TO_MARK) & (respondents_before >= LEAST_TO_MARK)
    p = np.full(table.num_rows, np.nan)
    p[judged] = [normal_p(z) for z in (centre[judged] / error[judged]).tolist()]
    change = {name: np.where(there, column, np.nan) for name, column in change.items()}
    return change, p, respondents_before


def _floats(table: pa.Table, name: str) -> np.ndarray:
    return table[name].to_numpy().astype(float)


def _or_null(column: np.ndarray) -> pa.Array:
    return pa.array(column, pa.float64(), from_pandas=True)
