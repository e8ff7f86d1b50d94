from datetime import date

from insight.charts.item_over_time import alt, finding, item_over_time
from insight.charts.theme import theme_for

from .given import WORDS, answer, texts

THEME = theme_for("light", WORDS)


def year(number, wanted, delivered, half=1.5, n=400, complete=True):
    row = {"item": "Told about delays", "period": date(number, 1, 1), "complete": complete}
    for side, value in (("wanted", wanted), ("delivered", delivered)):
        if value is not None:
            row |= {side: value, f"{side}_low": value - half, f"{side}_high": value + half}
        row[f"respondents_{side}"] = n if value is not None else 0
    return row


def history(*rows):
    return answer("item_over_time", list(rows), unit="year", item="Told about delays")


def test_the_side_that_moved_is_named():
    result = history(year(2022, 70.0, 50.0), year(2023, 75.0, 50.0), year(2024, 82.0, 50.5))
    assert finding(result, WORDS) == "Told about delays: since 2022 the want has risen 12 points"


def test_both_sides_that_moved_are_named():
    result = history(year(2022, 70.0, 50.0), year(2024, 82.0, 42.0))
    assert finding(result, WORDS) == (
        "Told about delays: "
        "since 2022 the want has risen 12 points and delivery has fallen 8 points"
    )


def test_no_movement_that_the_answers_could_show():
    result = history(year(2022, 70.0, 50.0), year(2024, 70.5, 49.5))
    assert finding(result, WORDS) == (
        "Told about delays: want and delivery show no change since 2022 that 800 answers could show"
    )


def test_one_period_is_stated_without_a_comparison():
    assert finding(history(year(2022, 70.0, 50.0)), WORDS) == (
        "Told about delays: wanted 70 and delivered 50 in 2022"
    )


def test_nothing_and_too_little_are_told_apart():
    assert finding(history(), WORDS) == "No ratings of this item in this period"
    blanked = {"item": "Told about delays", "period": date(2022, 1, 1)}
    assert finding(history(blanked), WORDS) == "Told about delays: too few answers to show"


def test_both_lines_are_named_at_their_ends_on_a_scale_from_0_to_100():
    figure = item_over_time(history(year(2022, 70.0, 50.0), year(2023, 75.0, 50.0)), THEME)
    written = texts(figure)
    assert "wanted <b>75</b>" in written
    assert "delivered <b>50</b>" in written
    assert figure.layout.yaxis.range == (0, 100)


def test_an_item_asked_on_one_side_has_one_line():
    result = history(year(2022, None, 50.0), year(2023, None, 60.0))
    assert finding(result, WORDS) == "Told about delays: since 2022 delivery has risen 10 points"
    assert "wanted" not in texts(item_over_time(result, THEME))
    assert "Delivered 50 in 2022, 60 in 2023." in alt(result, WORDS)
