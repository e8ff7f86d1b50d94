"""Which items go with the score, asked of published questionnaires."""

from datetime import date

import pytest

from .drivers import scored
from .rows import picked, together


def people(count=60, of=lambda n: {"Price": 1 + n % 5, "Staff": 1 + n * n % 4}):
    """People 0, 1, ...: their score rises with the rating of the price, n % 5."""
    return [(2 * (n % 5), of(n)) for n in range(count)]


def test_the_item_that_decides_the_score_carries_nearly_all_that_is_explained(given, ask):
    price, staff = ask(given(**scored(*people(), wanted={"Price": 5.0})), "drivers")
    assert list(price) == [
        *("item", "share", "share_low", "share_high", "r2", "stated", "respondents"),
    ]
    assert (price["item"], price["stated"], price["respondents"]) == ("Price", 100.0, 60)
    assert (staff["item"], staff["stated"], staff["respondents"]) == ("Staff", 50.0, 60)
    assert price["share"] > 95
    assert price["share_low"] <= price["share"] <= price["share_high"]
    assert price["share"] + staff["share"] == pytest.approx(100)
    assert price["r2"] == staff["r2"] == pytest.approx(1)


def test_uncorrelated_items_share_by_their_squared_correlations(given, ask):
    # All nine pairs of A and B, four times each; the score is twice A plus B, in steps of 1 from 0.
    pairs = [(a, b) for a in (1, 2, 3) for b in (1, 2, 3)] * 4
    answers = [(2 * a + b - 3, {"A": a, "B": b}) for a, b in pairs]
    a, b = ask(given(**scored(*answers)), "drivers")
    assert (a["share"], b["share"], a["r2"]) == pytest.approx((80, 20, 1))


def test_only_answers_of_the_period_and_the_cells_count(given, ask):
    gateway = given(
        **together(
            scored(*people(), region="North"),
            scored(*people(), day=date(2026, 3, 9), prefix="later", region="North"),
            scored(*people(40), prefix="south", region="South"),
        )
    )
    assert {row["respondents"] for row in ask(gateway, "drivers")} == {160}
    march = ask(gateway, "drivers", date(2026, 3, 1), date(2026, 3, 31))
    assert {row["respondents"] for row in march} == {60}
    south = ask(gateway, "drivers", where={"region": ["South"]})
    assert {row["respondents"] for row in south} == {40}


def test_a_period_holds_its_months_whole(given, ask):
    rows = ask(given(**scored(*people())), "drivers", date(2026, 1, 20), date(2026, 1, 31))
    assert {row["respondents"] for row in rows} == {60}


def test_what_was_picked_is_stated_as_the_share_who_picked_it(given, ask):
    picks = picked("Streets", [True, True, False, False], [3.0, None, None, None])
    for row in picks["survey_responses"]:
        row["recommend_score"] = 9
    [row] = ask(given(**picks), "drivers")
    assert (row["stated"], row["share"], row["respondents"]) == (50.0, None, 1)


def test_picks_without_deliveries_have_no_drivers(given, ask):
    picks = picked("Streets", [True, False], [None, None])
    for row in picks["survey_responses"]:
        row["recommend_score"] = 9
    assert ask(given(**picks), "drivers") == []


def test_ratings_without_scores_have_no_drivers(given, ask):
    gateway = given(**scored(*[(None, ratings) for _, ratings in people()]))
    assert ask(gateway, "drivers") == []


def test_a_wanted_item_that_nobody_rated_keeps_its_row(given, ask):
    answers = people(of=lambda n: {"Price": 1 + n % 5, "Wi-Fi": None})
    rows = {row["item"]: row for row in ask(given(**scored(*answers)), "drivers")}
    assert rows["Price"]["share"] == pytest.approx(100)
    assert (rows["Wi-Fi"]["share"], rows["Wi-Fi"]["respondents"]) == (None, 0)
    assert (rows["Wi-Fi"]["stated"], rows["Wi-Fi"]["r2"]) == (50.0, pytest.approx(1))


def test_everything_that_rests_on_too_few_is_hidden(given, ask):
    answers = people(9, of=lambda n: {"Price": 1 + n % 5})
    [row] = ask(given(minimum_answers=10, **scored(*answers)), "drivers")
    assert {name: value for name, value in row.items() if value is not None} == {"item": "Price"}


def test_stated_is_hidden_where_too_few_said_it_though_many_rated(given, ask):
    tables = scored(*people(of=lambda n: {"Price": 1 + n % 5}))
    for row in tables["ratings"][9:]:
        row |= {"wanted": None, "wanted_low": None, "wanted_high": None}
    [row] = ask(given(minimum_answers=10, **tables), "drivers")
    assert (row["stated"], row["respondents"]) == (None, 60)
    assert row["share"] == pytest.approx(100)


def test_hostile_names_of_items_are_names(given, ask):
    hostile = "<b>'; drop table raters; --"
    answers = people(of=lambda n: {hostile: 1 + n % 5})
    assert [row["item"] for row in ask(given(**scored(*answers)), "drivers")] == [hostile]


def test_a_filter_leaves_the_stated_want_of_its_people(given, ask):
    gateway = given(
        **together(
            scored(*people(), region="North", wanted={"Price": 5.0}),
            scored(*people(), region="South", wanted={"Price": 1.0}, prefix="south"),
        )
    )
    rows = ask(gateway, "drivers", where={"region": ["South"]})
    assert {row["item"]: row["stated"] for row in rows} == {"Price": 0.0, "Staff": 50.0}


# The demo: what its makers pulled towards the score, and what they did not.


def test_the_demo_says_what_pulls_the_score_and_what_does_not(demo, ask):
    rows = ask(demo, "drivers")
    by_item = {row["item"]: row for row in rows}
    assert sum(row["share"] for row in rows) == pytest.approx(100)
    assert [row["item"] for row in rows[:3]] == ["Staff who care", "On time", "Told about delays"]
    assert rows[-1]["item"] == "Shop and café"
    assert by_item["Staff who care"]["share_low"] > by_item["On time"]["share_high"]
    assert by_item["Feeling safe"]["share_high"] < 100 / len(rows)
    assert 0.3 < rows[0]["r2"] < 0.6


def test_stated_is_what_want_vs_delivered_says_is_wanted(demo, ask):
    period = date(2025, 1, 1), date(2025, 12, 31)
    wanted = {row["item"]: row["wanted"] for row in ask(demo, "want_vs_delivered", *period)}
    for row in ask(demo, "drivers", *period):
        assert row["stated"] == pytest.approx(wanted[row["item"]])
