import math

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from insight.stats.t_interval import (
    half_width,
    t_interval_of_difference,
    t_interval_of_gap,
    t_interval_of_means,
)
from insight.stats.two_sided_p import normal_p, two_sided_p


def gaps(*rows):
    gap, se, df = zip(*rows, strict=True)
    return pa.table(
        {"gap": pa.array(gap, "double"), "gap_se": pa.array(se, "double"), "gap_df": pa.array(df)}
    )


def means(wanted, se, n):
    return pa.table(
        {
            f"{side}{column}" if column else side: pa.array([value], kind)
            for side in ("wanted", "delivered")
            for column, value, kind in (("", wanted, "double"), ("_se", se, "double"))
        }
        | {f"respondents_{side}": pa.array([n], "int64") for side in ("wanted", "delivered")}
    )


def test_a_t_interval_is_wider_than_a_normal_one_by_the_t_quantile():
    assert half_width(1.0, 2) == pytest.approx(4.302652729911275)
    assert half_width(1.0, 9) == pytest.approx(2.2621571627982)
    assert half_width(2.0, 1e9) == pytest.approx(2 * 1.959963984540054)


@pytest.mark.parametrize(
    ("se", "df"), [(None, 5.0), (1.0, None), (1.0, 0.0), (1.0, -1.0), (1.0, math.inf)]
)
def test_where_no_error_can_be_estimated_there_is_no_interval(se, df):
    assert half_width(se, df) is None


def test_nan_degrees_of_freedom_give_no_interval():
    assert half_width(1.0, math.nan) is None


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=40))
def test_the_interval_is_that_of_a_paired_t_test(differences):
    n, mean = len(differences), math.fsum(differences) / len(differences)
    se = math.sqrt(math.fsum((x - mean) ** 2 for x in differences) / (n - 1) / n)
    [row] = t_interval_of_gap(gaps((mean, se, float(n - 1)))).to_pylist()
    if se < 1e-6:
        assert row["gap_high"] - row["gap_low"] < 1e-4
        return
    expected = ttest_1samp(differences, 0).confidence_interval()
    assert row["gap_low"] == pytest.approx(expected.low, abs=1e-6)
    assert row["gap_high"] == pytest.approx(expected.high, abs=1e-6)


def test_rows_without_a_gap_keep_their_place():
    table = t_interval_of_gap(gaps((None, None, None), (0.0, 0.0, 3.0), (5.0, None, 0.0)))
    ends = [(row["gap_low"], row["gap_high"]) for row in table.to_pylist()]
    assert ends == [(None, None), (0.0, 0.0), (None, None)]


def test_means_stay_within_percent_of_maximum():
    [row] = t_interval_of_means(means(98.0, 5.0, 4)).to_pylist()
    assert row["wanted_low"] == pytest.approx(98 - 5 * 3.182446305284263)
    assert row["wanted_high"] == 100.0
    [row] = t_interval_of_means(means(1.0, 5.0, 4)).to_pylist()
    assert row["delivered_low"] == 0.0


def test_nobody_and_one_answer_have_no_interval_of_means():
    [nobody] = t_interval_of_means(means(None, None, 0)).to_pylist()
    assert (nobody["wanted_low"], nobody["delivered_high"]) == (None, None)
    [one] = t_interval_of_means(means(50.0, None, 1)).to_pylist()
    assert (one["wanted_low"], one["delivered_high"]) == (None, None)


@pytest.mark.parametrize(
    ("z", "p"), [(0.0, 1.0), (1.959963984540054, 0.05), (-1.959963984540054, 0.05), (40.0, 0.0)]
)
def test_the_p_of_a_normal_z_is_two_sided(z, p):
    assert normal_p(z) == pytest.approx(p, abs=1e-12)


def test_no_z_is_no_p():
    table = two_sided_p(pa.table({"z": pa.array([None, 0.0], "double")}))
    assert table["p"].to_pylist() == [None, 1.0]


def test_an_empty_answer_stays_empty_through_every_step():
    kinds = {"z": "double", "gap": "double", "gap_se": "double", "gap_df": "double"}
    for side in ("wanted", "delivered"):
        kinds |= {side: "double", f"{side}_se": "double", f"respondents_{side}": "int64"}
    empty = pa.table({name: pa.array([], kind) for name, kind in kinds.items()})
    for step in (two_sided_p, t_interval_of_gap, t_interval_of_means):
        table = step(empty)
        assert table.num_rows == 0
        assert len(table.column_names) > len(empty.column_names)


def test_the_interval_of_a_difference_lies_around_it_and_is_null_without_an_error():
    columns = {"difference": [2.0, None, 3.0], "difference_se": [1.0, 1.0, None]}
    table = pa.table(
        {name: pa.array(values, "double") for name, values in columns.items()}
        | {"difference_df": pa.array([9.0, 9.0, 9.0], "double")}
    )
    ends = t_interval_of_difference(table)
    half = half_width(1.0, 9.0)
    assert ends["difference_low"].to_pylist() == [pytest.approx(2 - half), None, None]
    assert ends["difference_high"].to_pylist() == [pytest.approx(2 + half), None, None]
