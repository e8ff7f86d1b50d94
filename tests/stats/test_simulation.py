"""Intervals and marks keep their promise on answers drawn from a known truth; seeds are fixed.

The benchmark runs many more: `python -m bench --only coverage`.
"""

import numpy as np
import pytest
from scipy.stats import binomtest

from bench.coverage import share_covered, share_marked, surveys, surveys_answered_again

SURVEYS, SERIES = 4000, 500


@pytest.mark.parametrize("answers", [100, 300, 1000])
@pytest.mark.parametrize(
    "chances", [(0.5, 0.3, 0.2), (0.33, 0.33, 0.34), (0.75, 0.15, 0.1), (0.1, 0.6, 0.3)]
)
def test_from_100_answers_on_intervals_cover_93_to_97_percent(answers, chances):
    table = surveys(np.random.default_rng(1), SURVEYS, answers, chances)
    assert 0.93 <= share_covered(table, 100 * (chances[0] - chances[2])) <= 0.97


@pytest.mark.parametrize("answers", [10, 20, 30, 50])
def test_of_fewer_answers_intervals_cover_no_less(answers):
    assert share_covered(surveys(np.random.default_rng(2), SURVEYS, answers)) >= 0.93


@pytest.mark.parametrize("customers", [50, 300])
def test_customers_who_answer_three_times_a_year_are_covered_too(customers):
    table = surveys_answered_again(np.random.default_rng(3), 2000, customers, 3, alike=0.7)
    assert 0.93 <= share_covered(table) <= 0.97


def test_customers_who_answer_alike_by_chance_alone_widen_nothing():
    table = surveys_answered_again(np.random.default_rng(4), 2000, 100, 3, alike=0.0)
    assert 0.93 <= share_covered(table) <= 0.97
    assert np.median(table["design_effect"].to_numpy()) < 1.05


@pytest.mark.parametrize(("months", "answers"), [(24, 100), (36, 300), (60, 1000)])
def test_of_series_of_noise_no_more_carry_a_mark_than_5_percent_would(months, answers):
    share = share_marked(np.random.default_rng(5), SERIES, months, answers)
    assert binomtest(round(share * SERIES), SERIES, 0.05, alternative="greater").pvalue > 0.05
    assert share > 0.02  # the correction is not so strict that nothing can be found


def test_a_real_rise_carries_a_mark():
    assert share_marked(np.random.default_rng(6), 50, 24, 1000, rise=0.1) > 0.95
