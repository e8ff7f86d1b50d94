"""Shifts are found where they are, and published results come out of the same functions."""

import csv
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.stats.change_points import (
    A_SIDE,
    Series,
    best_split,
    dates_of,
    dispersion,
    find_shifts,
    penalised_split,
)


def column(shared, case, name):
    with (shared / "oracles" / "data" / case["data_file"]).open(encoding="utf-8") as file:
        return np.array([float(row[name]) for row in csv.DictReader(file)])


def equal_weights(values):
    return Series(np.asarray(values, dtype=float), np.ones(len(values)))


def test_the_nile_fell_once_in_1898(oracle, shared):
    case = oracle["cp_nile"]
    nile = equal_weights(column(shared, case, "y"))
    for shifts, splits in ((1, [case["expected"]["one"]]), (2, case["expected"]["two"])):
        assert best_split(nile, shifts, a_side=15) == splits
        bounds = [0, *splits, len(nile)]
        squares = sum(nile.costs[a, b] for a, b in pairwise(bounds))
        assert squares == pytest.approx(case["expected"]["rss"][shifts - 1], rel=1e-8)


def test_disasters_in_coal_mines_became_rarer_after_1891(oracle, shared):
    """Counts among very many are Poisson: the binomial deviance tends to theirs."""
    case = oracle["cp_coal"]
    years, disasters = (column(shared, case, name) for name in ("y", "n"))
    among = 1e9
    coal = Series(disasters / among, np.full(len(disasters), among), are_shares=True)
    [at] = best_split(coal, 1)
    assert (at, years[at - 1]) == (case["expected"]["k"], case["expected"]["last_year_before"])
    rates = [coal.level(0, at) * among, coal.level(at, len(coal)) * among]
    assert rates == pytest.approx(case["expected"]["rates"], abs=1e-8)


def test_a_share_of_differing_numbers_shifts_where_its_deviance_says(oracle):
    case = oracle["cp_binomial_varying_n"]
    among, of = (np.array(case["inputs"][name], dtype=float) for name in ("x", "n"))
    waves = Series(among / of, of, are_shares=True)
    [at] = best_split(waves, 1)
    assert at == case["expected"]["k"]
    cost = waves.costs
    gained = cost[0, 12] - cost[0, at] - cost[at, 12]
    assert gained == pytest.approx(case["expected"]["LR"], abs=1e-7)
    levels = [waves.level(0, at), waves.level(at, 12)]
    assert levels == pytest.approx(case["expected"]["p"], abs=1e-7)


