from datetime import date

import pandas as pd
import pytest

from insight.stats.opportunity import band_of

from .rows import picked, rated, together

WANT, GET, NOT = 5, 5, 1
COUNTS = ("respondents", "respondents_wanted", "respondents_delivered", "affected_of")


def people(both=0, wanted=0, delivered=0, neither=0):
    """Pairs on a scale of 1 to 5: who want and get it, want it only, get it only, neither."""
    return (
        [(WANT, GET)] * both
        + [(WANT, NOT)] * wanted
        + [(NOT, GET)] * delivered
        + [(NOT, NOT)] * neither
    )


def test_a_score_is_importance_plus_what_of_it_is_not_satisfied(given, ask):
    gateway = given(**rated("Price", people(both=30, wanted=50, delivered=10, neither=10)))
    [row] = ask(gateway, "opportunities")
    low, high = row.pop("score_low"), row.pop("score_high")
    affected = row.pop("affected_low"), row.pop("affected_high")
    # I = 8, S = 4: 8 + (8 - 4)
    assert row == {
        "item": "Price",
        "value": None,
        "score": pytest.approx(12.0),
        "band": "high",
        "people_affected": 50,
        "respondents": 100,
        "wanted_top": 80.0,
        "delivered_top": 40.0,
        "affected": pytest.approx(50.0),
        "affected_of": 100,
        "respondents_wanted": 100,
        "respondents_delivered": 100,
        "is_paired": True,
        "is_pick": False,
    }
    # 2 I - S is 10, 20, -10 or 0 of each person: of a hundred a standard error of .98
    assert (low, high) == pytest.approx((12 - 1.92, 12 + 1.92), abs=0.3)
    assert affected == pytest.approx((40.2, 59.8), abs=1.5)


def test_published_scores_are_reproduced(given, ask, oracle):
    case = oracle["ulwick_points"]
    tables = []
    for number, (importance, satisfaction) in enumerate(case["inputs"]["imp_sat"]):
        want, get = round(10 * importance), round(10 * satisfaction)
        tables.append(
            rated(f"Item {number}", people(both=get, wanted=want - get, neither=100 - want))
        )
    rows = {row["item"]: row["score"] for row in ask(given(**together(*tables)), "opportunities")}
    expected = {f"Item {number}": score for number, score in enumerate(case["expected"]["opp"])}
    assert rows == pytest.approx(expected, abs=case["tolerance"]["abs"])


def test_more_than_wanted_takes_nothing_off_importance(given, ask):
    [row] = ask(given(**rated("Shop", people(both=2, delivered=6, neither=2))), "opportunities")
    assert (row["score"], row["band"], row["people_affected"]) == (2.0, "served", 0)


def test_middling_answers_are_in_no_top_box_and_means_do_not_count(given, ask):
    [row] = ask(given(**rated("Price", [(3, 3)] * 10)), "opportunities")
    assert (row["score"], row["wanted_top"], row["delivered_top"]) == (0.0, 0.0, 0.0)


def test_who_said_one_side_only_counts_on_that_side(given, ask):
    pairs = [*people(both=4, wanted=4), (WANT, None), (NOT, None), (None, GET), (None, NOT)]
    [row] = ask(given(**rated("Price", pairs)), "opportunities")
    # I = 9 of 10, S = 5 of 10; of those who said both half want it without getting it
    assert row["score"] == pytest.approx(13.0)
    assert [row[name] for name in COUNTS] == [10, 10, 10, 8]
    assert (row["people_affected"], row["affected"]) == (4, 50.0)


def test_of_different_people_as_many_are_affected_as_chance_would_bring(given, ask):
    pairs = [(WANT, None)] * 16 + [(NOT, None)] * 4 + [(None, GET)] * 3 + [(None, NOT)] * 7
    [row] = ask(given(**rated("Price", pairs)), "opportunities")
    assert (row["is_paired"], row["score"]) == (False, pytest.approx(13.0))
    # 16 of 20 want it, 7 of 10 do not get it: 0.8 x 0.7 x 20
    assert (row["people_affected"], row["affected"]) == (11, pytest.approx(56.0))
    assert [row[name] for name in COUNTS] == [10, 20, 10, 20]


def test_an_item_is_asked_of_the_same_people_where_half_of_the_smaller_side_said_both(given, ask):
    half = [*people(wanted=2), (None, NOT), (None, NOT), (WANT, None), (WANT, None), (NOT, None)]
    [row] = ask(given(**rated("Price", half)), "opportunities")
    assert row["is_paired"]


def test_an_item_asked_on_one_side_only_has_no_score_but_is_there(given, ask):
    gateway = given(
        **together(
            rated("Wi-Fi", [(None, 4), (None, 1)]),
            rated("Speed", [(5, None)]),
            rated("Price", [(5, 1)]),
        )
    )
    price, speed, wifi = ask(gateway, "opportunities")
    assert price["item"] == "Price"
    for row in (speed, wifi):
        empty = ("score", "score_low", "score_high", "band", "people_affected", "affected")
        assert [row[name] for name in empty] == [None] * 6
        assert (row["respondents"], row["is_paired"]) == (0, None)
    assert (wifi["wanted_top"], wifi["delivered_top"]) == (None, 50.0)
    assert (speed["wanted_top"], speed["delivered_top"]) == (100.0, None)


