from datetime import date

from .rows import answered, by_customer

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))


def scores(rows):
    return {row["nth"]: (row["nps"], row["respondents"]) for row in rows}


def test_each_answer_counts_by_how_often_the_customer_had_answered(given, ask):
    gateway = given(
        survey_responses=[
            *by_customer("a", (JANUARY, 0), (FEBRUARY, 7), (MARCH, 9), (APRIL, 9)),
            *by_customer("b", (MARCH, 9), (APRIL, 0)),
            *answered(APRIL, 9, 9),
        ]
    )
    rows = ask(gateway, "nps_by_answer")
    assert [(row["nth"], row["place"]) for row in rows] == [
        ("1st", 1),
        ("2nd", 2),
        ("3rd or later", 3),
        (None, None),
    ]
    assert scores(rows) == {
        "1st": (0.0, 2),
        "2nd": (-50.0, 2),
        "3rd or later": (100.0, 2),
        None: (100.0, 2),
    }


def test_questionnaires_without_a_score_are_not_counted_in_between(given, ask):
    gateway = given(
        survey_responses=by_customer("a", (JANUARY, None), (FEBRUARY, 0), (MARCH, None), (APRIL, 9))
    )
    assert scores(ask(gateway, "nps_by_answer")) == {"1st": (-100.0, 1), "2nd": (100.0, 1)}


def test_answers_before_the_period_are_counted_too(given, ask):
    gateway = given(survey_responses=by_customer("a", (JANUARY, 9), (FEBRUARY, 9), (MARCH, 9)))
    assert scores(ask(gateway, "nps_by_answer", MARCH, APRIL)) == {"3rd or later": (100.0, 1)}


def test_answers_outside_the_cells_are_counted_too(given, ask):
    gateway = given(
        survey_responses=by_customer("a", (JANUARY, 9), survey="Yearly")
        + by_customer("a", (FEBRUARY, 0), survey="After the crossing")
    )
    rows = ask(gateway, "nps_by_answer", where={"survey": ["After the crossing"]})
    assert scores(rows) == {"2nd": (-100.0, 1)}


def test_of_two_answers_on_one_day_the_earlier_row_is_the_first(given, ask):
    gateway = given(survey_responses=by_customer("a", (JANUARY, 0), (JANUARY, 9)))
    assert scores(ask(gateway, "nps_by_answer")) == {"1st": (-100.0, 1), "2nd": (100.0, 1)}


def test_first_answers_are_one_a_customer_so_repeating_does_not_widen_them(given, ask):
    once = [row for n in range(30) for row in by_customer(f"c{n}", (JANUARY, 9 if n % 2 else 0))]
    [alone] = ask(given(survey_responses=once), "nps_by_answer")
    first, *_ = ask(given(survey_responses=once * 2), "nps_by_answer")
    assert first == alone


def test_nobody_scored_is_no_row(given, ask):
    gateway = given(survey_responses=by_customer("a", (JANUARY, None)))
    assert ask(gateway, "nps_by_answer") == []
