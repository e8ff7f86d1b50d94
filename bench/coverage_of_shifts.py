"""Whether shifts are found where they are and nowhere else: companies drawn from a known truth.

Their sums go through the step of the question customer_shifts.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa

from insight.stats.customer_shifts import customer_shifts
from insight.words import add_months, last_of_month

COMPANIES = 200
ITEMS, PICKS = 12, 6
"""With NPS these are the series of a company that are searched at once: 19."""

_FIRST = date(2022, 1, 1)
_SCORES = (0.5, 0.3, 0.2)
_RATINGS = np.array([0, 25, 50, 75, 100])
_CHOSEN = (0.1, 0.15, 0.25, 0.3, 0.2)


def row_of_sums(
    series: str,
    at: int,
    n: int,
    total: float,
    squares: float,
    is_share: bool = False,
    **columns: object,
) -> dict[str, object]:
    """One month of a series as `told` in queries/slices.sql gives it."""
    month = add_months(_FIRST, at)
    return {
        "series": series,
        "period": month,
        "last_day": last_of_month(month),
        "is_share": is_share,
        "n": n,
        "total": float(total),
        "squares": float(squares),
        "other_n": 0,
        "other_total": 0.0,
        "other_squares": 0.0,
        "design_effect": 1.0,
        "counts": True,
    } | columns


def company(
    random: np.random.Generator,
    months: int,
    answers: int,
    shift: float = 0.0,
    at: int = 0,
) -> pa.Table:
    """The sums of NPS, twelve wants and six picks, on `answers` to twice as many a month.

    From month `at` on the first want is `shift` points higher, the others stay.
    """
    return pa.Table.from_pylist(
        [
            row
            for month in range(months)
            for row in _month(random, month, answers, shift if month >= at else 0.0)
        ]
    )


def _month(
    random: np.random.Generator, at: int, answers: int, shift: float
) -> Iterator[dict[str, object]]:
    n = int(random.integers(answers, 2 * answers))
    promoters, _, detractors = (int(count) for count in random.multinomial(n, _SCORES))
    yield row_of_sums("nps", at, n, 100 * (promoters - detractors), 1e4 * (promoters + detractors))
    for item in range(ITEMS):
        rated = random.choice(_RATINGS, n, p=_CHOSEN)
        if item == 0:
            # So many of the lowest four boxes answer one box higher that the mean rises by it.
            moved = random.random(n) < shift / 25 / (1 - _CHOSEN[-1])
            rated = np.where(moved & (rated < 100), rated + 25, rated)
        yield row_of_sums(f"wanted: {item:02}", at, n, rated.sum(), (rated**2).sum())
    for pick in range(PICKS):
        picked = int(random.binomial(n, 0.2))
        yield row_of_sums(f"wanted: pick {pick}", at, n, picked, 0.0, is_share=True)


def share_alarmed(random: np.random.Generator, number: int, months: int, answers: int) -> float:
    """The share of companies in which nothing shifts and a shift is found."""
    tables = (company(random, months, answers) for _ in range(number))
    return sum(customer_shifts(table).num_rows > 0 for table in tables) / number


def share_found(
    random: np.random.Generator, number: int, months: int, answers: int, shift: float
) -> tuple[float, float]:
    """The share of companies whose shift is found, and of these whose days hold its first day."""
    found = held = 0
    for _ in range(number):
        at = int(random.integers(6, months - 5))
        day = add_months(_FIRST, at)
        rows = [
            row
            for row in customer_shifts(company(random, months, answers, shift, at)).to_pylist()
            if row["series"] == "wanted: 00" and row["size"] > 0
        ]
        found += bool(rows)
        held += any(row["earliest"] <= day <= row["latest"] for row in rows)
    return found / number, held / max(1, found)
