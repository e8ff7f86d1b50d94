import pytest

from insight.charts.kano import alt, finding, kano, measure
from insight.charts.kano_map import KINDS, kano_counts
from insight.charts.theme import theme_for
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def item(name, category, mixed=False, better=0.4, worse=-0.6, n=100, **counts):
    """One row; the class holds seven in ten unless counts say otherwise."""
    held = {kind: counts.get(kind, 70 if kind == category else 6) for kind in KINDS}
    return {
        "item": name,
        "category": category,
        "mixed": mixed,
        "better": better,
        "worse": worse,
        "better_low": max(0.0, better - 0.05),
        "better_high": min(1.0, better + 0.05),
        "worse_low": max(-1.0, worse - 0.05),
        "worse_high": min(0.0, worse + 0.05),
        "respondents": n,
        **held,
    }


def asked(*rows):
    return answer("kano", list(rows))


SAFE, STAFF = item("Safe", "must_be"), item("Staff", "attractive", better=0.8, worse=-0.2)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([SAFE, STAFF], "“Safe” must be there; “Staff” delights"),
        ([item("Time", "one_dimensional")], "“Time” matters the more the better"),
        (
            [item(f"I{n}", "must_be", must_be=70 - n) for n in range(4)],
            "“I0”, “I1” and two more must be there",
        ),
        ([item("Ads", "reverse")], "“Ads” is better left out"),
        (
            [item("Safe", "must_be", mixed=True)],
            "People differ too much about each item to say which delight",
        ),
        (
            [item("Shop", "indifferent")],
            "No item delights and none is missed: these leave people indifferent",
        ),
        (
            [item("Safe", "must_be", n=29)],
            "Each item has fewer than 30 pairs of answers: too thin to say which delight",
        ),
        ([{"item": "Safe"}], "Too few answers to tell what delights and what is expected"),
    ],
)
def test_what_must_be_there_and_what_delights_is_named(rows, said):
    assert finding(asked(*rows), WORDS) == said


def test_mixed_and_thin_items_are_hollow():
    rows = [SAFE, item("A", "must_be", mixed=True), item("B", "must_be", n=12)]
    figure = kano(asked(*rows), THEME)
    assert figure.data[0].marker.color == (THEME.accent, THEME.paper, THEME.paper)
    assert "People differ too much" in hovers(figure)[1]
    assert "Too few answers" in hovers(figure)[2]


def test_the_map_has_worse_to_the_right_and_better_upwards():
    figure = kano(asked(SAFE), THEME)
    assert (list(figure.data[0].x), list(figure.data[0].y)) == ([0.6], [0.4])
    assert figure.data[0].error_x.array == pytest.approx([0.05])


def test_counts_are_always_shown_and_the_class_framed():
    figure = kano_counts(asked(SAFE, item("Mixed", "attractive", mixed=True)), THEME)
    said = texts(figure)
    assert "<b>70</b>" in said
    assert "70?" in said
    assert sum(shape.line.width for shape in figure.layout.shapes) == 4
    assert len(figure.layout.shapes) == 2 * len(KINDS)


def test_items_without_coefficients_have_counts_and_no_mark():
    odd = item("Odd", "reverse") | dict.fromkeys(
        ("better", "worse", "better_low", "better_high", "worse_low", "worse_high")
    )
    assert "No item has enough pairs" in texts(kano(asked(odd), THEME))
    assert "<b>70</b>" in texts(kano_counts(asked(odd), THEME))
    assert alt(asked(odd), WORDS)


def test_hidden_items_are_not_drawn():
    hidden = asked({"item": "A"})
    assert "No item has enough pairs" in texts(kano(hidden, THEME))
    assert "No item has enough pairs" in texts(kano_counts(hidden, THEME))


def test_names_from_exports_are_never_read_as_html():
    result = asked(item("<b onclick=x>A</b>", "must_be"))
    for figure in (kano(result, THEME), kano_counts(result, THEME)):
        assert "<b onclick" not in texts(figure)
        assert not any("<b onclick" in said for said in hovers(figure))


def test_the_alternative_text_has_class_coefficients_and_people():
    said = alt(asked(item("Safe", "must_be", mixed=True)), WORDS)
    assert f"Safe: must-be (mixed), better 0.40, worse {MINUS}0.60, 100 answers" in said
    assert "at most 100 an item" in measure(asked(SAFE), WORDS)
