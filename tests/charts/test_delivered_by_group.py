import pytest

from insight.charts.delivered_by_group import alt, delivered_by_group, finding, measure
from insight.charts.theme import theme_for
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)
KINDS = ("promoters", "passives", "detractors")


def rated(item, promoters, passives, detractors, half=1.0, n=400, one_in=1.0):
    """One row; a mean of None is one that is hidden, a half of None an interval that is not."""
    row = {"item": item, "respondents": 3 * n, "one_in": one_in}
    means = dict(zip(KINDS, (promoters, passives, detractors), strict=True))
    figures = {f"delivered_{kind}": mean for kind, mean in means.items()}
    for kind in KINDS[1:]:
        has_both = means["promoters"] is not None and means[kind] is not None
        figures[f"shortfall_{kind}"] = means["promoters"] - means[kind] if has_both else None
    for name, value in figures.items():
        row[name] = value
        if value is not None and half is not None:
            row |= {f"{name}_low": value - half, f"{name}_high": value + half}
    return row | {
        f"respondents_{kind}": None if mean is None else n for kind, mean in means.items()
    }


def asked(*rows):
    return answer("delivered_by_group", list(rows))


STAFF, TIME = rated("Staff", 88.0, 80.0, 75.0), rated("On time", 78.0, 66.0, 40.0)


def test_what_is_praised_and_where_detractors_fall_short_are_named():
    assert finding(asked(TIME, STAFF), WORDS) == (
        "Promoters praise “Staff” most (88 of 100); detractors fall furthest short on “On time”, "
        "by 38 points"
    )


def test_two_that_lie_too_close_are_both_named():
    rows = [rated("A", 80.0, 70.0, 60.0, half=5.0), rated("B", 79.0, 70.0, 58.0, half=5.0)]
    assert finding(asked(*rows), WORDS) == (
        "Promoters rate “A” and “B” highest, too close to tell apart; "
        "detractors fall short most on “B” and “A”, too close to tell apart"
    )


def test_nothing_is_claimed_where_chance_would_do():
    row = rated("A", 80.0, 79.0, 78.0, half=9.0)
    assert finding(asked(row), WORDS) == (
        "Promoters rate “A” 80 of 100; detractors fall short of them nowhere that 1,200 answers "
        "could show"
    )


def test_detractors_who_rate_higher_do_not_fall_short():
    row = rated("A", 40.0, 60.0, 80.0)
    assert "nowhere" in finding(asked(row), WORDS)
    assert "+40" in texts(delivered_by_group(asked(row), THEME))


def test_passives_stand_in_where_detractors_are_hidden():
    said = finding(asked(rated("A", 80.0, 60.0, None)), WORDS)
    assert said == "Promoters rate “A” 80 of 100; passives rate it 20 points lower"


@pytest.mark.parametrize("half", [1.0, None])
def test_thin_items_carry_no_finding_and_are_hollow(half):
    result = asked(rated("A", 80.0, 60.0, 20.0, n=12, half=half))
    assert finding(result, WORDS) == (
        "Too few promoters to say what they praise; too few others to compare with them"
    )
    figure = delivered_by_group(result, THEME)
    assert all(set(trace.marker.color) == {THEME.paper} for trace in figure.data)
    assert all("Too few answers" in hover for hover in hovers(figure))
    assert "thin" in texts(figure)


def test_intervals_that_could_not_be_made_are_not_drawn():
    bare = delivered_by_group(asked(rated("A", 80.0, 60.0, 20.0, half=None)), THEME)
    whole = delivered_by_group(asked(rated("A", 80.0, 60.0, 20.0)), THEME)
    assert len(bare.layout.shapes) == 1
    assert len(whole.layout.shapes) == 4


def test_hidden_kinds_are_not_drawn():
    figure = delivered_by_group(asked(rated("A", 80.0, None, None)), THEME)
    assert [list(trace.x) for trace in figure.data] == [[80.0]]
    hidden = asked(rated("A", None, None, None))
    assert (
        finding(hidden, WORDS) == "Too few answers to show how promoters and detractors rate items"
    )
    assert "Too few answers" in texts(delivered_by_group(hidden, THEME))
    assert alt(hidden, WORDS)


def test_shortfalls_are_written_beside_and_the_kinds_named_once():
    said = texts(delivered_by_group(asked(TIME, STAFF), THEME))
    assert f"<b>{MINUS}38</b>" in said
    assert f"{MINUS}12" in said
    assert [said.count(kind) for kind in KINDS] == [2, 1, 1]


def test_a_sample_is_said_with_its_rate():
    assert "one in" not in measure(asked(TIME), WORDS)
    assert "one in 40.1 of the people who rated" in measure(
        asked(rated("A", 80.0, 60.0, 20.0, one_in=40.08)), WORDS
    )


def test_names_from_exports_are_never_read_as_html():
    figure = delivered_by_group(asked(rated("<b onclick=x>A</b>", 80.0, 60.0, 20.0)), THEME)
    assert "<b onclick" not in texts(figure)
    assert not any("<b onclick" in hover for hover in hovers(figure))


def test_the_alternative_text_has_the_figures_of_the_first_items():
    assert "On time: promoters 78, passives 66, detractors 40" in alt(asked(TIME, STAFF), WORDS)
