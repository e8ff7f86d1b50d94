"""Where a want is heading, and when that cannot be told."""

import numpy as np
import pytest

from insight.stats.outlook import Quarter, outlook


def quarters(means, variance=0.25, every=1):
    return [
        Quarter(number * every, float(mean), variance, 400) for number, mean in enumerate(means)
    ]


def test_a_level_past_stays_flat():
    rng = np.random.default_rng(3)
    found = outlook(quarters(70 + rng.normal(0, 0.5, 20)))
    assert found.direction == "flat"
    assert found.low < 70 < found.high
    assert found.tested == 11


def test_a_steady_rise_is_rising_and_is_followed():
    rng = np.random.default_rng(3)
    found = outlook(quarters(40 + 1.5 * np.arange(20) + rng.normal(0, 0.5, 20)))
    assert found.direction == "rising"
    assert found.forecast == pytest.approx(40 + 1.5 * 23, abs=1.5)
    assert found.error < found.error_no_change


def test_a_fall_is_falling():
    assert outlook(quarters(80 - 1.5 * np.arange(20))).direction == "falling"


def test_after_a_jump_nothing_is_claimed():
    rng = np.random.default_rng(3)
    jumped = np.where(np.arange(20) < 12, 73, 85) + rng.normal(0, 0.5, 20)
    found = outlook(quarters(jumped))
    assert found.direction == "open"
    assert found.high - found.low > 12


@pytest.mark.parametrize(("count", "tests"), [(5, None), (11, 2)])
def test_a_short_past_is_refused(count, tests):
    why = outlook(quarters([50.0] * count))
    expected = "past forecasts to test it by: 2" if tests else "quarters measured: 5"
    assert why.startswith(expected)


def test_waves_a_year_apart_are_tested_on_the_next_wave():
    assert outlook(quarters([50.0] * 8, every=4)).startswith("past forecasts to test it by: 2")
    assert outlook(quarters([50.0] * 9, every=4)).tested == 3


def test_a_forecast_stays_within_what_can_be_wanted():
    found = outlook(quarters(np.minimum(99.5, 60 + 3.0 * np.arange(20))))
    assert found.low <= found.forecast <= found.high <= 100


def test_quarters_in_which_all_answered_alike_are_not_certain():
    found = outlook(quarters([100.0] * 16, variance=0.0))
    assert (found.level, found.forecast) == (100, pytest.approx(100))
    assert found.direction == "flat"
