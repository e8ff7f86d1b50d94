import math
from datetime import date

import pytest

from insight.words import add_months

from .rows import answered

COMPARED = (
    *("change", "change_low", "change_high", "p_corrected", "detectable"),
    *("year_change", "year_change_low", "year_change_high", "year_p_corrected"),
)
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
    nothing_before = dict.fromkeys(COMPARED)
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
            **nothing_before,
            "season_adjusted": None,
            "design_effect": 1.0,
            "year_design_effect": 1.0,
            "effective_respondents": 1.0,
            "weights": 1.0,
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


Z95 = 1.959963984540054


def test_each_period_is_compared_with_the_one_before_and_with_a_year_before(given, ask):
    gateway = given(
        survey_responses=answered(date(2025, 1, 10), *[9] * 5, *[7] * 4, *[0] * 8)
        + answered(date(2025, 12, 10), 7)
        + answered(JANUARY, *[9] * 12, *[7] * 3, *[0] * 2)
    )
    *_, january = ask(gateway, "nps_trend")
    # As in test_nps_change: centres 50 and -15 of 17 answers and three added, variances of one
    # answer .525 and .7025; December: centre 0, p' = d' = .75/4.
    error = 100 * ((0.525 + 0.7025) / 20) ** 0.5
    assert january["year_change"] == pytest.approx(1300 / 17)
    assert january["year_change_low"] == pytest.approx(65 - Z95 * error)
    assert january["year_change_high"] == pytest.approx(65 + Z95 * error)
    from_december = 100 * (0.525 / 20 + 0.375 / 4) ** 0.5
    assert january["change"] == pytest.approx(1000 / 17)
    assert january["change_high"] == pytest.approx(50 + Z95 * from_december)
    assert january["detectable"] == pytest.approx(2.8 * from_december)
    assert (january["p_corrected"], january["year_p_corrected"]) == (None, None)


def many(day, promoters, detractors, **dimensions):
    """A hundred answers, the rest of them passive."""
    scores = [9] * promoters + [0] * detractors + [7] * (100 - promoters - detractors)
    return answered(day, *scores, **dimensions)


def test_ps_are_corrected_over_all_values_and_both_families(given, ask):
    gateway = given(
        survey_responses=many(JANUARY, 40, 20, region="North")
        + many(FEBRUARY, 60, 20, region="North")
        + many(MARCH, 60, 20, region="North")
        + many(JANUARY, 50, 20, region="South")
        + many(FEBRUARY, 40, 30, region="South")
        + answered(MARCH, 9, region="South")
    )
    rows = ask(gateway, "nps_trend", by="region")
    changes = {
        (row["value"], row["period"]): row["p_corrected"]
        for row in rows
        if row["p_corrected"] is not None
    }
    assert set(changes) == {("North", FEBRUARY), ("North", MARCH), ("South", FEBRUARY)}
    # The larger p of the two, of South, times 3/2: centres 100 * 20/103 apart, variances
    # (71.5 - 30^2/103) and (71.5 - 10^2/103) over 103^2.
    z = 20 / (143 - 1000 / 103) ** 0.5
    assert changes["North", FEBRUARY] == pytest.approx(1.5 * math.erfc(z / 2**0.5))
    assert changes["South", FEBRUARY] == pytest.approx(changes["North", FEBRUARY])
    assert changes["North", MARCH] == pytest.approx(1.0)


def test_an_unfinished_period_is_compared_without_a_verdict(given, ask):
    gateway = given(
        as_of=date(2026, 2, 20), survey_responses=many(JANUARY, 20, 60) + many(FEBRUARY, 60, 20)
    )
    _, february = ask(gateway, "nps_trend")
    assert february["change"] == 80.0
    assert february["p_corrected"] is None


def test_a_month_left_out_is_not_skipped_over(given, ask):
    gateway = given(survey_responses=many(JANUARY, 20, 60) + many(MARCH, 60, 20))
    _, march = ask(gateway, "nps_trend")
    assert march["change"] is None


def test_quarters_of_a_fiscal_year_are_compared_with_the_quarter_before(given, ask):
    gateway = given(
        fiscal_year_starts=2,
        survey_responses=many(JANUARY, 20, 60) + many(FEBRUARY, 60, 20),
    )
    _, second = ask(gateway, "nps_trend", unit="quarter")
    assert (second["period"], second["change"]) == (FEBRUARY, 80.0)
    _, year = ask(gateway, "nps_trend", unit="year")
    assert (year["change"], year["year_change"]) == (80.0, 80.0)


def test_all_time_is_compared_with_nothing(given, ask):
    gateway = given(survey_responses=many(JANUARY, 20, 60) + many(FEBRUARY, 60, 20))
    [row] = ask(gateway, "nps_trend", unit="all")
    assert [row[name] for name in COMPARED] == [None] * len(COMPARED)


def test_a_change_from_too_few_answers_is_hidden(given, ask):
    gateway = given(
        minimum_answers=10, survey_responses=answered(JANUARY, *[9] * 9) + many(FEBRUARY, 60, 20)
    )
    _, february = ask(gateway, "nps_trend")
    assert (february["nps"], february["respondents"]) == (40.0, 100)
    assert [february[name] for name in COMPARED] == [None] * len(COMPARED)


def repeating(day, **dimensions):
    """Two promoting answers of one customer, one detracting of another, one of nobody known."""
    return [
        *answered(day, 9, 9, customer_id="a", **dimensions),
        *answered(day, 0, customer_id="b", **dimensions),
        *answered(day, 7, **dimensions),
    ]


