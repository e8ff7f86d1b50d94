"""Figures from an analyst's counts, worked out apart from queries/, and whether answers agree.

The formulas are those of METHODS: adjusted Wald intervals, Student's t around means and gaps.
"""

import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from scipy.special import stdtrit
from scipy.stats import norm

from bench.analysts import Rows

Z95 = float(norm.ppf(0.975))
TOLERANCE = 1e-6


def nps_figures(row: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """NPS and its interval, in points, from the counts of a row."""
    n, gained = row[f"{prefix}respondents"], row[f"{prefix}promoters"] - row[f"{prefix}detractors"]
    if not n:
        return dict.fromkeys(("nps", "nps_low", "nps_high"))
    centre, se = adjusted(row, prefix)
    return {
        "nps": 100 * gained / n,
        "nps_low": max(-100.0, centre - Z95 * se),
        "nps_high": min(100.0, centre + Z95 * se),
    }


def adjusted(row: dict[str, Any], prefix: str = "") -> tuple[float, float]:
    """(centre, standard error) of the NPS with three answers added, in points."""
    n = row[f"{prefix}respondents"] + 3
    promoters, detractors = row[f"{prefix}promoters"] + 0.75, row[f"{prefix}detractors"] + 0.75
    share = (promoters - detractors) / n
    return 100 * share, 100 * math.sqrt(((promoters + detractors) / n - share**2) / n)


def t_interval(mean: float | None, variance: float | None, n: int) -> tuple[Any, Any]:
    """The two ends of the 95 % t interval of a mean."""
    if mean is None or n < 2:
        return None, None
    half = float(stdtrit(n - 1, 0.975)) * math.sqrt(variance / n)
    return mean - half, mean + half


def _change(row: dict[str, Any]) -> dict[str, Any]:
    now, versus = nps_figures(row), nps_figures(row, "versus_")
    (centre, se), (versus_centre, versus_se) = adjusted(row), adjusted(row, "versus_")
    moved, error = centre - versus_centre, math.hypot(se, versus_se)
    return now | {
        "versus_nps": versus["nps"],
        "change": now["nps"] - versus["nps"],
        "change_low": max(-200.0, moved - Z95 * error),
        "change_high": min(200.0, moved + Z95 * error),
        "p": float(2 * norm.sf(abs(moved / error))),
    }


def _gap(row: dict[str, Any]) -> dict[str, Any]:
    low, high = t_interval(row["gap"], row["gap_variance"], row["respondents"])
    return {"gap_low": low, "gap_high": high}


def _means(row: dict[str, Any]) -> dict[str, Any]:
    ends = {}
    for side in ("wanted", "delivered"):
        low, high = t_interval(row[side], row[f"{side}_variance"], row[f"respondents_{side}"])
        ends |= {f"{side}_low": max(0.0, low), f"{side}_high": min(100.0, high)}
    return ends


FIGURES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "nps_trend": nps_figures,
    "nps_rolling": nps_figures,
    "nps_change": _change,
    "want_vs_delivered": _gap,
    "item_over_time": _means,
}


def finish(question: str, counted: Rows) -> Rows:
    """An analyst's counts with the figures that follow from them."""
    figures = FIGURES.get(question, lambda _: {})
    return [row | figures(row) for row in counted]


def disagreement(ours: Rows, theirs: Rows, grain: tuple[str, ...]) -> str | None:
    """The first difference between two answers, rows matched by their grain; None if equal.

    Whole numbers, days and words must be equal, other numbers to a millionth. Columns that an
    analyst does not promise (whether a period is complete) are not compared.
    """
    if len(ours) != len(theirs):
        return f"{len(ours)} rows against {len(theirs)}"
    by_key = {_key(row, grain): row for row in theirs}
    for row in ours:
        other = by_key.get(_key(row, grain))
        if other is None:
            return f"no row for {_key(row, grain)}"
        for column in row.keys() & other.keys() - set(grain):
            if not _equal(row[column], other[column]):
                return f"{column} of {_key(row, grain)}: {row[column]} against {other[column]}"
    return None


def _key(row: dict[str, Any], grain: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(_plain(row[name]) for name in grain)


def _plain(value: Any) -> Any:
    """A day as a day and nothing as None, however a library writes them."""
    if value is None or value != value:
        return None
    return value.date() if isinstance(value, datetime) else value


def _equal(one: Any, other: Any) -> bool:
    one, other = _plain(one), _plain(other)
    if isinstance(one, float) and other is not None:
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return one == other
