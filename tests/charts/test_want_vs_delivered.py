import pytest

from insight.charts.importance_map import importance_map
from insight.charts.theme import theme_for
from insight.charts.want_vs_delivered import alt, finding, measure, want_vs_delivered
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def rated(item, wanted, delivered, half=2.0, n=400, **others):
    return {
        "item": item,
        "kind": "soft",
        "wanted": wanted,
        "delivered": delivered,
        "wanted_top": wanted - 10,
        "delivered_top": delivered - 10,
        "gap": delivered - wanted,
        "gap_low": delivered - wanted - half,
        "gap_high": delivered - wanted + half,
        "respondents_wanted": n,
        "respondents_delivered": n,
        "respondents": n,
    } | others


def picked(item, share, satisfied, n=1000):
    return {
        "item": item,
        "wanted": share,
        "wanted_top": share,
        "delivered": satisfied + 10,
        "delivered_top": satisfied,
        "importance_satisfaction": share / 100 * (1 - satisfied / 100),
        "respondents_wanted": n,
        "respondents_delivered": n,
        "respondents": n,
    }


def one_sided(item, side, value, n=170):
    other = {"wanted": "delivered", "delivered": "wanted"}[side]
    counts = {f"respondents_{side}": n, f"respondents_{other}": 0, "respondents": 0}
    return {"item": item, side: value, f"{side}_top": value - 5} | counts


def items(*rows):
    return answer("want_vs_delivered", list(rows))


DELAYS = rated("Told about delays", 86.0, 52.8)
BOATS = rated("Clean boats", 70.0, 69.0)


def test_the_widest_real_gap_is_named_with_its_size():
    assert finding(items(DELAYS, BOATS), WORDS) == (
        "“Told about delays” falls 33 points short of what customers want"
    )


def test_the_widest_gap_is_passed_over_where_it_could_be_chance():
    shaky = rated("Shaky", 90.0, 40.0, half=60.0)
    assert finding(items(shaky, DELAYS), WORDS).startswith("“Told about delays” falls 33")


def test_thin_items_carry_no_finding():
    thin = rated("Thin", 90.0, 40.0, n=12)
    assert finding(items(thin, DELAYS), WORDS).startswith("“Told about delays”")
    assert (
        finding(items(thin), WORDS) == "No gap can be told: at most 12 answers an item is too thin"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "No ratings in this period"),
        ([{"item": "Hidden"}], "Too few answers to show any item"),
        ([BOATS], "No gap between wanted and delivered that 400 answers could show"),
        (
            [rated("Shop", 40.0, 60.0)],
            "No item falls short of what customers want that 400 answers could show",
        ),
        (
            [one_sided("Docs", "delivered", 70.0), one_sided("Speed", "wanted", 60.0)],
            "Wants and delivery were asked of different items, so no gap can be shown",
        ),
        (
            [one_sided("Docs", "delivered", 70.0)],
            "Items were asked only as delivered, so no gap can be shown",
        ),
        (
            [picked("Streets", 69.9, 13.5), picked("Police", 50.4, 47.4)],
            "“Streets” comes first: 70 % picked it, 14 % are satisfied",
        ),
    ],
)
def test_what_there_is_to_say_is_said(rows, said):
    assert finding(items(*rows), WORDS) == said
    want_vs_delivered(items(*rows), THEME)
    importance_map(items(*rows), THEME)
    assert said in alt(items(*rows), WORDS)


def test_picks_too_close_to_tell_apart_are_both_named():
    rows = [picked("Parks", 50.0, 50.0), picked("Streets", 52.0, 50.0), picked("Police", 9.0, 50.0)]
    assert finding(items(*rows), WORDS) == (
        "“Streets” and “Parks” come first, too close to tell apart"
    )
    assert finding(items(picked("Streets", 52.0, 50.0, n=20)), WORDS) == (
        "“Streets” comes first from only 20 answers: too thin to say more"
    )


def test_the_subtitle_says_what_is_drawn():
    assert measure(items(DELAYS)).endswith("interval of each gap")
    assert "picked" in measure(items(picked("Streets", 69.9, 13.5)))
    assert measure(items(one_sided("Docs", "delivered", 70.0))).startswith("Wanted or delivered")


def test_a_side_alone_says_its_figure_and_never_that_there_is_no_gap():
    alone = texts(want_vs_delivered(items(one_sided("Docs", "delivered", 70.0)), THEME))
    assert "70 <span" in alone
    hidden = rated("Few", 80.0, 50.0, n=12) | dict.fromkeys(("gap", "gap_low", "gap_high"))
    assert "too few" in texts(want_vs_delivered(items(hidden), THEME))


def test_a_map_without_items_is_low():
    figure = importance_map(items(one_sided("Docs", "delivered", 70.0)), THEME)
    assert figure.layout.height == 120


def test_no_word_of_a_name_on_the_map_is_broken():
    row = rated("Environmentalism", 98.0, 98.0)
    named = texts(importance_map(items(row, rated("Low", 40.0, 40.0)), THEME))
    assert "Environmentalism" in named or "Environm" not in named


def test_a_row_says_gap_half_its_interval_and_people():
    written = texts(want_vs_delivered(items(DELAYS), THEME))
    assert f"{MINUS}33" in written
    assert "±2" in written
    assert "n 400" in written


def test_the_gaps_interval_is_drawn_around_the_delivered_end():
    figure = want_vs_delivered(items(DELAYS), THEME)
    spans = [(shape.x0, shape.x1) for shape in figure.layout.shapes]
    assert (pytest.approx(50.8), pytest.approx(54.8)) in spans


def test_items_that_are_left_out_are_counted():
    assert "1 of 2 items" in texts(want_vs_delivered(items(DELAYS, BOATS), THEME, most=1))


def test_percent_of_maximum_always_runs_from_0_to_100():
    assert want_vs_delivered(items(DELAYS), THEME).layout.xaxis.range == (0, 100)


def test_a_hostile_item_stays_text():
    figure = want_vs_delivered(items(rated("<a href='x'>y</a>", 80.0, 50.0)), THEME)
    assert "<a" not in texts(figure) + "".join(hovers(figure))


def test_an_item_near_a_mean_is_hollow_and_said_to_be_undecided():
    figure = importance_map(
        items(rated("Low", 40.0, 40.0), rated("Middle", 60.0, 60.0), rated("High", 80.0, 80.0)),
        THEME,
    )
    (marks,) = figure.data
    assert [fill == THEME.paper for fill in marks.marker.color] == [False, True, False]
    assert "Too near a mean" in marks.hovertext[1]


def test_names_on_the_map_do_not_cover_each_other_and_beyond_fourteen_are_left_to_hover():
    crowd = [rated(f"Item number {i}", 70.0 + i % 3, 60.0 + i // 3) for i in range(20)]
    figure = importance_map(items(*crowd), THEME)
    named = [a.text for a in figure.layout.annotations if "Item" in a.text]
    assert 0 < len(named) <= 14
    assert len(hovers(figure)) == 20


def test_a_blanked_side_is_not_drawn_as_0():
    row = rated("Half", 80.0, 50.0) | {
        "delivered": None,
        "delivered_top": None,
        "gap": None,
        "gap_low": None,
        "gap_high": None,
        "respondents_delivered": None,
    }
    figure = want_vs_delivered(items(row), THEME)
    assert [list(trace.x) for trace in figure.data] == [[80.0]]
    assert "Too few answers to show a gap" in hovers(figure)[0]
