import pytest

from insight.charts.theme import theme_for
from insight.charts.worth_closing import alt, finding, measure, worth_closing

from .given import WORDS, hovers, texts
from .test_drivers import asked as derived
from .test_drivers import carries, outside
from .test_opportunities import asked, one_sided, scores

THEME = theme_for("light", WORDS)

NOTHING = derived()


def affects(item, percent, half=2.0, n=900, score=12.0, **others):
    affected = {
        "people_affected": round(percent * n / 100),
        "affected": percent,
        "affected_low": percent - half,
        "affected_high": percent + half,
    }
    return scores(item, score, n=n, **affected | others)


DELAYS, PRICE = affects("Delays", 54.0, score=14.0), affects("Price", 43.0)


def test_whom_a_gap_affects_and_what_goes_with_the_score_are_said_apart():
    model = derived(carries("Price", 70.0), carries("Delays", 20.0))
    assert finding(asked(DELAYS, PRICE), model, WORDS) == (
        "“Delays” affects more people than any other gap: 54 % of those asked; “Price” goes most "
        "with the score"
    )
    assert "Two scales, never added" in measure(asked(DELAYS, PRICE), model, WORDS)
    assert "no promise" in measure(asked(DELAYS, PRICE), model, WORDS)


def test_no_gap_is_said_to_affect_most_where_two_are_close():
    near = affects("Price", 52.0)
    assert finding(asked(DELAYS, near), NOTHING, WORDS) == (
        "No gap clearly affects more people than all others"
    )
    assert finding(asked(DELAYS), NOTHING, WORDS) == "“Delays” affects 54 % of those asked"


def test_shares_that_chance_could_bring_are_not_said():
    weak = derived(carries("Price", 70.0, people=60, r2=0.05), carries("Delays", 20.0, people=60))
    assert finding(asked(DELAYS, PRICE), weak, WORDS) == (
        "“Delays” affects more people than any other gap: 54 % of those asked"
    )


@pytest.mark.parametrize("rows", [[one_sided("Docs", "wanted")], [affects("Few", 80.0, n=12)]])
def test_of_nobody_and_of_few_nothing_is_said(rows):
    assert finding(asked(*rows), NOTHING, WORDS) == "Too few answers to say whom a gap affects"
    worth_closing(asked(*rows), NOTHING, THEME)
    assert "Too few answers" in alt(asked(*rows), NOTHING, WORDS)


def test_an_item_of_which_too_few_said_both_is_not_drawn():
    hidden = scores("Half", 13.0) | dict.fromkeys(
        ("people_affected", "affected", "affected_low", "affected_high", "affected_of")
    )
    figure = worth_closing(asked(hidden, DELAYS), NOTHING, THEME)
    assert list(figure.layout.yaxis.ticktext) == ["Delays"]


def test_people_and_shares_stand_side_by_side_each_on_its_own_scale():
    model = derived(carries("Delays", 60.0), carries("Other", 40.0), outside("Price", 20))
    figure = worth_closing(asked(DELAYS, PRICE), model, THEME)
    affected, share = figure.data
    assert (list(affected.x), list(share.x)) == ([54.0, 43.0], [60.0])
    assert (affected.xaxis, share.xaxis) == ("x", "x2")
    assert "not in the model" in texts(figure)
    assert "486 of 900 want it and do not get it" in hovers(figure)[0]


def test_without_a_model_people_are_drawn_alone():
    figure = worth_closing(asked(DELAYS, PRICE), NOTHING, THEME)
    assert len(figure.data) == 1
    assert "right" not in measure(asked(DELAYS), NOTHING, WORDS)


def test_thin_figures_are_grey_and_said_to_be_thin_and_estimates_to_be_estimates():
    thin = affects("Few", 50.0, n=20)
    apart = affects("Apart", 40.0, is_paired=False)
    figure = worth_closing(asked(thin, apart), NOTHING, THEME)
    assert list(figure.data[0].marker.color) == [THEME.paper, THEME.accent]
    assert "10 thin" in texts(figure)
    assert "an estimate" in hovers(figure)[1]


def test_twelve_items_are_drawn_and_how_many_there_are_is_said():
    many = [affects(f"Item {number}", 30.0) for number in range(14)]
    assert len(worth_closing(asked(*many), NOTHING, THEME).data[0].x) == 12
    assert measure(asked(*many), NOTHING, WORDS).endswith("12 of 14 items")


def test_a_hostile_item_stays_text():
    figure = worth_closing(asked(affects("<a href='x'>y</a>", 50.0)), NOTHING, THEME)
    assert "<a" not in texts(figure) + "".join(hovers(figure))
