import random
from datetime import date

import pytest

from insight.stats.many_tests import holm
from insight.stats.two_waves import Wave, change_between

from .rows import answered

Y2023, Y2024, Y2025 = date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1)
FIRST, SECOND, THIRD = date(2023, 2, 1), date(2024, 6, 1), date(2025, 6, 1)


def of(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


def test_each_later_year_is_compared_with_the_first(given, ask):
    gateway = given(
        survey_responses=answered(FIRST, *[9] * 8, *[7] * 4, *[0] * 5)
        + answered(SECOND, *[9] * 5, *[7] * 4, *[0] * 8)
        + answered(THIRD, *[9] * 16, 7)
    )
    rows = ask(gateway, "baseline")
    assert of(rows, "year", "respondents", "baseline_respondents", "complete") == [
        (Y2023, 17, 17, True),
        (Y2024, 17, 17, True),
        (Y2025, 17, 17, True),
    ]
    first, second, third = (Wave(8, 5, 17), Wave(5, 8, 17), Wave(16, 0, 17))
    assert rows[0]["nps"] == rows[0]["baseline_nps"] == pytest.approx(300 / 17)
    ends = rows[0]["baseline_nps_low"], rows[0]["baseline_nps_high"]
    assert ends == pytest.approx(first.interval)
    assert of(rows[:1], "change", "change_low", "change_high", "p", "p_corrected") == [(None,) * 5]
    changes = [change_between(first, second), change_between(first, third)]
    corrected = holm([change.p for change in changes])
    for row, change, p in zip(rows[1:], changes, corrected, strict=True):
        assert row["change"] == pytest.approx(change.points)
        # 17 answers and three added are 20: both variances are in the interval of the change.
        assert (row["change_low"], row["change_high"]) == pytest.approx((change.low, change.high))
        assert row["p"] == pytest.approx(change.p)
        assert row["p_corrected"] == pytest.approx(p)
    assert rows[1]["change"] == pytest.approx(-600 / 17)


def test_years_before_the_baseline_are_left_out(given, ask):
    gateway = given(
        survey_responses=answered(date(2022, 11, 1), 9) + answered(FIRST, 9) + answered(SECOND, 9)
    )
    assert of(ask(gateway, "baseline"), "year") == [(Y2023,), (Y2024,)]


def test_an_unfinished_year_is_said_to_be(given, ask):
    gateway = given(
        as_of=date(2024, 6, 30), survey_responses=answered(FIRST, 9) + answered(SECOND, 9)
    )
    assert of(ask(gateway, "baseline"), "complete") == [(True,), (False,)]


def test_a_fiscal_year_is_the_year(given, ask):
    gateway = given(
        fiscal_year_starts=4,
        survey_responses=answered(date(2023, 4, 2), 9) + answered(date(2024, 3, 30), 0, 0),
    )
    [row] = ask(gateway, "baseline")
    assert (row["year"], row["baseline_respondents"]) == (date(2023, 4, 1), 3)


def test_a_value_without_answers_in_the_first_year_has_no_change(given, ask):
    gateway = given(
        survey_responses=answered(FIRST, 9, 0, survey="Service")
        + answered(SECOND, 9, 9, survey="Service")
        + answered(SECOND, 9, survey="Support")
        + answered(FIRST, 7, survey=None)
    )
    rows = ask(gateway, "baseline", by="survey")
    assert of(rows, "year", "value", "baseline_respondents", "change") == [
        (Y2023, "Service", 2, None),
        (Y2023, None, 1, None),
        (Y2024, "Service", 2, 100.0),
        (Y2024, "Support", 0, None),
    ]
    support = rows[-1]
    assert (support["baseline_nps"], support["baseline_nps_low"]) == (None, None)
    assert (support["change_low"], support["p"], support["p_corrected"]) == (None, None, None)


def test_the_comparison_does_not_shrink_with_the_days_asked_for(given, ask):
    gateway = given(survey_responses=answered(FIRST, 9, 0) + answered(SECOND, 9, 9))
    [row] = ask(gateway, "baseline", date(2024, 5, 20), date(2024, 6, 10))
    assert (row["year"], row["respondents"], row["baseline_respondents"]) == (Y2024, 2, 2)
    assert ask(gateway, "baseline", date(2024, 6, 2), date(2024, 6, 10)) == []


def test_what_is_filtered_is_filtered_in_both_years(given, ask):
    gateway = given(
        survey_responses=answered(FIRST, 9, region="North")
        + answered(FIRST, 0, 0, region="South")
        + answered(SECOND, 9, 9, region="North")
    )
    rows = ask(gateway, "baseline", where={"region": ["North"]})
    assert of(rows, "baseline_nps", "baseline_respondents") == [(100.0, 1), (100.0, 1)]


def test_a_customer_who_answers_often_widens_the_comparison(given, ask):
    scores = [9, 9, 9, 9, 0, 0, 0, 0]

    def width(*customers):
        people = [customer for customer in customers for _ in range(8 // len(customers))]
        answers = [
            row | {"customer_id": customer}
            for day in (FIRST, SECOND)
            for row, customer in zip(answered(day, *scores), people, strict=True)
        ]
        [_, row] = ask(given(survey_responses=answers), "baseline")
        return row["change_high"] - row["change_low"]

    # Two customers with four like answers each: the variance by customer is four times as large.
    assert width("A", "B") == pytest.approx(2 * width(*"ABCDEFGH"))


def test_few_answers_in_either_year_are_hidden_and_not_tested(given, ask):
    gateway = given(
        minimum_answers=10,
        survey_responses=answered(FIRST, *[9] * 10)
        + answered(SECOND, *[0] * 9)
        + answered(THIRD, *[0] * 10),
    )
    rows = ask(gateway, "baseline")
    assert of(rows, "respondents", "nps", "change", "p_corrected")[1] == (None,) * 4
    # The hidden year is no test, so the one that is shown is not corrected for it.
    assert rows[2]["p_corrected"] == rows[2]["p"] < 0.001


def test_a_hidden_baseline_leaves_the_later_years(given, ask):
    gateway = given(
        minimum_answers=10, survey_responses=answered(FIRST, *[9] * 9) + answered(SECOND, *[9] * 10)
    )
    first, second = ask(gateway, "baseline")
    assert first == dict.fromkeys(first) | {"year": Y2023}
    assert (second["nps"], second["baseline_nps"], second["change"]) == (100.0, None, None)
    assert (second["baseline_respondents"], second["baseline_published_on"]) == (None, None)


def test_a_change_is_that_of_two_waves_whatever_was_answered(given, ask):
    """Forty values with counts drawn at random, none and all of a kind among them."""
    rng = random.Random(5)
    waves, answers = {}, []
    for number in range(40):
        value = f"V{number:02}"
        for year, day in ((2023, FIRST), (2024, SECOND)):
            p, n, d = (rng.choice((0, 1, 2, 7, 15)) for _ in range(3))
            waves[value, year] = Wave(p, d, p + n + d)
            answers += answered(day, *[9] * p, *[7] * n, *[0] * d, region=value)
    rows = ask(given(survey_responses=answers), "baseline", by="region")
    compared = [row for row in rows if row["change"] is not None]
    assert len(compared) > 30
    for row in compared:
        change = change_between(waves[row["value"], 2023], waves[row["value"], 2024])
        found = (row["change"], row["change_low"], row["change_high"], row["p"])
        low, high = max(-200, change.low), min(200, change.high)
        assert found == pytest.approx((change.points, low, high, change.p)), row["value"]
    corrected = holm([row["p"] for row in compared])
    assert [row["p_corrected"] for row in compared] == pytest.approx(corrected)


@pytest.mark.parametrize("by", [None, "region"])
def test_a_year_is_the_year_of_the_trend(demo, ask, by):
    trend = {
        (row["period"], row["value"]): of([row], "nps", "nps_low", "nps_high", "respondents")
        for row in ask(demo, "nps_trend", by=by, unit="year")
    }
    rows = ask(demo, "baseline", by=by)
    assert rows
    for row in rows:
        assert of([row], "nps", "nps_low", "nps_high", "respondents") == [
            pytest.approx(figures) for figures in trend[row["year"], row["value"]]
        ]


def test_the_demo_fell_most_in_2025_and_the_islands_alone_rose(demo, ask):
    rows = {row["year"].year: row for row in ask(demo, "baseline")}
    assert min(rows, key=lambda year: rows[year]["nps"]) == 2025
    assert rows[2025]["p_corrected"] < 0.001
    regions = [row for row in ask(demo, "baseline", by="region") if row["year"].year == 2024]
    risen = {row["value"] for row in regions if row["change_low"] > 0 and row["p_corrected"] < 0.05}
    assert risen == {"Islands"}
