from datetime import date

import pytest

from .rows import answered

JANUARY, FEBRUARY, MARCH = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)


def sent(day, number, **dimensions):
    return {"day": day, "sent": number, **dimensions}


def of(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


COUNTS = ("sent", "questionnaires", "respondents")


def test_silence_leaves_open_whatever_the_others_would_have_said(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9, 9, 9, 7, 0, None),
        invitations=[sent(JANUARY, 12), sent(date(2026, 1, 11), 8)],
    )
    [row] = ask(gateway, "response_rate")
    assert (row["sent"], row["questionnaires"], row["respondents"]) == (20, 6, 5)
    assert (row["response_rate"], row["nps"]) == (30.0, pytest.approx(40.0))
    # Five of twenty gave a score: r = .25, r NPS = 10, and 15 others all passive, low or high.
    bounds = (row["silence"], row["silence_low"], row["silence_high"])
    assert bounds == pytest.approx((10.0, 10.0 - 75.0, 10.0 + 75.0))
    assert row["complete"] is True


def test_the_interval_of_the_rate_is_wilsons(given, ask, oracle):
    case = oracle["topbox_wilson"]
    part, of_all = case["inputs"]["x"], case["inputs"]["n"]
    gateway = given(
        survey_responses=answered(JANUARY, *[9] * part), invitations=[sent(JANUARY, of_all)]
    )
    [row] = ask(gateway, "response_rate")
    ends = [row["response_rate_low"] / 100, row["response_rate_high"] / 100]
    assert ends == pytest.approx(case["expected"]["ci"], abs=case["tolerance"]["abs"])


def test_only_answers_to_surveys_that_were_sent_count(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9, 9, survey="Yearly")
        + answered(JANUARY, 0, 0, 0, survey="On the website")
        + answered(JANUARY, 7, survey=None),
        invitations=[sent(JANUARY, 10, survey="Yearly")],
    )
    assert of(ask(gateway, "response_rate"), *COUNTS, "nps") == [(10, 2, 2, 100.0)]


@pytest.mark.parametrize(
    ("of_answers", "of_invitations"),
    [({}, {"survey": "Yearly"}), ({"survey": "Yearly"}, {}), ({}, {})],
)
def test_where_either_names_no_survey_every_answer_counts(given, ask, of_answers, of_invitations):
    gateway = given(
        survey_responses=answered(JANUARY, 9, 9, **of_answers),
        invitations=[sent(JANUARY, 10, **of_invitations)],
    )
    assert of(ask(gateway, "response_rate"), *COUNTS) == [(10, 2, 2)]


def test_answers_from_before_the_first_invitation_do_not_count(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9, 9, 9) + answered(MARCH, 9),
        invitations=[sent(FEBRUARY, 4)],
    )
    assert of(ask(gateway, "response_rate", unit="year"), *COUNTS) == [(4, 1, 1)]


def test_a_period_in_which_nothing_was_sent_has_no_rate(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9) + answered(FEBRUARY, 9),
        invitations=[sent(JANUARY, 4), sent(FEBRUARY, 0)],
    )
    assert of(ask(gateway, "response_rate"), "period", *COUNTS) == [(date(2026, 1, 1), 4, 1, 1)]


def test_more_answers_than_invitations_are_said_and_not_clipped(given, ask):
    gateway = given(survey_responses=answered(JANUARY, 9, 9, 9), invitations=[sent(JANUARY, 2)])
    [row] = ask(gateway, "response_rate")
    assert row["response_rate"] == 150.0
    absent = ("response_rate_low", "response_rate_high", "silence", "silence_low", "silence_high")
    assert [row[name] for name in absent] == [None] * 5
    assert row["nps"] == 100.0


def test_nobody_answering_is_a_rate_of_none(given, ask):
    gateway = given(survey_responses=answered(JANUARY, 9), invitations=[sent(FEBRUARY, 50)])
    [row] = ask(gateway, "response_rate", end=FEBRUARY)
    assert (row["sent"], row["questionnaires"], row["response_rate"]) == (50, 0, 0.0)
    assert (row["nps"], row["nps_low"], row["nps_high"]) == (None, None, None)


def test_months_are_whole_whatever_days_are_asked(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9) + answered(date(2026, 1, 31), 9),
        invitations=[sent(date(2026, 1, 2), 6), sent(date(2026, 1, 30), 4)],
    )
    rows = ask(gateway, "response_rate", JANUARY, JANUARY, unit="all")
    assert of(rows, "period", *COUNTS) == [(JANUARY, 10, 2, 2)]


def test_a_filter_applies_to_both_where_both_carry_it(given, ask):
    tables = {
        "survey_responses": answered(JANUARY, 9, region="North", tier="Gold")
        + answered(JANUARY, 0, 0, region="South", tier="Gold"),
        "invitations": [sent(JANUARY, 5, region="North"), sent(JANUARY, 20, region="South")],
    }
    gateway = given(**tables)
    assert of(ask(gateway, "response_rate"), *COUNTS) == [(25, 3, 3)]
    rows = ask(gateway, "response_rate", where={"region": ["North"]})
    assert of(rows, *COUNTS) == [(5, 1, 1)]


def test_a_filter_that_invitations_do_not_carry_shows_nothing(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9, tier="Gold"), invitations=[sent(JANUARY, 5)]
    )
    assert ask(gateway, "response_rate", where={"tier": ["Gold"]}) == []
    assert gateway.dimensions_of("invitations_monthly") == ()


def test_few_answers_are_hidden(given, ask):
    gateway = given(
        minimum_answers=10,
        survey_responses=answered(JANUARY, *[9] * 9),
        invitations=[sent(JANUARY, 100)],
    )
    [row] = ask(gateway, "response_rate")
    hidden = ("questionnaires", "response_rate", "nps", "silence_low", "respondents")
    assert [row[name] for name in hidden] == [None] * 5
    assert row["sent"] == 100


def test_the_demos_rate_falls_as_it_was_made_to(demo, ask):
    rows = {row["period"].year: row for row in ask(demo, "response_rate", unit="year")}
    assert rows[2022]["response_rate_low"] > rows[2025]["response_rate_high"]
    # 31 percent on the first day and 24 on the last, on a straight line: 26.3 in mid 2025.
    assert rows[2025]["response_rate"] == pytest.approx(26, abs=1)
    for row in rows.values():
        assert row["silence_low"] < row["nps_low"] < row["nps_high"] < row["silence_high"]


@pytest.mark.parametrize("unit", ["quarter", "year", "all"])
def test_nps_is_that_of_the_trend_where_every_survey_was_sent(demo, ask, unit):
    names = ("nps", "nps_low", "nps_high", "respondents")
    rates = of(ask(demo, "response_rate", unit=unit), *names)
    assert rates == [pytest.approx(row) for row in of(ask(demo, "nps_trend", unit=unit), *names)]


def test_questionnaires_are_those_that_every_page_counts(demo, ask):
    [row] = ask(demo, "response_rate", unit="all")
    [answers] = ask(demo, "answers")
    counted = (row["questionnaires"], row["respondents"])
    assert counted == (answers["answers"], answers["respondents"])
