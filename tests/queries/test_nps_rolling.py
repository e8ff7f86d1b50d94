from datetime import date

import pytest

from insight.words import add_months

from .rows import answered


def month(number, year=2026):
    return date(year, number, 1)


def points(rows):
    return [(row["period"], row["value"], row["nps"], row["respondents"]) for row in rows]


def test_a_window_counts_people_and_no_mean_of_monthly_nps(given, ask):
    gateway = given(
        survey_responses=answered(month(1), 9)
        + answered(month(2), 0, 0, 9)
        + answered(month(3), 7, 7, 7, 9)
    )
    assert points(ask(gateway, "nps_rolling", window=2)) == [
        (month(2), None, 0.0, 4),
        (month(3), None, 0.0, 7),
    ]


def test_a_window_of_one_month_is_the_monthly_trend(given, ask):
    gateway = given(survey_responses=answered(month(1), 9, 0, 9) + answered(month(3), 7))
    rolling = ask(gateway, "nps_rolling", window=1)
    trend = ask(gateway, "nps_trend")
    assert rolling == [{name: row[name] for name in rolling[0]} for row in trend]


def test_a_window_needs_all_its_months(given, ask):
    gateway = given(survey_responses=[row for n in range(1, 7) for row in answered(month(n), 9)])
    assert [row["period"] for row in ask(gateway, "nps_rolling", window=4)] == [
        month(4),
        month(5),
        month(6),
    ]
    assert ask(gateway, "nps_rolling", window=12) == []


def test_a_month_without_answers_within_a_window_leaves_the_others_in(given, ask):
    gateway = given(survey_responses=answered(month(1), 9) + answered(month(3), 0))
    assert points(ask(gateway, "nps_rolling", window=3)) == [(month(3), None, 0.0, 2)]


def test_a_window_may_reach_back_before_the_period(given, ask):
    gateway = given(survey_responses=answered(month(1), 9) + answered(month(2), 0))
    rows = ask(gateway, "nps_rolling", start=month(2), window=2)
    assert points(rows) == [(month(2), None, 0.0, 2)]


def test_a_window_ends_with_the_period(given, ask):
    gateway = given(
        survey_responses=answered(month(1), 9)
        + answered(month(2), 9)
        + answered(date(2026, 2, 20), 0)
    )
    rows = ask(gateway, "nps_rolling", end=date(2026, 2, 19), window=2)
    assert points(rows) == [(month(2), None, 100.0, 2)]


def test_each_value_has_windows_of_its_own(given, ask):
    gateway = given(
        survey_responses=answered(month(1), 9, region="North")
        + answered(month(2), 9, region="North")
        + answered(month(2), 0, region="South")
        + answered(month(3), 0, region="South")
        + answered(month(1), 7, region=None)
        + answered(month(2), 7, region=None)
    )
    assert points(ask(gateway, "nps_rolling", by="region", window=2)) == [
        (month(2), "North", 100.0, 2),
        (month(2), None, 0.0, 2),
        (month(3), "South", -100.0, 2),
    ]


def test_the_last_window_is_unfinished_while_its_last_month_is(given, ask):
    gateway = given(
        as_of=date(2026, 2, 15),
        survey_responses=answered(month(1), 9) + answered(month(2), 9),
    )
    rows = ask(gateway, "nps_rolling", window=1)
    assert [row["complete"] for row in rows] == [True, False]


def test_a_window_does_not_depend_on_where_the_period_begins(given, ask):
    gateway = given(
        survey_responses=answered(date(2024, 1, 10), 9)
        + answered(date(2025, 3, 10), 9)
        + answered(date(2025, 4, 10), 0)
    )
    everything = ask(gateway, "nps_rolling", window=3)
    [latest] = ask(gateway, "nps_rolling", start=date(2025, 4, 1), window=3)
    assert latest == everything[-1]
    assert (latest["nps"], latest["respondents"]) == (0.0, 2)


def test_a_window_has_the_design_effect_of_the_years_its_last_twelve_months_touch(given, ask):
    repeating = [
        *answered(date(2024, 6, 10), 9, 9, customer_id="a"),
        *answered(date(2024, 6, 10), 0, customer_id="b"),
        *answered(date(2024, 6, 10), 7),
    ]
    months = [row for n in range(24) for row in answered(add_months(month(7, 2024), n), 7)]
    gateway = given(survey_responses=repeating + months)
    effects = {row["period"]: row["design_effect"] for row in ask(gateway, "nps_rolling", window=2)}
    # Of 2024 in all: 10 answers, R = .1; by answer 2.9; by customer
    # (2 - .2)^2 + 1.1^2 + 7 * .01 = 4.52.
    assert effects[month(12, 2024)] == pytest.approx(4.52 / 2.9)
    assert effects[month(1, 2025)] == pytest.approx(4.52 / 2.9)
    assert effects[month(2, 2025)] == 1.0
    long = {row["period"]: row["design_effect"] for row in ask(gateway, "nps_rolling", window=18)}
    assert long[month(11, 2025)] == pytest.approx(4.52 / 2.9)
    assert long[month(12, 2025)] == 1.0


def test_a_weighted_window_counts_weights(given, ask):
    rows = [
        {"responded_on": month(1), "recommend_score": 9, "weight": 3.0},
        {"responded_on": month(2), "recommend_score": 0, "weight": 1.0},
    ]
    [row] = ask(given(survey_responses=rows), "nps_rolling", window=2, weighted=True)
    assert (row["nps"], row["weights"], row["respondents"]) == (50.0, 4.0, 2)
