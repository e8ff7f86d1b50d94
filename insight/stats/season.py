"""What comes back every year in NPS, taken out: STL (Cleveland and others 1990)."""

from itertools import pairwise

import numpy as np
import pyarrow as pa

YEARS_NEEDED = 3

_WINDOWS = {12: (13, 23, 13), 4: (13, 9, 5)}
"""By periods a year: spans of the seasonal, trend and low-pass smoothers, in periods."""


def seasonal_of(series: np.ndarray, periods_a_year: int) -> np.ndarray:
    """The part of a series that comes back every year; no robustness weights, degree 0."""
    from statsmodels.tsa.seasonal import STL

    seasonal, trend, low_pass = _WINDOWS[periods_a_year]
    fitted = STL(
        series, periods_a_year, seasonal, trend, low_pass, seasonal_deg=0, robust=False
    ).fit()
    return fitted.seasonal


def has_three_years(months: list[int], months_of_a_period: int | None) -> bool:
    """Whether any stretch of these periods, by month number, has none missing for three years."""
    return bool(_stretches(months, months_of_a_period))


def season_adjusted(table: pa.Table) -> pa.Table:
    """Add `season_adjusted`, where `with_season` asks for it: NPS less its seasonal part.

    Each value on its own, over finished months or quarters without a gap for at least three years.
    """
    adjusted = np.full(table.num_rows, np.nan)
    if table.num_rows and table["with_season"][0].as_py():
        length = table["months"][0].as_py()
        nps = table["nps"].to_numpy().astype(float)
        month = table["period"].to_numpy().astype("datetime64[M]").astype(int)
        whole = table["complete"].to_numpy(zero_copy_only=False).astype(bool) & ~np.isnan(nps)
        values = np.array([str(v) if v is not None else None for v in table["value"].to_pylist()])
        for value in dict.fromkeys(values.tolist()):
            rows = np.flatnonzero((values == value) & whole)
            for stretch in _stretches(month[rows].tolist(), length):
                at = rows[stretch]
                adjusted[at] = nps[at] - seasonal_of(nps[at], 12 // length)
    return table.append_column(
        "season_adjusted", pa.array(adjusted, pa.float64(), from_pandas=True)
    )


def _stretches(months: list[int], length: int | None) -> list[slice]:
    """Positions of runs of periods that follow each other for at least three years."""
    if length is None or 12 // length not in _WINDOWS:
        return []
    needed = YEARS_NEEDED * 12 // length
    ends = [i + 1 for i in range(len(months) - 1) if months[i + 1] - months[i] != length]
    edges = [0, *ends, len(months)]
    runs = [slice(a, b) for a, b in pairwise(edges)]
    return [run for run in runs if run.stop - run.start >= needed]
