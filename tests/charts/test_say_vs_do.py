import pytest

from insight.charts.say_vs_do import alt, finding, measure, say_vs_do
from insight.charts.theme import theme_for

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def item(name, wanted, rank, done=0, begun=0, n=400):
    return {
        "item": name,
        "wanted": wanted,
        "rank": rank,
        "changes_completed": done,
        "changes_open": begun,
        "respondents": n,
    }


def asked(*rows):
    return answer("say_vs_do", list(rows))


A, B, C, D = (item(name, 90.0 - 10 * at, at + 1) for at, name in enumerate("ABCD"))


def done(row):
    return row | {"changes_completed": 1}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([A, B, C, done(D)], "The three most wanted items had no completed change"),
        ([A, done(B), C], "Of the three most wanted items, “A” and “C” had no completed change"),
        ([done(A), done(B), done(C), D], "The three most wanted items each had a completed change"),
        ([A, B, C, D], "No change of ours is on record in this period"),
        ([A | {"changes_open": 1}], "“A”, wanted most, had no completed change"),
        ([done(A)], "The most wanted item had a completed change"),
        ([item("A", 90.0, 1, 1, n=29)], "Too few answers to say what customers want most"),
    ],
)
def test_the_title_counts_changes_of_the_most_wanted(rows, said):
    assert finding(asked(*rows), WORDS) == said


def test_changes_are_dots_and_what_has_only_begun_rings():
    said = texts(say_vs_do(asked(item("A", 90.0, 1, done=2, begun=1), B), THEME))
    assert "●●○" in said
    assert "2 done, 1 begun" in said
    assert "none" in said


def test_many_changes_keep_to_their_column():
    said = texts(say_vs_do(asked(item("A", 90.0, 1, done=40, begun=3)), THEME))
    assert "●" * 6 in said
    assert "●" * 7 not in said
    assert "40 done, 3 begun" in said


def test_items_changed_but_never_asked_are_drawn_without_a_want():
    figure = say_vs_do(asked(A, item("Decor", None, None, done=1, n=0)), THEME)
    assert list(figure.data[0].x) == [90.0]
    assert "want not asked" in texts(figure)


def test_changes_that_aim_at_no_item_are_counted_in_words_only():
    aimless = item(None, None, None, done=2, begun=1, n=0)
    assert measure(asked(A, aimless), WORDS).endswith("3 changes of ours aimed at no item")
    assert len(say_vs_do(asked(A, aimless), THEME).layout.yaxis.tickvals) == 1


def test_thin_wants_are_grey_and_say_so():
    figure = say_vs_do(asked(item("A", 90.0, 1, n=12)), THEME)
    assert figure.data[0].marker.line.color == (THEME.muted,)
    assert any("Too few answers" in said for said in hovers(figure))


def test_hidden_wants_leave_nothing_to_draw():
    assert "No item has enough answers" in texts(say_vs_do(asked(item("A", None, None)), THEME))


def test_names_from_exports_are_never_read_as_html():
    figure = say_vs_do(asked(item("<b onclick=x>A</b>", 90.0, 1)), THEME)
    assert "<b onclick" not in texts(figure)
    assert not any("<b onclick" in said for said in hovers(figure))


def test_the_alternative_text_has_the_first_items():
    assert "B: wanted 80, 1 change completed, 0 without a day of completion" in alt(
        asked(A, done(B)), WORDS
    )
