import pytest

from insight.charts import nps_by_answer, nps_by_tenure
from insight.charts.theme import theme_for
from insight.stats.two_waves import Wave

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def band(name, promoters, detractors, respondents, key="tenure"):
    wave = Wave(promoters, detractors, respondents)
    low, high = wave.interval
    return {
        key: name,
        "nps": wave.nps,
        "nps_low": low,
        "nps_high": high,
        "respondents": respondents,
        "promoters": promoters,
        "passives": respondents - promoters - detractors,
        "detractors": detractors,
    }


def tenure(*rows):
    return answer("nps_by_tenure", list(rows))


def test_the_two_ages_that_differ_most_are_the_finding():
    result = tenure(
        band("first year", 400, 300, 1000),
        band("2nd year", 450, 250, 1000),
        band("over 10 years", 500, 200, 1000),
    )
    assert nps_by_tenure.finding(result, WORDS) == (
        "NPS in the first year is 20 points lower than after over 10 years (13 to 27)"
    )


def test_a_difference_among_many_pairs_must_stand_the_correction():
    # 8.5 points between two thousand answers: p = .03, which six pairs make .18.
    rows = [band(name, 500, 290, 1000) for name in ("2nd year", "3 to 5 years", "6 to 10 years")]
    alone = tenure(band("first year", 460, 335, 1000), rows[0])
    among_many = tenure(band("first year", 460, 335, 1000), *rows)
    assert "8 points lower" in nps_by_tenure.finding(alone, WORDS)
    assert nps_by_tenure.finding(among_many, WORDS) == (
        "No difference between ages of the relationship that 4,000 answers could show"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([band(None, 50, 20, 100)], "How long these customers have been with us is not known"),
        (
            [band("first year", 50, 20, 100), band(None, 0, 100, 100)],
            "Too few answers to compare ages of the relationship",
        ),
        (
            [band("first year", 50, 20, 100), band("2nd year", 0, 29, 29)],
            "Too few answers to compare ages of the relationship",
        ),
        (
            [{"tenure": "first year"}, {"tenure": "2nd year"}],
            "Too few answers to compare ages of the relationship",
        ),
    ],
    ids=["unknown", "one known", "one thin", "hidden"],
)
def test_nothing_is_claimed_of_ages_unknown_thin_or_hidden(rows, said):
    assert nps_by_tenure.finding(tenure(*rows), WORDS) == said


def test_everyone_passive_is_no_difference():
    result = tenure(band("first year", 0, 0, 500), band("2nd year", 0, 0, 500))
    assert nps_by_tenure.finding(result, WORDS).startswith("No difference")


def test_the_rows_stand_in_their_order_and_the_unknown_is_named():
    result = tenure(
        band("first year", 40, 30, 100), band("2nd year", 60, 10, 100), band(None, 5, 1, 12)
    )
    figure = nps_by_tenure.nps_by_tenure(result, THEME)
    assert list(figure.layout.yaxis.ticktext) == ["first year", "2nd year", "not known"]
    low, high = figure.layout.yaxis.range
    assert low > high  # the first row on top
    written = texts(figure)
    assert "n 12" in written
    assert "too thin" in written
    assert "Too few answers to say much" in hovers(figure)[2]


def test_a_hidden_band_is_not_drawn_and_the_chart_says_so():
    result = tenure(band("first year", 40, 30, 100), {"tenure": "2nd year"})
    figure = nps_by_tenure.nps_by_tenure(result, THEME)
    assert list(figure.layout.yaxis.ticktext) == ["first year"]
    assert "1 row hidden, too few answers" in texts(figure)


def test_nothing_but_hidden_bands_is_a_sentence():
    figure = nps_by_tenure.nps_by_tenure(tenure({"tenure": "2nd year"}), THEME)
    assert "Too few answers to show NPS" in texts(figure)


def test_two_charts_that_stand_side_by_side_have_one_scale():
    low = tenure(band("first year", 10, 80, 100))
    high = answer("nps_by_answer", [band("1st", 80, 10, 100, key="nth")])
    ranges = {
        tuple(nps_by_tenure.nps_by_tenure(low, THEME, beside=high).layout.xaxis.range),
        tuple(nps_by_answer.nps_by_answer(high, THEME, beside=low).layout.xaxis.range),
    }
    assert len(ranges) == 1


def test_first_and_later_answers_have_their_own_words():
    rows = [
        band("1st", 300, 300, 1000, key="nth"),
        band("2nd", 380, 260, 1000, key="nth"),
        band("3rd or later", 460, 220, 1000, key="nth"),
        band(None, 900, 0, 1000, key="nth"),
    ]
    result = answer("nps_by_answer", rows)
    assert nps_by_answer.finding(result, WORDS) == (
        "NPS of first answers is 24 points lower than of third and later answers (17 to 31)"
    )
    assert "Not known: NPS 90" in nps_by_answer.alt(result, WORDS)


def test_answers_of_nobody_known_say_so():
    result = answer("nps_by_answer", [band(None, 50, 20, 100, key="nth")])
    assert "carry no customer_id" in nps_by_answer.finding(result, WORDS)


def test_unknown_answers_alone_are_nothing_to_compare():
    figure = nps_by_tenure.nps_by_tenure(tenure(band(None, 50, 20, 100)), THEME)
    assert "Nothing to compare" in texts(figure)
