"""From learned to decided, done, told and measured again, with what is open counted as open."""

from datetime import date, timedelta

from .rows import answered, rated, together

AS_OF = date(2026, 6, 30)
DAY = date(2026, 1, 1)
ANSWERS = answered(date(2025, 7, 1), 9) + answered(AS_OF, 9)


def after(days):
    return DAY + timedelta(days=days)


def ours(learned=None, decided=None, ended=None, told=None, started=None, **more):
    return {
        "title": f"{learned} {decided} {ended} {told} {more}",
        "lane": "ours",
        "learned_on": learned,
        "decided_on": decided,
        "started_on": started or learned or DAY,
        "ended_on": ended,
        "told_on": told,
        **more,
    }


def steps(rows):
    return {row["step"]: (row["median_days"], row["done"], row["open"]) for row in rows}


def test_each_step_has_its_median(given, ask):
    changes = [
        ours(DAY, after(10), after(40), after(45)),
        ours(DAY, after(20), after(60), after(70)),
        ours(DAY, after(30), after(80), after(81)),
    ]
    rows = ask(given(survey_responses=ANSWERS, changes=changes), "learning_to_doing")
    assert steps(rows) == {
        "learned to decided": (20, 3, 0),
        "decided to done": (40, 3, 0),
        "done to told": (5, 3, 0),
        "told to measured again": (81, 3, 0),
        "learned to done": (60, 3, 0),
    }


def test_what_is_open_counts_as_open_and_not_as_absent(given, ask):
    changes = [ours(DAY, DAY, after(10)), ours(DAY, DAY), ours(DAY, DAY, date(2026, 9, 1))]
    rows = ask(given(survey_responses=ANSWERS, changes=changes), "learning_to_doing")
    assert steps(rows)["learned to done"] == (None, 1, 2)


def test_customers_told_before_it_was_done_waited_no_day(given, ask):
    changes = [ours(ended=after(50), told=after(10))]
    rows = ask(given(survey_responses=ANSWERS, changes=changes), "learning_to_doing")
    assert steps(rows)["done to told"] == (0, 1, 0)


def test_changes_of_others_are_not_our_doing(given, ask):
    changes = [ours(DAY, after(5), after(9)) | {"lane": "market"}]
    assert ask(given(survey_responses=ANSWERS, changes=changes), "learning_to_doing") == []


def test_a_step_begun_after_the_decision_was_not_dated_is_left_out(given, ask):
    changes = [ours(DAY, None, None), ours(DAY, None, None, started=date(2026, 9, 1))]
    rows = ask(given(survey_responses=ANSWERS, changes=changes), "learning_to_doing")
    assert steps(rows)["learned to decided"] == (None, 0, 1)


def test_measured_again_is_the_first_month_with_ratings_of_its_item(given, ask):
    tables = together(
        rated("Price", [(5, 3)], day=date(2026, 1, 20)),
        rated("Price", [(5, 3)], day=date(2026, 4, 20)),
        rated("Speed", [(5, 3)], day=date(2026, 2, 20)),
        {"changes": [ours(told=date(2026, 1, 10), item="Price")]},
    )
    rows = ask(given(**tables), "learning_to_doing")
    assert steps(rows) == {"told to measured again": (81, 1, 0)}
    rows = ask(given(minimum_answers=2, **tables), "learning_to_doing")
    assert steps(rows) == {"told to measured again": (None, 0, 1)}


def test_a_change_that_aimed_at_no_item_is_measured_by_scores(given, ask):
    changes = [ours(told=date(2026, 1, 10))]
    rows = ask(given(survey_responses=ANSWERS, changes=changes), "learning_to_doing")
    assert steps(rows)["told to measured again"] == (
        (date(2026, 6, 1) - date(2026, 1, 10)).days,
        1,
        0,
    )


def follow_up(opened, decided=None, done=None, told=None):
    days = {"opened_on": opened, "decided_on": decided, "done_on": done, "told_on": told}
    return {"response_id": "one"} | days


def test_answers_acted_upon_follow_as_steps_of_their_own(given, ask):
    tables = {
        "survey_responses": ANSWERS,
        "follow_ups": [
            follow_up(DAY, after(2), after(8), after(9)),
            follow_up(DAY, after(4), after(8)),
            follow_up(DAY, after(6)),
            follow_up(DAY),
            follow_up(DAY, None, after(3), after(3)),
        ],
    }
    assert steps(ask(given(**tables), "learning_to_doing")) == {
        "follow-up: opened to decided": (5, 3, 1),
        "follow-up: decided to done": (6, 2, 1),
        "follow-up: done to told": (1, 2, 1),
        "follow-up: opened to done": (8, 3, 2),
    }


def test_a_period_asked_holds_what_began_in_it_and_ends_with_it(given, ask):
    changes = [ours(date(2025, 8, 1), ended=date(2025, 9, 1)), ours(DAY, ended=after(100))]
    gateway = given(survey_responses=ANSWERS, changes=changes)
    rows = ask(gateway, "learning_to_doing", DAY, date(2026, 3, 31))
    assert steps(rows)["learned to done"] == (None, 0, 1)


def test_years_of_learning_stand_side_by_side(given, ask):
    changes = [
        ours(date(2024, 5, 1), ended=date(2024, 5, 31)),
        ours(date(2025, 5, 1), ended=date(2025, 5, 11)),
        ours(date(2025, 6, 1)),
    ]
    rows = ask(given(survey_responses=ANSWERS, changes=changes), "learning_by_year")
    assert [(row["period"], row["median_days"], row["done"], row["open"]) for row in rows] == [
        (date(2024, 1, 1), 30, 1, 0),
        (date(2025, 1, 1), 10, 1, 1),
    ]
    assert 0 < rows[0]["p"] == rows[1]["p"] <= 1
