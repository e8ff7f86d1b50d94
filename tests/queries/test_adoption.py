"""Channels: their shares, their curves, and what we pushed before customers were ready."""

from datetime import date

import pytest

from insight.words import add_months

ANSWER = [{"responded_on": date(2023, 1, 5), "recommend_score": 9}]
PUSH = {
    "change_id": "C1",
    "lane": "ours",
    "kind": "channel",
    "title": "The app comes first, phones later",
    "started_on": date(2024, 1, 1),
}


def used(day, interactions, channel="App", group=None, **dimensions):
    row = {"day": day, "channel": channel, "interactions": interactions}
    return row | ({"user_group": group} if group else {}) | dimensions


def rising(first, shares):
    """1,000 interactions a month by two channels, of which so many by the app."""
    return [
        used(add_months(first, month), count, channel)
        for month, share in enumerate(shares)
        for channel, count in (("App", share), ("Phone", 1_000 - share))
    ]


FLAT_THEN_RISING = [50] * 24 + [50 + 20 * month for month in range(1, 25)]


def asked_for(rows, names):
    return [{name: row[name] for name in names} for row in rows]


def test_shares_are_of_all_channels_in_the_period(given, ask):
    gateway = given(
        survey_responses=ANSWER,
        interactions=[
            used(date(2026, 1, 1), 20),
            used(date(2026, 1, 31), 10),
            used(date(2026, 1, 2), 70, "Phone"),
            used(date(2026, 2, 1), 50, "Phone"),
        ],
    )
    rows = ask(gateway, "adoption", date(2026, 1, 1), date(2026, 2, 28))
    names = ("channel", "period", "user_group", "interactions", "share", "all_interactions")
    january, february = date(2026, 1, 1), date(2026, 2, 1)
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("App", january, None, 30, 30.0, 100),
        ("App", february, None, 0, 0.0, 50),
        ("Phone", january, None, 70, 70.0, 100),
        ("Phone", february, None, 50, 100.0, 50),
    ]
    # Wilson: (30 + 1.9208 -+ 1.96 sqrt(30 * 70 / 100 + .9604)) / 103.8416
    assert rows[0]["share_low"] == pytest.approx(21.895, abs=1e-3)
    assert rows[0]["share_high"] == pytest.approx(39.585, abs=1e-3)


def test_groups_are_counted_in_each_channel_and_in_all(given, ask):
    day = date(2026, 1, 1)
    gateway = given(
        survey_responses=ANSWER,
        interactions=[
            used(day, 10, "App", "uses"),
            used(day, 30, "Phone", "cannot"),
            used(day, 20, "Phone", "uses"),
            used(day, 40, "Phone"),
        ],
    )
    rows = ask(gateway, "adoption", day, date(2026, 1, 31))
    shares = {(row["channel"], row["user_group"]): row["share"] for row in rows}
    assert shares == {
        ("App", None): 10.0,
        ("App", "uses"): 10.0,
        ("Phone", None): 90.0,
        ("Phone", "cannot"): 30.0,
        ("Phone", "uses"): 20.0,
        (None, "cannot"): 30.0,
        (None, "uses"): 30.0,
    }


def test_shares_on_few_interactions_are_hidden(given, ask):
    gateway = given(
        survey_responses=ANSWER, interactions=[used(date(2026, 1, 1), 9)], minimum_answers=10
    )
    [row] = ask(gateway, "adoption", date(2026, 1, 1), date(2026, 1, 31))
    assert (row["channel"], row["share"], row["interactions"]) == ("App", None, None)


def test_filters_are_of_the_interactions_own_dimensions(given, ask):
    day = date(2026, 1, 1)
    gateway = given(
        survey_responses=[ANSWER[0] | {"region": "North"}],
        interactions=[used(day, 5, region="North"), used(day, 7, region="South")],
    )
    [row] = ask(gateway, "adoption", day, date(2026, 1, 31), where={"region": ["North"]})
    assert row["interactions"] == 5


@pytest.mark.parametrize("question", ["adoption", "adoption_curve", "early_or_late"])
def test_without_interactions_there_are_no_rows(given, ask, question):
    assert ask(given(survey_responses=ANSWER, changes=[PUSH]), question) == []


def test_a_channel_pushed_two_years_before_customers_took_to_it_is_too_early(given, ask):
    first = date(2022, 1, 1)
    gateway = given(
        survey_responses=ANSWER,
        interactions=rising(first, FLAT_THEN_RISING),
        changes=[PUSH | {"started_on": date(2022, 6, 1)}],
    )
    [row] = ask(gateway, "early_or_late", first, date(2026, 6, 30))
    assert row["verdict"] == "too_early"
    # The line through 70 in the middle of January and 90 in that of February leaves 50 here.
    assert row["took_off_from"] <= date(2023, 12, 16) <= row["took_off_to"]
    assert row["days_early"] == (row["took_off_on"] - date(2022, 6, 1)).days
    assert row["days_early_low"] <= row["days_early"] <= row["days_early_high"]
    assert (row["share_before"], row["share_after"]) == (5.0, 5.0)


