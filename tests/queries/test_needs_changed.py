"""Whether needs changed between waves, which items moved, and by which test."""

from datetime import date

import duckdb
import pytest
from scipy.stats import chi2_contingency, entropy, ttest_ind

from insight.gateway import Gateway
from insight.publish import ROLLUPS
from insight.stats.many_tests import holm

from .rows import together
from .wants import picked_by, rated_by

ITEMS = ["Democrat", "Independent", "Republican"]
FIRST, SECOND = date(2023, 5, 1), date(2024, 5, 1)


def one_each(day, counts, **dimensions):
    """So many people for each item, who picked that one only."""
    people = [[item] for item, n in zip(ITEMS, counts, strict=True) for _ in range(n)]
    return picked_by(day, ITEMS, *people, **dimensions)


def test_one_pick_a_person_is_pearsons_test_as_published(given, ask, oracle):
    case, psi = oracle["needs_mix_chisq"], oracle["psi_party"]
    waves = case["inputs"]["w1"], case["inputs"]["w2"]
    gateway = given(**together(one_each(FIRST, waves[0]), one_each(SECOND, waves[1])))
    [row] = ask(gateway, "needs_changed")
    expected = case["expected"]
    assert (row["first_wave"], row["second_wave"]) == ("2023", "2024")
    assert row["chi2"] == pytest.approx(expected["chi2"], abs=1e-6)
    assert row["df"] == pytest.approx(expected["df"])
    assert row["p"] == pytest.approx(expected["p"], abs=1e-12)
    assert row["test"] == "chi-squared"
    assert (row["items"], row["respondents_first"], row["respondents_second"]) == (3, 1557, 1200)
    # The index of stability that others show calls the same shift "stable": below 0.1.
    shares = [[n / sum(wave) for n in wave] for wave in waves]
    index = entropy(*shares) + entropy(*reversed(shares))
    assert index == pytest.approx(psi["expected"]["psi"], abs=1e-10)
    assert index < 0.1
    assert row["p"] < 0.001


def test_items_always_picked_together_count_once(given, ask):
    first, second = (30, 20), (15, 35)
    tables = [
        picked_by(day, "ABCD", *[["A", "B"]] * n, *[["C", "D"]] * other)
        for day, (n, other) in ((FIRST, first), (SECOND, second))
    ]
    [row] = ask(given(**together(*tables)), "needs_changed")
    people = chi2_contingency([first, second], correction=False)
    assert row["chi2"] == pytest.approx(people.statistic)
    assert (row["df"], row["p"]) == pytest.approx((1.0, people.pvalue))
    assert row["test"] == "chi-squared, Rao-Scott corrected"


def test_everybody_picking_the_same_is_no_change(given, ask):
    tables = [picked_by(day, "AB", *[["A", "B"]] * 12) for day in (FIRST, SECOND)]
    [row] = ask(given(**together(*tables)), "needs_changed")
    assert (row["chi2"], row["p"], row["js_distance"]) == (0.0, 1.0, 0.0)
    assert row["rank_correlation"] is None


RATINGS = {
    "Price": ([2, 3, 4, 4, 5, 3], [4, 5, 5, 5, 4, 5, 5]),
    "Speed": ([1, 2, 2, 3, 2, 1], [2, 2, 1, 3, 3, 1, 2]),
}


@pytest.fixture
def rated_twice(given):
    tables = []
    for day, side in ((FIRST, 0), (SECOND, 1)):
        columns = {item: sides[side] for item, sides in RATINGS.items()}
        count = len(columns["Price"])
        people = [{item: column[n] for item, column in columns.items()} for n in range(count)]
        tables.append(rated_by(day, *people))
    return given(**together(*tables))


