from datetime import date

import pytest

from .rows import answered

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))


def points(rows):
    return [(row["period"], row["value"], row["nps"], row["respondents"]) for row in rows]


def test_skipped_scores_are_not_respondents(given, ask):
    gateway = given(
        survey_responses=[
            {"responded_on": date(2026, 1, 3), "recommend_score": 9},
            {"responded_on": date(2026, 1, 9), "recommend_score": None},
        ]
    )
    # p' = 1.75/4, d' = .75/4: centre 25, standard error 100 sqrt(.5625/4) = 37.5
    assert ask(gateway, "nps_trend") == [
        {
            "period": JANUARY,
            "value": None,
            "nps": 100.0,
            "nps_low": pytest.approx(25 - 1.959963984540054 * 37.5),
            "nps_high": pytest.approx(25 + 1.959963984540054 * 37.5),
            "respondents": 1,
            "promoters": 1,
            "passives": 0,
            "detractors": 0,
            "complete": True,
        }
    ]


def test_nine_promotes_eight_and_seven_are_passive_six_detracts(given, ask):
    gateway = given(survey_responses=answered(JANUARY, 10, 9, 8, 7, 6, 0))
    [row] = ask(gateway, "nps_trend")
    assert (row["promoters"], row["passives"], row["detractors"]) == (2, 2, 2)
    assert (row["nps"], row["respondents"]) == (0.0, 6)


def test_everyone_passive_is_an_nps_of_zero_with_an_interval(given, ask):
    gateway = given(survey_responses=answered(JANUARY, *[7] * 17))
    [row] = ask(gateway, "nps_trend")
    # p' = d' = .75/20: standard error 100 sqrt(.075/20)
    half = 1.959963984540054 * 100 * (0.075 / 20) ** 0.5
    assert row["nps"] == 0.0
    assert (row["nps_low"], row["nps_high"]) == (pytest.approx(-half), pytest.approx(half))


def test_the_interval_stays_within_what_nps_can_be(given, ask):
    gateway = given(survey_responses=answered(JANUARY, *[10] * 10) + answered(FEBRUARY, *[0] * 10))
    loved, hated = ask(gateway, "nps_trend")
    assert (loved["nps"], loved["nps_high"]) == (100.0, 100.0)
    assert (hated["nps"], hated["nps_low"]) == (-100.0, -100.0)


def test_a_month_ends_at_its_last_day(given, ask):
    gateway = given(survey_responses=answered(date(2026, 1, 31), 9) + answered(FEBRUARY, 0))
    assert points(ask(gateway, "nps_trend")) == [
        (JANUARY, None, 100.0, 1),
        (FEBRUARY, None, -100.0, 1),
    ]


def test_a_month_without_scores_has_no_row(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9) + answered(FEBRUARY, None) + answered(MARCH, 7)
    )
    assert points(ask(gateway, "nps_trend")) == [(JANUARY, None, 100.0, 1), (MARCH, None, 0.0, 1)]


def test_a_quarter_is_counted_from_its_people_and_no_mean_of_months(given, ask):
    gateway = given(survey_responses=answered(JANUARY, 9) + answered(MARCH, 0, 0, 9))
    assert points(ask(gateway, "nps_trend", unit="quarter")) == [(JANUARY, None, 0.0, 4)]


def test_quarters_and_years_follow_the_fiscal_calendar(given, ask):
    gateway = given(
        fiscal_year_starts=4,
        survey_responses=answered(MARCH, 0) + answered(APRIL, 9),
    )
    assert points(ask(gateway, "nps_trend", unit="quarter")) == [
        (JANUARY, None, -100.0, 1),
        (APRIL, None, 100.0, 1),
    ]
    assert points(ask(gateway, "nps_trend", unit="year")) == [
        (date(2025, 4, 1), None, -100.0, 1),
        (APRIL, None, 100.0, 1),
    ]


def test_a_fiscal_year_may_start_in_february(given, ask):
    gateway = given(fiscal_year_starts=2, survey_responses=answered(date(2026, 1, 31), 9))
    [year] = ask(gateway, "nps_trend", unit="year")
    [quarter] = ask(gateway, "nps_trend", unit="quarter")
    assert year["period"] == date(2025, 2, 1)
    assert quarter["period"] == date(2025, 11, 1)


def test_all_time_is_one_period_that_starts_on_the_first_day_asked(given, ask):
    gateway = given(survey_responses=answered(JANUARY, 9, 9) + answered(APRIL, 0))
    rows = ask(gateway, "nps_trend", date(2025, 12, 24), date(2026, 5, 2), unit="all")
    assert points(rows) == [(date(2025, 12, 24), None, pytest.approx(100 / 3), 3)]


def test_a_period_is_complete_when_it_ends_by_the_as_of_day(given, ask):
    gateway = given(
        as_of=date(2026, 2, 28),
        survey_responses=answered(JANUARY, 9) + answered(FEBRUARY, 9),
    )
    assert [row["complete"] for row in ask(gateway, "nps_trend")] == [True, True]
    assert [row["complete"] for row in ask(gateway, "nps_trend", unit="quarter")] == [False]


def test_a_period_is_unfinished_a_day_before_it_ends(given, ask):
    gateway = given(as_of=date(2026, 2, 27), survey_responses=answered(FEBRUARY, 9))
    assert [row["complete"] for row in ask(gateway, "nps_trend")] == [False]


def test_several_values_of_a_dimension_mean_or_and_two_dimensions_mean_and(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9, region="North", segment="SMB")
        + answered(JANUARY, 7, region="East", segment="SMB")
        + answered(JANUARY, 0, region="North", segment="Enterprise")
        + answered(JANUARY, 0, region="South", segment="SMB")
    )

    def respondents(**where):
        return sum(row["respondents"] for row in ask(gateway, "nps_trend", where=where))

    assert respondents(region=["North"]) == 2
    assert respondents(region=["North", "East"]) == 3
    assert respondents(region=["North", "East"], segment=["SMB"]) == 2
    assert respondents(region=["East"], segment=["Enterprise"]) == 0


def test_a_breakdown_has_its_own_respondents_in_each_period(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9, 9, 0, region="North")
        + answered(JANUARY, 7, region=None)
        + answered(FEBRUARY, 0, region="South")
    )
    assert points(ask(gateway, "nps_trend", by="region")) == [
        (JANUARY, "North", pytest.approx(100 / 3), 3),
        (JANUARY, None, 0.0, 1),
        (FEBRUARY, "South", -100.0, 1),
    ]


@pytest.mark.parametrize(
    "value", ["'; drop table cells --", "$dimension", "a=b", "", "日本 🌊", "%", "None"]
)
def test_a_value_is_only_ever_a_value(given, ask, value):
    gateway = given(
        survey_responses=answered(JANUARY, 9, region=value) + answered(JANUARY, 0, region="North")
    )
    assert [row["nps"] for row in ask(gateway, "nps_trend", where={"region": [value]})] == [100.0]
    assert {row["value"] for row in ask(gateway, "nps_trend", by="region")} == {value, "North"}


def test_a_dimension_may_have_any_name(given, ask):
    name = 'Région "x"; drop view nps_daily --\''
    gateway = given(survey_responses=answered(JANUARY, 9, **{name: "North"}))
    assert points(ask(gateway, "nps_trend", by=name)) == [(JANUARY, "North", 100.0, 1)]
