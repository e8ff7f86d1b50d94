from datetime import date

import pytest

from insight.charts.same_people import alt, finding, same_people
from insight.charts.theme import theme_for
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def pair(year, change, low, high, p, customers=400, complete=True):
    return {
        "period": date(year, 1, 1),
        "customers": customers,
        "nps_before": 20.0,
        "nps_after": 20.0 + change,
        "change": change,
        "change_low": low,
        "change_high": high,
        "p": p,
        "complete": complete,
    }


def same(*rows, unit="year"):
    return answer("same_people", list(rows), unit=unit)


ROSE = pair(2025, 7.2, 4.1, 10.3, 0.0001)
HIDDEN = {"period": date(2026, 1, 1)}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROSE, "The same 400 customers score 7 points higher in 2025 than in 2024 (4 to 10)"),
        (
            pair(2025, -3.0, -5.8, -0.2, 0.04),
            "The same 400 customers score 3.0 points lower in 2025 than in 2024 (0.2 to 5.8)",
        ),
        (
            pair(2025, 2.0, -3.0, 7.0, 0.4),
            "No change from 2024 to 2025 that 400 customers who answered in both could show",
        ),
        (
            pair(2025, 0.0, None, None, None),
            "No change from 2024 to 2025 that 400 customers who answered in both could show",
        ),
        (
            pair(2025, 50.0, 20.0, 80.0, 0.001, customers=29),
            "Only 29 customers answered in 2024 and in 2025: too thin to say more",
        ),
        (
            pair(2026, 7.0, 4.0, 10.0, 0.001, complete=False),
            "The same 400 customers score 7 points higher in 2026 so far than in 2025 (4 to 10)",
        ),
        (HIDDEN, "Too few customers answered in two periods in a row to show their change"),
    ],
)
def test_the_finding_never_says_more_than_the_customers_show(row, said):
    assert finding(same(row), WORDS) == said


def test_the_latest_complete_pair_is_spoken_of():
    unfinished = pair(2026, 9.0, 5.0, 12.0, 0.001, complete=False)
    assert "in 2025 than in 2024" in finding(same(ROSE, unfinished, HIDDEN), WORDS)


def test_each_change_is_drawn_with_its_interval_and_zero():
    figure = same_people(same(pair(2024, -4.0, -7.0, -1.0, 0.01), ROSE), THEME)
    assert list(figure.data[0].y) == [-4.0, 7.2]
    whiskers = [(shape.y0, shape.y1) for shape in figure.layout.shapes]
    assert whiskers == [(-7.0, -1.0), (4.1, 10.3)]
    low, high = figure.layout.yaxis.range
    assert low <= -7
    assert high >= 10.3
    assert "+7" in texts(figure)
    assert f"{MINUS}4" in texts(figure)


def test_zero_is_always_in_sight():
    low, high = same_people(same(pair(2025, 60.0, 55.0, 65.0, 0.001)), THEME).layout.yaxis.range
    assert low <= 0 < high


def test_a_change_of_more_than_a_hundred_points_has_room():
    figure = same_people(same(pair(2025, 150.0, 110.0, 190.0, 0.001)), THEME)
    assert tuple(figure.layout.yaxis.range) == (-200, 200)


def test_thin_unfinished_and_hidden_pairs_say_what_they_are():
    thin = pair(2024, 10.0, -20.0, 40.0, 0.5, customers=20)
    unfinished = pair(2025, 5.0, 2.0, 8.0, 0.01, complete=False)
    figure = same_people(same(thin, unfinished, HIDDEN), THEME)
    written = texts(figure)
    assert "too thin" in written
    assert "unfinished" in written
    assert "1 period hidden, too few customers" in written
    assert list(figure.data[0].marker.color) == [THEME.paper, THEME.paper]
    assert "Too few customers to say much" in hovers(figure)[0]
    assert "The later period is unfinished" in hovers(figure)[1]


def test_without_spread_there_is_a_point_and_no_whisker():
    figure = same_people(same(pair(2025, 0.0, None, None, None)), THEME)
    assert list(figure.data[0].y) == [0.0]
    assert len(figure.layout.shapes) == 0


def test_only_hidden_pairs_are_a_sentence():
    assert "Too few customers" in texts(same_people(same(HIDDEN), THEME))


def test_asked_for_all_time_pairs_are_years():
    assert "2024 to 2025: +7 (4 to 10), 400 customers" in alt(same(ROSE, unit="all"), WORDS)
