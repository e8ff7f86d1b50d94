"""Waiting times with open cases: published results, statsmodels, and what medians keep."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from insight.stats.waiting import (
    faster_over,
    kaplan_meier,
    log_rank,
    waits_by_period,
    waits_by_step,
    waits_of,
)


@pytest.fixture(scope="module")
def gehan(oracle, shared):
    """The two arms of the published trial: treated, control."""
    trial = pd.read_csv(shared / "oracles" / "data" / oracle["km_gehan"]["inputs"]["csv"])
    arm, days, ended = (next(c for c in trial if c.lower() in names) for names in COLUMNS)
    treated = trial[arm].isin(["6-MP", "6MP", 1, "treat"])
    return [
        waits_of(part[days].to_list(), part[ended].astype(bool).to_list())
        for part in (trial[treated], trial[~treated])
    ]


COLUMNS = (("treat", "group", "arm"), ("time", "weeks"), ("cens", "status", "event"))


def test_the_share_still_waiting_and_its_median_are_the_published_ones(oracle, gehan):
    case = oracle["km_gehan"]["expected"]
    treated = kaplan_meier(gehan[0])
    assert treated.times.tolist() == case["at"]
    assert treated.shares == pytest.approx(case["S"], abs=1e-4)
    assert treated.median == case["median"]


def test_the_median_has_the_interval_that_statsmodels_gives_it(gehan):
    for arm in gehan:
        theirs = SurvfuncRight(arm.days, arm.is_done.astype(int))
        low, high = kaplan_meier(arm).median_interval
        with np.errstate(divide="ignore", invalid="ignore"):
            assert (low, high or np.inf) == theirs.quantile_ci(0.5)


def test_two_groups_are_told_apart_as_published(oracle, gehan):
    case = oracle["km_gehan"]["expected"]
    chi2, p = log_rank(gehan)
    assert chi2 == pytest.approx(case["chi2"], abs=1e-4)
    assert p == pytest.approx(case["p"], abs=1e-7)


def test_a_trend_over_two_groups_is_their_difference(oracle, gehan):
    case = oracle["km_gehan"]["expected"]
    z, p = faster_over(gehan)
    assert z == pytest.approx(case["chi2"] ** 0.5, abs=1e-4)
    assert p == pytest.approx(case["p"], abs=1e-7)
    assert faster_over(gehan[::-1])[0] == pytest.approx(-z)


waiting = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=40)


@given(waiting)
def test_shares_and_interval_are_those_of_statsmodels(waits):
    days, is_done = map(list, zip(*waits, strict=True))
    ours = kaplan_meier(waits_of(days, is_done))
    if not any(is_done):
        assert ours.times.size == 0
        assert (ours.median, ours.median_interval) == (None, (None, None))
        return
    theirs = SurvfuncRight(days, np.array(is_done, int))
    assert ours.times.tolist() == theirs.surv_times.tolist()
    assert ours.shares == pytest.approx(theirs.surv_prob, abs=1e-12)
    low, _ = ours.median_interval
    if ours.shares[-1] > 0:
        their_low, _ = theirs.quantile_ci(0.5)
        assert np.isnan(their_low) or low == their_low


@given(st.lists(st.integers(0, 400), min_size=1, max_size=25))
def test_where_nothing_is_open_the_median_is_the_ordinary_one(days):
    assert kaplan_meier(waits_of(days, [True] * len(days))).median == np.median(days)


@given(waiting, st.integers(1, 5))
def test_an_open_wait_never_shortens_the_median(waits, more):
    days, is_done = map(list, zip(*waits, strict=True))
    before = kaplan_meier(waits_of(days, is_done)).median
    after = kaplan_meier(waits_of(days + [50] * more, is_done + [False] * more)).median
    assert before is not None or after is None
    assert after is None or after >= before


@given(waiting, waiting, waiting)
def test_groups_are_told_apart_as_statsmodels_does(first, second, third):
    groups = (first, second, third)
    ours = log_rank([waits_of(*map(list, zip(*group, strict=True))) for group in groups])
    days, is_done = map(list, zip(*(wait for group in groups for wait in group), strict=True))
    names = [n for n, group in enumerate(groups) for _ in group]
    if ours is None or len(set(names)) < 3 or not any(is_done):
        return
    try:
        chi2, _ = survdiff(days, is_done, names)
    except np.linalg.LinAlgError:
        return
    if np.isfinite(chi2):
        assert ours[0] == pytest.approx(chi2, rel=1e-6, abs=1e-8)


def rows(key, *waits):
    return pa.Table.from_pylist(
        [
            {key: name, "waited": days, "is_done": is_done, "many": many}
            | {"changes_are_no_answers": 10}
            for name, days, is_done, many in waits
        ]
    )


def test_what_is_open_is_counted_as_open():
    table = rows("step", ("a", 10, True, 2), ("a", 90, False, 3), ("b", 4, True, 1))
    assert [
        (row["step"], row["median_days"], row["done"], row["open"])
        for row in waits_by_step(table).to_pylist()
    ] == [("a", None, 2, 3), ("b", 4.0, 1, 0)]


def test_years_that_got_faster_have_a_trend():
    slow = [("slow", day, True, 1) for day in range(200, 210)]
    fast = [("swift", day, True, 1) for day in range(20, 30)]
    found = waits_by_period(rows("period", *slow, *fast)).to_pylist()
    assert found[0]["p"] == found[1]["p"] < 0.001
    assert found[0]["trend"] > 0
    [alone] = waits_by_period(rows("period", *slow)).to_pylist()
    assert alone["p"] is None