def test_of_picks_importance_is_the_share_who_picked(given, ask):
    gateway = given(**picked("Streets", [True] * 6 + [False] * 4, [5, 4, 1, 1, 1, 1, 5, 5, 1, 1]))
    [row] = ask(gateway, "opportunities")
    assert (row["is_pick"], row["wanted_top"], row["delivered_top"]) == (True, 60.0, 40.0)
    assert (row["score"], row["people_affected"]) == (pytest.approx(8.0), 4)


def test_the_highest_score_comes_first_and_one_sided_items_last(given, ask):
    gateway = given(
        **together(
            rated("Fine", people(both=5)),
            rated("Alone", [(5, None)]),
            rated("Bad", people(wanted=5)),
            rated("Unwanted", people(neither=5)),
        )
    )
    rows = [(row["item"], row["score"], row["band"]) for row in ask(gateway, "opportunities")]
    assert rows == [
        ("Bad", 20.0, "extreme"),
        ("Fine", 10.0, "opportunity"),
        ("Unwanted", 0.0, "served"),
        ("Alone", None, None),
    ]


def test_scores_follow_filters_and_breakdown_and_whole_months(given, ask):
    gateway = given(
        **together(
            rated("Price", people(wanted=4), region="North"),
            rated("Price", people(both=4), region="South"),
            rated("Price", people(both=2), region="South", day=date(2026, 2, 1)),
        )
    )
    rows = ask(gateway, "opportunities", by="region")
    assert [(row["value"], row["score"], row["respondents"]) for row in rows] == [
        ("North", 20.0, 4),
        ("South", 10.0, 6),
    ]
    [south] = ask(
        gateway,
        "opportunities",
        date(2026, 1, 20),
        date(2026, 1, 21),
        where={"region": ["South"]},
    )
    assert (south["score"], south["respondents"]) == (10.0, 4)


def test_people_without_a_value_are_a_row_of_their_own(given, ask):
    gateway = given(
        **together(rated("Price", people(wanted=4), region="North"), rated("Price", people(both=4)))
    )
    rows = ask(gateway, "opportunities", by="region")
    assert [(row["value"], row["score"]) for row in rows] == [("North", 20.0), (None, 10.0)]


def test_below_the_minimum_a_score_its_band_and_whom_it_affects_are_hidden(given, ask):
    tables = together(rated("Few", people(wanted=9)), rated("Enough", people(wanted=10)))
    enough, few = ask(given(minimum_answers=10, **tables), "opportunities")
    assert (enough["band"], enough["people_affected"]) == ("extreme", 10)
    assert {name for name, value in few.items() if value is not None} == {"item"}


def test_whom_it_affects_is_hidden_where_too_few_said_both(given, ask):
    pairs = [*people(wanted=8), *[(WANT, None)] * 4, *[(None, NOT)] * 4]
    [row] = ask(given(minimum_answers=10, **rated("Price", pairs)), "opportunities")
    assert (row["score"], row["is_paired"]) == (20.0, True)
    assert (row["people_affected"], row["affected"], row["affected_of"]) == (None, None, None)


@pytest.mark.parametrize("where", [{}, {"region": ["Islands"]}, {"segment": ["Freight"]}], ids=str)
def test_scores_are_what_a_recount_of_the_exports_gives(demo_folder, demo, ask, where):
    start, end = date(2024, 3, 1), date(2025, 8, 31)
    exports = demo_folder / "exports"
    answers = pd.read_parquet(exports / "survey_responses.parquet")
    days = pd.to_datetime(answers["responded_on"])
    answers = answers[days.between(pd.Timestamp(start), pd.Timestamp(end))]
    for dimension, values in where.items():
        answers = answers[answers[dimension].isin(values)]
    ratings = pd.read_parquet(exports / "ratings.parquet")
    ratings = ratings[ratings["response_id"].isin(answers["response_id"])]
    rows = ask(demo, "opportunities", start, end, where=where)
    assert {row["item"] for row in rows} == set(ratings["item"])
    for row in rows:
        item = ratings[ratings["item"] == row["item"]]
        wanted, delivered = item["wanted"].dropna(), item["delivered"].dropna()
        if wanted.empty:
            assert row["score"] is None
            continue
        importance, satisfaction = 10 * (wanted >= 4).mean(), 10 * (delivered >= 4).mean()
        score = importance + max(importance - satisfaction, 0)
        assert row["score"] == pytest.approx(score)
        assert row["band"] == band_of(score)
        both = item.dropna(subset=["wanted", "delivered"])
        if row["is_paired"]:
            lacking = ((both["wanted"] >= 4) & (both["delivered"] < 4)).sum()
            assert row["people_affected"] == lacking
            assert row["affected_of"] == len(both)


def test_scores_use_the_shares_that_the_gap_page_shows(demo, ask):
    shown = {row["item"]: row for row in ask(demo, "want_vs_delivered")}
    for row in ask(demo, "opportunities"):
        for side in ("wanted_top", "delivered_top"):
            assert row[side] == pytest.approx(shown[row["item"]][side])


def test_the_planted_gaps_are_opportunities_and_items_without_a_gap_are_not(demo, ask):
    rows = ask(demo, "opportunities", date(2025, 11, 1), date(2026, 10, 31))
    by_item = {row["item"]: row for row in rows}
    assert rows[0]["item"] == "Told about delays"
    for item in ("Told about delays", "Refunds without a fight", "Fair price"):
        assert by_item[item]["score_low"] > 10
    for item in ("Feeling safe", "Calm boarding", "Shop and café"):
        assert by_item[item]["score_high"] < 10
    assert by_item["Wi-Fi that works"]["score"] is None
    assert by_item["Easy to book"]["is_paired"] is False
