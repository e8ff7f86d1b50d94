from datetime import date

from insight.charts.nps_rolling import alt, finding, nps_rolling
from insight.charts.theme import theme_for
from insight.words import add_months

from .given import WORDS, answer, hovers, scored, texts

THEME = theme_for("dark", WORDS)


def rolling(*windows, **asked):
    rows = [
        scored(add_months(date(2025, 1, 1), index), promoters, 200, 1000)
        for index, promoters in enumerate(windows)
    ]
    return answer("nps_rolling", rows, unit="year", window=3, **asked)


def test_a_window_is_compared_with_the_last_one_that_shares_no_month_with_it():
    assert finding(rolling(500, 700, 800, 900, 600), WORDS) == (
        "NPS over the three months to May 2025 is 40, "
        "10 points lower than over the three before (3 to 17)"
    )


def test_a_window_without_one_before_it_states_its_interval():
    assert finding(rolling(500, 500), WORDS) == (
        "NPS over the three months to February 2025 is 30 (25 to 35)"
    )


def test_windows_that_do_not_differ_say_so():
    assert finding(rolling(500, 500, 500, 505), WORDS) == (
        "NPS over the three months to April 2025 is 30; "
        "no change from the three before that 2,000 answers could show"
    )


def by_market(*windows, months=(3, 4)):
    """Rows of markets, one tuple (market, promoters of each month) a market."""
    rows = [
        scored(date(2025, month, 1), promoters, 200, 1000, market, complete=month < 5)
        for market, *of_months in windows
        for month, promoters in zip(months, of_months, strict=False)
    ]
    return answer("nps_rolling", rows, window=3, dimension="market")


def test_values_are_compared_in_the_last_whole_window_of_all():
    result = by_market(
        ("North", 500, 520, 900), ("South", 300, 310, 900), ("Closed", 950), months=(3, 4, 5)
    )
    assert finding(result, WORDS) == (
        "North has the highest NPS, 32, and South the lowest, 11, "
        "over the three months to April 2025"
    )


def test_answers_of_windows_that_overlap_are_not_added_up():
    written = texts(nps_rolling(by_market(("North", 500, 520), ("South", 300, 310)), THEME))
    assert "1,000 answers to Apr 2025" in written
    assert "2,000" not in written


def test_a_rolling_line_is_drawn_by_month_whatever_the_unit():
    figure = nps_rolling(rolling(500, 600), THEME)
    assert "Feb 2025" in texts(figure)
    assert "3-month NPS 40" in hovers(figure)[1]


def test_nothing_to_roll_is_said():
    assert "Too few answers" in alt(answer("nps_rolling", [{"period": date(2025, 1, 1)}]), WORDS)
