"""How promoters, passives and detractors rate what they get."""

from datetime import date

import pytest
from scipy.stats import t

from .drivers import scored
from .rows import together

KINDS = ("promoters", "passives", "detractors")


def test_scores_decide_who_is_compared(given, ask):
    answers = [(score, {"Price": 1 + score % 5}) for score in (10, 9, 8, 7, 6, 0)]
    [row] = ask(given(**scored(*answers)), "delivered_by_group")
    # Percent of maximum: 10 -> 1 -> 0, 9 -> 5 -> 100, 8 -> 75, 7 -> 50, 6 -> 25, 0 -> 0.
    assert [row[f"delivered_{kind}"] for kind in KINDS] == [50.0, 62.5, 12.5]
    assert [row[f"respondents_{kind}"] for kind in KINDS] == [2, 2, 2]
    assert (row["shortfall_passives"], row["shortfall_detractors"]) == (-12.5, 37.5)
    assert (row["respondents"], row["one_in"]) == (6, 1.0)


def test_the_interval_is_the_t_interval_of_people_in_groups_of_their_own(given, ask):
    answers = [(9, {"Price": rating}) for rating in (3, 4, 4, 5)]
    gateway = given(**scored(*answers))
    groups = gateway.warehouse.fetch("select distinct bucket from raters").num_rows
    assert groups == 4, "choose other response ids: two of these share a group"
    [row] = ask(gateway, "delivered_by_group")
    # Percent of maximum 50, 75, 75, 100: mean 75, standard deviation sqrt(1250 / 3).
    half = t.ppf(0.975, 3) * (1250 / 3) ** 0.5 / 2
    assert row["delivered_promoters"] == 75.0
    assert row["delivered_promoters_low"] == pytest.approx(75 - half)
    assert row["delivered_promoters_high"] == 100.0


def test_a_customer_who_answers_again_is_one_customer(given, ask):
    once = [(9, {"Price": rating}) for rating in (3, 4, 4, 5)]
    ids = [f"C{n}" for n in range(4)]
    again = scored(*once, *once, *once, customers=ids * 3)
    [row] = ask(given(**again), "delivered_by_group")
    half = t.ppf(0.975, 3) * (1250 / 3) ** 0.5 / 2
    assert row["delivered_promoters_low"] == pytest.approx(75 - half)
    assert row["respondents_promoters"] == 12


def test_nobody_of_a_kind_is_null_with_a_count_of_nought(given, ask):
    [row] = ask(given(**scored((8, {"Price": 3}), (7, {"Price": 4}))), "delivered_by_group")
    assert (row["delivered_promoters"], row["respondents_promoters"]) == (None, 0)
    assert (row["delivered_passives"], row["respondents_passives"]) == (62.5, 2)
    assert (row["shortfall_passives"], row["shortfall_detractors"]) == (None, None)


def test_kinds_with_too_few_are_hidden_and_with_them_their_shortfall(given, ask):
    answers = [(9, {"Price": 5})] * 12 + [(8, {"Price": 4})] * 11 + [(3, {"Price": 1})] * 9
    [row] = ask(given(minimum_answers=10, **scored(*answers)), "delivered_by_group")
    assert (row["delivered_promoters"], row["delivered_passives"]) == (100.0, 75.0)
    assert (row["delivered_detractors"], row["respondents_detractors"]) == (None, None)
    assert (row["shortfall_passives"], row["shortfall_detractors"]) == (25.0, None)


def test_period_and_cells_leave_out_the_others(given, ask):
    gateway = given(
        **together(
            scored((9, {"Price": 5}), region="North"),
            scored((9, {"Price": 1}), region="South", prefix="south"),
            scored((9, {"Price": 1}), region="North", prefix="later", day=date(2026, 2, 1)),
        )
    )
    [row] = ask(
        gateway,
        "delivered_by_group",
        date(2026, 1, 1),
        date(2026, 1, 31),
        where={"region": ["North"]},
    )
    assert (row["delivered_promoters"], row["respondents"]) == (100.0, 1)


def test_without_scores_or_ratings_there_are_no_rows(given, ask):
    assert ask(given(**scored((None, {"Price": 5}))), "delivered_by_group") == []


def test_promoters_of_the_demo_rate_every_item_above_detractors(demo, ask):
    rows = ask(demo, "delivered_by_group")
    assert all(row["shortfall_detractors_low"] > 0 for row in rows)
    assert {rows[0]["item"], rows[1]["item"]} == {"Staff who care", "Told about delays"}
    assert rows[-1]["item"] == "Shop and café"
