"""From sums by series and period to shifts: no false alarm, and no sum that breaks it."""

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.coverage_of_shifts import row_of_sums, share_alarmed, share_found
from insight.stats.customer_shifts import customer_series, customer_shifts


def test_at_most_one_company_in_twenty_of_few_answers_sees_a_false_shift():
    random = np.random.default_rng(20261122)
    assert share_alarmed(random, 40, months=24, answers=10) <= 0.05


@pytest.mark.parametrize(("shift", "at_least"), [(8.0, 0.9), (20.0, 1.0)])
def test_shifts_of_one_item_among_nineteen_series_are_found_on_their_days(shift, at_least):
    random = np.random.default_rng(1)
    found, held = share_found(random, 30, months=36, answers=40, shift=shift)
    assert found >= at_least
    assert held >= 0.93


@st.composite
def sums(draw):
    is_share = draw(st.booleans())
    rows = []
    for at in range(draw(st.integers(1, 14))):
        n = draw(st.integers(1, 30))
        if is_share:
            rows.append(row_of_sums("share: X", at, n, draw(st.integers(0, n)), 0, is_share=True))
        else:
            votes = draw(st.lists(st.sampled_from([0, 50, 100]), min_size=n, max_size=n))
            squares = sum(vote**2 for vote in votes)
            rows.append(row_of_sums("wanted: X", at, n, sum(votes), squares))
    return rows


@settings(max_examples=60, deadline=None)
@given(sums())
def test_every_shift_has_ordered_days_and_an_interval_around_its_size(rows):
    for row in customer_shifts(pa.Table.from_pylist(rows)).to_pylist():
        assert row["before_from"] < row["earliest"] <= row["likeliest"] <= row["latest"]
        assert row["latest"] < row["after_until"]
        assert row["size_low"] <= row["size"] <= row["size_high"]
        assert abs(row["size"]) >= 5
        assert row["respondents"] == sum(
            one["n"] for one in rows if row["before_from"] <= one["period"] <= row["after_until"]
        )
    for row in customer_series(pa.Table.from_pylist(rows)).to_pylist():
        assert row["low"] <= row["level"] <= row["high"]


def test_a_repeated_customer_counts_for_less():
    """A design effect of 4 doubles the interval."""
    rows = [row_of_sums("nps", at, 200, 10_000 * (at >= 6), 2_000_000) for at in range(12)]
    [once] = customer_shifts(pa.Table.from_pylist(rows)).to_pylist()
    often = [row | {"design_effect": 4.0} for row in rows]
    [again] = customer_shifts(pa.Table.from_pylist(often)).to_pylist()
    halves = [row["size_high"] - row["size"] for row in (once, again)]
    assert halves[1] == pytest.approx(2 * halves[0])


def test_days_without_enough_answers_lie_in_the_range():
    rows = [row_of_sums("nps", at, 40, 40 * 50 * (at >= 6), 400_000) for at in range(12)]
    del rows[5]
    [row] = customer_shifts(pa.Table.from_pylist(rows)).to_pylist()
    assert row["earliest"] == rows[4]["last_day"] + timedelta(days=1)
    assert row["latest"] == rows[5]["last_day"]


def test_no_answers_have_no_levels_and_no_shifts():
    nobody = pa.Table.from_pylist([], pa.Table.from_pylist([row_of_sums("nps", 0, 1, 0, 0)]).schema)
    assert customer_shifts(nobody).num_rows == customer_series(nobody).num_rows == 0
