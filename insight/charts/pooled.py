"""NPS of several rows together, weighted or not, as findings compare it."""

import math
from collections.abc import Sequence
from typing import Any

from insight.charts.claims import Score
from insight.stats.two_waves import Z95, Wave


def pooled(rows: Sequence[dict[str, Any]], value: str = "", *, weighted: bool = False) -> Score:
    """The score of all these rows of nps_trend; the design effect is that of their fiscal years.

    Rows without shown answers do not count; ValueError where none has any.
    """
    shown = [row for row in rows if row["respondents"] and row["nps"] is not None]
    if not shown:
        raise ValueError("nobody answered in any of these periods")
    if len(shown) == 1:
        [row] = shown
        return Score(value, row["nps"], row["nps_low"], row["nps_high"], row["respondents"])
    if weighted:
        return _weighted(shown, value)
    together = Wave(
        *(sum(row[name] for row in shown) for name in ("promoters", "detractors", "respondents")),
        max(_effect(row, "year_design_effect") for row in shown),
    )
    return Score(value, together.nps, *together.interval, together.respondents)


def _weighted(rows: Sequence[dict[str, Any]], value: str) -> Score:
    """Periods as strata: errors add up by the square of each period's share of the weights."""
    total = sum(row["weights"] for row in rows)
    nps = sum(row["weights"] * row["nps"] for row in rows) / total
    error = math.hypot(*(row["weights"] / total * _error(row) for row in rows))
    half, n = Z95 * error, sum(row["respondents"] for row in rows)
    return Score(value, nps, nps - half, nps + half, n)


def _error(row: dict[str, Any]) -> float:
    """The standard error of one period, with the design effect of its fiscal year."""
    score = Score("", row["nps"], row["nps_low"], row["nps_high"], row["respondents"])
    own, year = _effect(row, "design_effect"), _effect(row, "year_design_effect")
    return score.standard_error * math.sqrt(max(1.0, year / own))


def _effect(row: dict[str, Any], name: str) -> float:
    return row.get(name) or 1.0
