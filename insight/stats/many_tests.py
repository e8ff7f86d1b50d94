"""Several tests at once: p-values corrected for having looked at all of them."""

from collections.abc import Callable, Sequence

import pyarrow as pa


def holm(ps: Sequence[float]) -> list[float]:
    """Corrected p-values, in the order given, for claiming a finding. Source: Holm 1979."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    corrected, largest = [1.0] * len(ps), 0.0
    for rank, index in enumerate(order):
        largest = max(largest, min(1.0, ps[index] * (len(ps) - rank)))
        corrected[index] = largest
    return corrected


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Corrected p-values, in the order given, for screening many: at most .05 of those found at
    .05 are expected to be false. Source: Benjamini and Hochberg 1995.
    """
    order = sorted(range(len(ps)), key=ps.__getitem__, reverse=True)
    corrected, smallest = [1.0] * len(ps), 1.0
    for above, index in enumerate(order):
        smallest = min(smallest, ps[index] * (len(ps) / (len(ps) - above)))
        corrected[index] = smallest
    return corrected


def corrected_p(table: pa.Table) -> pa.Table:
    """Add `p_corrected` from `p`: Benjamini-Hochberg over all rows that have one."""
    return _with_corrected(table, benjamini_hochberg)


def holm_corrected_p(table: pa.Table) -> pa.Table:
    """Add `p_corrected` from `p`: Holm over all rows that have one."""
    return _with_corrected(table, holm)


def _with_corrected(table: pa.Table, correct: Callable[[Sequence[float]], list[float]]) -> pa.Table:
    ps = table["p"].to_pylist()
    corrected = iter(correct([p for p in ps if p is not None]))
    filled = [None if p is None else next(corrected) for p in ps]
    return table.append_column("p_corrected", pa.array(filled, pa.float64()))
