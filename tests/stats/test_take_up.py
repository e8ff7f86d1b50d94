import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.stats.take_up import take_up


@given(st.integers(8, 40), st.integers(0, 2**32 - 1))
def test_take_up_lies_within_its_range(at, seed):
    draw = np.random.default_rng(seed)
    every = draw.poisson(2_000, 60) + 1
    rising = 0.06 + 0.012 * np.maximum(0, np.arange(60) + 0.5 - at)
    found = take_up(list(range(60)), draw.binomial(every, rising), every)
    assert found is not None
    assert found.earliest <= found.at <= found.latest
    assert abs(found.at - at) < 4
    assert found.level_before < found.level_after


def test_take_up_is_seldom_seen_where_there_is_none_and_its_range_holds_the_truth():
    draw = np.random.default_rng(7)
    seen, held = 0, 0
    for _ in range(100):
        every = draw.poisson(1_000, 48)
        slope = draw.choice([0.0, 0.002])
        level = draw.binomial(every, 0.2 + slope * np.arange(48))
        seen += take_up(list(range(48)), level, every) is not None
        at = draw.uniform(12, 36)
        rising = 0.06 + 0.012 * np.maximum(0, np.arange(48) + 0.5 - at)
        found = take_up(list(range(48)), draw.binomial(every, rising), every)
        held += found is not None and found.earliest - 0.25 <= at <= found.latest + 0.25
    assert seen <= 5
    assert held >= 93


@pytest.mark.parametrize("share", [0, 1_000])
def test_nobody_or_everybody_is_no_take_up(share):
    assert take_up(list(range(30)), [share] * 30, [1_000] * 30) is None


def test_few_months_are_no_take_up():
    assert take_up([], [], []) is None
    assert take_up(list(range(8)), [1] * 4 + [500] * 4, [1_000] * 8) is None