@pytest.mark.parametrize(
    ("pushed", "verdict"),
    [
        (date(2024, 1, 1), "in_step"),
        (date(2025, 1, 1), "too_late"),
    ],
)
def test_a_push_is_held_against_the_day_customers_took_to_it(given, ask, pushed, verdict):
    gateway = given(
        survey_responses=ANSWER,
        interactions=rising(date(2022, 1, 1), FLAT_THEN_RISING),
        changes=[PUSH | {"started_on": pushed}],
    )
    [row] = ask(gateway, "early_or_late", date(2022, 1, 1), date(2026, 6, 30))
    assert row["verdict"] == verdict


def test_a_later_push_of_a_channel_that_took_off_is_not_late(given, ask):
    second = PUSH | {"change_id": "C2", "started_on": date(2025, 1, 1)}
    gateway = given(
        survey_responses=ANSWER,
        interactions=rising(date(2022, 1, 1), FLAT_THEN_RISING),
        changes=[PUSH, second],
    )
    rows = ask(gateway, "early_or_late", date(2022, 1, 1), date(2026, 6, 30))
    assert [row["verdict"] for row in rows] == ["in_step", "in_step"]


@pytest.mark.parametrize(
    ("pushed", "verdict"), [(date(2023, 1, 1), "no_take_up"), (date(2025, 9, 1), "not_yet")]
)
def test_a_channel_that_nobody_takes_to(given, ask, pushed, verdict):
    gateway = given(
        survey_responses=ANSWER,
        interactions=rising(date(2022, 1, 1), [50] * 48),
        changes=[PUSH | {"started_on": pushed}],
    )
    [row] = ask(gateway, "early_or_late", date(2022, 1, 1), date(2026, 6, 30))
    assert (row["verdict"], row["took_off_on"], row["days_early"]) == (verdict, None, None)


def test_a_change_is_about_the_channel_it_names_first_as_a_whole_word(given, ask):
    day = date(2024, 1, 1)
    changes = [
        PUSH,
        PUSH | {"change_id": "C2", "title": "Happy hours", "note": "by PHONE."},
        PUSH | {"change_id": "C3", "title": "Apply online"},
        PUSH | {"change_id": "C4", "title": "Phone courses", "kind": "people"},
        PUSH | {"change_id": "C5", "title": "App for crews", "kind": "process"},
        PUSH | {"change_id": "C6", "title": "A rival's app", "lane": "market"},
    ]
    gateway = given(
        survey_responses=ANSWER,
        interactions=[used(day, 5), used(day, 5, "Phone"), used(day, 5, "!?")],
        changes=changes,
    )
    rows = ask(gateway, "channel_changes", day, date(2024, 12, 31))
    assert asked_for(rows, ("change_id", "channel", "what")) == [
        {"change_id": "C1", "channel": "App", "what": "push"},
        {"change_id": "C2", "channel": "Phone", "what": "push"},
        {"change_id": "C4", "channel": "Phone", "what": "teaching"},
    ]


def test_a_channel_seen_from_its_launch_counts_from_there(given, ask):
    shares = [0] * 6 + [round(600 / (1 + 2.7 ** (-(month - 18) / 4))) for month in range(42)]
    gateway = given(
        survey_responses=ANSWER, interactions=rising(date(2022, 1, 1), shares), changes=[PUSH]
    )
    app, phone = ask(gateway, "adoption_curve", date(2022, 1, 1), date(2026, 6, 30))
    assert app["launched_on"] == date(2022, 7, 1)
    assert app["refused"] is None
    assert app["ceiling_low"] <= 60 <= app["ceiling_high"] + 1
    # Half of 60 % is reached in the eighteenth month after the launch.
    assert abs((app["half_on"] - date(2024, 1, 15)).days) < 31
    assert app["days_to_half"] == (app["half_on"] - app["launched_on"]).days
    assert (phone["launched_on"], phone["ceiling"]) == (None, None)
    assert phone["refused"] == "its share has not risen by five points"


def test_an_unfinished_month_is_not_fitted(given, ask):
    gateway = given(
        as_of=date(2022, 3, 15),
        survey_responses=ANSWER,
        interactions=rising(date(2022, 1, 1), [10, 20, 30]),
    )
    rows = ask(gateway, "adoption_curve", date(2022, 1, 1), date(2022, 12, 31))
    assert [row["months"] for row in rows] == [2, 2]
    assert rows[0]["refused"] == "periods: 2, needed: 8"
