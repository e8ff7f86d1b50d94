from datetime import date

import pytest

from insight.stats.many_tests import benjamini_hochberg

from .rows import answered
from .test_what_moved_nps import BEFORE, LAST_YEAR, NOW, THIS_YEAR, scores


def scanned(ask, gateway, versus=BEFORE, **options):
    """Rows by cell: the values of both dimensions, None where there is no second."""
    rows = ask(gateway, "segment_scan", *NOW, versus=versus, **options)
    return {(row["value"], row["second_value"]): row for row in rows}


@pytest.fixture
def two_by_two(given):
    """Small businesses in the North go from -40 to 60; all others stay at 0."""
    answers = []
    for day, in_north in ((LAST_YEAR, -40), (THIS_YEAR, 60)):
        for region in ("North", "South"):
            for segment in ("Small", "Large"):
                nps = in_north if (region, segment) == ("North", "Small") else 0
                answers += answered(day, *scores(50, nps), region=region, segment=segment)
    return given(survey_responses=answers)


def test_every_cell_of_one_and_of_two_dimensions_is_tested_once(two_by_two, ask):
    rows = ask(two_by_two, "segment_scan", *NOW, versus=BEFORE)
    cells = sorted(
        (row["dimension"], row["value"], row["second_dimension"] or "", row["second_value"] or "")
        for row in rows
    )
    assert cells == [
        ("region", "North", "", ""),
        ("region", "North", "segment", "Large"),
        ("region", "North", "segment", "Small"),
        ("region", "South", "", ""),
        ("region", "South", "segment", "Large"),
        ("region", "South", "segment", "Small"),
        ("segment", "Large", "", ""),
        ("segment", "Small", "", ""),
    ]


def test_a_cell_is_tested_like_any_change(two_by_two, ask):
    cells = scanned(ask, two_by_two)
    for where, key in (
        ({"region": ["North"]}, ("North", None)),
        ({"region": ["North"], "segment": ["Small"]}, ("North", "Small")),
    ):
        [alone] = ask(two_by_two, "nps_change", *NOW, versus=BEFORE, where=where)
        cell = cells[key]
        assert (cell["nps_before"], cell["nps_after"]) == (alone["versus_nps"], alone["nps"])
        assert cell["change"] == pytest.approx(alone["change"])
        assert cell["low"] == pytest.approx(alone["change_low"])
        assert cell["high"] == pytest.approx(alone["change_high"])
        assert cell["p"] == pytest.approx(alone["p"])
        assert cell["respondents"] == alone["respondents"]
        assert cell["respondents_before"] == alone["versus_respondents"]


def test_the_most_certain_change_comes_first_and_p_is_corrected_over_all(two_by_two, ask):
    rows = ask(two_by_two, "segment_scan", *NOW, versus=BEFORE)
    assert (rows[0]["value"], rows[0]["second_value"], rows[0]["change"]) == ("North", "Small", 100)
    ps = [row["p"] for row in rows]
    assert ps == sorted(ps)
    assert [row["p_corrected"] for row in rows] == pytest.approx(benjamini_hochberg(ps))
    assert {row["value"] for row in rows if row["p_corrected"] <= 0.05} == {"North", "Small"}


def test_a_cell_with_the_answers_of_a_wider_one_is_not_tested_twice(given, ask):
    gateway = given(
        survey_responses=[
            answer
            for day in (LAST_YEAR, THIS_YEAR)
            for region, country in (("North", "A"), ("South", "B"), ("West", "B"))
            for answer in answered(day, 9, 0, region=region, country=country, fare="Standard")
        ]
    )
    # Everyone pays Standard. A is the North; within B lie South and West.
    assert set(scanned(ask, gateway)) == {
        ("A", None),
        ("B", None),
        ("North", None),
        ("South", None),
        ("West", None),
    }
    # Of the North alone every cell is the whole.
    assert scanned(ask, gateway, where={"region": ["North"]}) == {}


def test_cells_with_few_answers_in_a_period_are_not_tested_and_not_counted(given, ask):
    gateway = given(
        survey_responses=answered(LAST_YEAR, *scores(60, 0), region="North")
        + answered(THIS_YEAR, *scores(60, 40), region="North")
        + answered(LAST_YEAR, *scores(9, 0), region="South")
        + answered(THIS_YEAR, *scores(60, 40), region="South")
        + answered(THIS_YEAR, *scores(20, 0), region="West"),
        minimum_answers=10,
    )
    cells = scanned(ask, gateway)
    assert cells["North", None]["p_corrected"] == cells["North", None]["p"]
    few, none = cells["South", None], cells["West", None]
    assert (few["respondents"], few["respondents_before"]) == (60, None)
    assert (none["respondents"], none["respondents_before"]) == (20, 0)
    for cell in (few, none):
        figures = [cell[name] for name in ("change", "low", "high", "p", "p_corrected")]
        assert figures == [None] * 5
    assert (few["nps_before"], few["nps_after"]) == (None, 40)


def test_periods_that_share_days_are_not_tested(two_by_two, ask):
    cells = scanned(ask, two_by_two, versus=(date(2025, 12, 1), date(2026, 1, 20)))
    assert len(cells) == 8
    assert {cell["p"] for cell in cells.values()} == {None}


def test_answers_that_state_no_value_lie_in_no_cell(given, ask):
    gateway = given(
        survey_responses=[
            answer
            for day in (LAST_YEAR, THIS_YEAR)
            for region in ("North", "South", None)
            for answer in answered(day, 9, 0, 7, region=region)
        ]
    )
    assert {value for value, _ in scanned(ask, gateway)} == {"North", "South"}


def test_the_same_customers_answering_twice_are_half_as_much_evidence(given, ask):
    def p_of(customers):
        answers = [
            {**answer, "customer_id": customers(number)}
            for day, nps in ((LAST_YEAR, 0), (THIS_YEAR, 50))
            for region in ("North", "South")
            for number, answer in enumerate(answered(day, *scores(40, nps), region=region))
        ]
        answers = [
            {**answer, "customer_id": f"{answer['region']} {answer['customer_id']}"}
            for answer in answers
        ]
        return scanned(ask, given(survey_responses=answers))["North", None]["p"]

    assert p_of(lambda number: number) < 0.05 < p_of(lambda number: number // 2)


def test_hostile_values_are_only_values(given, ask):
    hostile = "'; drop table cells; -- <b>"
    gateway = given(
        survey_responses=[
            answer
            for day in (LAST_YEAR, THIS_YEAR)
            for region in (hostile, "South")
            for answer in answered(day, 9, 0, region=region)
        ]
    )
    assert (hostile, None) in scanned(ask, gateway)
