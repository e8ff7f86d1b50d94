"""What is wanted wave by wave, and what a wave is."""

from datetime import date

import pytest

from insight.gateway import Gateway

from .rows import together
from .wants import picked_by, rated_by


def brief(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


def test_a_want_is_percent_of_maximum_with_a_t_interval_and_a_rank(given, ask):
    people = [{"Price": rating, "Speed": 5} for rating in (2, 3, 4)]
    rows = ask(given(**rated_by(date(2024, 3, 5), *people, wave="Spring")), "needs_over_time")
    # Of 25, 50 and 75 the standard error is 25 / sqrt(3), t of two degrees 4.302653.
    half = 4.30265272991 * 25 / 3**0.5
    assert rows == [
        {
            "item": "Speed",
            "wave": "Spring",
            "wanted": 100.0,
            "low": 100.0,
            "high": 100.0,
            "rank": 1,
            "respondents": 3,
            "is_pick": False,
        },
        {
            "item": "Price",
            "wave": "Spring",
            "wanted": 50.0,
            "low": pytest.approx(max(0, 50 - half)),
            "high": pytest.approx(min(100, 50 + half)),
            "rank": 2,
            "respondents": 3,
            "is_pick": False,
        },
    ]


def test_of_picks_the_want_is_the_share_who_picked_with_wilsons_interval(given, ask):
    items = ["Parks", "Police"]
    picks = [["Police"]] * 8 + [[]] * 2
    [police, parks] = ask(given(**picked_by(date(2024, 3, 5), items, *picks)), "needs_over_time")
    assert (police["item"], police["wanted"], police["respondents"]) == ("Police", 80.0, 10)
    assert (police["low"], police["high"]) == pytest.approx((49.0162, 94.3318), abs=1e-4)
    assert (parks["wanted"], parks["low"], parks["rank"]) == (0.0, 0.0, 2)
    assert police["is_pick"]


def test_waves_stand_in_the_order_of_their_first_answers(given, ask):
    tables = together(
        rated_by(date(2024, 3, 20), {"Price": 4}, wave="A second look"),
        rated_by(date(2024, 3, 4), {"Price": 3}, wave="The first"),
        rated_by(date(2024, 9, 1), {"Price": 3}, wave="The first"),
    )
    rows = ask(given(**tables), "needs_over_time")
    assert brief(rows, "wave", "respondents") == [("The first", 2), ("A second look", 1)]


def test_without_waves_fiscal_years_are_the_waves(given, ask):
    tables = together(
        rated_by(date(2024, 6, 30), {"Price": 4}),
        rated_by(date(2024, 7, 1), {"Price": 2}),
        rated_by(date(2025, 6, 30), {"Price": 2}),
    )
    rows = ask(given(**tables, fiscal_year_starts=7), "needs_over_time")
    assert brief(rows, "wave", "wanted") == [("2023/24", 75.0), ("2024/25", 25.0)]


def test_in_calendar_years_a_wave_is_the_year(given, ask):
    tables = together(
        rated_by(date(2024, 12, 31), {"Price": 4}), rated_by(date(2025, 1, 1), {"Price": 2})
    )
    assert brief(ask(given(**tables), "needs_over_time"), "wave") == [("2024",), ("2025",)]


def test_beside_waves_answers_of_no_wave_are_left_out(given, ask):
    tables = together(
        rated_by(date(2024, 3, 4), {"Price": 3}, wave="2024", survey="Yearly"),
        rated_by(date(2024, 4, 4), {"Price": 5}, {"Price": 5}, wave=None, survey="Always on"),
    )
    gateway = given(**tables)
    assert brief(ask(gateway, "needs_over_time"), "wave", "wanted") == [("2024", 50.0)]
    [alone] = ask(gateway, "needs_over_time", where={"survey": ["Always on"]})
    assert (alone["wave"], alone["wanted"], alone["respondents"]) == ("2024", 100.0, 2)


def test_equal_wants_share_a_rank_and_hidden_ones_have_none(given, ask):
    everybody = [{"A": 4, "B": 4, "C": 2} for _ in range(11)] + [{"Rare": 5}] * 9
    gateway = given(**rated_by(date(2024, 3, 4), *everybody), minimum_answers=10)
    rows = ask(gateway, "needs_over_time")
    assert brief(rows, "item", "rank", "respondents") == [
        ("A", 1, 11),
        ("B", 1, 11),
        ("C", 3, 11),
        ("Rare", None, None),
    ]


def test_picks_and_ratings_are_ranked_apart(given, ask):
    tables = together(
        rated_by(date(2024, 3, 4), {"Rated": 2}),
        picked_by(date(2024, 3, 5), ["Picked"], ["Picked"]),
    )
    rows = ask(given(**tables), "needs_over_time")
    assert brief(rows, "item", "rank") == [("Rated", 1), ("Picked", 1)]


def test_an_item_that_only_is_delivered_is_no_need(given, ask):
    tables = rated_by(date(2024, 3, 4), {"Price": 3})
    tables["ratings"][0] |= {"wanted": None, "wanted_low": None, "wanted_high": None}
    tables["ratings"][0] |= {"delivered": 3.0, "delivered_low": 1.0, "delivered_high": 5.0}
    gateway = given(**tables)
    for name in ("needs_over_time", "needs_moved", "needs_changed", "needs_outlook"):
        assert ask(gateway, name) == []


# Of both waves the shares that their README gives.
KCMO = [
    ("Streets, sidewalks and infrastructure", 69.9, 75.2),
    ("Police", 50.4, 54.4),
    ("Neighbourhood services", 21.8, 22.6),
    ("Public transport", 12.6, 13.3),
]


def test_kcmo_shares_of_picks_by_wave(real_survey, ask):
    rows = ask(Gateway.open(real_survey("kcmo")), "needs_over_time")
    shares = {(row["item"], row["wave"]): round(row["wanted"], 1) for row in rows}
    for item, first, second in KCMO:
        assert (shares[item, "2021 Q3"], shares[item, "2022 Q1"]) == (first, second)
    assert list(dict.fromkeys(row["wave"] for row in rows)) == ["2021 Q3", "2022 Q1"]
    ranked = [row["item"] for row in rows if row["wave"] == "2022 Q1"][:3]
    assert ranked == [item for item, _, _ in KCMO[:3]]


def test_spack_wants_stand_by_wave_and_its_quality_ratings_are_no_needs(real_survey, ask):
    rows = ask(Gateway.open(real_survey("spack")), "needs_over_time")
    assert list(dict.fromkeys(row["wave"] for row in rows)) == ["2020", "2021", "2022"]
    assert not {"Spack overall", "Documentation", "Packages"} & {row["item"] for row in rows}
    first = {row["wave"]: row["item"] for row in rows if row["rank"] == 1}
    assert first["2021"] == first["2022"] == "Better error messages"
    assert {row["respondents"] for row in rows} == {170, 179, 182}


def test_a_company_whose_only_dimension_is_another_has_years_as_waves(given, ask):
    years = [date(2024, 5, 1), date(2025, 5, 1)]
    people = [{"Price": 4}, {"Price": 3}] * 6
    tables = together(*(rated_by(day, *people, region="North") for day in years))
    gateway = given(**tables, minimum_answers=10)
    rows = ask(gateway, "needs_over_time")
    assert brief(rows, "wave", "wanted", "rank", "respondents") == [
        ("2024", 62.5, 1, 12),
        ("2025", 62.5, 1, 12),
    ]
    assert [row["change"] for row in ask(gateway, "needs_moved")] == [0.0]
    assert [row["items"] for row in ask(gateway, "needs_changed")] == [1]
    assert [row["respondents"] for row in ask(gateway, "needs_outlook")] == [24]
