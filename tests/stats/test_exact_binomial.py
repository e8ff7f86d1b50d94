"""An exact test and interval of a share are those of SciPy, which is dearer to import."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from insight.stats.exact_binomial import exact_interval, exact_p

SHARES = st.integers(1, 400).flatmap(lambda tries: st.tuples(st.integers(0, tries), st.just(tries)))


@given(SHARES, st.floats(0.01, 0.99), st.sampled_from([0.8, 0.95, 0.99]))
def test_they_are_those_of_scipy(share, chance, level):
    test = binomtest(*share, chance)
    assert exact_p(*share, chance) == pytest.approx(test.pvalue, rel=1e-6, abs=1e-300)
    limits = test.proportion_ci(level)
    assert exact_interval(*share, level) == pytest.approx((limits.low, limits.high), abs=1e-9)


def test_ten_tosses_that_all_fell_on_one_side():
    # Two of 1,024 outcomes are no likelier; the limit solves share ** 10 = .025.
    assert exact_p(10, 10, 0.5) == pytest.approx(2 / 1024)
    assert exact_interval(10, 10) == pytest.approx((0.025**0.1, 1.0))
