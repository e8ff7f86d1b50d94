"""One change month by month: what was measured of those it touched, and what was expected."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from insight.stats.change_effect import Effect, estimated
from insight.stats.change_series import Series, first_day, month_number

_COURSE = pa.schema(
    [
        ("change_id", pa.string()),
        ("measure", pa.string()),
        ("period", pa.date32()),
        *((name, pa.float64()) for name in ("observed", "expected", "low", "high")),
        ("respondents", pa.int64()),
        ("started_on", pa.date32()),
        ("in_model", pa.bool_()),
        ("complete", pa.bool_()),
        ("fewest", pa.int64()),
    ]
)


def change_course(table: pa.Table) -> pa.Table:
    """Rows of change_series() become one row a change, measure and month: observed, expected."""
    if table.num_rows == 0:
        return _COURSE.empty_table()
    now = month_number(table["as_of"][0].as_py() + timedelta(days=1))
    rows = [
        row | {"complete": month_number(row["period"]) < now}
        for effect in estimated(table.drop_columns("as_of"))
        for row in _course(effect)
    ]
    return pa.Table.from_pylist(rows, _COURSE)


def _course(effect: Effect) -> Iterator[dict[str, Any]]:
    series, model, moved = effect.series, effect.model, effect.series.moved
    for place in np.flatnonzero(moved.n > 0):
        row = {
            "change_id": series.change_id,
            "measure": series.measure,
            "period": first_day(int(series.months[place])),
            "observed": float(series.touched.mean[place]),
            "respondents": int(series.touched.n[place]),
            "started_on": series.started_on,
            "in_model": model is not None and bool(model.rows[place]),
            "fewest": int(moved.n[place]),
        }
        if model is not None:
            others = 0.0 if series.untouched is None else float(series.untouched.mean[place])
            ends = model.fit.interval(model.counterfactual[place], float(moved.variance[place]))
            names = ("expected", "low", "high")
            row |= {
                name: _within(others + end, series) for name, end in zip(names, ends, strict=True)
            }
        yield row


def _within(points: float, series: Series) -> float:
    """Within what can be measured: 0 to 100 for a rating, else -100 to 100."""
    lowest = 0.0 if series.kind in ("wanted", "delivered") else -100.0
    return min(100.0, max(lowest, points))
