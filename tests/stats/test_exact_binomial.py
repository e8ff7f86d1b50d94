"""An exact test and interval of a share: as whole numbers have it, and as SciPy has it."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from insight.stats.exact_binomial import exact_interval, exact_p

SHARES = st.integers(1, 400).flatmap(lambda tries: st.tuples(st.integers(0, tries), st.just(tries)))


@given(SHARES, st.fractions(Fraction(1, 64), Fraction(63, 64), max_denominator=64))
def test_the_chance_of_an_outcome_no_likelier_is_that_of_fractions(share, chance):
    hits, tries = share
    likely = [
        comb(tries, count) * chance**count * (1 - chance) ** (tries - count)
        for count in range(tries + 1)
    ]
    exact = sum(one for one in likely if one <= likely[hits])
    assert exact_p(hits, tries, float(chance)) == pytest.approx(float(exact), rel=1e-9)


@given(SHARES, st.floats(0.01, 0.99), st.sampled_from([0.8, 0.95, 0.99]))
def test_they_are_those_of_scipy(share, chance, level):
    test = binomtest(*share, chance)
    # Of smaller chances SciPy keeps fewer digits.
    assert exact_p(*share, chance) == pytest.approx(test.pvalue, rel=1e-6, abs=1e-9)
    limits = test.proportion_ci(level)
    assert exact_interval(*share, level) == pytest.approx((limits.low, limits.high), abs=1e-9)


def test_ten_tosses_that_all_fell_on_one_side():
    # Two of 1,024 outcomes are no likelier; the limit solves share ** 10 = .025.
    assert exact_p(10, 10, 0.5) == pytest.approx(2 / 1024)
    assert exact_interval(10, 10) == pytest.approx((0.025**0.1, 1.0))
