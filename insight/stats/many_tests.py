"""Several tests at once: p-values corrected for having looked at all of them."""

from collections.abc import Sequence


def holm(ps: Sequence[float]) -> list[float]:
    """Corrected p-values, in the order given, for claiming a finding. Source: Holm 1979."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    corrected, largest = [1.0] * len(ps), 0.0
    for rank, index in enumerate(order):
        largest = max(largest, min(1.0, ps[index] * (len(ps) - rank)))
        corrected[index] = largest
    return corrected
