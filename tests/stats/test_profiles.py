"""Two profiles of needs: the test, the distance and the ranks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, spearmanr

from insight.stats.profiles import homogeneity, js_distance, rank_correlation

counts = st.lists(st.integers(1, 60), min_size=3, max_size=6)


@given(
    st.integers(2, 6).flatmap(
        lambda k: st.lists(
            st.lists(st.integers(1, 80), min_size=k, max_size=k), min_size=2, max_size=2
        )
    )
)
def test_one_pick_a_person_gives_pearsons_chi_squared(waves):
    first, second = waves
    found = homogeneity(first, second, np.diag(np.add(first, second)))
    pearson = chi2_contingency(waves, correction=False)
    assert found.chi2 == pytest.approx(pearson.statistic, abs=1e-9)
    assert found.df == pytest.approx(pearson.dof)
    assert found.p == pytest.approx(pearson.pvalue, abs=1e-12)
    assert found.test == "chi-squared"


def drawn(rng, people, odds, most=3):
    """Who picked what: `most` different items each, likelier the higher their odds."""
    noise = rng.gumbel(size=(people, len(odds)))
    order = np.argsort(-(np.log(odds) + noise), axis=1)[:, :most]
    picks = np.zeros((people, len(odds)))
    np.put_along_axis(picks, order, 1, axis=1)
    return picks


def test_several_picks_a_person_keep_the_rate_of_false_alarms():
    rng, odds = np.random.default_rng(20240501), np.array([60, 40, 20, 10, 10, 8, 5, 5.0])
    ps = []
    for _ in range(400):
        first, second = drawn(rng, 300, odds), drawn(rng, 260, odds)
        together = first.T @ first + second.T @ second
        ps.append(homogeneity(first.sum(axis=0), second.sum(axis=0), together).p)
    assert 0.02 < np.mean(np.array(ps) <= 0.05) < 0.085
    assert 0.4 < np.median(ps) < 0.6


def test_a_true_shift_of_several_picks_is_found():
    rng = np.random.default_rng(7)
    first = drawn(rng, 300, np.array([60, 40, 20, 10, 10.0]))
    second = drawn(rng, 300, np.array([30, 40, 40, 10, 10.0]))
    together = first.T @ first + second.T @ second
    assert homogeneity(first.sum(axis=0), second.sum(axis=0), together).p < 0.001


def test_a_wave_in_which_nobody_picked_is_not_tested():
    assert homogeneity([0, 0], [3, 4], np.diag([3, 4])) is None
    assert homogeneity([5, 0], [3, 0], np.diag([8, 0])) is None


def test_the_distance_is_as_documented(oracle):
    case = oracle["js_scipy"]
    [pair] = case["inputs"]["pairs_base2"]
    assert js_distance(*pair) == pytest.approx(case["expected"]["base2"], abs=1e-12)
    pair, [expected] = case["inputs"]["pairs_nat"][0], case["expected"]["nat"]
    # The distance is a root, so another base of the logarithm scales it by a root.
    assert js_distance(*pair) * np.log(2) ** 0.5 == pytest.approx(expected, abs=1e-12)


@settings(max_examples=60)
@given(counts, st.data())
def test_the_distance_is_a_distance(first, data):
    size = {"min_size": len(first), "max_size": len(first)}
    second = data.draw(st.lists(st.integers(0, 60), **size).filter(any))
    distance = js_distance(first, second)
    assert 0 <= distance <= 1
    assert distance == pytest.approx(js_distance(second, first), abs=1e-12)
    assert js_distance(first, [3 * one for one in first]) == pytest.approx(0, abs=1e-7)


def test_a_profile_of_nothing_has_no_distance():
    assert js_distance([0, 0], [1, 2]) is None
    assert js_distance([], []) is None


def test_ranks_agree_as_published(oracle):
    case = oracle["needs_rank_corr"]
    found = rank_correlation(case["inputs"]["a"], case["inputs"]["b"])
    assert found == pytest.approx(case["expected"]["rho"], abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=20))
def test_ranks_agree_as_in_scipy_where_wants_are_tied(pairs):
    first, second = zip(*pairs, strict=True)
    found = rank_correlation(first, second)
    if len(set(first)) == 1 or len(set(second)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(spearmanr(first, second).statistic, abs=1e-9)


@pytest.mark.parametrize("sides", [([1], [2]), ([3, 3], [1, 2]), ([], [])], ids=str)
def test_ranks_that_cannot_agree_or_disagree_have_no_correlation(sides):
    assert rank_correlation(*sides) is None


def test_equal_wants_summed_in_another_order_are_a_tie():
    assert rank_correlation([0.1 + 0.2, 0.3, 1], [1, 1, 2]) == pytest.approx(1)
