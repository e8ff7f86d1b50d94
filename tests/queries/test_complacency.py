"""A warning where customers have changed and we have not."""

from datetime import date

import pytest

from insight.stats.complacency import BOTH, COMPLETED, FOUND, RECORDED, SHIFTS

from .rows import answered, rated, together

AS_OF = date(2026, 6, 30)
ANSWERS = answered(date(2024, 1, 5), 9) + answered(AS_OF, 9)


def theirs(started_on):
    return {"title": "They", "lane": "customers", "kind": "need", "started_on": started_on}


def ours(started_on, ended_on=None):
    return {"title": "We", "lane": "ours", "started_on": started_on, "ended_on": ended_on}


def rules(rows):
    return {row["rule"]: row["value"] for row in rows}


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        ([theirs(date(2026, 1, 1)), ours(date(2025, 1, 1), date(2025, 6, 30))], True),
        ([theirs(date(2026, 1, 1)), ours(date(2025, 1, 1), date(2025, 7, 1))], False),
        ([theirs(date(2026, 1, 1)), ours(date(2026, 2, 1))], True),
        ([theirs(date(2026, 1, 1)), ours(date(2026, 2, 1), date(2026, 7, 1))], True),
        ([theirs(date(2025, 6, 30)), ours(date(2025, 1, 1))], False),
        ([theirs(date(2025, 7, 1))], True),
        ([ours(date(2020, 1, 1), date(2020, 1, 1))], False),
    ],
    ids=[
        "we completed one a year and a day ago",
        "we completed one within the year",
        "ours has begun and is open",
        "ours will be completed",
        "they shifted a year and a day ago",
        "only they are on record",
        "nobody shifted",
    ],
)
def test_the_warning_takes_a_shift_of_theirs_and_no_completed_change_of_ours(
    given, ask, changes, fires
):
    rows = ask(given(survey_responses=ANSWERS, changes=changes), "complacency")
    assert {row["fires"] for row in rows} == {fires}


def test_the_rule_is_printed_with_its_figures(given, ask):
    changes = [theirs(date(2026, 1, 1)), theirs(date(2026, 2, 1)), ours(date(2025, 1, 1))]
    rows = ask(given(survey_responses=ANSWERS, changes=changes), "complacency")
    assert [(row["rule"], row["threshold"], row["value"]) for row in rows] == [
        (SHIFTS, 1, 2),
        (RECORDED, None, 2),
        (FOUND, None, 0),
        (COMPLETED, 0, 0),
        (BOTH, 2, 2),
    ]


def test_twelve_months_count_back_from_the_end_of_the_period_asked(given, ask):
    changes = [theirs(date(2024, 6, 1)), ours(date(2025, 6, 1), date(2025, 8, 1))]
    gateway = given(survey_responses=ANSWERS, changes=changes)
    rows = ask(gateway, "complacency", date(2024, 1, 5), date(2024, 12, 31))
    assert rules(rows)[SHIFTS] == 1
    assert all(row["fires"] for row in rows)
    assert not any(row["fires"] for row in ask(gateway, "complacency"))


def test_a_want_that_rose_is_a_shift_though_nobody_recorded_it(given, ask):
    wants = [
        rated(
            "Price", [(level, None), (level, None), (level + 1, None), (level - 1, None)] * 10, day
        )
        for month in range(24)
        for day in [date(2024 + (month + 6) // 12, (month + 6) % 12 + 1, 10)]
        for level in [2.0 if month < 16 else 4.0]
    ]
    gateway = given(**together(*wants), changes=[ours(date(2024, 8, 1), date(2024, 9, 1))])
    rows = ask(gateway, "complacency")
    assert (rules(rows)[RECORDED], rules(rows)[FOUND]) == (0, 1)
    assert all(row["fires"] for row in rows)
