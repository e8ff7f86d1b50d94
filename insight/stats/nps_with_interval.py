"""The NPS of each slice with its interval, weighted or not: a step of the questions on NPS."""

import numpy as np
import pyarrow as pa

from insight.stats.two_waves import Z95, Wave
from insight.stats.weighting import SUMS, weighted_nps

_COUNTS = ("respondents", "promoters", "passives", "detractors")
_CONSUMED = ("stratum", "weighted", *SUMS)


def nps_with_interval(table: pa.Table) -> pa.Table:
    """One row a period and value, with `nps`, its ends, `effective_respondents` and `weights`.

    Rows come in by stratum, ordered, with counts, sums of weights, `design_effect` and `weighted`.
    The wave_ columns are what later steps compare: equal answers that these are worth.
    """
    weighted = table.num_rows > 0 and table["weighted"][0].as_py()
    if weighted:
        table, wave, nps, effective, weights = _weighted(table)
    else:
        counts = (table[f"{who}"].to_numpy() for who in ("promoters", "detractors", "respondents"))
        wave = Wave(*(column.astype(float) for column in counts))
        nps, effective, weights = wave.nps, wave.respondents, wave.respondents
    wave = Wave(wave.promoters, wave.detractors, wave.respondents, _floats(table, "design_effect"))
    half = Z95 * wave.standard_error
    filled = {
        "nps": nps,
        "nps_low": np.maximum(-100, wave.centre - half),
        "nps_high": np.minimum(100, wave.centre + half),
        "effective_respondents": effective,
        "weights": weights,
        "wave_promoters": wave.promoters,
        "wave_detractors": wave.detractors,
        "wave_respondents": wave.respondents,
    }
    kept = [name for name in table.column_names if name not in _CONSUMED]
    columns = {name: table[name] for name in kept}
    return pa.table(columns | {name: _or_null(column) for name, column in filled.items()})


def _weighted(table: pa.Table) -> tuple[pa.Table, Wave, np.ndarray, np.ndarray, np.ndarray]:
    """The strata of each slice as one row, and what their weights say."""
    starts = np.flatnonzero(_is_first_of_slice(table))
    sums = {name: table[name].to_numpy() for name in SUMS}
    found = weighted_nps(sums, table["respondents"].to_numpy(), starts)
    slices = table.take(pa.array(starts))
    for name in (name for name in _COUNTS if name in table.column_names):
        together = pa.array(np.add.reduceat(table[name].to_numpy(), starts))
        slices = slices.set_column(slices.schema.get_field_index(name), name, together)
    return slices, found.wave, 100 * found.nps, found.effective_respondents, found.weights


def _is_first_of_slice(table: pa.Table) -> np.ndarray:
    keys = list(zip(table["period"].to_pylist(), table["value"].to_pylist(), strict=True))
    return np.array([not row or key != keys[row - 1] for row, key in enumerate(keys)])


def _floats(table: pa.Table, name: str) -> np.ndarray:
    return table[name].to_numpy().astype(float)


def _or_null(column: np.ndarray) -> pa.Array:
    """As numbers of an answer, null where there is none."""
    return pa.array(column, pa.float64(), from_pandas=True)
