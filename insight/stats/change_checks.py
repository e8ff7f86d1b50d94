"""Checks beside the verdict on a change: its units against all others, unit by unit."""

from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from insight.stats.change_series import month_number
from insight.stats.two_way_effect import two_way_effect

THROUGHOUT = 0.9
"""A unit takes part where it has answers in at least this share of the months."""

_SCHEMA = pa.schema(
    [
        ("change_id", pa.string()),
        ("units", pa.int64()),
        ("units_touched", pa.int64()),
        *((name, pa.float64()) for name in ("effect", "cluster_p", "permutation_p")),
        *((name, pa.int64()) for name in ("periods", "respondents", "fewest")),
    ]
)


def change_checks(table: pa.Table) -> pa.Table:
    """Months of units, by change, become one row a change: clustered and permutation p."""
    by_change = groupby(table.to_pylist(), key=lambda row: row["change_id"])
    return pa.Table.from_pylist([_check(list(rows)) for _, rows in by_change], _SCHEMA)


def _check(rows: list[dict[str, Any]]) -> dict[str, Any]:
    started = rows[0]["started_on"]
    start, whole = month_number(started), started.day == 1
    by_unit: dict[str, dict[int, dict[str, Any]]] = {}
    for row in rows:
        month = month_number(row["month"])
        if whole or month != start:
            by_unit.setdefault(row["unit"], {})[month] = row
    every = set().union(*by_unit.values())
    kept = {u: ms for u, ms in by_unit.items() if len(ms) >= THROUGHOUT * len(every)}
    months = sorted(every.intersection(*kept.values())) if kept else []
    cells = [[unit[month] for month in months] for unit in kept.values()]
    touched = np.array([any(row["touched"] for row in unit.values()) for unit in kept.values()])
    after = np.array([month >= start for month in months], dtype=bool)
    answers = np.array([[row["answers"] for row in unit] for unit in cells], dtype=int)
    found = None
    if len(kept) > 2 and months:
        values = np.array([[row["nps"] for row in unit] for unit in cells])
        found = two_way_effect(values, touched, after)
    row = {
        "change_id": rows[0]["change_id"],
        "units": len(kept),
        "units_touched": int(touched.sum()),
        "periods": len(months),
        "respondents": int(answers.sum()),
        "fewest": 0,
    }
    if found is None:
        return row
    sides = (answers[side][:, when] for side in (touched, ~touched) for when in (after, ~after))
    return row | {
        "effect": found.effect,
        "cluster_p": found.cluster_p,
        "permutation_p": found.permutation_p,
        "fewest": min(int(side.sum()) for side in sides),
    }
