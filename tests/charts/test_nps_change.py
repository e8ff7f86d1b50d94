import pytest

from insight.charts.nps_change import alt, finding
from insight.words import MINUS

from .given import WORDS, answer


def changed(change, low, high, p, nps=27.4, n=200, versus_n=212, value=None, **others):
    return {
        "value": value,
        "nps": nps,
        "nps_low": 22.0,
        "nps_high": 32.0,
        "versus_nps": nps - change if change is not None else None,
        "change": change,
        "change_low": low,
        "change_high": high,
        "p": p,
        "respondents": n,
        "versus_respondents": versus_n,
    } | others


NOT_COMPARED = changed(None, None, None, None)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (changed(5.2, 3.1, 7.3, 0.001), "NPS is 27, 5 points higher than the year before (3 to 7)"),
        (
            changed(-4.2, -7.4, -1.2, 0.01),
            "NPS is 27, 4 points lower than the year before (1 to 7)",
        ),
        (
            changed(0.4, 0.1, 0.7, 0.01),
            "NPS is 27, 0.4 points higher than the year before (0.1 to 0.7)",
        ),
        (
            changed(2.6, 0.3, 4.9, 0.03),
            "NPS is 27, 2.6 points higher than the year before (0.3 to 4.9)",
        ),
        (changed(1.2, 0.6, 1.8, 0.01), "NPS is 27, 1 point higher than the year before (1 to 2)"),
        (
            changed(5.2, -3.1, 13.3, 0.2),
            "NPS is 27; no change from the year before that 412 answers could show",
        ),
        (
            changed(9.0, 1.0, 17.0, 0.03, n=24),
            "NPS is 27, from only 24 answers: too thin to say more",
        ),
        (
            changed(9.0, 1.0, 17.0, 0.03, versus_n=12),
            "NPS is 27; only 12 answers in the year before: too thin to compare",
        ),
        (
            NOT_COMPARED | {"versus_respondents": 0},
            "NPS is 27 (22 to 32); nobody answered in the year before",
        ),
        (
            NOT_COMPARED | {"versus_respondents": None},
            "NPS is 27 (22 to 32); too few answers in the year before",
        ),
        ({"value": None}, "Too few answers to show NPS"),
        ({"value": None, "respondents": 0}, "No answers with a score in this period"),
    ],
)
def test_the_headline_never_says_more_than_the_answers_show(row, said):
    assert finding(answer("nps_change", [row]), WORDS) == said


def test_the_headline_names_what_it_is_compared_with():
    result = answer("nps_change", [changed(5.2, 3.1, 7.3, 0.001)])
    assert "than the baseline year 2022 (" in finding(result, WORDS, "the baseline year 2022")


def test_nothing_asked_is_no_answer():
    assert finding(answer("nps_change", []), WORDS) == "No answers with a score in this period"


def test_of_many_values_only_those_that_stand_a_correction_are_said_to_move():
    rows = [
        changed(-6.0, -9.0, -3.0, 0.0001, value="North"),
        changed(4.0, 0.1, 7.9, 0.045, value="South"),
        changed(1.0, -3.0, 5.0, 0.6, value="East"),
    ]
    result = answer("nps_change", rows, dimension="region")
    assert finding(result, WORDS) == "NPS fell 6 points in North (3 to 9)"


def test_no_value_moved():
    rows = [changed(1.0, -3.0, 5.0, 0.6, value=value) for value in ("North", "South")]
    assert finding(answer("nps_change", rows, dimension="region"), WORDS) == (
        "No change from the year before in any of 2 that 824 answers could show"
    )


def test_the_alternative_text_gives_the_figures_with_true_minus_signs():
    result = answer("nps_change", [changed(-4.2, -7.4, -1.2, 0.01)])
    assert alt(result, WORDS).endswith(
        f"NPS 27 (22 to 32), 200 answers; change {MINUS}4 ({MINUS}7 to {MINUS}1)."
    )