def test_ratings_are_tested_by_item_and_have_no_chi_squared(rated_twice, ask):
    [row] = ask(rated_twice, "needs_changed")
    ps = [ttest_ind(*sides, equal_var=False).pvalue for sides in RATINGS.values()]
    assert row["p"] == pytest.approx(min(holm(ps)))
    assert (row["chi2"], row["df"]) == (None, None)
    assert row["test"] == "Welch by item, Holm corrected"
    assert (row["respondents_first"], row["respondents_second"]) == (6, 7)


def test_an_items_change_is_welchs_with_its_interval(rated_twice, ask):
    price, speed = ask(rated_twice, "needs_moved")
    for row, (item, (before, after)) in zip((price, speed), RATINGS.items(), strict=True):
        welch = ttest_ind(after, before, equal_var=False)
        limits = welch.confidence_interval()
        assert row["item"] == item
        assert row["p"] == pytest.approx(welch.pvalue)
        assert (row["low"], row["high"]) == pytest.approx((25 * limits.low, 25 * limits.high))
        assert row["change"] == pytest.approx(row["after"] - row["before"])
        assert row["respondents"] == 6
    assert price["change"] > speed["change"]
    corrected = holm([price["p"], speed["p"]])
    assert [price["p_corrected"], speed["p_corrected"]] == pytest.approx(corrected)


def test_a_share_of_picks_changes_by_agresti_and_caffo(given, ask):
    tables = [
        picked_by(day, "AB", *[["A"]] * n, *[["B"]] * (20 - n))
        for day, n in ((FIRST, 5), (SECOND, 14))
    ]
    [a, b] = ask(given(**together(*tables)), "needs_moved")
    # Two answers added to each wave, one of them a pick: 6 and 15 of 22.
    error = (6 * 16 / 22**3 + 15 * 7 / 22**3) ** 0.5
    half, centre = 1.959963984540054 * error, 9 / 22
    assert (a["item"], a["change"], a["is_pick"]) == ("A", pytest.approx(45), True)
    limits = 100 * (centre - half), 100 * (centre + half)
    assert (a["low"], a["high"]) == pytest.approx(limits)
    assert b["change"] == pytest.approx(-45)


def test_each_wave_is_compared_with_the_next_and_the_first_with_the_last(given, ask):
    days = [date(year, 5, 1) for year in (2021, 2022, 2023)]
    gateway = given(**together(*(rated_by(day, {"A": 2}, {"A": 4}) for day in days)))
    pairs = [("2021", "2022"), ("2022", "2023"), ("2021", "2023")]
    for name in ("needs_changed", "needs_moved"):
        rows = ask(gateway, name)
        assert [(row["first_wave"], row["second_wave"]) for row in rows] == pairs


def test_one_wave_has_nothing_to_be_compared_with(given, ask):
    gateway = given(**rated_by(FIRST, {"A": 2}, {"A": 4}))
    assert ask(gateway, "needs_changed") == []
    assert ask(gateway, "needs_moved") == []


def test_waves_without_a_common_item_compare_nothing(given, ask):
    gateway = given(**together(rated_by(FIRST, {"A": 2}), rated_by(SECOND, {"B": 2})))
    [row] = ask(gateway, "needs_changed")
    assert (row["items"], row["respondents_first"], row["p"], row["test"]) == (0, 0, None, None)
    assert (row["js_distance"], row["rank_correlation"]) == (None, None)
    assert ask(gateway, "needs_moved") == []


def test_where_all_answered_alike_no_error_shows_and_nothing_is_tested(given, ask):
    gateway = given(**together(*(rated_by(day, {"A": 5}, {"A": 5}) for day in (FIRST, SECOND))))
    [row] = ask(gateway, "needs_moved")
    assert (row["change"], row["low"], row["p"], row["p_corrected"]) == (0.0, None, None, None)
    assert ask(gateway, "needs_changed")[0]["p"] is None