def noisy(rng, levels, respondents=60, deviation=25.0):
    """Means of about so many people each, as a survey measures them."""
    levels = np.asarray(levels, dtype=float)
    n = rng.integers(respondents // 2, 2 * respondents, len(levels))
    return Series(rng.normal(levels, deviation / np.sqrt(n)), n / deviation**2)


def step(periods, at, size):
    return np.where(np.arange(periods) < at, 60.0, 60.0 + size)


COMPANY = 19
"""Series of a company that are searched at once."""


def test_at_most_one_company_in_twenty_sees_a_shift_that_is_none():
    rng = np.random.default_rng(20261122)
    companies = [[noisy(rng, step(48, 0, 0)) for _ in range(COMPANY)] for _ in range(40)]
    alarmed = [any(find_shifts(series, COMPANY) for series in company) for company in companies]
    assert sum(alarmed) <= 2


@pytest.mark.parametrize(("size", "at_least"), [(20.0, 60), (8.0, 54)])
def test_shifts_are_found_and_their_day_lies_in_the_range(size, at_least):
    rng = np.random.default_rng(8)
    found, held = 0, 0
    for _ in range(60):
        at = int(rng.integers(6, 43))
        shifts = find_shifts(noisy(rng, step(48, at, size)), COMPANY)
        near = [shift for shift in shifts if shift.first <= at <= shift.last]
        found += bool(shifts)
        held += bool(near)
    assert found >= at_least
    assert held >= 0.93 * found


def test_the_interval_of_a_large_shift_holds_its_size():
    rng = np.random.default_rng(5)
    shifts = [find_shifts(noisy(rng, step(48, 24, 15.0)), COMPANY) for _ in range(100)]
    held = [found[0].low < 15.0 < found[0].high for found in shifts if len(found) == 1]
    assert len(held) >= 95
    assert sum(held) >= 0.9 * len(held)


def test_a_series_whose_periods_scatter_more_than_chance_needs_more_to_shift():
    rng = np.random.default_rng(3)
    weights = np.full(48, 1 / 4.0)
    calm = Series(rng.normal(step(48, 24, 4.0), 2.0), weights)
    shaken = Series(step(48, 24, 4.0) + 4 * (calm.values - step(48, 24, 4.0)), weights)
    assert (len(find_shifts(calm)), len(find_shifts(shaken))) == (1, 0)
    assert dispersion(shaken) > 5 > dispersion(calm)


def test_a_share_of_none_or_all_has_no_shift_and_no_error():
    for share in (0.0, 1.0):
        assert find_shifts(Series(np.full(12, share), np.full(12, 50.0), are_shares=True)) == []


LEVELS = st.lists(st.floats(0, 100), min_size=1, max_size=24)


@settings(max_examples=60, deadline=None)
@given(LEVELS, st.floats(-50, 50))
def test_shifts_partition_the_series_and_move_with_it(values, up):
    series = equal_weights(values)
    shifts = find_shifts(series)
    bounds = [0, *(shift.at for shift in shifts), len(values)]
    for shift, before, at, after in zip(shifts, bounds, bounds[1:], bounds[2:], strict=False):
        assert (shift.start, shift.at, shift.end) == (before, at, after)
        assert min(at - before, after - at) >= A_SIDE
        assert shift.first <= at <= shift.last
        assert shift.low <= shift.size <= shift.high
    moved = find_shifts(equal_weights(np.array(values) + up))
    assert [shift.size for shift in moved] == pytest.approx([s.size for s in shifts], abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=7, max_size=14))
def test_the_best_split_is_the_cheapest_of_all(values):
    series = equal_weights(values)
    [at] = best_split(series, 1)
    cost, whole = series.costs, len(values)
    cheapest = min(cost[0, k] + cost[k, whole] for k in range(A_SIDE, whole - A_SIDE + 1))
    assert cost[0, at] + cost[at, whole] == pytest.approx(cheapest)
    first, last = dates_of(series, 0, whole)
    assert first <= at <= last


def test_a_penalty_splits_no_more_than_it_pays():
    series = equal_weights(step(24, 12, 2.0))
    # 24 values of which half lie 2 higher: the split saves 24 squares of 1.
    assert penalised_split(series, 23.9) == [12]
    assert penalised_split(series, 24.1) == []


def cheapest_of_all(series, penalty):
    """Every way to cut the series into levels, weighed: what the search must find faster."""
    best = {0: (0.0, [])}
    for end in range(A_SIDE, len(series) + 1):
        ways = [
            (cost + series.costs[start, end] + penalty, [*splits, start])
            for start, (cost, splits) in best.items()
            if end - start >= A_SIDE
        ]
        best[end] = min(ways)
    return best[len(series)][1][1:]


def test_the_search_finds_the_cheapest_of_all_segmentations():
    rng = np.random.default_rng(1)
    several = 0
    for _ in range(40):
        periods = int(rng.integers(6, 40))
        levels = np.cumsum(rng.normal(0, 2.0, periods) * (rng.random(periods) < 0.15))
        series = equal_weights(rng.normal(levels, 1.0))
        splits = cheapest_of_all(series, 8.0)
        assert penalised_split(series, 8.0) == splits
        several += len(splits) > 1
    assert several > 5
