from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.stats.two_waves import Wave, change_between


def waves(least: int = 1):
    counts = st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
    built = counts.map(lambda c: Wave(c[0], c[1], sum(c)))
    return built.filter(lambda wave: wave.respondents >= least)


def test_two_large_waves_agree_with_the_published_run(oracle):
    case = oracle["nps_two_wave_large"]
    size, interval, _, p = case["expected"]["adjusted_wald"]
    x, y = (
        Wave(side["promoters"], side["detractors"], sum(side.values()))
        for side in (case["inputs"]["x"], case["inputs"]["y"])
    )

    change = change_between(y, x)

    within = case["tolerance"]["abs"]
    assert change.points == pytest.approx(7.0)
    assert (change.low + change.high) / 2 == pytest.approx(100 * size, abs=100 * within)
    assert (change.low, change.high) == pytest.approx(
        [100 * end for end in interval], abs=100 * within
    )
    assert change.p == pytest.approx(p, abs=within)
    assert change.is_real


@given(waves(), waves())
def test_a_change_turned_round_is_the_same_change_with_the_other_sign(before, now):
    there, back = change_between(before, now), change_between(now, before)

    assert back.points == pytest.approx(-there.points)
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low))
    assert back.p == pytest.approx(there.p)


@given(waves())
def test_a_wave_does_not_differ_from_itself(wave):
    change = change_between(wave, wave)

    assert change.p == 1
    assert not change.is_real


@given(waves())
def test_the_interval_stays_on_the_scale_and_is_never_a_point(wave):
    low, high = wave.interval

    assert -100 <= low < high <= 100


def test_a_single_promoter_is_no_certainty():
    low, high = Wave(1, 0, 1).interval

    assert low < 0
    assert high > 95


@given(waves(), st.floats(1, 20))
def test_a_design_effect_multiplies_the_variance_and_moves_no_point(wave, effect):
    repeated = replace(wave, design_effect=effect)
    assert repeated.standard_error == pytest.approx(wave.standard_error * effect**0.5)
    assert (repeated.nps, repeated.centre) == (wave.nps, wave.centre)


def test_waves_together_keep_the_larger_design_effect():
    assert Wave(1, 2, 5, 1.5) + Wave(3, 1, 6) == Wave(4, 3, 11, 1.5)


def test_many_waves_at_once_are_as_one_by_one():
    counts = [(5, 2, 9), (0, 0, 4), (30, 30, 60)]
    together = Wave(*np.array(counts, float).T)
    for index, one in enumerate(counts):
        assert together.standard_error[index] == pytest.approx(Wave(*one).standard_error)
        assert together.nps[index] == pytest.approx(Wave(*one).nps)
