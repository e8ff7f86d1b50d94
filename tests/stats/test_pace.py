"""Rates of change against published results, and what trends and ratios keep."""

from datetime import date, timedelta
from itertools import accumulate

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.stats.pace import laplace_trend, pace_trend, rate_ratio, rate_with_interval


def test_a_rate_and_its_exact_interval_are_the_published_ones(oracle):
    case = oracle["pace_single_rate"]
    rate, low, high = rate_with_interval(case["inputs"]["events"], case["inputs"]["exposure"])
    near = case["tolerance"]["abs"]
    assert rate == pytest.approx(case["expected"]["rate"], abs=near)
    assert (low, high) == pytest.approx(case["expected"]["ci"], abs=near)


def test_a_ratio_of_rates_and_its_exact_interval_are_the_published_ones(oracle):
    case = oracle["pace_rate_ratio"]
    found = rate_ratio(tuple(case["inputs"]["events"]), tuple(case["inputs"]["exposure"]))
    near = case["tolerance"]["abs"]
    assert found.ratio == pytest.approx(case["expected"]["rr"], abs=near)
    assert found.p == pytest.approx(case["expected"]["p"], abs=near)
    assert (found.low, found.high) == pytest.approx(case["expected"]["ci"], abs=near)


def failures(case):
    return list(accumulate(case["inputs"]["gaps_between_events"]))


def test_the_trend_is_the_published_one(oracle):
    case = oracle["pace_laplace_rocof"]
    times = failures(case)
    found = laplace_trend(times, times[-1], ends_with_event=True)
    assert found.u == pytest.approx(case["expected"]["U"], rel=1e-9)
    assert found.growth == pytest.approx(case["expected"]["beta"], rel=1e-9)
    assert found.scale == pytest.approx(case["expected"]["lambda"], rel=1e-9)


def test_quiet_days_after_the_last_event_count(oracle):
    times = failures(oracle["pace_laplace_rocof"])
    assert laplace_trend(times, times[-1] + 300).u == pytest.approx(2.03, abs=0.005)


def test_nothing_happened_is_a_rate_of_zero_with_an_upper_limit():
    # Garwood: -ln(.025) / 1
    assert rate_with_interval(0, 1) == pytest.approx((0, 0, 3.688879))


def test_no_events_in_the_comparison_leave_a_ratio_without_upper_limit():
    found = rate_ratio((3, 0), (1.0, 1.0))
    assert (found.ratio, found.high) == (None, None)
    assert found.low > 0
    assert found.p == pytest.approx(0.25)


def test_no_events_in_the_period_are_a_ratio_of_zero():
    found = rate_ratio((0, 3), (1.0, 1.0))
    assert (found.ratio, found.low) == (0, 0)
    assert found.high > 1


def test_nothing_at_all_or_no_time_to_compare_gives_no_ratio():
    assert rate_ratio((0, 0), (1.0, 1.0)) is None
    assert rate_ratio((3, 0), (1.0, 0.0)) is None
    assert laplace_trend([], 100) is None


counts, times = st.integers(0, 60), st.floats(0.1, 50)


@given(counts, counts, times, times)
def test_the_ratio_read_the_other_way_round_is_its_inverse(first, second, time, versus_time):
    one = rate_ratio((first, second), (time, versus_time))
    other = rate_ratio((second, first), (versus_time, time))
    if first + second == 0:
        assert one is other is None
        return
    assert one.p == pytest.approx(other.p, rel=1e-6)
    if first and second:
        assert one.low <= one.ratio <= one.high
        assert one.ratio * other.ratio == pytest.approx(1)
        assert one.low * other.high == pytest.approx(1)


@given(st.lists(st.integers(1, 999), min_size=1, max_size=30))
def test_a_history_read_backwards_has_the_opposite_trend(days):
    forwards = laplace_trend(days, 1000)
    backwards = laplace_trend([1000 - day for day in days], 1000)
    assert forwards.u == pytest.approx(-backwards.u, abs=1e-9)
    assert forwards.p == pytest.approx(backwards.p)


def lane(*started, begins=date(2020, 1, 1), last=date(2024, 12, 31)):
    return pa.Table.from_pylist(
        [
            {
                "lane": "ours",
                "started_on": day,
                "is_noticed": True,
                "begins": begins,
                "first_day": date(2024, 1, 1),
                "last_day": last,
                "period_days": 366,
                "versus_first": date(2023, 1, 1),
                "versus_last": date(2023, 12, 31),
                "versus_period_days": 365,
                "changes_are_no_answers": 10,
            }
            for day in started
        ]
    )


def test_the_change_that_starts_the_records_only_starts_their_clock():
    days = [date(2020, 1, 1) + timedelta(days=400 * n) for n in range(4)]
    [row] = pace_trend(lane(*days)).to_pylist()
    assert row["recorded"] == 4
    assert row["trend"] is None
    [row] = pace_trend(lane(*days, begins=date(2019, 12, 31))).to_pylist()
    assert row["trend"] < 0


def test_days_since_the_latest_change_are_counted_to_the_end_of_the_period():
    [row] = pace_trend(lane(date(2023, 5, 1), date(2024, 12, 1))).to_pylist()
    assert (row["changes"], row["versus_changes"]) == (1, 1)
    assert (row["last_started"], row["days_since"]) == (date(2024, 12, 1), 30)
