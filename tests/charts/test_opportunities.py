import pytest

from insight.charts.opportunities import alt, finding, measure, opportunities
from insight.charts.theme import theme_for

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def scores(item, score, half=0.3, n=900, **others):
    """One row of opportunities; wants and deliveries that would bring such a score."""
    return {
        "item": item,
        "score": score,
        "score_low": score - half,
        "score_high": score + half,
        "people_affected": n // 2,
        "affected": 50.0,
        "affected_low": 48.0,
        "affected_high": 52.0,
        "affected_of": n,
        "respondents": n,
        "wanted_top": 80.0,
        "delivered_top": 40.0,
        "respondents_wanted": n,
        "respondents_delivered": n,
        "is_paired": True,
        "is_pick": False,
    } | others


def one_sided(item, side, n=170):
    other = {"wanted": "delivered", "delivered": "wanted"}[side]
    counts = {f"respondents_{side}": n, f"respondents_{other}": 0, "respondents": 0}
    return {"item": item, f"{side}_top": 60.0, "is_pick": False, "affected_of": 0} | counts


def asked(*rows, by=None):
    return answer("opportunities", list(rows), dimension=by)


DELAYS, PRICE, BOATS = scores("Delays", 14.2), scores("Price", 12.6), scores("Boats", 7.0)


def test_the_highest_score_is_named_where_it_stands_above_all_others():
    assert finding(asked(DELAYS, PRICE, BOATS), WORDS) == (
        "“Delays” is the gap to close first, with a score of 14.2 (high); two of three items are "
        "clearly above 10"
    )
    assert finding(asked(DELAYS, BOATS), WORDS) == (
        "“Delays” is the gap to close first, with a score of 14.2 (high); no other of two items is "
        "clearly above 10"
    )


def test_the_only_item_is_first_of_nothing():
    said = "“Delays” is a gap to close, with a score of 14.2 (high)"
    assert finding(asked(DELAYS), WORDS) == said


def test_an_undecided_band_is_not_named():
    assert "with a score of 12.1; no other" in finding(asked(scores("Delays", 12.1), BOATS), WORDS)


def test_scores_too_close_to_tell_apart_are_both_named():
    rows = [scores("Delays", 13.0), scores("Price", 12.9), BOATS]
    assert finding(asked(*rows), WORDS) == (
        "“Delays” and “Price” score highest, too close to tell apart; two of three items are "
        "clearly above 10"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "No ratings in this period"),
        ([{"item": "Hidden"}], "Too few answers to show any item"),
        ([BOATS], "No item scores above 10 that 900 answers could show"),
        ([scores("Shaky", 11.0, half=2.0)], "No item scores above 10 that 900 answers could show"),
        (
            [scores("Delays", 18.0, n=12)],
            "“Delays” scores 18.0, from only 12 answers: too thin to say more",
        ),
        (
            [one_sided("Docs", "delivered"), one_sided("Speed", "wanted")],
            "Wants and delivery were asked of different items, so none has an opportunity score",
        ),
        (
            [one_sided("Docs", "delivered")],
            "Items were asked only as delivered, so none has an opportunity score",
        ),
    ],
)
def test_what_there_is_to_say_is_said(rows, said):
    for by in (None, "segment"):
        assert finding(asked(*rows), WORDS) == said
        opportunities(asked(*rows, by=by), THEME)
        measure(asked(*rows, by=by), WORDS)
    assert said in alt(asked(*rows), WORDS)


def test_chance_among_many_items_is_no_opportunity():
    # Alone its p is .03; among five items it is not claimed.
    shaky = scores("Shaky", 11.1, half=1.0)
    assert "score of 11.1" in finding(asked(shaky), WORDS)
    others = [scores(f"Item {number}", 9.0, half=1.0) for number in range(4)]
    assert finding(asked(shaky, *others), WORDS).startswith("No item scores above 10")


