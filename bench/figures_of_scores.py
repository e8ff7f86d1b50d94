"""Figures of scores from an analyst's counts: adjusted Wald intervals, a change and its parts."""

import math
from typing import Any

from scipy.stats import norm

from bench.analysts import Rows
from bench.figures_of_ratings import t_interval

Z95 = float(norm.ppf(0.975))


def nps_figures(row: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """NPS in points from the counts of a row, and its interval where its design effect is known."""
    n, gained = row[f"{prefix}respondents"], row[f"{prefix}promoters"] - row[f"{prefix}detractors"]
    nps = {"nps": 100 * gained / n if n else None}
    effect = row.get(f"{prefix}design_effect")
    if not n or effect is None:
        return nps
    centre, se = adjusted(row, prefix)
    half = Z95 * math.sqrt(effect) * se
    return nps | {"nps_low": max(-100.0, centre - half), "nps_high": min(100.0, centre + half)}


def adjusted(row: dict[str, Any], prefix: str = "") -> tuple[float, float]:
    """(centre, standard error) of the NPS with three answers added, in points."""
    n = row[f"{prefix}respondents"] + 3
    promoters, detractors = row[f"{prefix}promoters"] + 0.75, row[f"{prefix}detractors"] + 0.75
    share = (promoters - detractors) / n
    return 100 * share, 100 * math.sqrt(((promoters + detractors) / n - share**2) / n)


def change(row: dict[str, Any]) -> dict[str, Any]:
    now, versus = nps_figures(row), nps_figures(row, "versus_")
    figures = now | {"versus_nps": versus["nps"]}
    if now["nps"] is None or versus["nps"] is None:
        return figures
    figures["change"] = now["nps"] - versus["nps"]
    effects = row.get("design_effect"), row.get("versus_design_effect")
    if None in effects:
        return figures
    (centre, se), (versus_centre, versus_se) = adjusted(row), adjusted(row, "versus_")
    moved = centre - versus_centre
    error = math.sqrt(effects[0] * se**2 + effects[1] * versus_se**2)
    return figures | {
        "change_low": max(-200.0, moved - Z95 * error),
        "change_high": min(200.0, moved + Z95 * error),
        "p": float(2 * norm.sf(abs(moved / error))),
    }


def scanned_cell(row: dict[str, Any]) -> dict[str, Any]:
    """A cell of segment_scan, which calls the counts of nps_change otherwise."""
    figures = change(row)
    return {
        "nps_before": figures["versus_nps"],
        "nps_after": figures["nps"],
        "change": figures.get("change"),
        "respondents_before": row["versus_respondents"],
    }


def since_first_year(row: dict[str, Any]) -> dict[str, Any]:
    now, first = nps_figures(row)["nps"], nps_figures(row, "baseline_")["nps"]
    return {
        "nps": now,
        "baseline_nps": first,
        "recounted_nps": first,
        "recounted_respondents": row["baseline_respondents"],
    }


def paired(row: dict[str, Any]) -> dict[str, Any]:
    """Who answered in both of two years: the mean of what each changed, points."""
    n, before, after = row["customers"], row["before_sum"] / row["customers"], row["after_sum"]
    moved = after / n - before
    variance = (row["squares"] - n * moved**2) / (n - 1) if n > 1 else None
    low, high = t_interval(100 * moved, variance and 1e4 * variance, n)
    return {
        "nps_before": 100 * before,
        "nps_after": 100 * after / n,
        "change": 100 * moved,
        "change_low": low,
        "change_high": high,
    }


def split_by_value(rows: Rows) -> Rows:
    """What each value moved NPS, points: within itself, and by its share (Kitagawa 1955)."""
    before, after = (sum(row[f"{side}respondents"] for row in rows) for side in ("versus_", ""))
    parts = []
    for row in rows:
        moved = change(row)
        parts.append(
            {
                **{key: row[key] for key in ("dimension", "value") if key in row},
                "respondents_before": row["versus_respondents"],
                "respondents_after": row["respondents"],
                "share_before": 100 * row["versus_respondents"] / before,
                "share_after": 100 * row["respondents"] / after,
                "nps_before": moved["versus_nps"],
                "nps_after": moved["nps"],
            }
        )
    overall = sum(
        part[f"share_{when}"] * part[f"nps_{when}"] / 200
        for part in parts
        for when in ("before", "after")
    )
    for part in parts:
        mean_share = (part["share_before"] + part["share_after"]) / 200
        mean_nps = (part["nps_before"] + part["nps_after"]) / 2
        part["within"] = (part["nps_after"] - part["nps_before"]) * mean_share
        part["mix"] = (part["share_after"] - part["share_before"]) * (mean_nps - overall) / 100
    return parts


def split_by_dimension(rows: Rows) -> Rows:
    sums = []
    for dimension in {row["dimension"] for row in rows}:
        parts = split_by_value([row for row in rows if row["dimension"] == dimension])
        added = ("respondents_before", "respondents_after", "within", "mix")
        total = {name: sum(part[name] for part in parts) for name in added}
        sums.append({"dimension": dimension, "change": total["within"] + total["mix"], **total})
    return sums
