"""What may stand below the change timeline: gaps, shares of channels, departures; and records."""

from datetime import date

import pytest
from scipy.stats import t

from .rows import answered, picked, rated, together

JANUARY, FEBRUARY = date(2026, 1, 10), date(2026, 2, 10)
ANSWERS = [*answered(JANUARY, 9), *answered(FEBRUARY, 9)]


def test_a_gap_is_paired_where_half_of_the_smaller_side_rated_both(given, ask):
    # percent of maximum: differences -50, -25, 0; mean -25, standard error 25 / sqrt 3, t(2)
    gateway = given(**rated("Price", [(5, 3), (4, 3), (3, 3)], day=JANUARY))
    half = 4.302652729911275 * 25 / 3**0.5
    assert ask(gateway, "gap_over_time") == [
        {
            "item": "Price",
            "period": date(2026, 1, 1),
            "gap": -25.0,
            "gap_low": pytest.approx(-25 - half),
            "gap_high": pytest.approx(-25 + half),
            "gap_respondents": 3,
            "complete": True,
        }
    ]


def test_a_gap_of_different_people_is_welch(given, ask):
    pairs = [(5, None), (4, None), (None, 1), (None, 3)]
    (row,) = ask(given(**rated("Price", pairs, day=JANUARY)), "gap_over_time")
    # wanted 100, 75: variance 312.5; delivered 0, 50: variance 1,250; each over 2
    assert (row["gap"], row["gap_respondents"]) == (25 - 87.5, 2)
    se, df = (156.25 + 625) ** 0.5, (156.25 + 625) ** 2 / (156.25**2 + 625**2)
    assert row["gap_high"] == pytest.approx(row["gap"] + t.ppf(0.975, df) * se)


def test_picks_and_one_sided_items_have_no_gap(given, ask):
    one_sided = rated("Wi-Fi", [(None, 5), (None, 4)])
    picks = picked("Seats", [True, False], [4, 5])
    assert ask(given(**together(one_sided, picks)), "gap_over_time") == []


def test_the_gap_over_all_time_is_that_of_want_versus_delivered(demo, ask):
    over_time = {row["item"]: row["gap"] for row in ask(demo, "gap_over_time", unit="all")}
    now = {row["item"]: row["gap"] for row in ask(demo, "want_vs_delivered")}
    assert over_time == pytest.approx({item: now[item] for item in over_time})
    assert len(over_time) > 5


def interactions(day, **channels):
    return [{"day": day, "channel": name, "interactions": n} for name, n in channels.items()]


def test_a_channel_has_its_share_of_what_all_channels_took(given, ask):
    gateway = given(
        survey_responses=ANSWERS,
        interactions=interactions(JANUARY, phone=30, app=10) + interactions(FEBRUARY, phone=5),
    )
    rows = ask(gateway, "channel_share")
    assert [(row["channel"], row["period"], row["share"], row["interactions"]) for row in rows] == [
        ("app", date(2026, 1, 1), 25.0, 40),
        ("phone", date(2026, 1, 1), 75.0, 40),
        ("phone", date(2026, 2, 1), 100.0, 5),
    ]
    # Wilson (1927) for 10 of 40
    assert (rows[0]["share_low"], rows[0]["share_high"]) == pytest.approx((14.19, 40.19), abs=0.01)


def departures(*days, **dimensions):
    return [
        {"customer_id": f"{dimensions} {n}", "left_on": day, **dimensions}
        for n, day in enumerate(days)
    ]


def test_departures_are_counted_with_an_exact_interval(given, ask):
    gateway = given(
        survey_responses=ANSWERS,
        departures=departures(*[JANUARY] * 10, FEBRUARY),
    )
    first, second = ask(gateway, "departures_over_time")
    # Garwood (1936): 10 events 4.80 to 18.39, one event 0.025 to 5.57
    assert (first["departures"], second["departures"]) == (10, 1)
    ends = (first["departures_low"], first["departures_high"])
    assert ends == pytest.approx((4.795, 18.390), abs=0.001)
    ends = (second["departures_low"], second["departures_high"])
    assert ends == pytest.approx((0.0253, 5.5716), abs=0.0001)


def test_departures_are_filtered_by_what_their_table_says(given, ask):
    gateway = given(
        survey_responses=[
            *answered(JANUARY, 9, region="North"),
            *answered(JANUARY, 9, region="South"),
        ],
        departures=[
            *departures(*[JANUARY] * 3, region="North"),
            *departures(JANUARY, region="South"),
        ],
    )
    (row,) = ask(gateway, "departures_over_time", where={"region": ["North"]})
    assert row["departures"] == 3


def test_fewer_departures_than_the_minimum_are_hidden(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9), departures=departures(JANUARY), minimum_answers=10
    )
    (row,) = ask(gateway, "departures_over_time")
    assert (row["departures"], row["departures_high"]) == (None, None)


def test_a_record_tells_what_the_export_has_beside_the_mark(given, ask):
    gateway = given(
        survey_responses=answered(JANUARY, 9),
        changes=[
            {
                "change_id": "C7",
                "title": "A bridge opens",
                "started_on": date(2025, 3, 1),
                "learned_on": date(2024, 1, 5),
                "exposed": "region=North",
                "note": "Eight a car",
            }
        ],
    )
    assert ask(gateway, "change_records") == [
        {
            "change_id": "C7",
            "exposed": "region=North",
            "learned_on": date(2024, 1, 5),
            "decided_on": None,
            "told_on": None,
            "note": "Eight a car",
        }
    ]
    assert ask(gateway, "change_records", date(2025, 4, 1), date(2025, 5, 1)) == []