# R = 1/4. By answer: 3 - 1/4 = 2.75. By customer: (2 - 2/4)^2 + (-1 - 1/4)^2 + (1/4)^2 = 3.875.
REPEATING = 3.875 / 2.75


def test_who_answers_twice_widens_the_interval_and_the_change(given, ask):
    gateway = given(survey_responses=repeating(JANUARY) + repeating(FEBRUARY))
    january, february = ask(gateway, "nps_trend")
    error = 100 * (REPEATING * (4.5 - 1 / 7)) ** 0.5 / 7
    assert january["design_effect"] == pytest.approx(REPEATING)
    assert january["nps_high"] == pytest.approx(min(100, 100 / 7 + Z95 * error))
    assert january["nps_low"] == pytest.approx(100 / 7 - Z95 * error)
    assert february["change"] == 0.0
    assert february["detectable"] == pytest.approx(2.8 * error * 2**0.5)


def test_a_span_of_years_has_the_design_effect_of_its_last_year(given, ask):
    once = [row | {"customer_id": None} for row in repeating(date(2026, 1, 10))]
    gateway = given(survey_responses=repeating(date(2025, 1, 10)) + once)
    [early] = ask(gateway, "nps_trend", date(2024, 1, 1), date(2025, 12, 31), unit="all")
    [late] = ask(gateway, "nps_trend", date(2025, 1, 1), date(2026, 12, 31), unit="all")
    assert early["design_effect"] == pytest.approx(REPEATING)
    assert late["design_effect"] == 1.0


def test_months_know_the_design_effect_of_their_year(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9, customer_id="a")
        + answered(FEBRUARY, 9, customer_id="a")
        + answered(MARCH, 0, 7)
    )
    rows = ask(gateway, "nps_trend")
    assert [row["design_effect"] for row in rows] == [1.0, 1.0, 1.0]
    assert [row["year_design_effect"] for row in rows] == pytest.approx([REPEATING] * 3)


def weighed(day, promoters, detractors, passives, weight, **dimensions):
    groups = ((9, promoters), (0, detractors), (7, passives))
    return [
        {"responded_on": day, "recommend_score": score, "weight": weight, **dimensions}
        for score, people in groups
        for _ in range(people)
    ]


def test_weighted_nps_counts_weights_and_keeps_the_counts_of_people(given, ask):
    gateway = given(
        survey_responses=weighed(JANUARY, 30, 10, 10, 3.0) + weighed(JANUARY, 10, 30, 10, 1.0)
    )
    [plain] = ask(gateway, "nps_trend")
    [weighted] = ask(gateway, "nps_trend", weighted=True)
    assert (plain["nps"], plain["weights"], plain["effective_respondents"]) == (0.0, 100.0, 100.0)
    # Promoters weigh 100 and detractors 60 of 200; Kish: 200^2 / (50 * 9 + 50 * 1).
    assert weighted["nps"] == pytest.approx(20.0)
    assert weighted["weights"] == 200.0
    assert weighted["effective_respondents"] == pytest.approx(80.0)
    counts = ("respondents", "promoters", "passives", "detractors")
    assert [weighted[name] for name in counts] == [plain[name] for name in counts]
    assert weighted["nps_low"] < 20 < weighted["nps_high"]


def test_changes_are_of_weighted_nps_where_it_is_asked_for(given, ask):
    gateway = given(
        survey_responses=weighed(JANUARY, 50, 25, 25, 1.0)
        + weighed(FEBRUARY, 30, 10, 10, 3.0)
        + weighed(FEBRUARY, 10, 30, 10, 1.0)
    )
    _, february = ask(gateway, "nps_trend", weighted=True)
    assert february["change"] == pytest.approx(20.0 - 25.0)


def test_weights_that_are_all_zero_give_no_score(given, ask):
    gateway = given(survey_responses=weighed(JANUARY, 3, 1, 0, 0.0))
    [row] = ask(gateway, "nps_trend", weighted=True)
    assert (row["nps"], row["nps_low"], row["respondents"]) == (None, None, 4)


def test_an_answer_without_a_weight_counts_as_one(given, ask):
    rows = weighed(JANUARY, 1, 0, 0, None) + weighed(JANUARY, 0, 1, 0, 1.0)
    [row] = ask(given(survey_responses=rows), "nps_trend", weighted=True)
    assert (row["nps"], row["weights"]) == (0.0, 2.0)


def test_a_season_is_taken_out_only_where_asked_and_where_three_years_allow(given, ask):
    def months(count):
        days = [add_months(date(2021, 1, 5), index) for index in range(count)]
        return [row for day in days for row in many(day, 60 if day.month == 7 else 40, 20)]

    gateway = given(survey_responses=months(36))
    assert {row["season_adjusted"] for row in ask(gateway, "nps_trend")} == {None}
    adjusted = [row["season_adjusted"] for row in ask(gateway, "nps_trend", season=True)]
    assert max(adjusted) - min(adjusted) < 1e-6
    quarters = ask(gateway, "nps_trend", season=True, unit="quarter")
    assert all(row["season_adjusted"] is not None for row in quarters)
    too_short = ask(gateway, "nps_trend", end=date(2023, 11, 30), season=True)
    assert {row["season_adjusted"] for row in too_short} == {None}
    years = ask(gateway, "nps_trend", season=True, unit="year")
    assert {row["season_adjusted"] for row in years} == {None}
