import pytest

from insight.charts.drivers import alt, drivers, finding, measure
from insight.charts.theme import theme_for

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def carries(item, share, half=2.0, people=900, r2=0.35):
    ends = {} if half is None else {"share_low": share - half, "share_high": share + half}
    return {"item": item, "share": share, "r2": r2, "respondents": people} | ends


def outside(item, people, r2=0.35):
    return {"item": item, "r2": r2, "respondents": people}


def asked(*rows):
    return answer("drivers", list(rows))


TIME, PRICE = carries("On time", 41.0), carries("Fair price", 38.0)
BOATS, SHOP = carries("Clean boats", 12.0), carries("Shop", 9.0)


def test_items_are_named_together_where_only_together_they_stand_apart():
    assert finding(asked(TIME, PRICE, BOATS, SHOP), WORDS) == (
        "“On time” and “Fair price” go most with the score; together they carry 79 % of what the "
        "ratings explain (R² 0.35)"
    )


def test_one_item_that_stands_apart_is_named_alone():
    assert finding(asked(carries("On time", 60.0), PRICE), WORDS) == (
        "“On time” goes most with the score; it carries 60 % of what the ratings explain (R² 0.35)"
    )


@pytest.mark.parametrize("half", [20.0, None])
def test_no_rank_is_claimed_where_intervals_overlap_or_are_missing(half):
    rows = [carries(item, share, half) for item, share in (("A", 52.0), ("B", 48.0))]
    assert finding(asked(*rows), WORDS) == (
        "No item goes clearly most with the score; both items together explain R² 0.35 of it"
    )


def test_what_chance_would_explain_is_not_claimed():
    rows = [carries(item, 50.0, people=60, r2=0.05) for item in "AB"]
    assert finding(asked(*rows), WORDS) == "No item goes with the score that 60 answers could show"


def test_thin_answers_carry_no_finding_and_are_drawn_hollow():
    result = asked(carries("Price", 70.0, people=25, r2=0.5), carries("Staff", 30.0, people=25))
    assert finding(result, WORDS) == (
        "The ratings explain R² 0.50 of the score, from only 25 answers: too thin to say more"
    )
    assert drivers(result, THEME).data[0].marker.color == THEME.paper
    assert all("Too few answers" in hover for hover in hovers(drivers(result, THEME)))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([outside("A", None)], "Too few answers to show what goes with the score"),
        (
            [outside("A", 15), outside("B", 15), outside("Rare", 4)],
            "Only 15 people rated both items: shares need more than 20 people",
        ),
        ([outside("A", 0), outside("B", 0)], "Nobody rated both items: shares need more than"),
        ([outside("A", 8)], "Only 8 people rated the item: shares need more than 10 people"),
        ([outside("A", 800)], "Nothing can be told: the scores of these people do not differ"),
    ],
)
def test_an_answer_without_a_model_says_why(rows, said):
    result = asked(*rows)
    assert finding(result, WORDS).startswith(said)
    assert said.split(":")[0].split()[-1] in texts(drivers(result, THEME))
    assert alt(result, WORDS)
    assert measure(result, WORDS) == "Share of R² that each item carries, percent"


def test_the_only_item_is_not_compared():
    assert finding(asked(carries("Price", 100.0, 0.0)), WORDS) == (
        "“Price”, the only item rated, goes with the score (R² 0.35)"
    )
    assert "even share" not in texts(drivers(asked(carries("Price", 100.0, 0.0)), THEME))


def test_items_outside_the_model_are_drawn_with_the_reason():
    result = asked(TIME, PRICE, outside("Rare", 120), outside("Wanted", 0), outside("Few", None))
    said = texts(drivers(result, THEME))
    assert "120 people rated it,<br>fewer than half" in said
    assert "nobody with a score" in said
    assert "not in the model: too few answers" in said


def test_every_share_is_written_with_its_interval():
    said = texts(drivers(asked(TIME, PRICE, carries("Tiny", 0.4, 0.3)), THEME))
    assert "41 %" in said
    assert "39 to 43" in said
    assert "0.4 %" in said
    assert "even share 33 %" in said


def test_the_caption_says_people_items_and_how_much_they_explain():
    said = measure(asked(TIME, PRICE), WORDS)
    assert "900 people gave a score and rated both items" in said
    assert "35 % of the differences between their scores" in said


def test_names_from_exports_are_never_read_as_html():
    hostile = carries("<b onclick=x>Price</b>", 60.0)
    figure = drivers(asked(hostile, PRICE), THEME)
    assert "<b onclick" not in texts(figure)
    assert not any("<b onclick" in hover for hover in hovers(figure))


def test_the_alternative_text_has_the_largest_shares():
    assert "On time 41 % (39 to 43)" in alt(asked(TIME, PRICE), WORDS)
