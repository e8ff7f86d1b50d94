"""Customers told of a change against those not told: a difference of differences in NPS."""

import math
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from insight.stats.change_effect import BOUNDED_WITHIN
from insight.stats.many_tests import benjamini_hochberg
from insight.stats.two_waves import Change, Wave, change_between, measured_change

GROUPS = ("told_before", "told_after", "untold_before", "untold_after")
"""Who answered, and on which side of the telling; columns are named after them."""


@dataclass(frozen=True)
class Telling:
    """The answers around one telling: four waves, any of which may hold nobody."""

    row: dict[str, Any]

    @property
    def waves(self) -> tuple[Wave, ...]:
        """In the order of GROUPS, each with the design effect of its years."""
        return tuple(
            Wave(
                self.row[f"promoters_{group}"],
                self.row[f"detractors_{group}"],
                self.row[f"respondents_{group}"],
                self.row["design_effect"],
            )
            for group in GROUPS
        )

    @property
    def fewest(self) -> int:
        return min(self.row[f"respondents_{group}"] for group in GROUPS)

    @property
    def change(self) -> Change | None:
        """What those told gained on the others, points; None below the minimum of answers."""
        if self.fewest < max(1, self.row["minimum"]):
            return None
        told_before, told_after, untold_before, untold_after = self.waves
        told = change_between(told_before, told_after)
        untold = change_between(untold_before, untold_after)
        return measured_change(
            told.points - untold.points,
            (told.low + told.high) / 2 - (untold.low + untold.high) / 2,
            math.hypot(*(wave.standard_error for wave in self.waves)),
        )

    def verdict(self, change: Change | None, p_corrected: float | None) -> str:
        """In the order of METHODS.md; a telling near another one is told apart from none."""
        if self.row["also_told_of"] is not None:
            return "not_identifiable"
        if change is None:
            return "too_few"
        if p_corrected <= 0.05:
            return "moved"
        half = (change.high - change.low) / 2
        return "bounded" if half <= BOUNDED_WITHIN["nps"] else "too_few"


_MEASURED = pa.schema(
    [
        *((f"nps_{group}", pa.float64()) for group in GROUPS),
        *((name, pa.float64()) for name in ("effect", "low", "high", "p", "p_corrected")),
        ("verdict", pa.string()),
        ("fewest", pa.int64()),
    ]
)


def told_or_not(table: pa.Table) -> pa.Table:
    """Add NPS of the four groups, the effect with its interval, p and verdict to counts by change.

    p is corrected over all rows that have an effect; columns that only counted are left out.
    """
    tellings = [Telling(row) for row in table.to_pylist()]
    changes = [telling.change for telling in tellings]
    corrected = iter(benjamini_hochberg([change.p for change in changes if change]))
    measured = []
    for telling, change in zip(tellings, changes, strict=True):
        of_groups = zip(GROUPS, telling.waves, strict=True)
        row = {f"nps_{group}": wave.nps if wave.respondents else None for group, wave in of_groups}
        p_corrected = None if change is None else next(corrected)
        if change is not None:
            row |= {"effect": change.points, "low": change.low, "high": change.high}
            row |= {"p": change.p, "p_corrected": p_corrected}
        row |= {"verdict": telling.verdict(change, p_corrected), "fewest": telling.fewest}
        measured.append(row)
    filled = pa.Table.from_pylist(measured, _MEASURED)
    for name in filled.column_names:
        table = table.append_column(name, filled[name])
    counted = [f"{who}_{group}" for who in ("promoters", "detractors") for group in GROUPS]
    return table.drop_columns([*counted, "design_effect", "minimum"])