def test_a_difference_between_values_is_claimed_after_looking_at_all_pairs():
    freight, leisure = (
        scores("Delays", 14.5, value="Freight"),
        scores("Delays", 12.0, value="Coach"),
    )
    assert finding(asked(freight, leisure, by="segment"), WORDS) == (
        "“Delays” scores 14.5 among Freight and 12.0 among Coach: it differs by segment"
    )
    near = scores("Delays", 14.3, value="Coach")
    assert finding(asked(freight, near, by="segment"), WORDS) == (
        "No score differs by segment that 900 answers could show"
    )
    assert finding(asked(freight, by="booking_channel"), WORDS) == (
        "Too few answers to compare by booking channel"
    )


def test_a_row_says_score_band_and_people():
    written = texts(opportunities(asked(DELAYS, scores("Edge", 12.1), BOATS), THEME))
    assert "14.2" in written
    assert "n 900" in written
    for standing in ("high", "undecided", "served"):
        assert f">{standing}<" in written


def test_an_undecided_item_is_hollow_and_thin_ones_grey_and_said_to_be_thin():
    rows = [DELAYS, scores("Edge", 12.1), scores("Thin", 11.0, n=29)]
    figure = opportunities(asked(*rows), THEME)
    assert list(figure.data[0].marker.color) == [THEME.accent, THEME.paper, THEME.paper]
    assert list(figure.data[0].marker.line.color) == [THEME.accent, THEME.accent, THEME.muted]
    assert "too thin" in texts(figure)
    assert "band is undecided" in hovers(figure)[1]
    assert "Too few answers" in hovers(figure)[2]


def test_intervals_and_the_limits_of_bands_are_drawn_on_a_fixed_scale():
    figure = opportunities(asked(DELAYS), THEME)
    lines = [(shape.x0, shape.x1) for shape in figure.layout.shapes if shape.type == "line"]
    assert lines == [(10, 10), (12, 12), (15, 15), (pytest.approx(13.9), pytest.approx(14.5))]
    assert figure.layout.xaxis.range == (0, 20)


def test_items_without_a_score_are_listed_with_the_reason():
    hidden = {"item": "Few"}
    rows = [DELAYS, one_sided("Wi-Fi", "delivered"), hidden]
    written = texts(opportunities(asked(*rows), THEME))
    assert "no score: asked only how delivered" in written
    assert "no score: too few answers" in written
    assert measure(asked(*rows), WORDS).endswith(
        "Asked on one side only, so without a score: Wi-Fi."
    )
    many = [one_sided(f"Item {number}", "wanted") for number in range(4)]
    assert measure(asked(*many), WORDS).endswith("without a score: 4 items.")


def test_picks_and_items_asked_of_different_people_are_told_apart():
    said = measure(asked(scores("Streets", 9.0, is_pick=True)), WORDS)
    assert "Importance is the share who picked it" in said
    assert ">served<" not in texts(opportunities(asked(scores("Streets", 9, is_pick=True)), THEME))
    apart = scores("Easy to book", 9.0, is_paired=False)
    assert "Different people said" in measure(asked(apart), WORDS)
    assert "asked of different people" in hovers(opportunities(asked(apart), THEME))[0]


def test_a_breakdown_draws_a_row_for_each_value_below_its_item():
    rows = [
        scores(item, score, value=value)
        for item, score in (("Delays", 14.0), ("Price", 12.0))
        for value in ("Freight", "Coach", None)
    ]
    figure = opportunities(asked(*rows, by="segment"), THEME)
    named = list(figure.layout.yaxis.ticktext)
    assert named == ["", "Coach", "Freight", "Not stated"] * 2
    assert list(figure.data[0].y) == [1, 2, 3, 5, 6, 7]
    assert "<b>Delays</b>" in texts(figure)


def test_a_breakdown_says_what_it_leaves_out():
    rows = [
        scores(f"Item {item:02d}", 19.0 - item, value=f"Value {value}", n=900 - value)
        for item in range(11)
        for value in range(8)
    ]
    figure = opportunities(asked(*rows, by="segment"), THEME)
    assert "1 more item and 2 more values not drawn" in texts(figure)
    assert len(figure.data[0].x) == 60


def test_hostile_names_stay_text():
    row = scores("<a href='x'>y</a>", 14.0, value="<img src=x>")
    for by in (None, "segment"):
        figure = opportunities(asked(row, by=by), THEME)
        assert "<a" not in texts(figure) + "".join(hovers(figure))
        assert "<img" not in texts(figure) + "".join(hovers(figure))
