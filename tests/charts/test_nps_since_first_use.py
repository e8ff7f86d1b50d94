import pytest

from insight.charts import nps_since_first_use
from insight.charts.theme import theme_for
from insight.stats.two_waves import Wave

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def band(channel, name, promoters, detractors, respondents):
    wave = Wave(promoters, detractors, respondents)
    low, high = wave.interval
    return {
        "channel": channel,
        "months_since": name,
        "nps": wave.nps,
        "nps_low": low,
        "nps_high": high,
        "respondents": respondents,
        "promoters": promoters,
        "passives": respondents - promoters - detractors,
        "detractors": detractors,
    }


def since(*rows):
    return answer("nps_since_first_use", list(rows))


TWO = since(
    band("App", "before first use", 400, 300, 1000),
    band("App", "over a year", 500, 200, 1000),
    band("Web", "before first use", 400, 300, 900),
    band("Web", "first 3 months", 401, 300, 900),
)


def test_the_two_times_that_differ_most_are_the_finding_of_one_channel():
    assert nps_since_first_use.finding(TWO, WORDS, "App") == (
        "App: NPS before first use is 20 points lower than over a year after first use (13 to 27)"
    )
    assert nps_since_first_use.finding(TWO, WORDS, "Web") == (
        "Web: No difference between times since first use that 1,800 answers could show"
    )


def test_the_channel_most_answers_came_before_stands_first():
    assert nps_since_first_use.channels(TWO) == ["App", "Web"]
    hidden = {"channel": "Fax", "months_since": "before first use"}
    assert nps_since_first_use.channels(since(hidden)) == ["Fax"]


@pytest.mark.parametrize(
    "rows",
    [
        [band("App", "over a year", 5, 0, 29), band("App", "first 3 months", 5, 0, 500)],
        [{"channel": "App", "months_since": "over a year"}],
    ],
    ids=["thin", "hidden"],
)
def test_nothing_is_claimed_of_thin_or_hidden_bands(rows):
    said = nps_since_first_use.finding(since(*rows), WORDS, "App")
    assert said == "App: Too few answers to compare times since first use"


def test_the_rows_of_one_channel_are_drawn_in_their_order_and_thin_ones_said_so():
    result = since(
        band("App", "before first use", 40, 30, 100),
        band("App", "first 3 months", 5, 1, 12),
        {"channel": "App", "months_since": "over a year"},
        band("Web", "over a year", 40, 30, 100),
    )
    figure = nps_since_first_use.nps_since_first_use(result, THEME, "App")
    assert list(figure.layout.yaxis.ticktext) == ["before first use", "first 3 months"]
    assert "too thin" in texts(figure)
    assert "1 row hidden, too few answers" in texts(figure)
    assert "Too few answers to say much" in hovers(figure)[1]


def test_everyone_passive_is_no_difference_and_hidden_alone_a_sentence():
    passive = since(
        band("App", "before first use", 0, 0, 500), band("App", "over a year", 0, 0, 500)
    )
    assert "No difference" in nps_since_first_use.finding(passive, WORDS, "App")
    hidden = since({"channel": "App", "months_since": "over a year"})
    figure = nps_since_first_use.nps_since_first_use(hidden, THEME, "App")
    assert "Too few answers to show NPS" in texts(figure)


def test_those_who_do_not_see_it_hear_every_band_and_no_markup():
    result = since(band("<b>App</b> *x*", "over a year", 40, 30, 100))
    said = nps_since_first_use.alt(result, WORDS, "<b>App</b> *x*")
    assert "Over a year: NPS 10" in said
    assert said.startswith("<b>App</b> *x*")
