from insight.charts.importance_panels import importance_panels
from insight.charts.stated_and_derived import (
    alt,
    compared,
    finding,
    ordinal,
    who_disagrees,
)
from insight.charts.theme import theme_for

from .given import WORDS, answer, hovers, texts
from .test_drivers import asked, carries, outside
from .test_want_vs_delivered import items, picked
from .test_want_vs_delivered import rated as wants

THEME = theme_for("light", WORDS)

SHARES = asked(
    carries("On time", 50.0), carries("Staff", 30.0), carries("Price", 15.0), carries("Safe", 5.0)
)
AGREE = items(
    wants("On time", 90.0, 70.0, n=4000),
    wants("Staff", 75.0, 70.0, n=4000),
    wants("Price", 60.0, 70.0, n=4000),
    wants("Safe", 50.0, 70.0, n=4000),
)
DISAGREE = items(
    wants("On time", 90.0, 70.0, n=4000),
    wants("Staff", 50.0, 70.0, n=4000),
    wants("Price", 60.0, 70.0, n=4000),
    wants("Safe", 85.0, 70.0, n=4000),
)


def test_ranks_are_by_share_and_by_want():
    ranks = {one.item: (one.derived_rank, one.stated_rank) for one in compared(SHARES, DISAGREE)}
    assert ranks == {"On time": (1, 1), "Staff": (2, 4), "Price": (3, 3), "Safe": (4, 2)}


def test_both_kinds_of_disagreement_are_said_rank_by_rank():
    assert finding(SHARES, DISAGREE, WORDS) == (
        "“Safe” is wanted 2nd of four, yet goes 4th with the score; "
        "“Staff” goes 2nd with the score, yet is wanted 4th of four"
    )
    said = who_disagrees(SHARES, DISAGREE, WORDS)
    assert "wanted much but going little with the score: “Safe”" in said
    assert "wanted little but going much with the score: “Staff”" in said
    assert len(importance_panels(SHARES, DISAGREE, THEME).layout.shapes) == 4 + 4 + 2


def test_where_they_agree_nothing_is_shaded():
    assert finding(SHARES, AGREE, WORDS).endswith("nowhere clearly disagree")
    assert "Shaded" not in who_disagrees(SHARES, AGREE, WORDS)
    assert len(importance_panels(SHARES, AGREE, THEME).layout.shapes) == 4 + 4


def test_a_share_whose_interval_holds_the_even_share_is_no_disagreement():
    unsure = asked(carries("On time", 80.0, 30.0), carries("Safe", 20.0, 31.0))
    wanted = items(wants("On time", 50.0, 70.0, n=4000), wants("Safe", 90.0, 70.0, n=4000))
    assert not any(one.disagrees for one in compared(unsure, wanted))


def test_a_thin_want_is_no_disagreement_and_is_greyed():
    wanted = items(wants("On time", 10.0, 70.0, n=12), wants("Safe", 100.0, 70.0, n=12))
    both = compared(SHARES, wanted)
    assert [one.is_thin for one in both] == [True, True]
    assert not any(one.disagrees for one in both)
    figure = importance_panels(SHARES, wanted, THEME)
    assert set(figure.data[1].marker.color) == {THEME.muted}
    assert all("Too few answers" in hover for hover in hovers(figure))


def test_shares_and_wants_stand_on_axes_of_their_own():
    figure = importance_panels(SHARES, DISAGREE, THEME)
    assert [trace.xaxis for trace in figure.data] == ["x", "x2"]
    assert list(figure.data[0].x) == [50.0, 30.0, 15.0, 5.0]
    assert list(figure.data[1].x) == [90.0, 50.0, 60.0, 85.0]
    assert list(figure.layout.xaxis2.range) == [0, 100]


def test_picks_are_compared_with_picks_only():
    mixed = items(picked("On time", 60.0, 30.0), picked("Safe", 20.0, 30.0), wants("Staff", 70, 50))
    both = compared(SHARES, mixed)
    assert [one.item for one in both] == ["On time", "Safe"]
    assert "picked, %" in texts(importance_panels(SHARES, mixed, THEME))


def test_without_a_model_or_without_wants_it_says_so():
    none = answer("want_vs_delivered", [])
    for shares, stated in ((asked(outside("A", 5)), AGREE), (SHARES, none)):
        assert "fewer than two items have both" in finding(shares, stated, WORDS)
        assert "fewer than two" in texts(importance_panels(shares, stated, THEME))
        assert alt(shares, stated, WORDS)


def test_shares_without_intervals_are_drawn_without():
    bare = asked(carries("On time", 60.0, None), carries("Safe", 40.0, None))
    figure = importance_panels(bare, AGREE, THEME)
    assert len(figure.layout.shapes) == 2


def test_ranks_are_written_as_people_say_them():
    said = [ordinal(rank) for rank in (1, 2, 3, 4, 11, 12, 13, 21, 22, 111)]
    assert said == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th"]
