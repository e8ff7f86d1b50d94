import pytest
from statsmodels.stats.proportion import proportions_ztest

from insight.stats.two_shares import two_shares_p


@pytest.mark.parametrize("counts", [(2500, 10_000, 3100, 10_000), (3, 10, 9, 12), (0, 5, 2, 7)])
def test_the_p_value_is_that_of_the_pooled_z_test(counts):
    part, n, other_part, other_n = counts
    _, p = proportions_ztest([part, other_part], [n, other_n])
    assert two_shares_p(*counts) == pytest.approx(p)


@pytest.mark.parametrize("counts", [(0, 10, 0, 20), (10, 10, 20, 20)])
def test_all_or_none_in_both_is_no_difference(counts):
    assert two_shares_p(*counts) == 1.0
