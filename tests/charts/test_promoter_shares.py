from datetime import date

import pytest

from insight.charts.promoter_shares import alt, finding, promoter_shares
from insight.charts.theme import theme_for
from insight.words import add_months

from .given import WORDS, hovers, scored, texts, trend

THEME = theme_for("light", WORDS)
Y2024, Y2025, Y2026 = date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)


def test_shares_are_of_the_last_finished_period():
    result = trend(
        scored(Y2024, 100, 400, 1000),
        scored(Y2025, 500, 200, 1000),
        scored(Y2026, 90, 0, 100, complete=False),
    )
    assert finding(result, WORDS) == "50 % promoters, 30 % passives and 20 % detractors in 2025"


def test_twelve_months_in_a_row_are_said_together():
    months = [add_months(date(2025, 11, 1), index) for index in range(12)]
    rows = [scored(m, 20 if i else 80, 10, 100) for i, m in enumerate(months)]
    assert finding(trend(*rows, unit="month"), WORDS) == (
        "25 % promoters, 65 % passives and 10 % detractors in the year to October 2026"
    )
    assert "in October 2026" in finding(trend(*rows[:5], *rows[6:], unit="month"), WORDS)


def test_few_answers_are_said_to_be_few_and_drawn_faint():
    result = trend(scored(Y2024, 500, 200, 1000), scored(Y2025, 10, 5, 20))
    assert finding(result, WORDS).endswith("in 2025, from only 20 answers")
    figure = promoter_shares(result, THEME)
    solid, faint = figure.data[0].marker.color
    assert solid.endswith(",0.85)")
    assert faint.endswith(",0.4)")
    assert "Too few answers to say much" in hovers(figure)[1]


def test_a_bar_fills_to_100_percent_and_says_its_counts():
    figure = promoter_shares(trend(scored(Y2025, 500, 200, 1000)), THEME)
    assert [bar.y[0] for bar in figure.data] == [20.0, 30.0, 50.0]
    assert "<b>50.0 % promoters</b> in 2025<br>500 of 1,000 answers" in hovers(figure)
    assert "500 promoters" in texts(figure)


def test_a_blanked_period_leaves_a_gap():
    figure = promoter_shares(trend(scored(Y2024, 5, 2, 20), {"period": Y2025}), THEME)
    assert {len(bar.x) for bar in figure.data} == {1}


@pytest.mark.parametrize(
    ("rows", "said"),
    [([], "No answers with a score"), ([{"period": Y2025}], "Too few answers in every period")],
)
def test_nothing_to_show_is_said(rows, said):
    assert said in finding(trend(*rows), WORDS)
    assert said in texts(promoter_shares(trend(*rows), THEME)).replace("<br>", " ")
    assert said in alt(trend(*rows), WORDS)


def test_a_breakdown_is_one_bar_a_value_all_periods_together():
    rows = [
        scored(year, promoters, 100, 1000, value)
        for value, promoters in (("<i>North</i>", 300), ("South", 600))
        for year in (Y2024, Y2025)
    ]
    figure = promoter_shares(trend(*rows, dimension="region"), THEME)
    assert figure.layout.yaxis.ticktext == ("&lt;i&gt;North&lt;/i&gt;", "South")
    assert list(figure.data[0].x) == [30.0, 60.0]
    assert "600 of 2,000 answers" in hovers(figure)[0]
    empty = trend({"period": Y2024, "value": "North"}, dimension="region")
    assert "Too few answers" in texts(promoter_shares(empty, THEME))
