from datetime import date

from .rows import answered

ANSWERS = answered(date(2026, 1, 10), 9)


def change(title, started_on, ended_on=None, **more):
    return {"title": title, "started_on": started_on, "ended_on": ended_on, **more}


def titles(rows):
    return [row["title"] for row in rows]


def test_a_change_is_told_as_the_export_has_it(given, ask):
    gateway = given(
        survey_responses=ANSWERS,
        changes=[
            {
                "change_id": "C7",
                "lane": "market",
                "kind": "competitor",
                "title": "A bridge opens",
                "item": "Fair price",
                "started_on": date(2025, 3, 1),
                "ended_on": date(2025, 6, 1),
            }
        ],
    )
    assert ask(gateway, "change_timeline") == [
        {
            "change_id": "C7",
            "lane": "market",
            "kind": "competitor",
            "title": "A bridge opens",
            "item": "Fair price",
            "started_on": date(2025, 3, 1),
            "ended_on": date(2025, 6, 1),
        }
    ]


def test_changes_without_lane_or_id_are_ours_and_numbered_by_day(given, ask):
    gateway = given(
        survey_responses=ANSWERS,
        changes=[change("Later", date(2025, 2, 1)), change("Sooner", date(2025, 1, 1))],
    )
    rows = ask(gateway, "change_timeline")
    assert [(row["change_id"], row["lane"], row["title"]) for row in rows] == [
        ("change 1", "ours", "Sooner"),
        ("change 2", "ours", "Later"),
    ]


def test_all_time_holds_changes_from_before_the_first_answer_and_after_the_last(given, ask):
    gateway = given(
        survey_responses=ANSWERS,
        changes=[change("Founded", date(1890, 5, 1)), change("Planned", date(2031, 1, 1))],
    )
    assert titles(ask(gateway, "change_timeline")) == ["Founded", "Planned"]


def test_a_change_is_in_a_period_that_it_touches(given, ask):
    gateway = given(
        survey_responses=ANSWERS,
        changes=[
            change("Ended before", date(2024, 1, 1), date(2024, 12, 31)),
            change("Reached into it", date(2024, 1, 2), date(2025, 1, 1)),
            change("A moment before", date(2024, 12, 30)),
            change("Within", date(2025, 6, 1)),
            change("Spans it", date(2024, 3, 1), date(2027, 1, 1)),
            change("Started on its last day", date(2025, 12, 31)),
            change("After", date(2026, 1, 1)),
        ],
    )
    rows = ask(gateway, "change_timeline", date(2025, 1, 1), date(2025, 12, 31))
    assert titles(rows) == [
        "Reached into it",
        "Spans it",
        "Within",
        "Started on its last day",
    ]


def test_changes_of_one_day_are_ordered_by_their_id(given, ask):
    day = date(2025, 1, 1)
    gateway = given(
        survey_responses=ANSWERS,
        changes=[change("Second", day, change_id="b"), change("First", day, change_id="a")],
    )
    assert titles(ask(gateway, "change_timeline")) == ["First", "Second"]


def test_a_company_without_changes_has_no_rows(given, ask):
    assert ask(given(survey_responses=ANSWERS), "change_timeline") == []


def test_filters_leave_changes_alone(given, ask):
    gateway = given(
        survey_responses=answered(date(2026, 1, 10), 9, region="North"),
        changes=[change("One", date(2025, 1, 1), exposed="region=South")],
    )
    assert titles(ask(gateway, "change_timeline", where={"region": ["North"]})) == ["One"]
