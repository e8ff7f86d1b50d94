"""What the NPS trend says and offers beside its line."""

from datetime import date

import pytest

from insight.ui.trend_card import said_of_weights
from tests.charts.given import WORDS, answer, scored
from tests.pages.test_every_page import drawn_on, is_whole, shown, words_of

__all__ = ["shown"]

PAGE = "pages/executives/nps_trend.py"


def weighted(*effective, weighted=True):
    rows = [
        scored(date(2020 + index, 1, 1), 50, 20, 100) | {"effective_respondents": n}
        for index, n in enumerate(effective)
    ]
    return answer("nps_trend", rows, unit="year", weighted=weighted)


@pytest.mark.parametrize(
    ("effective", "said"),
    [
        ([100.0, 80.0], " Weighted: a design effect of up to 1.25 (Kish)."),
        ([100.0, 25.0], "design effect of up to 4.00 (Kish): 100 answers are worth only 25."),
        ([], ""),
    ],
)
def test_weights_that_cost_half_the_answers_carry_a_warning(effective, said):
    assert said in said_of_weights(weighted(*effective), WORDS)


def test_nothing_is_said_of_weights_that_are_not_used():
    assert said_of_weights(weighted(25.0, weighted=False), WORDS) == ""


def test_the_page_says_which_nps_it_shows(shown, demo_folder):
    assert "Unweighted NPS by month" in words_of(shown(demo_folder, PAGE))
    chosen = shown(demo_folder, PAGE, {"weights": "weighted"})
    assert is_whole(chosen)
    assert "Weighted NPS by month" in words_of(chosen)
    assert "Weighted: a design effect of up to" in words_of(chosen)


def test_the_season_can_be_taken_out_where_years_allow(shown, demo_folder):
    adjusted = shown(demo_folder, PAGE, {"season": "adjusted", "unit": "quarter"})
    assert is_whole(adjusted)
    assert "season<br>adjusted" in drawn_on(adjusted)
    short = shown(demo_folder, PAGE, {"season": "adjusted", "period": "12m"})
    assert is_whole(short)
    assert "season<br>adjusted" not in drawn_on(short)


def test_weights_are_not_offered_where_all_are_alike(shown, given, tmp_path):
    given(survey_responses=[{"responded_on": date(2026, 1, 5), "recommend_score": 9}] * 12)
    app = shown(tmp_path, PAGE)
    assert is_whole(app)
    assert "nweighted NPS" not in words_of(app)
    assert "NPS by month" in words_of(app)
