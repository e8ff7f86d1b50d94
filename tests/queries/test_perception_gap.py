"""What staff believe customers want, less what customers say."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st
from scipy.stats import t, ttest_ind

from insight.stats.perception import perception_gap

from .rows import picked, rated, together

NOVEMBER, JANUARY = date(2025, 11, 3), date(2026, 1, 20)


def believed(item, *wanted, department="Sales", day=JANUARY, scale=(1, 5)):
    """Beliefs of one department, one row each."""
    return {
        "beliefs": [
            {
                "item": item,
                "department": department,
                "wanted": float(one),
                "wanted_low": float(scale[0]),
                "wanted_high": float(scale[1]),
                "believed_on": day,
            }
            for one in wanted
        ]
    }


def wanted(item, *answers, **more):
    return rated(item, [(float(answer), None) for answer in answers], **more)


def of(rows, item, department=None):
    [row] = [row for row in rows if (row["item"], row["department"]) == (item, department)]
    return row


def test_belief_less_want_with_the_interval_of_welch(given, ask):
    tables = together(wanted("Price", 3, 4, 4, 5, 4), believed("Price", 5, 5, 4))
    row = of(ask(given(**tables), "perception_gap"), "Price")
    # Percent of maximum: believed 100, 100, 75; wanted 50, 75, 75, 100, 75.
    assert (row["believed"], row["wanted"]) == (pytest.approx(275 / 3), 75.0)
    assert row["gap"] == pytest.approx(50 / 3)
    interval = ttest_ind(
        [100, 100, 75], [50, 75, 75, 100, 75], equal_var=False
    ).confidence_interval(0.95)
    assert row["gap_low"] == pytest.approx(interval.low)
    assert row["gap_high"] == pytest.approx(interval.high)
    assert (row["respondents"], row["believers"], row["believed_on"]) == (5, 3, JANUARY)


def test_a_single_belief_has_the_interval_of_the_customers_alone(given, ask):
    tables = together(wanted("Price", 3, 4, 4, 5), believed("Price", 5))
    row = of(ask(given(**tables), "perception_gap"), "Price")
    half = t.ppf(0.975, 3) * (1250 / 3) ** 0.5 / 2
    assert (row["gap"], row["believers"]) == (25.0, 1)
    assert row["gap_low"] == pytest.approx(25 - half)
    assert row["gap_high"] == pytest.approx(25 + half)


def test_everybody_is_the_mean_of_beliefs_not_of_departments(given, ask):
    tables = together(
        wanted("Price", 3, 4),
        believed("Price", 5, 5, 5),
        believed("Price", 1, department="Finance"),
    )
    rows = ask(given(**tables), "perception_gap")
    assert [row["department"] for row in rows] == [None, "Finance", "Sales"]
    assert of(rows, "Price")["believed"] == 75.0
    assert of(rows, "Price", "Finance")["believed"] == 0.0


def test_a_belief_without_a_department_counts_for_everybody_only(given, ask):
    tables = together(wanted("Price", 3, 4), believed("Price", 5, department=None))
    [row] = ask(given(**tables), "perception_gap")
    assert (row["department"], row["believers"]) == (None, 1)


def test_items_of_one_side_are_listed_without_a_gap(given, ask):
    tables = together(
        wanted("Price", 3, 4), wanted("Speed", 2, 3), believed("Price", 5), believed("Wi-Fi", 4)
    )
    rows = ask(given(**tables), "perception_gap")
    never_believed, never_asked = of(rows, "Speed"), of(rows, "Wi-Fi")
    assert (never_believed["believed"], never_believed["believers"]) == (None, 0)
    assert (never_asked["wanted"], never_asked["respondents"]) == (None, 0)
    assert never_asked["believed"] == 75.0
    for row in (never_believed, never_asked):
        assert (row["gap"], row["gap_low"], row["p"]) == (None, None, None)


def test_a_pick_and_a_scale_have_no_gap_but_two_picks_do(given, ask):
    tables = together(
        picked("Police", [True, False, True, True], [None] * 4),
        picked("Streets", [True, False, False, False], [None] * 4),
        believed("Police", 5),
        believed("Streets", 1, 0, scale=(0, 1)),
    )
    rows = ask(given(**tables), "perception_gap")
    assert of(rows, "Police")["gap"] is None
    assert (of(rows, "Police")["wanted"], of(rows, "Police")["believed"]) == (75.0, 100.0)
    assert of(rows, "Streets")["gap"] == 25.0


def test_the_latest_ninety_days_of_each_department_count(given, ask):
    tables = together(
        wanted("Price", 3, 4),
        believed("Price", 1, day=date(2025, 6, 1)),
        believed("Price", 5, day=JANUARY),
        believed("Price", 4, day=NOVEMBER),
        believed("Price", 2, department="Finance", day=date(2025, 6, 1)),
    )
    rows = ask(given(**tables), "perception_gap")
    assert (of(rows, "Price", "Sales")["believed"], of(rows, "Price", "Sales")["believers"]) == (
        87.5,
        2,
    )
    assert of(rows, "Price", "Finance")["believed"] == 25.0
    assert of(rows, "Price")["believers"] == 3


def test_only_beliefs_of_the_period_count(given, ask):
    tables = together(
        wanted("Price", 3, 4, day=date(2025, 10, 1)),
        wanted("Price", 3, 5, day=date(2025, 12, 1)),
        wanted("Price", 3, 4, day=date(2026, 3, 1)),
        believed("Price", 5, day=NOVEMBER),
        believed("Price", 1, day=date(2026, 2, 1)),
    )
    gateway = given(**tables)
    row = of(ask(gateway, "perception_gap", date(2025, 11, 1), date(2025, 12, 31)), "Price")
    assert (row["believed"], row["wanted"]) == (100.0, 75.0)
    assert ask(gateway, "perception_gap", date(2025, 12, 1), date(2026, 1, 31)) == []


def test_all_time_holds_beliefs_before_the_first_and_after_the_latest_answer(given, ask):
    tables = together(wanted("Price", 3, 4), believed("Price", 5, day=date(2026, 3, 1)))
    assert of(ask(given(**tables), "perception_gap"), "Price")["believers"] == 1


def test_beliefs_without_a_day_count_in_any_period(given, ask):
    tables = together(wanted("Price", 3, 4), believed("Price", 5, 1, day=None))
    row = of(ask(given(**tables), "perception_gap"), "Price")
    assert (row["believed"], row["believed_on"]) == (50.0, None)


def test_few_customers_are_hidden_few_believers_are_not(given, ask):
    tables = together(
        wanted("Price", *[4] * 10), wanted("Speed", *[4] * 9), believed("Price", 5, 4)
    )
    rows = ask(given(minimum_answers=10, **tables), "perception_gap")
    price = of(rows, "Price", "Sales")
    assert (price["believed"], price["believers"], price["respondents"]) == (87.5, 2, 10)
    assert of(rows, "Speed")["wanted"] is None


def test_a_gap_is_tested_only_where_ten_believe(given, ask):
    few = together(wanted("Price", 3, 4, 4, 5), believed("Price", *[5, 4] * 4))
    enough = together(wanted("Speed", 3, 4, 4, 5), believed("Speed", *[5, 4] * 5))
    rows = ask(given(**together(few, enough)), "perception_gap")
    assert of(rows, "Price")["p"] is None
    # One test in each family: everybody's items, and those of departments.
    assert 0 < of(rows, "Speed")["p"] == of(rows, "Speed")["p_corrected"] < 1
    assert of(rows, "Speed", "Sales")["p"] == of(rows, "Speed", "Sales")["p_corrected"]


def test_without_beliefs_there_are_no_rows(given, ask):
    assert ask(given(**wanted("Price", 3, 4)), "perception_gap") == []


ANSWERS = st.lists(st.integers(1, 5), min_size=2, max_size=12).filter(lambda one: len(set(one)) > 1)


@any_of(ANSWERS, ANSWERS)
def test_the_interval_is_that_of_scipy(staff, customers):
    answers = [[25 * (one - 1) for one in side] for side in (staff, customers)]
    means = [sum(side) / len(side) for side in answers]
    errors = [
        sum((one - mean) ** 2 for one in side) / (len(side) - 1) / len(side)
        for side, mean in zip(answers, means, strict=True)
    ]
    freedom = sum(errors) ** 2 / sum(
        error**2 / (len(side) - 1) for error, side in zip(errors, answers, strict=True)
    )
    row = {
        "department": None,
        "gap": means[0] - means[1],
        "gap_se": sum(errors) ** 0.5,
        "gap_df": freedom,
        "believers": len(staff),
    }
    table = pa.Table.from_pylist(
        [row],
        pa.schema(
            {
                "department": pa.string(),
                "gap": pa.float64(),
                "gap_se": pa.float64(),
                "gap_df": pa.float64(),
                "believers": pa.int64(),
            }.items()
        ),
    )
    [found] = perception_gap(table).to_pylist()
    welch = ttest_ind(*answers, equal_var=False)
    limits = welch.confidence_interval(0.95)
    assert found["gap_low"] == pytest.approx(max(-100, limits.low))
    assert found["gap_high"] == pytest.approx(min(100, limits.high))
    if len(staff) >= 10:
        assert found["p"] == pytest.approx(welch.pvalue, abs=1e-12)
