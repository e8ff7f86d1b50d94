import pytest

from insight.charts.effort import alt, effort, finding, measure
from insight.charts.theme import theme_for

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def process(item, share, half=2.0, convenient=None, n=400, believers=40):
    return {
        "item": item,
        "effort": share,
        "effort_low": share - half,
        "effort_high": share + half,
        "convenient": convenient,
        "respondents": n,
        "believers": believers if convenient is not None else 0,
    }


def asked(*rows):
    return answer("effort", list(rows))


HARD, EASY = process("Refunds", 10.0, convenient=84.0), process("Booking", 40.0, convenient=35.0)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [HARD, EASY],
            "“Refunds” is hardest for customers: 10 % find it as easy as can be (8 to 12), though "
            "it is convenient for us (84)",
        ),
        (
            [process("A", 10.0, convenient=30.0), EASY],
            "“A” is hardest for customers: 10 % find it as easy as can be (8 to 12)",
        ),
        (
            [process("A", 39.0), EASY],
            "No process is clearly the hardest for customers; of “A” 39 % find it as easy as can "
            "be",
        ),
        ([process("A", 10.0, n=29)], "Too few answers to say how easy each process is"),
    ],
)
def test_the_hardest_is_named_where_it_lies_apart(rows, said):
    assert finding(asked(*rows), WORDS) == said


def test_both_panels_share_their_processes():
    bare = process("Boarding", 20.0)
    figure = effort(asked(HARD, bare, EASY), THEME)
    assert [list(trace.y) for trace in figure.data] == [[0, 1, 2], [0, 2]]


def test_without_convenience_the_card_says_what_would_add_it():
    said = measure(asked(process("A", 10.0)), WORDS)
    assert "The column convenient of the table beliefs would show" in said
    assert len(effort(asked(process("A", 10.0)), THEME).data[1].x) == 0
    assert "40 beliefs" in measure(asked(HARD), WORDS)


def test_thin_processes_are_hollow_and_say_so():
    figure = effort(asked(process("A", 10.0, n=12)), THEME)
    assert figure.data[0].marker.color == (THEME.paper,)
    assert "thin" in texts(figure)
    assert any("Too few answers" in said for said in hovers(figure))


def test_hidden_processes_are_not_drawn():
    hidden = asked({"item": "A", "convenient": 50.0, "believers": 3})
    assert "No process has enough answers" in texts(effort(hidden, THEME))
    assert alt(hidden, WORDS)


def test_names_from_exports_are_never_read_as_html():
    figure = effort(asked(process("<b onclick=x>A</b>", 10.0, convenient=50.0)), THEME)
    assert "<b onclick" not in texts(figure)
    assert not any("<b onclick" in said for said in hovers(figure))


def test_the_alternative_text_has_both_figures():
    assert "Refunds: easiest for 10 %, convenient for us 84" in alt(asked(HARD), WORDS)
