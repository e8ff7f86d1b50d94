"""Wants wave by wave: which items moved, and whether the whole profile did."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pyarrow as pa

from insight.stats.many_tests import holm
from insight.stats.profiles import (
    homogeneity,
    js_distance,
    people_together,
    rank_correlation,
)
from insight.stats.t_interval import half_width
from insight.stats.two_waves import Change, measured_change

WELCH = "Welch by item, Holm corrected"


@dataclass(frozen=True)
class Want:
    """How much one item is wanted in one wave, from the sums of its answers, 0 to 100 each."""

    respondents: int
    total: float
    squares: float
    is_pick: bool

    @property
    def mean(self) -> float:
        return self.total / self.respondents

    @property
    def error_squared(self) -> float:
        """Variance of the mean; 0 where all answered alike or one answered alone."""
        if self.respondents < 2:
            return 0.0
        spread = max(0.0, self.squares - self.total * self.mean)
        return spread / (self.respondents - 1) / self.respondents

    @property
    def added(self) -> tuple[float, float]:
        """A share of picks with two answers added, percent, and its variance."""
        people = self.respondents + 2
        share = (self.total / 100 + 1) / people
        return 100 * share, 10_000 * share * (1 - share) / people


Waves = dict[str, dict[str, Want]]
"""By wave in their order, then by item."""


def change_of(first: Want, second: Want) -> Change | None:
    """How much more an item is wanted in the second wave, points; None where no error shows.

    Ratings by Welch's t; picks as two shares (Agresti, Caffo 2000).
    """
    points = second.mean - first.mean
    if first.is_pick:
        (before, its_error), (after, error) = first.added, second.added
        return measured_change(points, after - before, math.sqrt(its_error + error))
    if min(first.respondents, second.respondents) < 2:
        return None
    parts = first.error_squared, second.error_squared
    variance = sum(parts)
    # All alike: what is left of a variance is rounding.
    if variance <= 1e-12:
        return None
    freedom = variance**2 / sum(
        part**2 / (want.respondents - 1) for part, want in zip(parts, (first, second), strict=True)
    )
    from scipy.special import stdtr

    error = math.sqrt(variance)
    half = half_width(error, freedom)
    p = 2 * float(stdtr(freedom, -abs(points / error)))
    return Change(points, points - half, points + half, p)


def pairs_of_waves(waves: Iterable[str]) -> list[tuple[str, str]]:
    """Each wave with the next, and the first with the last."""
    ordered = list(waves)
    pairs = list(pairwise(ordered))
    return [*pairs, (ordered[0], ordered[-1])] if len(ordered) > 2 else pairs


def t_interval_of_wanted(table: pa.Table) -> pa.Table:
    """Fill `low` and `high` of means from `wanted_se`, within 0 and 100; shares have theirs."""
    lows, highs = [], []
    for row in table.to_pylist():
        half = half_width(row["wanted_se"], row["respondents"] - 1)
        lows.append(row["low"] if half is None else max(0.0, row["wanted"] - half))
        highs.append(row["high"] if half is None else min(100.0, row["wanted"] + half))
    for name, ends in (("low", lows), ("high", highs)):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, pa.array(ends, pa.float64()))
    return table


_MOVED = pa.schema(
    [
        ("item", pa.string()),
        ("first_wave", pa.string()),
        ("second_wave", pa.string()),
        *((name, pa.float64()) for name in ("change", "low", "high", "p")),
        ("respondents", pa.int64()),
        ("before", pa.float64()),
        ("after", pa.float64()),
        ("is_pick", pa.bool_()),
    ]
)


def needs_moved(table: pa.Table) -> pa.Table:
    """Items by wave become changes by item and pair of waves, the largest rise first."""
    waves = _waves(table.to_pylist())
    moved = []
    for first, second in pairs_of_waves(waves):
        rows = [
            _moved(item, (first, want), (second, waves[second][item]))
            for item, want in waves[first].items()
            if item in waves[second]
        ]
        moved += sorted(rows, key=lambda row: -row["change"])
    return pa.Table.from_pylist(moved, _MOVED)


def _moved(item: str, before: tuple[str, Want], after: tuple[str, Want]) -> dict[str, Any]:
    (first, was), (second, now) = before, after
    change = change_of(was, now)
    return {
        "item": item,
        "first_wave": first,
        "second_wave": second,
        "change": now.mean - was.mean,
        "low": change and change.low,
        "high": change and change.high,
        "p": change and change.p,
        "respondents": min(was.respondents, now.respondents),
        "before": was.mean,
        "after": now.mean,
        "is_pick": was.is_pick,
    }


_CHANGED = pa.schema(
    [
        ("first_wave", pa.string()),
        ("second_wave", pa.string()),
        *((name, pa.float64()) for name in ("chi2", "p", "js_distance", "rank_correlation")),
        ("test", pa.string()),
        ("df", pa.float64()),
        ("items", pa.int64()),
        ("respondents_first", pa.int64()),
        ("respondents_second", pa.int64()),
    ]
)


def needs_changed(table: pa.Table) -> pa.Table:
    """Items by wave, and people by pair of items, become one test a pair of waves.

    Of items picked and items rated, which have no common profile, those that are more count.
    """
    rows = table.to_pylist()
    waves = _waves(row for row in rows if row["other_item"] is None)
    together: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in rows:
        if row["other_item"] is not None:
            together[row["wave"]][row["item"], row["other_item"]] += row["people"]
    changed = []
    for first, second in pairs_of_waves(waves):
        pairs = together[first] + together[second]
        tested = _changed(waves[first], waves[second], pairs)
        changed.append({"first_wave": first, "second_wave": second, **tested})
    return pa.Table.from_pylist(changed, _CHANGED)


def _changed(
    first: Mapping[str, Want], second: Mapping[str, Want], pairs: Mapping[tuple[str, str], float]
) -> dict[str, Any]:
    both = sorted(first.keys() & second.keys())
    picked = [item for item in both if first[item].is_pick]
    rated = [item for item in both if not first[item].is_pick]
    items = picked if len(picked) > len(rated) else rated
    wants = [(first[item], second[item]) for item in items]
    before, after = [was.mean for was, _ in wants], [now.mean for _, now in wants]
    row = {
        "items": len(items),
        "respondents_first": max((was.respondents for was, _ in wants), default=0),
        "respondents_second": max((now.respondents for _, now in wants), default=0),
        "js_distance": js_distance(before, after),
        "rank_correlation": rank_correlation(before, after),
    }
    if items is picked:
        chosen = [[want.total / 100 for want in side] for side in zip(*wants, strict=True)]
        found = homogeneity(*chosen, people_together(pairs, items))
        if found is None:
            return row
        return row | {"chi2": found.chi2, "df": found.df, "p": found.p, "test": found.test}
    changes = [change for was, now in wants if (change := change_of(was, now))]
    if not changes:
        return row
    return row | {"p": min(holm([change.p for change in changes])), "test": WELCH}


def _waves(rows: Iterable[dict[str, Any]]) -> Waves:
    """The rows of the slice `needs`, which come in the order of their waves."""
    waves: Waves = {}
    for row in rows:
        waves.setdefault(row["wave"], {})[row["item"]] = Want(
            row["wanted_n"], row["wanted_sum"], row["wanted_squares"], row["is_pick"]
        )
    return waves