def test_waves_below_the_minimum_are_not_compared(given, ask):
    tables = together(
        rated_by(FIRST, *[{"A": 2, "B": 4}, {"A": 4, "B": 3}] * 6),
        rated_by(SECOND, *[{"A": 2}, {"A": 4}] * 6, *[{"B": 5}] * 9),
    )
    gateway = given(**tables, minimum_answers=10)
    assert [row["item"] for row in ask(gateway, "needs_moved")] == ["A"]
    assert ask(gateway, "needs_changed")[0]["items"] == 1


def test_a_picked_pair_is_counted_once_by_year_and_cell(given):
    gateway = given(
        **together(
            picked_by(date(2024, 6, 30), "ABC", ["A", "C"], ["C"], [], region="North"),
            picked_by(date(2024, 7, 1), "ABC", ["C", "A"], region="North"),
            rated_by(date(2024, 7, 2), {"Rated": 5}, region="North"),
        ),
        fiscal_year_starts=7,
    )
    rows = gateway.warehouse.fetch("select * exclude (cell_id) from picked_together").to_pylist()
    counted = [tuple(row.values()) for row in rows]
    earlier, later = date(2023, 7, 1), date(2024, 7, 1)
    assert counted == [
        (earlier, "A", "A", 1),
        (earlier, "A", "C", 1),
        (earlier, "C", "C", 2),
        (later, "A", "A", 1),
        (later, "A", "C", 1),
        (later, "C", "C", 1),
    ]


def test_of_very_many_people_a_sample_tells_what_goes_with_what():
    connection = duckdb.connect()
    connection.execute("create table fiscal_calendar as select 1 as fiscal_year_starts")
    connection.execute(
        "create table ratings as select 'R' || person as response_id, 1 as cell_id, item, "
        "date '2026-01-01' as responded_on, true as is_pick, "
        # One of three bundles of two; every fifth person picked nothing.
        "case when person % 5 > 0 and place // 2 = person % 3 then 1e2 else 0 end as wanted "
        "from range(60000) as people (person), (values ('A', 0), ('B', 1), ('C', 2), ('D', 3), "
        "('E', 4), ('F', 5)) as items (item, place)"
    )
    sql = (ROLLUPS / "picked_together.sql").read_text(encoding="utf-8")
    assert sql.count("500000") == 1

    def counted(most):
        rows = connection.execute(sql.replace("500000", str(most))).fetchall()
        return {(item, other): people for _, _, item, other, people in rows}

    pairs = {"AA", "AB", "BB", "CC", "CD", "DD", "EE", "EF", "FF"}
    everybody, sample = counted(500_000), counted(9_000)
    assert {one + other for one, other in everybody} == {one + other for one, other in sample}
    assert {one + other for one, other in everybody} == pairs
    assert set(everybody.values()) == {16_000}
    for people in sample.values():
        assert people == pytest.approx(3_000, rel=0.2)


def test_the_profile_of_kcmo_changed_and_one_service_rose(real_survey, ask):
    gateway = Gateway.open(real_survey("kcmo"))
    [row] = ask(gateway, "needs_changed")
    assert row["test"] == "chi-squared, Rao-Scott corrected"
    assert (row["items"], row["respondents_first"], row["respondents_second"]) == (16, 1033, 984)
    # Sixteen items: fifteen degrees of freedom, less where picks go together.
    assert 13 < row["df"] < 15
    assert 0.01 < row["p"] < 0.05
    assert row["rank_correlation"] > 0.95
    real = [one["item"] for one in ask(gateway, "needs_moved") if one["p_corrected"] <= 0.05]
    assert real == ["Service 5 (q3_05)"]


def test_spack_compares_only_items_asked_in_both_waves(real_survey, ask):
    gateway = Gateway.open(real_survey("spack"))
    items = {(row["first_wave"], row["second_wave"]): row for row in ask(gateway, "needs_changed")}
    assert {pair: row["items"] for pair, row in items.items()} == {
        ("2020", "2021"): 8,
        ("2021", "2022"): 11,
        ("2020", "2022"): 5,
    }
    assert all(row["chi2"] is None for row in items.values())
