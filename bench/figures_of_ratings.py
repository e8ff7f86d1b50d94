"""Figures of ratings from an analyst's counts: Student's t around means, gaps and differences."""

import math
from itertools import pairwise
from typing import Any

from scipy.special import stdtrit

from bench.analysts import Rows

NOT_COMPARED = object()
"""In place of a figure that ours need not equal."""


def t_interval(mean: float | None, variance: float | None, n: int) -> tuple[Any, Any]:
    """The two ends of the 95 % t interval of a mean."""
    if mean is None or n < 2:
        return None, None
    half = float(stdtrit(n - 1, 0.975)) * math.sqrt(variance / n)
    return mean - half, mean + half


def welch(before: tuple[float, float, int], after: tuple[float, float, int]) -> tuple[float, float]:
    """The 95 % interval of a difference of two means, each with its variance and count."""
    parts = [variance / n for _, variance, n in (before, after)]
    freedom = sum(parts) ** 2 / sum(
        part**2 / (n - 1) for part, (_, _, n) in zip(parts, (before, after), strict=True)
    )
    half, points = float(stdtrit(freedom, 0.975)) * math.sqrt(sum(parts)), after[0] - before[0]
    return points - half, points + half


def gap(row: dict[str, Any]) -> dict[str, Any]:
    respondents = row["respondents"] if "respondents" in row else row["gap_respondents"]
    low, high = t_interval(row["gap"], row["gap_variance"], respondents)
    return {"gap_low": low, "gap_high": high}


def means(row: dict[str, Any]) -> dict[str, Any]:
    ends = {}
    for side in ("wanted", "delivered"):
        low, high = t_interval(row[side], row[f"{side}_variance"], row[f"respondents_{side}"])
        ends |= {f"{side}_low": max(0.0, low), f"{side}_high": min(100.0, high)}
    return ends


def opportunity(row: dict[str, Any]) -> dict[str, Any]:
    """The score, and who wants it and does not get it, of items asked of the same people."""
    wanted = row["wanted_top_n"] / row["respondents_wanted"]
    delivered = row["delivered_top_n"] / row["respondents_delivered"]
    return {
        "score": 10 * (wanted + max(wanted - delivered, 0)),
        "respondents": min(row["respondents_wanted"], row["respondents_delivered"]),
        "wanted_top": 100 * wanted,
        "delivered_top": 100 * delivered,
        "people_affected": row["wanted_top_only"],
        "affected_of": row["both_n"],
        "affected": 100 * row["wanted_top_only"] / row["both_n"],
    }


def by_group(row: dict[str, Any]) -> dict[str, Any]:
    """How far passives and detractors fall short; nothing where ours are people drawn."""
    if row["one_in"] != 1:
        return dict.fromkeys(row.keys() - {"item"}, NOT_COMPARED)
    groups = ("promoters", "passives", "detractors")
    return {"respondents": sum(row[f"respondents_{group}"] for group in groups)} | {
        f"shortfall_{group}": row["delivered_promoters"] - row[f"delivered_{group}"]
        for group in groups[1:]
    }


def wants(rows: Rows) -> Rows:
    """Means by wave with their intervals and places."""
    figures = []
    for row in rows:
        low, high = t_interval(row["wanted"], row["wanted_variance"], row["respondents"])
        more = sum(
            other["wave"] == row["wave"] and other["wanted"] > row["wanted"] + 1e-9
            for other in rows
        )
        ends = {"low": max(0.0, low), "high": min(100.0, high)}
        figures.append(row | ends | {"rank": more + 1, "is_pick": False})
    return figures


def _pairs_of_waves(rows: Rows) -> list[tuple[Rows, Rows]]:
    """The rows of each wave and the next, and of the first and the last, items in order."""
    waves = [
        sorted((row for row in rows if row["wave"] == wave), key=lambda row: row["item"])
        for wave in sorted({row["wave"] for row in rows})
    ]
    pairs = list(pairwise(waves))
    return [*pairs, (waves[0], waves[-1])] if len(waves) > 2 else pairs


def wants_moved(rows: Rows) -> Rows:
    moved = []
    for first, second in _pairs_of_waves(rows):
        for was, now in zip(first, second, strict=True):
            sides = [
                (row["wanted"], row["wanted_variance"], row["respondents"]) for row in (was, now)
            ]
            low, high = welch(*sides)
            moved.append(
                {
                    "item": was["item"],
                    "first_wave": was["wave"],
                    "second_wave": now["wave"],
                    "change": now["wanted"] - was["wanted"],
                    "low": low,
                    "high": high,
                    "respondents": min(was["respondents"], now["respondents"]),
                    "before": was["wanted"],
                    "after": now["wanted"],
                }
            )
    return moved


def profiles(rows: Rows) -> Rows:
    from scipy.spatial.distance import jensenshannon
    from scipy.stats import spearmanr

    changed = []
    for first, second in _pairs_of_waves(rows):
        before, after = ([row["wanted"] for row in wave] for wave in (first, second))
        changed.append(
            {
                "first_wave": first[0]["wave"],
                "second_wave": second[0]["wave"],
                "js_distance": float(jensenshannon(before, after, base=2)),
                "rank_correlation": float(spearmanr(before, after).statistic),
                "items": len(first),
                "respondents_first": max(row["respondents"] for row in first),
                "respondents_second": max(row["respondents"] for row in second),
            }
        )
    return changed


def outlooks(rows: Rows) -> Rows:
    """When each item was last asked and by how many; where a want heads is no count."""
    outlooks = []
    for item in {row["item"] for row in rows}:
        quarters = [row for row in rows if row["item"] == item]
        outlooks.append(
            {
                "item": item,
                "last_asked": max(row["last_asked"] for row in quarters),
                "respondents": sum(row["respondents"] for row in quarters),
            }
        )
    return outlooks


def around_changes(rows: Rows) -> Rows:
    """Means of both sides before and after each change, and the difference by Welch."""
    by_change: dict[tuple[Any, ...], dict[bool, dict[str, Any]]] = {}
    for row in rows:
        by_change.setdefault((row["item"], row["change_id"]), {})[row["is_before"]] = row
    return [
        _around_change(halves, side)
        for halves in by_change.values()
        for side in ("wanted", "delivered")
    ]


def _around_change(halves: dict[bool, dict[str, Any]], side: str) -> dict[str, Any]:
    kept = ("item", "change_id", "title", "lane", "started_on", "ended_on")
    some = next(iter(halves.values()))
    row: dict[str, Any] = {name: some[name] for name in kept} | {"side": side}
    sides = []
    for is_before, word in ((True, "before"), (False, "after")):
        half = halves.get(is_before)
        n = half[f"{side}_n"] if half else 0
        row |= {f"respondents_{word}": n, word: half[f"{side}_sum"] / n if n else None}
        if n > 1:
            total = half[f"{side}_sum"]
            sides.append((row[word], (half[f"{side}_squares"] - total**2 / n) / (n - 1), n))
    if len(sides) == 2:
        row["difference"] = row["after"] - row["before"]
        row["difference_low"], row["difference_high"] = welch(*sides)
    return row
