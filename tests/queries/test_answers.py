from datetime import date

from .rows import answered

JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 1)


def test_a_questionnaire_without_a_score_is_an_answer_but_no_respondent(given, ask):
    gateway = given(survey_responses=answered(JANUARY, 9, None) + answered(FEBRUARY, 0))
    assert ask(gateway, "answers") == [
        {
            "value": None,
            "answers": 3,
            "respondents": 2,
            "first_day": JANUARY,
            "last_day": FEBRUARY,
        }
    ]


def test_both_ends_of_the_period_are_within_it(given, ask):
    gateway = given(
        survey_responses=answered(date(2026, 1, 30), 9)
        + answered(JANUARY, 9)
        + answered(FEBRUARY, 9)
        + answered(date(2026, 2, 2), 9)
    )
    [row] = ask(gateway, "answers", JANUARY, FEBRUARY)
    assert (row["answers"], row["first_day"], row["last_day"]) == (2, JANUARY, FEBRUARY)


def test_a_breakdown_has_a_row_for_those_who_did_not_say(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9, 8, region="North")
        + answered(JANUARY, 3, region="South")
        + answered(JANUARY, 1, region=None)
    )
    rows = ask(gateway, "answers", by="region")
    assert [(row["value"], row["answers"]) for row in rows] == [
        ("North", 2),
        ("South", 1),
        (None, 1),
    ]


def test_a_period_without_answers_has_no_row(given, ask):
    gateway = given(survey_responses=answered(JANUARY, 9))
    assert ask(gateway, "answers", FEBRUARY, FEBRUARY) == []


def test_answers_of_a_survey_that_never_asked_for_a_score_are_counted(given, ask):
    gateway = given(survey_responses=[{"responded_on": JANUARY}])
    [row] = ask(gateway, "answers")
    assert (row["answers"], row["respondents"]) == (1, 0)
