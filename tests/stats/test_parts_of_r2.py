"""LMG and relative weights: published results, and what holds of any split of R2."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.stats.driver_shares import explained_parts
from insight.stats.lmg import MOST_DRIVERS, explained_by_subsets, lmg
from insight.stats.relative_weights import relative_weights

METHODS = pytest.mark.parametrize("split", [lmg, relative_weights])


def oracle_correlations(case, shared):
    """Drivers in the order expected, then what is explained."""
    measured = pd.read_csv(shared / "oracles" / "data" / case["data_file"])
    columns = [*case["expected"], case["inputs"]["y"]]
    return np.corrcoef(measured[columns].to_numpy(float).T)[None]


@pytest.mark.parametrize(("case", "split"), [("lmg_swiss", lmg), ("rwa_mtcars", relative_weights)])
def test_published_parts_of_r2(oracle, shared, case, split):
    published = oracle[case]
    parts = split(oracle_correlations(published, shared))[0]
    assert dict(zip(published["expected"], parts, strict=True)) == pytest.approx(
        published["expected"], abs=published["tolerance"]["abs"]
    )


def sample(seed, people=60, drivers=4):
    """Correlated drivers and a score that some of them move."""
    draw = np.random.default_rng(seed)
    rated = draw.standard_normal((people, drivers)) + draw.standard_normal((people, 1))
    score = rated @ draw.uniform(0, 1, drivers) + draw.standard_normal(people)
    return np.column_stack([rated, score])


def correlated(measured):
    return np.corrcoef(measured.T)[None]


def r2_of(measured):
    """By least squares, which shares nothing with sweeping or with eigenvalues."""
    centred = measured - measured.mean(axis=0)
    slopes, *_ = np.linalg.lstsq(centred[:, :-1], centred[:, -1])
    left = centred[:, -1] - centred[:, :-1] @ slopes
    return 1 - left @ left / (centred[:, -1] @ centred[:, -1])


seeds = st.integers(0, 10_000)


@METHODS
@settings(max_examples=30, deadline=None)
@given(seed=seeds, drivers=st.integers(1, 7))
def test_parts_sum_to_r2_and_none_is_negative(split, seed, drivers):
    measured = sample(seed, drivers=drivers)
    parts = split(correlated(measured))[0]
    assert parts.sum() == pytest.approx(r2_of(measured), abs=1e-9)
    assert parts.min() > -1e-12


@METHODS
@settings(max_examples=20, deadline=None)
@given(seed=seeds, order=st.permutations(range(4)))
def test_the_order_of_items_does_not_matter(split, seed, order):
    measured = sample(seed)
    parts = split(correlated(measured))[0]
    shuffled = split(correlated(measured[:, [*order, 4]]))[0]
    assert shuffled == pytest.approx(parts[list(order)], abs=1e-9)


@METHODS
@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_an_item_asked_twice_shares_equally_with_its_copy(split, seed):
    measured = sample(seed)
    doubled = np.column_stack([measured[:, :1], measured])
    parts = split(correlated(doubled))[0]
    assert parts[0] == pytest.approx(parts[1], abs=1e-6)
    assert parts.sum() == pytest.approx(r2_of(measured), abs=1e-6)


@METHODS
@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_an_item_that_hangs_together_with_nothing_carries_nothing(split, seed):
    among = correlated(sample(seed))[0]
    lonely = np.zeros((1, 6, 6))
    lonely[0, 1:, 1:] = among
    lonely[0, 0, 0] = 1
    assert split(lonely)[0][0] == pytest.approx(0, abs=1e-12)


@METHODS
def test_uncorrelated_items_carry_their_squared_correlation(split):
    related = np.eye(4)
    related[:3, 3] = related[3, :3] = 0.6, 0.3, 0.1
    assert split(related[None])[0] == pytest.approx([0.36, 0.09, 0.01])


@METHODS
def test_draws_are_split_one_by_one(split):
    first, second = correlated(sample(1)), correlated(sample(2))
    both = split(np.concatenate([first, second]))
    assert both[0] == pytest.approx(split(first)[0])
    assert both[1] == pytest.approx(split(second)[0])


def test_every_subset_explains_what_its_own_regression_explains():
    measured = sample(3, drivers=3)
    explained = explained_by_subsets(correlated(measured))[:, 0]
    for subset in range(1, 8):
        held = [driver for driver in range(3) if subset >> driver & 1]
        assert explained[subset] == pytest.approx(r2_of(measured[:, [*held, 3]]))
    assert explained[0] == 0


def test_relative_weights_take_over_where_lmg_would_take_too_long():
    few, many = (correlated(sample(4, 200, n)) for n in (MOST_DRIVERS, MOST_DRIVERS + 1))
    assert explained_parts(few) == pytest.approx(lmg(few))
    assert explained_parts(many) == pytest.approx(relative_weights(many))
    assert explained_parts(many) != pytest.approx(lmg(many), rel=1e-3)
