"""How promoters, passives and detractors rate each item, and how far the others fall short."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pyarrow as pa

from insight.stats.t_interval import half_width

KINDS = ("promoters", "passives", "detractors")
SHORT = KINDS[1:]
_GROUPS = 50

Measured = tuple[float | None, float | None, float | None]


@dataclass(frozen=True)
class Rated:
    """Ratings of one item by one kind of respondent, counted and summed by random group."""

    counts: np.ndarray
    sums: np.ndarray

    @property
    def respondents(self) -> int:
        return int(self.counts.sum())

    @property
    def mean(self) -> float:
        """Percent of maximum; ZeroDivisionError where nobody rated it."""
        return float(self.sums.sum()) / self.respondents

    @property
    def pulls(self) -> np.ndarray:
        """How far each group of people pulls the mean away from what the others make it."""
        return (self.sums - self.mean * self.counts) / self.respondents

    @property
    def measured(self) -> Measured:
        """The mean and the ends of its interval, within 0 to 100."""
        if not self.respondents:
            return None, None, None
        return _with_ends(self.mean, self.pulls, self.counts > 0, (0.0, 100.0))

    def less(self, other: "Rated") -> Measured:
        """This mean less another; a customer may stand on both sides."""
        if not self.respondents or not other.respondents:
            return None, None, None
        held = (self.counts > 0) | (other.counts > 0)
        return _with_ends(self.mean - other.mean, self.pulls - other.pulls, held, (-100.0, 100.0))


def _with_ends(
    value: float, pulls: np.ndarray, held: np.ndarray, limits: tuple[float, float]
) -> Measured:
    """A t interval from what groups of customers pull: alike answers of one are not counted twice.

    Linearised variance of a ratio between random groups (Wolter 2007, chapter 2).
    """
    groups = int(held.sum())
    if groups < 2:
        return value, None, None
    se = sqrt(groups / (groups - 1) * float((pulls**2).sum()))
    half = half_width(se, groups - 1)
    return value, max(limits[0], value - half), min(limits[1], value + half)


def delivery_by_group(counted: pa.Table) -> pa.Table:
    """One row an item from one row an item, kind of respondent and random group.

    The item on which detractors fall furthest short comes first; where there are none, passives.
    """
    by_item: dict[str, dict[str, Rated]] = defaultdict(_nobody)
    one_in: dict[str, float] = {}
    for row in counted.to_pylist():
        rated = by_item[row["item"]][row["kind"]]
        rated.counts[row["bucket"]] += row["respondents"]
        rated.sums[row["bucket"]] += row["delivered_sum"]
        one_in[row["item"]] = row["one_in"]
    rows = [_row(item, kinds, one_in[item]) for item, kinds in by_item.items()]
    rows.sort(key=_furthest_short_first)
    return pa.Table.from_pylist(rows, _ANSWER)


def _nobody() -> dict[str, Rated]:
    return {kind: Rated(np.zeros(_GROUPS), np.zeros(_GROUPS)) for kind in KINDS}


def _row(item: str, kinds: dict[str, Rated], one_in: float) -> dict[str, object]:
    row: dict[str, object] = {"item": item, "one_in": one_in}
    for kind, rated in kinds.items():
        row |= zip(_three(f"delivered_{kind}"), rated.measured, strict=True)
        row[f"respondents_{kind}"] = rated.respondents
    for kind in SHORT:
        short = kinds["promoters"].less(kinds[kind])
        row |= zip(_three(f"shortfall_{kind}"), short, strict=True)
    row["respondents"] = sum(rated.respondents for rated in kinds.values())
    return row


def _three(name: str) -> tuple[str, str, str]:
    return name, f"{name}_low", f"{name}_high"


def _furthest_short_first(row: dict[str, object]) -> tuple[object, ...]:
    shortfalls = [row[f"shortfall_{kind}"] for kind in reversed(SHORT)]
    return (*((short is None, -(short or 0)) for short in shortfalls), row["item"])


def _columns(names: Iterable[str], kind: pa.DataType) -> list[tuple[str, pa.DataType]]:
    return [(name, kind) for name in names]


_FIGURES = [f"delivered_{kind}" for kind in KINDS] + [f"shortfall_{kind}" for kind in SHORT]
_ANSWER = pa.schema(
    [
        ("item", pa.string()),
        *_columns((end for name in _FIGURES for end in _three(name)), pa.float64()),
        *_columns((f"respondents_{kind}" for kind in KINDS), pa.int64()),
        ("respondents", pa.int64()),
        ("one_in", pa.float64()),
    ]
)
