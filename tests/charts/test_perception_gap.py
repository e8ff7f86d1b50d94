from datetime import date

import pytest

from insight.charts.belief_table import MOST_DEPARTMENTS, belief_table, left_out
from insight.charts.perception_gap import alt, by_department, finding, measure, perception_gap
from insight.charts.theme import theme_for
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def gap(item, believed, wanted, p=0.2, half=4.0, department=None, n=400, believers=40):
    """One row; a side of None was not asked."""
    row = {"item": item, "department": department, "believed": believed, "wanted": wanted}
    row |= {"believers": 0 if believed is None else believers}
    row |= {"respondents": 0 if wanted is None else n, "believed_on": date(2025, 11, 14)}
    if believed is None or wanted is None:
        return row
    less = believed - wanted
    row |= {"gap": less, "p": p, "p_corrected": p}
    if half is not None:
        row |= {"gap_low": less - half, "gap_high": less + half}
    return row


def asked(*rows):
    return answer("perception_gap", list(rows))


WIFI, DELAYS = gap("Wi-Fi", 80.0, 60.0, p=0.001), gap("Delays", 70.0, 85.0, p=0.001)
PRICE = gap("Price", 62.0, 60.0)


def test_what_is_overrated_and_underrated_most_is_named():
    said = "We overrate “Wi-Fi” by 20 points and underrate “Delays” by 15 points"
    assert finding(asked(WIFI, PRICE, DELAYS), WORDS) == said
    less = gap("Boats", 70.0, 60.0, p=0.01)
    assert finding(asked(WIFI, less, DELAYS), WORDS) == f"{said}; one more by less"


def test_a_gap_that_chance_could_make_is_not_claimed():
    assert finding(asked(PRICE, gap("A", 99.0, 1.0, p=0.06)), WORDS) == (
        "We misjudge no item that 40 beliefs an item could show"
    )


def test_a_gap_on_few_customers_is_not_claimed():
    thin = gap("Wi-Fi", 80.0, 60.0, p=0.001, n=29)
    assert "misjudge no item" in finding(asked(thin), WORDS)
    figure = perception_gap(asked(thin), THEME)
    assert "n 29 thin" in texts(figure)
    assert any("Too few answers" in said for said in hovers(figure))


def test_few_beliefs_are_hollow_and_called_too_few():
    few = gap("Wi-Fi", 80.0, 60.0, p=None, believers=3)
    assert finding(asked(few), WORDS) == (
        "Only 3 beliefs an item: too few to say whether we know customers"
    )
    figure = perception_gap(asked(few), THEME)
    assert figure.data[1].marker.color == (THEME.paper,)
    assert any("Too few beliefs" in said for said in hovers(figure))


def test_a_single_belief_says_what_its_interval_is():
    figure = perception_gap(asked(gap("Wi-Fi", 80.0, 60.0, p=None, believers=1)), THEME)
    assert any("customers' answers alone" in said for said in hovers(figure))


def test_items_of_one_side_have_no_gap_and_say_why():
    both_ways = gap("Police", 80.0, 60.0) | dict.fromkeys(
        ("gap", "gap_low", "gap_high", "p", "p_corrected")
    )
    hidden = gap("Speed", 80.0, None) | {"respondents": None}
    result = asked(gap("A", 80.0, None), gap("B", None, 60.0), both_ways, hidden)
    figure = perception_gap(result, THEME)
    said = texts(figure)
    assert "not asked<br>of customers" in said
    assert "no belief" in said
    assert "asked in<br>two ways" in said
    assert "too few<br>customers" in said
    assert not figure.layout.shapes
    assert "No item has both" in finding(result, WORDS)


def test_a_gap_without_an_interval_draws_none():
    assert len(perception_gap(asked(gap("A", 80.0, 60.0, half=None)), THEME).layout.shapes) == 1
    assert len(perception_gap(asked(WIFI), THEME).layout.shapes) == 2


def test_one_department_has_a_title_and_rows_of_its_own():
    sales = gap("Wi-Fi", 90.0, 60.0, p=0.001, department="Sales", believers=12)
    result = asked(PRICE, sales)
    assert finding(result, WORDS, "Sales") == "Sales overrates “Wi-Fi” by 30 points"
    assert [list(trace.x) for trace in perception_gap(result, THEME, "Sales").data] == [
        [60.0],
        [90.0],
    ]
    assert "12 beliefs an item, last said on 14 November 2025" in measure(result, WORDS, "Sales")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([PRICE], "No department has an item that customers were asked as well"),
        (
            [gap("A", 62.0, 60.0, department="Sales", believers=12)],
            "No department misjudges an item beyond what chance could do",
        ),
        (
            [gap("A", 62.0, 60.0, p=None, department="Sales", believers=9)],
            "Each department has too few beliefs to tell its gaps from chance",
        ),
        (
            [gap("A", 40.0, 60.0, p=0.01, department="Sales")],
            "Sales underrates “A” by 20 points; no other gap of a department is beyond chance",
        ),
        (
            [
                gap("A", 40.0, 60.0, p=0.01, department="Sales"),
                gap("B", 95.0, 60.0, p=0.01, department="Finance"),
            ],
            "Finance overrates “B” by 35 points, the widest of two gaps beyond chance",
        ),
    ],
)
def test_the_widest_gap_of_a_department_is_named(rows, said):
    assert by_department(asked(*rows), WORDS) == said


def test_the_table_frames_what_is_real_and_has_everybody_first():
    rows = [gap("A", 40.0, 60.0), gap("A", 30.0, 60.0, p=0.01, department="Sales", believers=12)]
    figure = belief_table(asked(*rows), THEME)
    assert f"<b>{MINUS}30</b>" in texts(figure)
    assert [shape.line.width for shape in figure.layout.shapes] == [0, 2]
    heads = [note.text for note in figure.layout.annotations if note.textangle]
    assert [head.split()[0] for head in heads] == ["<b>Everybody</b>", "Sales"]


def test_departments_with_most_beliefs_are_drawn_and_the_others_counted():
    rows = [gap("A", 40.0, 60.0)]
    rows += [gap("A", 40.0, 60.0, department=f"D{n:02}", believers=n + 1) for n in range(11)]
    figure = belief_table(asked(*rows), THEME)
    heads = [note.text for note in figure.layout.annotations if note.textangle]
    assert len(heads) == 1 + MOST_DEPARTMENTS
    assert "D02" not in "".join(heads)
    assert left_out(asked(*rows)) == 3


def test_without_departments_the_table_says_so():
    assert "No department" in texts(belief_table(asked(PRICE), THEME))


def test_names_from_exports_are_never_read_as_html():
    hostile = "<b onclick=x>A</b>"
    rows = [gap(hostile, 80.0, 60.0), gap(hostile, 80.0, 60.0, department=hostile)]
    for figure in (perception_gap(asked(*rows), THEME), belief_table(asked(*rows), THEME)):
        assert "<b onclick" not in texts(figure)
        assert not any("<b onclick" in said for said in hovers(figure))


def test_nothing_at_all_is_said_and_drawn_low():
    hidden = asked({"item": "A", "department": None})
    assert "No item has enough answers" in texts(perception_gap(hidden, THEME))
    assert alt(hidden, WORDS)


def test_the_alternative_text_has_both_figures():
    assert f"Delays: believed 70, wanted 85, gap {MINUS}15 ({MINUS}19 to {MINUS}11)" in alt(
        asked(DELAYS), WORDS
    )
