from datetime import date

import pytest
from scipy.stats import ttest_ind

from .rows import picked, rated, together


def aimed(item, started_on, change_id="C1", **more):
    return {"change_id": change_id, "title": "New tariff", "item": item} | {
        "started_on": started_on,
        "lane": "ours",
        **more,
    }


def price(month, pairs, **more):
    return rated("Price", pairs, day=date(2025, month, 20), **more)


def sides(rows):
    return [(row["change_id"], row["side"], row["before"], row["after"]) for row in rows]


def test_the_months_before_and_after_are_compared_by_welch(given, ask):
    before, after = [(5, 1), (4, 2), (4, 1)], [(5, 3), (3, 4)]
    gateway = given(
        **together(price(3, before), price(5, after)), changes=[aimed("Price", date(2025, 4, 10))]
    )
    wanted, delivered = ask(gateway, "item_changes")
    test = ttest_ind([50.0, 75.0], [0.0, 25.0, 0.0], equal_var=False)
    low, high = test.confidence_interval()
    assert delivered == {
        "item": "Price",
        "change_id": "C1",
        "side": "delivered",
        "title": "New tariff",
        "lane": "ours",
        "started_on": date(2025, 4, 10),
        "ended_on": None,
        "before": pytest.approx(25 / 3),
        "after": 62.5,
        "difference": pytest.approx(62.5 - 25 / 3),
        "difference_low": pytest.approx(low),
        "difference_high": pytest.approx(high),
        "respondents_before": 3,
        "respondents_after": 2,
    }
    assert (wanted["side"], wanted["before"], wanted["after"]) == (
        "wanted",
        pytest.approx(250 / 3),
        75.0,
    )


def test_the_month_it_started_in_counts_only_where_it_started_on_the_first(given, ask):
    ratings = together(price(3, [(5, 1)]), price(4, [(5, 3)]), price(5, [(5, 5)]))
    gateway = given(
        **ratings,
        changes=[
            aimed("Price", date(2025, 4, 1), "on the first"),
            aimed("Price", date(2025, 4, 2), "a day later"),
        ],
    )
    delivered = [row for row in sides(ask(gateway, "item_changes")) if row[1] == "delivered"]
    assert delivered == [
        ("on the first", "delivered", 0.0, 75.0),
        ("a day later", "delivered", 0.0, 100.0),
    ]


def test_the_window_bounds_both_sides(given, ask):
    ratings = together(price(1, [(5, 1)]), price(3, [(5, 3)]), price(4, [(5, 5)]))
    gateway = given(**ratings, changes=[aimed("Price", date(2025, 4, 1))])
    assert ask(gateway, "item_changes")[1]["before"] == 25.0
    assert ask(gateway, "item_changes", window=1)[1]["before"] == 50.0


def test_a_change_that_aims_at_no_rated_item_has_no_row(given, ask):
    gateway = given(
        **price(3, [(5, 1)]),
        changes=[aimed("Speed", date(2025, 4, 1)), aimed(None, date(2025, 4, 1), "C2")],
    )
    assert ask(gateway, "item_changes") == []


def test_a_change_before_which_nobody_was_asked_has_no_difference(given, ask):
    gateway = given(**price(5, [(5, 1), (4, 2)]), changes=[aimed("Price", date(2025, 5, 1))])
    for row in ask(gateway, "item_changes"):
        assert row["respondents_before"] == 0
        assert (row["before"], row["difference"], row["difference_low"]) == (None, None, None)


def test_everyone_alike_leaves_nothing_to_estimate_an_interval_from(given, ask):
    ratings = together(price(3, [(5, 1)] * 3), price(5, [(5, 3)] * 3))
    row = ask(given(**ratings, changes=[aimed("Price", date(2025, 4, 1))]), "item_changes")[1]
    assert (row["difference"], row["difference_low"]) == (50.0, None)


def test_an_item_asked_on_one_side_has_rows_of_that_side_only(given, ask):
    ratings = together(price(3, [(None, 1)]), price(5, [(None, 5)]))
    gateway = given(**ratings, changes=[aimed("Price", date(2025, 4, 1))])
    assert [row["side"] for row in ask(gateway, "item_changes")] == ["delivered"]


def test_picks_are_the_share_who_picked(given, ask):
    ratings = together(
        picked("Price", [True, False], [5, 5], day=date(2025, 3, 1)),
        picked("Price", [True, True], [5, 5], day=date(2025, 5, 1)),
    )
    row = ask(given(**ratings, changes=[aimed("Price", date(2025, 4, 1))]), "item_changes")[0]
    assert (row["side"], row["before"], row["after"]) == ("wanted", 50.0, 100.0)


def test_a_side_below_the_minimum_is_hidden_with_its_difference(given, ask):
    ratings = together(price(3, [(5, 1), (4, 2), (4, 4)]), price(5, [(5, 3)]))
    gateway = given(
        **ratings, minimum_answers=3, changes=[aimed("Price", date(2025, 4, 1), title="<b>x</b>")]
    )
    for row in ask(gateway, "item_changes"):
        assert row["before"] is not None
        assert (row["after"], row["difference"], row["respondents_after"]) == (None, None, None)


def test_filters_narrow_the_answers_and_never_the_changes(given, ask):
    ratings = together(
        price(3, [(5, 1)], region="North"),
        price(3, [(5, 5)], region="South"),
        price(5, [(5, 3)], region="North"),
    )
    gateway = given(**ratings, changes=[aimed("Price", date(2025, 4, 1))])
    row = ask(gateway, "item_changes", where={"region": ["North"]})[1]
    assert (row["before"], row["after"]) == (0.0, 50.0)
