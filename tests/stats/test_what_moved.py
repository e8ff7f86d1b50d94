"""Values with few answers are pooled before a change is split, so that nobody can subtract them."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from insight.stats.what_moved import Groups, pool_small, split_by_dimension, split_by_value


def groups(**answers):
    """Values by their answers before and after, all of them promoters."""
    before, after = (
        np.array([[counts[period], 0, 0] for counts in answers.values()]) for period in (0, 1)
    )
    return Groups(tuple(answers), before, after)


def pooled(minimum=10, **answers):
    """Each row after pooling: its value, its answers before and after."""
    found = pool_small(groups(**answers), minimum)
    return list(zip(found.values, *found.answers.tolist(), strict=True))


def test_values_below_the_minimum_in_either_period_are_one_row_at_the_end():
    assert pooled(a=(9, 50), b=(40, 40), c=(30, 3)) == [
        ("b", 40, 40),
        ("(2 values with few answers)", 39, 53),
    ]


def test_the_next_smallest_joins_a_pool_that_is_too_small_to_show():
    assert pooled(big=(90, 90), small=(9, 50), middle=(20, 60)) == [
        ("big", 90, 90),
        ("(2 values with few answers)", 29, 110),
    ]


def test_none_in_one_period_is_not_few():
    assert pooled(a=(0, 50), b=(40, 40)) == [("a", 0, 50), ("b", 40, 40)]


def test_a_value_without_answers_in_a_period_joins_no_use_so_the_next_does_too():
    assert pooled(few=(5, 40), gone=(0, 30), big=(50, 50), bigger=(90, 90)) == [
        ("bigger", 90, 90),
        ("(3 values with few answers)", 55, 120),
    ]


def test_where_even_all_values_are_few_they_are_one_row():
    assert pooled(a=(4, 40), b=(3, 30)) == [("(2 values with few answers)", 7, 70)]


def test_a_value_alone_stays_itself():
    assert pooled(a=(4, 40)) == [("a", 4, 40)]


def test_a_value_of_the_export_that_is_named_like_a_pool_is_no_pool():
    answers = {"(2 values with few answers)": (50, 50), "a": (5, 5), "b": (6, 6)}
    assert [value for value, *_ in pooled(**answers)] == [
        "(2 values with few answers)",
        "((2 values with few answers))",
    ]


@given(
    st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), min_size=1, max_size=9),
    st.integers(1, 15),
)
def test_nothing_is_lost_and_all_rows_are_shown_or_none(answers, minimum):
    named = {str(number): counts for number, counts in enumerate(answers)}
    rows = pooled(minimum, **named)
    assert [sum(row[period] for row in rows) for period in (1, 2)] == [
        sum(counts[period] for counts in answers) for period in (0, 1)
    ]
    few = [row for row in rows if any(0 < count < minimum for count in row[1:])]
    assert not few or len(rows) == 1


def test_nobody_is_no_row():
    names = ("dimension", "value", "minimum", "share_days", "respondents_before")
    empty = pa.table({name: pa.array([], "string") for name in names})
    assert split_by_value(empty).num_rows == 0
    assert split_by_dimension(empty).num_rows == 0
