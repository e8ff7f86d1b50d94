from datetime import date

import pytest

from insight.charts.response_rate import alt, finding, response_rate
from insight.charts.theme import theme_for
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def period(number, sent=10_000, questionnaires=2_500, nps=30.8, complete=True, **others):
    """One row of a year whose answers all gave a score."""
    rate = 100 * questionnaires / sent
    share = questionnaires / sent
    return {
        "period": date(number, 1, 1),
        "sent": sent,
        "questionnaires": questionnaires,
        "response_rate": rate,
        "response_rate_low": rate - 1,
        "response_rate_high": rate + 1,
        "nps": nps,
        "nps_low": nps - 2,
        "nps_high": nps + 2,
        "silence": share * nps,
        "silence_low": share * nps - 100 * (1 - share),
        "silence_high": share * nps + 100 * (1 - share),
        "respondents": questionnaires,
        "complete": complete,
    } | others


BEYOND = {
    "response_rate_low": None,
    "response_rate_high": None,
    "silence": None,
    "silence_low": None,
    "silence_high": None,
}
HIDDEN = {
    "questionnaires": None,
    "response_rate": None,
    "nps": None,
    "silence_low": None,
    "respondents": None,
}
OPEN = f"had all answered, NPS could be anything from {MINUS}67 to 83"


def asked(*rows, unit="year"):
    return answer("response_rate", list(rows), unit=unit)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([period(2025)], f"25 % of those asked answered in 2025; {OPEN}"),
        (
            [period(2022, questionnaires=3_100), period(2024), period(2025)],
            f"25 % of those asked answered in 2025, fewer than the 31 % of 2022; {OPEN}",
        ),
        (
            [period(2022, questionnaires=2_000), period(2025)],
            f"25 % of those asked answered in 2025, more than the 20 % of 2022; {OPEN}",
        ),
        (
            [period(2022, questionnaires=2_550), period(2025)],
            f"25 % of those asked answered in 2025; {OPEN}",
        ),
        (
            [period(2025, complete=False)],
            f"25 % of those asked answered so far in 2025; {OPEN}",
        ),
        (
            [period(2025, 100, 20)],
            "20 % of those asked answered in 2025, from only 20 answers: too thin to say more",
        ),
        (
            [period(2024), period(2025, 2_000, 2_500, **BEYOND)],
            "More answers than invitations in 2025: invitations are missing, or older ones were "
            "answered",
        ),
        ([period(2025) | HIDDEN], "Too few answers in every period to show how many answer"),
    ],
)
def test_the_title_says_how_many_answer_and_what_that_leaves_open(rows, said):
    assert finding(asked(*rows), WORDS) == said


def test_a_quarter_is_held_against_the_same_quarter_of_the_first_year():
    first = period(2022, questionnaires=4_000) | {"period": date(2022, 1, 1)}
    third = period(2022, questionnaires=3_000) | {"period": date(2022, 7, 1)}
    last = period(2025) | {"period": date(2025, 7, 1)}
    said = finding(asked(first, third, last, unit="quarter"), WORDS)
    assert "25 % of those asked answered in Q3 2025, fewer than the 30 % of Q3 2022" in said


def test_the_range_that_silence_leaves_is_drawn_as_wide_as_it_is():
    figure = response_rate(asked(period(2024), period(2025)), THEME)
    [bars] = [trace for trace in figure.data if trace.type == "bar"]
    assert list(bars.base) == pytest.approx([-67.3, -67.3])
    assert list(bars.y) == [150.0, 150.0]
    assert list(figure.layout.yaxis2.range) == [-100, 100]
    assert f"{MINUS}67" in texts(figure)
    assert any("10,000 surveys sent" in hover for hover in hovers(figure))


def test_a_rate_is_drawn_from_none_and_above_a_hundred_where_it_is():
    figure = response_rate(asked(period(2025)), THEME)
    assert list(figure.layout.yaxis.range) == [0, 30]
    figure = response_rate(asked(period(2025, 2_000, 2_500, **BEYOND)), THEME)
    assert list(figure.layout.yaxis.range) == [0, 130]
    [bars] = [trace for trace in figure.data if trace.type == "bar"]
    assert len(bars.x) == 0


def test_nothing_to_draw_is_said():
    figure = response_rate(asked(period(2025) | HIDDEN), THEME)
    assert "Too few answers" in texts(figure)


def test_the_alternative_text_says_the_first_and_the_last_rate():
    said = alt(asked(period(2022, questionnaires=3_100), period(2025)), WORDS)
    assert said.endswith("First 31 % in 2022, last 25 % in 2025.")
