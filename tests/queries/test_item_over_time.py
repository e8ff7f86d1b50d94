from datetime import date

import pytest

from .rows import picked, rated, together

JANUARY, FEBRUARY = date(2026, 1, 10), date(2026, 2, 10)


def sides(rows):
    return [(row["item"], row["period"], row["wanted"], row["delivered"]) for row in rows]


def test_each_side_has_its_own_mean_interval_and_count(given, ask):
    gateway = given(**rated("Price", [(5, 1), (4, 2), (3, None)], day=JANUARY))
    # wanted 100, 75, 50: standard error 25 / sqrt 3, t(2) = 4.302653; delivered 0, 25: 12.5
    half = 4.302652729911275 * 25 / 3**0.5
    assert ask(gateway, "item_over_time") == [
        {
            "item": "Price",
            "period": date(2026, 1, 1),
            "wanted": 75.0,
            "wanted_low": pytest.approx(75 - half),
            "wanted_high": 100.0,
            "delivered": 12.5,
            "delivered_low": 0.0,
            "delivered_high": 100.0,
            "respondents_wanted": 3,
            "respondents_delivered": 2,
            "complete": True,
            "value": None,
        }
    ]


def test_one_answer_has_no_interval(given, ask):
    [row] = ask(given(**rated("Price", [(5, 3)])), "item_over_time")
    assert (row["wanted"], row["wanted_low"], row["wanted_high"]) == (100.0, None, None)
    assert (row["delivered"], row["delivered_low"], row["delivered_high"]) == (50.0, None, None)


def test_everyone_agreeing_has_an_interval_of_no_width(given, ask):
    [row] = ask(given(**rated("Price", [(4, 2)] * 3)), "item_over_time")
    assert (row["wanted_low"], row["wanted_high"]) == (75.0, 75.0)


def test_a_side_nobody_rated_is_null_and_not_zero(given, ask):
    [row] = ask(given(**rated("Wi-Fi", [(None, 5), (None, 5)])), "item_over_time")
    assert (row["wanted"], row["wanted_low"], row["respondents_wanted"]) == (None, None, 0)
    assert (row["delivered"], row["respondents_delivered"]) == (100.0, 2)


def test_one_item_can_be_asked_for(given, ask):
    gateway = given(
        **together(
            rated("Price", [(5, 1)], day=JANUARY),
            rated("Price", [(3, 1)], day=FEBRUARY),
            rated("Speed", [(4, 5)], day=JANUARY),
        )
    )
    assert sides(ask(gateway, "item_over_time", item="Price")) == [
        ("Price", date(2026, 1, 1), 100.0, 0.0),
        ("Price", date(2026, 2, 1), 50.0, 0.0),
    ]
    assert sides(ask(gateway, "item_over_time")) == [
        ("Price", date(2026, 1, 1), 100.0, 0.0),
        ("Price", date(2026, 2, 1), 50.0, 0.0),
        ("Speed", date(2026, 1, 1), 75.0, 100.0),
    ]


def test_an_item_may_be_called_none(given, ask):
    gateway = given(
        **together(rated("None", [(5, 1)], day=JANUARY), rated("Price", [(5, 1)], day=JANUARY))
    )
    assert [row["item"] for row in ask(gateway, "item_over_time")] == ["None", "Price"]
    assert [row["item"] for row in ask(gateway, "item_over_time", item="None")] == ["None"]


def test_a_quarter_is_counted_from_its_people_and_no_mean_of_months(given, ask):
    gateway = given(
        **together(
            rated("Price", [(5, None)] * 3, day=JANUARY), rated("Price", [(1, None)], day=FEBRUARY)
        )
    )
    rows = ask(gateway, "item_over_time", unit="quarter")
    assert sides(rows) == [("Price", date(2026, 1, 1), 75.0, None)]


def test_picks_are_the_percentage_who_picked(given, ask):
    gateway = given(**picked("Streets", [True, True, False, False], [5, 1, None, None]))
    [row] = ask(gateway, "item_over_time")
    assert (row["wanted"], row["respondents_wanted"]) == (50.0, 4)


def test_a_breakdown_has_a_row_for_each_value_and_one_for_those_without(given, ask):
    gateway = given(
        **together(
            rated("Price", [(5, 1)], region="North"),
            rated("Price", [(1, 5)], region="South"),
            rated("Price", [(3, 3)], day=FEBRUARY),
        )
    )
    rows = ask(gateway, "item_over_time", by="region")
    assert [(row["value"], row["period"], row["wanted"]) for row in rows] == [
        ("North", date(2026, 1, 1), 100.0),
        ("South", date(2026, 1, 1), 0.0),
        (None, date(2026, 2, 1), 50.0),
    ]


def test_filters_narrow_the_answers(given, ask):
    gateway = given(
        **together(
            rated("Price", [(5, 1)], region="North"), rated("Price", [(1, 5)], region="South")
        )
    )
    [row] = ask(gateway, "item_over_time", where={"region": ["South"]})
    assert (row["wanted"], row["delivered"]) == (0.0, 100.0)


def test_the_last_period_is_unfinished_until_it_ends(given, ask):
    gateway = given(
        as_of=date(2026, 2, 20),
        **together(rated("Price", [(5, 1)], day=JANUARY), rated("Price", [(5, 1)], day=FEBRUARY)),
    )
    assert [row["complete"] for row in ask(gateway, "item_over_time")] == [True, False]
