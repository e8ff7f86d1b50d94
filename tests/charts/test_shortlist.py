import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from insight.charts.opportunity import opportunities_of
from insight.charts.shortlist import (
    EFFORTS,
    behind,
    close_call,
    finding,
    ranking,
    with_effort,
)

from .given import WORDS
from .test_opportunities import asked, scores


def order(*rows, **efforts):
    return ranking(with_effort(opportunities_of(asked(*rows)), efforts))


def names(ranked):
    return [row.opportunity.item for row in ranked]


FOUR = [scores("A", 16.0), scores("B", 14.0), scores("C", 12.0), scores("D", 11.0)]


def test_at_equal_effort_the_highest_score_comes_first():
    assert names(order(*FOUR)) == ["A", "B", "C", "D"]
    assert finding(order(*FOUR), WORDS) == "With limited resources, these three"


def test_points_above_10_are_divided_by_effort():
    ranked = order(*FOUR, A=5, B=4, C=1, D=2)
    # 6/5, 4/4, 2/1, 1/2
    assert [(row.opportunity.item, row.worth) for row in ranked] == [
        ("C", pytest.approx(2.0)),
        ("A", pytest.approx(1.2)),
        ("B", pytest.approx(1.0)),
        ("D", pytest.approx(0.5)),
    ]


def test_items_below_10_and_thin_ones_do_not_come_first_however_little_they_take():
    rows = [scores("A", 12.0), scores("Served", 9.9), scores("Thin", 18.0, n=29)]
    ranked = order(*rows, Served=1, Thin=1)
    assert names(ranked) == ["A"]
    assert finding(ranked, WORDS) == "With limited resources, this one"
    assert finding(order(scores("Served", 9.9)), WORDS) == (
        "No item scores 10 or more, so none need come first"
    )


def test_who_is_too_close_to_the_last_of_three_is_named():
    near = scores("D", 11.9)
    assert close_call(order(*FOUR[:3], near), WORDS) == (
        "Too close to the last of these to tell apart: “D”."
    )
    assert close_call(order(*FOUR), WORDS) == ""
    assert close_call(order(*FOUR[:2]), WORDS) == ""
    assert close_call([], WORDS) == ""


def test_a_line_says_score_effort_and_whom_it_affects():
    [row] = order(scores("A", 12.5))
    assert behind(row, WORDS) == "score 12.5 (high), effort 3; 450 want it and lack it"
    [apart] = order(scores("A", 12.5, is_paired=False))
    assert behind(apart, WORDS).endswith("lack it, an estimate")
    [shaky] = order(scores("A", 10.2))
    assert "score 10.2, perhaps below 10, effort 3" in behind(shaky, WORDS)
    [hidden] = order(scores("A", 12.5, people_affected=None))
    assert behind(hidden, WORDS) == "score 12.5 (high), effort 3"


items = st.lists(st.floats(0, 19), min_size=1, max_size=8)


@over(items, st.lists(st.sampled_from(EFFORTS), min_size=8, max_size=8), st.integers(0, 7))
def test_less_effort_never_costs_an_item_its_place(points, efforts, chosen):
    rows = [scores(f"Item {number}", score) for number, score in enumerate(points)]
    named = {f"Item {number}": effort for number, effort in enumerate(efforts)}
    one = f"Item {chosen % len(rows)}"
    before, after = (names(order(*rows, **named | less)) for less in ({}, {one: 1}))
    if one in before:
        assert after.index(one) <= before.index(one)
    else:
        assert one not in after
