from insight.charts.gap_by_value import alt, finding, gap_by_value, measure
from insight.charts.theme import theme_for
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def cell(item, value, gap, n=400, half=2.0, both=None, **others):
    return {
        "item": item,
        "value": value,
        "wanted": 80.0,
        "delivered": 80.0 + gap,
        "gap": gap,
        "gap_low": gap - half,
        "gap_high": gap + half,
        "respondents_wanted": n,
        "respondents_delivered": n,
        "respondents": n if both is None else both,
    } | others


def hidden(item, value):
    return {"item": item, "value": value}


def gaps(*rows):
    return answer("want_vs_delivered", list(rows), dimension="home_region")


def fills(figure):
    return [shape.fillcolor for shape in figure.layout.shapes]


def test_the_item_whose_gap_differs_most_is_named_with_both_values():
    result = gaps(
        cell("Price", "North", -10.0),
        cell("Price", "South", -11.0),
        cell("Speed", "North", -5.0),
        cell("Speed", "South", -25.0),
    )
    said = f"“Speed” differs most by home region: South ({MINUS}25) lies 20 points below North "
    assert finding(result, WORDS) == said + f"({MINUS}5)"
    assert "Speed, South" in alt(result, WORDS)


def test_gaps_that_chance_could_part_are_not_named():
    result = gaps(cell("Price", "North", -10.0), cell("Price", "South", -11.0))
    assert finding(result, WORDS) == (
        "No item's gap differs by home region that 400 answers could show"
    )


def test_thin_cells_carry_no_finding_and_are_grey_and_said_to_be():
    result = gaps(cell("Price", "North", -10.0), cell("Price", "South", -50.0, n=12))
    assert finding(result, WORDS) == "Too few answers to compare gaps by home region"
    grey = THEME.faint(THEME.muted, 0.1)
    assert [fill == grey for fill in fills(gap_by_value(result, THEME))] == [False, True]
    assert "too thin" in measure(result)


def test_hidden_cells_are_blank_and_say_why():
    figure = gap_by_value(gaps(cell("Price", "North", -10.0), hidden("Price", "South")), THEME)
    assert "too<br>few" in texts(figure)
    assert "Too few answers to show" in "".join(hovers(figure))
    assert len(fills(figure)) == 1


def test_a_gap_between_different_people_is_marked():
    assert "n 400†" in texts(gap_by_value(gaps(cell("Price", "North", -10.0, both=3)), THEME))


def test_less_than_wanted_and_more_than_wanted_have_colours_of_their_own():
    figure = gap_by_value(gaps(cell("Price", "North", -40.0), cell("Shop", "North", 40.0)), THEME)
    assert fills(figure) == [THEME.faint(THEME.delivered, 0.56), THEME.faint(THEME.accent, 0.56)]


def test_an_item_asked_on_one_side_has_no_row():
    one_sided = {
        "item": "Wi-Fi",
        "value": "North",
        "delivered": 50.0,
        "respondents_wanted": 0,
        "respondents_delivered": 90,
        "respondents": 0,
    }
    written = texts(gap_by_value(gaps(cell("Price", "North", -10.0), one_sided), THEME))
    assert "Price" in written
    assert "Wi-Fi" not in written
    assert gap_by_value(gaps(one_sided), THEME).layout.height == 120
    assert gap_by_value(gaps(hidden("Price", "North")), THEME).layout.height == 120


def test_at_most_six_values_are_drawn_and_an_empty_value_is_named():
    rows = [cell("Price", f"V{i}", -10.0, n=100 + i) for i in range(7)]
    figure = gap_by_value(gaps(*rows, cell("Price", None, -10.0, n=900)), THEME)
    written = texts(figure)
    assert "Not<br>stated" in written
    assert ("V0" in written, "V1" in written, "V6" in written) == (False, False, True)
    assert "The 6 values with most answers; 2 more in the figures" in written


def test_picks_are_drawn_as_importance_times_dissatisfaction():
    pick = {
        "item": "Streets",
        "value": "2021",
        "wanted": 70.0,
        "wanted_top": 70.0,
        "delivered_top": 14.0,
        "importance_satisfaction": 0.6,
        "respondents_wanted": 100,
        "respondents_delivered": 100,
        "respondents": 100,
    }
    assert "0.60" in texts(gap_by_value(gaps(pick), THEME))
    assert "0 to 1" in measure(gaps(pick))
    assert finding(gaps(pick), WORDS) == "Importance times dissatisfaction by home region"


def test_hostile_names_stay_text():
    row = cell("<a href='x'>y</a>", "<b>bold</b>", -10.0)
    figure = gap_by_value(gaps(row), THEME)
    written = texts(figure) + "".join(hovers(figure))
    assert "<a" not in written
    assert "<b>bold" not in written
