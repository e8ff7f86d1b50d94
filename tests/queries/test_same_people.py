import math
import tomllib
from datetime import date
from pathlib import Path

import pytest

from .rows import by_customer

TRUTHS = Path(__file__).parents[2] / "data" / "demo_truth.toml"
IN_2024, IN_2025 = date(2024, 5, 10), date(2025, 5, 10)
PROMOTER, PASSIVE, DETRACTOR = 10, 8, 0


def followed(moves):
    """One customer for each (score in 2024, score in 2025)."""
    return [
        answer
        for number, (before, after) in enumerate(moves)
        for answer in by_customer(f"customer {number}", (IN_2024, before), (IN_2025, after))
    ]


def test_the_same_people_are_compared_by_a_paired_t(given, ask):
    moves = [
        (PROMOTER, PROMOTER),
        (PASSIVE, PROMOTER),
        (DETRACTOR, PROMOTER),
        (PROMOTER, PASSIVE),
        (DETRACTOR, PASSIVE),
    ]
    gateway = given(survey_responses=followed(moves))
    # Changes 0, 1, 2, -1, 1: mean .6, squares 7, variance (7 - 9/5)/4 = 1.3, error sqrt(1.3/5).
    # t(4) at .975 is 2.776445; t = .6 / .509902 = 1.176697, p = .304559.
    # No change is larger than 200 points.
    half = 2.7764451052 * 100 * math.sqrt(1.3 / 5)
    assert ask(gateway, "same_people", unit="year") == [
        {
            "period": date(2025, 1, 1),
            "customers": 5,
            "nps_before": 0.0,
            "nps_after": 60.0,
            "change": pytest.approx(60.0),
            "change_low": pytest.approx(60 - half),
            "change_high": 200.0,
            "p": pytest.approx(0.304559, abs=1e-6),
            "complete": True,
        }
    ]


def test_the_pairing_finds_what_two_separate_samples_hide(given, ask):
    moves = [(PROMOTER, PROMOTER)] * 50 + [(DETRACTOR, DETRACTOR)] * 50 + [(PASSIVE, PROMOTER)] * 8
    gateway = given(survey_responses=followed(moves))
    [same] = ask(gateway, "same_people", unit="year")
    [apart] = ask(
        gateway,
        "nps_change",
        date(2025, 1, 1),
        date(2025, 12, 31),
        versus=(date(2024, 1, 1), date(2024, 12, 31)),
    )
    assert same["change"] == pytest.approx(apart["change"])
    assert same["p"] < 0.01 < 0.5 < apart["p"]


def test_customers_who_all_changed_alike_leave_no_interval(given, ask):
    gateway = given(survey_responses=followed([(PASSIVE, PASSIVE)] * 12))
    [row] = ask(gateway, "same_people", unit="year")
    assert (row["customers"], row["change"]) == (12, 0.0)
    assert (row["change_low"], row["change_high"], row["p"]) == (None, None, None)


def test_who_answered_in_one_period_only_is_nobody_to_compare(given, ask):
    gateway = given(
        survey_responses=by_customer("a", (IN_2024, 9)) + by_customer("b", (IN_2025, 9))
    )
    assert ask(gateway, "same_people", unit="year") == []


def test_an_unfinished_year_is_said_to_be_so(given, ask):
    gateway = given(survey_responses=by_customer("a", (IN_2025, 9), (date(2026, 2, 1), 0)))
    [row] = ask(gateway, "same_people", unit="year")
    assert (row["period"], row["complete"]) == (date(2026, 1, 1), False)


def test_fewer_customers_than_the_minimum_keep_only_their_period(given, ask):
    gateway = given(survey_responses=followed([(PROMOTER, PASSIVE)] * 9), minimum_answers=10)
    [row] = ask(gateway, "same_people", unit="year")
    assert row.pop("period") == date(2025, 1, 1)
    assert set(row.values()) == {None}


def test_customers_who_stayed_rose_in_the_year_in_which_nps_fell(demo, ask):
    planted = tomllib.loads(TRUTHS.read_text(encoding="utf-8"))["truth"]
    [fall] = [one for one in planted if one["id"] == "fell_though_all_rose"]
    year = (date(fall["year"], 1, 1), date(fall["year"], 12, 31))
    [same] = ask(demo, "same_people", *year, unit="year")
    [everyone] = ask(demo, "nps_change", *year, versus="year_before")
    assert everyone["change_high"] < 0
    # Who stayed shows what truly happened inside the segments.
    assert same["change_low"] > 0
    for true_rise in fall["within"].values():
        assert same["change_low"] < true_rise < same["change_high"]
    assert same["p"] < 0.001
