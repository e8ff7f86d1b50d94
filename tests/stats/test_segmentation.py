"""The cheapest cuts are those of ruptures, whose search is the same and slower."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruptures import Dynp, Pelt
from ruptures.base import BaseCost

from insight.stats.segmentation import (
    cheapest_cuts,
    costs_of_means,
    costs_of_shares,
    cuts_in_parts,
)

LEAST = 3


class Costs(BaseCost):
    """Costs that are known, as ruptures asks for them."""

    model = "known"
    min_size = 1

    def __init__(self, costs):
        self._costs = costs

    def fit(self, signal):
        self.signal = signal
        return self

    def error(self, start, end):
        return self._costs[start, end]


def by_ruptures(search, costs, **stop):
    signal = np.zeros(len(costs) - 1)
    ready = search(custom_cost=Costs(costs).fit(signal), min_size=LEAST, jump=1)
    return ready.fit(signal).predict(**stop)[:-1]


def price(costs, cuts, penalty=0.0):
    bounds = [0, *cuts, len(costs) - 1]
    return sum(costs[a, b] for a, b in pairwise(bounds)) + penalty * len(cuts)


SERIES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(40, 400)), min_size=2 * LEAST, max_size=40
)
"""Months of (promoters, answers)."""


def costs_of(counted, as_shares):
    among, of = (np.array(side, dtype=float) for side in zip(*counted, strict=True))
    return costs_of_shares(among / of, of) if as_shares else costs_of_means(among, of)


@settings(max_examples=80, deadline=None)
@given(SERIES, st.booleans(), st.floats(0.1, 200))
def test_no_segmentation_of_ruptures_is_cheaper(counted, as_shares, penalty):
    costs = costs_of(counted, as_shares)
    cuts = cheapest_cuts(costs, penalty, LEAST)
    assert all(end - start >= LEAST for start, end in pairwise([0, *cuts, len(counted)]))
    theirs = by_ruptures(Pelt, costs, pen=penalty)
    assert price(costs, cuts, penalty) <= price(costs, theirs, penalty) + 1e-6


@settings(max_examples=60, deadline=None)
@given(SERIES, st.booleans(), st.integers(1, 3))
def test_so_many_parts_cost_what_they_cost_in_ruptures(counted, as_shares, shifts):
    if len(counted) < (shifts + 1) * LEAST:
        shifts = 1
    costs = costs_of(counted, as_shares)
    cuts = cuts_in_parts(costs, shifts + 1, LEAST)
    assert len(cuts) == shifts
    theirs = by_ruptures(Dynp, costs, n_bkps=shifts)
    assert price(costs, cuts) == pytest.approx(price(costs, theirs), abs=1e-6)


def test_the_same_cuts_as_ruptures_where_levels_are_plain():
    rng = np.random.default_rng(4)
    several = 0
    for _ in range(60):
        periods = int(rng.integers(24, 120))
        levels = np.cumsum(rng.normal(0, 8.0, periods) * (rng.random(periods) < 0.06))
        costs = costs_of_means(rng.normal(levels, 2.0), np.full(periods, 0.25))
        cuts = cheapest_cuts(costs, 3 * np.log(periods), LEAST)
        assert cuts == by_ruptures(Pelt, costs, pen=3 * np.log(periods))
        several += len(cuts) > 1
    assert several > 30


def test_a_stretch_that_is_too_short_is_never_cut_off():
    costs = costs_of_means(np.array([0.0] * 6 + [100.0, 100.0]), np.ones(8))
    assert cheapest_cuts(costs, 1.0, LEAST) == [5]
    assert cuts_in_parts(costs, 2, LEAST) == [5]
