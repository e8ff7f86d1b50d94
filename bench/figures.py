"""Figures from an analyst's counts, worked out apart from queries/, and whether answers agree."""

import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bench import figures_of_ratings as ratings
from bench import figures_of_scores as scores
from bench.analysts import Rows
from insight.query import Query

TOLERANCE = 1e-6
OURS = ("design_effect", "versus_design_effect", "one_in")
"""What no analyst counts: how alike the answers of one customer are, and who was drawn."""


def _each(figures: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Rows], Rows]:
    return lambda rows: [row | figures(row) for row in rows]


FIGURES: dict[str, Callable[[Rows], Rows]] = {
    "baseline": _each(scores.since_first_year),
    "baseline_band": _each(scores.nps_figures),
    "delivered_by_group": _each(ratings.by_group),
    "gap_over_time": _each(ratings.gap),
    "item_changes": ratings.around_changes,
    "item_over_time": _each(ratings.means),
    "needs_changed": ratings.profiles,
    "needs_moved": ratings.wants_moved,
    "needs_outlook": ratings.outlooks,
    "needs_over_time": ratings.wants,
    "nps_by_answer": _each(scores.nps_figures),
    "nps_change": _each(scores.change),
    "nps_rolling": _each(scores.nps_figures),
    "nps_since_first_use": _each(scores.nps_figures),
    "nps_trend": _each(scores.nps_figures),
    "opportunities": _each(ratings.opportunity),
    "same_people": _each(scores.paired),
    "segment_scan": _each(scores.scanned_cell),
    "want_vs_delivered": _each(ratings.gap),
    "what_moved_nps": scores.split_by_value,
    "within_or_mix": scores.split_by_dimension,
}


def finish(query: Query, counted: Rows, ours: Rows) -> Rows:
    """An analyst's counts with the figures that follow from them.

    Of our answer only the design effects and the size of the sample are taken.
    """
    figures = FIGURES.get(query.name, lambda rows: rows)
    known = {
        _key(row, query.grain): {name: row[name] for name in OURS if name in row} for row in ours
    }
    if any(known.values()):
        counted = [row | known.get(_key(row, query.grain), {}) for row in counted]
    return figures(counted)


def disagreement(query: Query, ours: Rows, theirs: Rows, minimum: int) -> str | None:
    """The first difference between two answers, rows matched by their grain; None if equal.

    Whole numbers, days and words must be equal, other numbers to a millionth. Columns that an
    analyst does not promise (whether a period is complete) are not compared, nor are figures that
    are hidden because they rest on too few people.
    """
    if len(ours) != len(theirs):
        return f"{len(ours)} rows against {len(theirs)}"
    rests_on = {column.name: column.rests_on for column in query.columns}
    by_key = {_key(row, query.grain): row for row in theirs}
    for row in ours:
        other = by_key.get(_key(row, query.grain))
        if other is None:
            return f"no row for {_key(row, query.grain)}"
        for column in row.keys() & other.keys() - set(query.grain):
            counts = [other.get(name, 0) for name in rests_on[column]]
            is_hidden = row[column] is None and any(count < minimum for count in counts)
            if not is_hidden and not _equal(row[column], other[column]):
                where = f"{column} of {_key(row, query.grain)}"
                return f"{where}: {row[column]} against {other[column]}"
    return None


def _key(row: dict[str, Any], grain: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(_plain(row.get(name)) for name in grain)


def _plain(value: Any) -> Any:
    """A day as a day and nothing as None, however a library writes them."""
    if value is None or value != value:
        return None
    return value.date() if isinstance(value, datetime) else value


def _equal(one: Any, other: Any) -> bool:
    one, other = _plain(one), _plain(other)
    if other is ratings.NOT_COMPARED:
        return True
    if isinstance(one, float) and other is not None:
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return one == other
