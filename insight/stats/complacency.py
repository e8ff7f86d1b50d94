"""Have customers changed while we have not? The rule and its figures (METHODS.md)."""

import pyarrow as pa

from insight.stats.customer_shifts import customer_shifts

SHIFTS = "customer shifts in the last 12 months"
RECORDED = "of these, recorded as changes of customers"
FOUND = "of these, found in what customers say and do"
COMPLETED = "changes of ours completed in the last 12 months"
BOTH = "customers shifted at least once and no change of ours was completed"

_RULES = pa.schema(
    [
        ("rule", pa.string()),
        ("threshold", pa.float64()),
        ("value", pa.float64()),
        ("fires", pa.bool_()),
        ("changes_are_no_answers", pa.int64()),
    ]
)


def complacency(table: pa.Table) -> pa.Table:
    """Series of what customers say, beside counts of changes, become one row a rule."""
    if table.num_rows == 0:
        return _RULES.empty_table()
    counted = table.slice(0, 1).to_pylist()[0]
    series = table.filter(table["series"].is_valid())
    found = sum(
        counted["counted_after"] < shift["likeliest"] <= counted["counted_to"]
        for shift in customer_shifts(series).to_pylist()
    )
    shifts, completed = counted["recorded"] + found, counted["completed"]
    met = (shifts >= 1) + (completed == 0)
    rows = [
        (SHIFTS, 1, shifts),
        (RECORDED, None, counted["recorded"]),
        (FOUND, None, found),
        (COMPLETED, 0, completed),
        (BOTH, 2, met),
    ]
    minimum = counted["changes_are_no_answers"]
    return pa.Table.from_pylist(
        [dict(zip(_RULES.names, (*row, met == 2, minimum), strict=True)) for row in rows],
        _RULES,
    )
