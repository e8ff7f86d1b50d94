from itertools import pairwise

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from insight.charts.importance import (
    DERIVED,
    PICKED,
    WANTED,
    map_alt,
    map_caption,
    map_finding,
    stated_yardsticks,
)
from insight.charts.importance_map import importance_map
from insight.charts.items import kinds_of, of_kind
from insight.charts.theme import theme_for
from insight.charts.want_vs_delivered import (
    alt,
    finding,
    measure,
    want_vs_delivered,
    whose_gaps,
)
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


EASY = rated("Easy to book", 76.0, 66.0, respondents=20, kind="hard")


def test_paired_and_unpaired_gaps_are_told_apart_row_by_row_and_in_the_small_print():
    figure = want_vs_delivered(items(DELAYS, EASY), THEME)
    assert "n 400†" in texts(figure)
    assert "n 400</span>" in texts(figure)
    bars = [shape.line.dash for shape in figure.layout.shapes if shape.line.width == 4]
    assert bars == ["solid", "dot"]
    assert "Unpaired: different people" in "".join(hovers(figure))
    assert whose_gaps(items(DELAYS, EASY), WORDS).startswith("1 gap of 2 unpaired: the difference")
    assert whose_gaps(items(DELAYS), WORDS).startswith("every gap is paired")
    assert whose_gaps(items(EASY), WORDS).startswith("every gap is unpaired")
    assert whose_gaps(items(picked("Streets", 70.0, 14.0)), WORDS).endswith("have no gap")
    assert whose_gaps(items({"item": "Hidden"}), WORDS) == "no gap: too few answers to show one"
    docs = one_sided("Docs", "delivered", 70.0)
    assert whose_gaps(items(docs), WORDS) == "no gap: no item was rated on both sides"
    assert "No item was asked on both sides" in texts(importance_map(items(docs), THEME))
    assert "has enough answers" in texts(importance_map(items({"item": "Hidden"}), THEME))


def test_hard_and_soft_items_have_marks_of_their_own_and_can_be_chosen():
    result = items(DELAYS, EASY)
    (delivered, _) = want_vs_delivered(result, THEME).data
    assert list(delivered.marker.symbol) == ["circle", "square"]
    assert "■ hard" in measure(result)
    assert "■" not in measure(items(DELAYS))
    assert kinds_of(result) == ("hard", "soft")
    assert [row["item"] for row in of_kind(result, "hard").rows()] == ["Easy to book"]
    assert of_kind(result, None).rows() == result.rows()


def test_items_asked_on_one_side_stand_below_the_others_as_such():
    figure = want_vs_delivered(items(one_sided("Docs", "delivered", 70.0), DELAYS), THEME)
    names = dict(zip(figure.layout.yaxis.ticktext, figure.layout.yaxis.tickvals, strict=True))
    assert names["Docs"] > names["Told about delays"] + 1
    assert "Asked on one side only, so without a gap" in texts(figure)
    alone = texts(want_vs_delivered(items(one_sided("Docs", "delivered", 70.0)), THEME))
    assert "Asked on one side" not in alone


def test_the_item_followed_is_shaded_and_ringed():
    plain, followed = (
        want_vs_delivered(items(DELAYS, BOATS), THEME, followed=item)
        for item in (None, "Clean boats")
    )
    assert len(followed.layout.shapes) == len(plain.layout.shapes) + 1
    ring = importance_map(items(DELAYS, BOATS), THEME, followed="Clean boats").data[-1]
    assert (list(ring.x), list(ring.y)) == ([69.0], [70.0])


def shares(*rows):
    filled = [
        {"item": item, "share": share, "share_low": share - 2, "share_high": share + 2}
        | {"r2": 0.4, "respondents": 900}
        for item, share in rows
    ]
    return answer("drivers", filled)


def test_stated_and_derived_importance_never_stand_on_one_map():
    both = items(DELAYS, BOATS)
    derived = shares(("Told about delays", 80.0), ("Clean boats", 20.0))
    stated_map = importance_map(both, THEME, WANTED, derived)
    derived_map = importance_map(both, THEME, DERIVED, derived)
    assert list(stated_map.data[0].y) == [86.0, 70.0]
    assert list(derived_map.data[0].y) == [80.0, 20.0]
    assert "Wanted" not in texts(derived_map)
    assert "not cause" in map_caption(both, WORDS, DERIVED, derived)
    assert "cause" not in map_caption(both, WORDS, WANTED, derived)
    assert map_finding(both, WORDS, DERIVED, derived) == (
        "“Told about delays” goes more with the score than the mean item and is done less well"
    )


def test_picks_and_wants_never_stand_on_one_map():
    mixed = items(DELAYS, BOATS, picked("Streets", 69.9, 13.5), picked("Police", 50.4, 47.4))
    assert stated_yardsticks(mixed) == (WANTED, PICKED)
    assert list(importance_map(mixed, THEME, WANTED).data[0].y) == [86.0, 70.0]
    assert list(importance_map(mixed, THEME, PICKED).data[0].y) == [69.9, 50.4]


def test_without_shares_the_derived_map_says_why():
    assert importance_map(items(DELAYS), THEME, DERIVED, shares()).layout.height == 120
    assert "nothing" not in map_alt(items(DELAYS), WORDS, DERIVED, shares())


def test_the_maps_finding_names_only_items_that_lie_clear_of_both_means():
    result = items(rated("Urgent", 90.0, 30.0), rated("Fine", 60.0, 80.0))
    assert map_finding(result, WORDS, WANTED) == (
        "“Urgent” is wanted more than the mean item and is done less well"
    )
    near = items(rated("A", 70.0, 60.0), rated("B", 71.0, 60.5))
    assert map_finding(near, WORDS, WANTED) == (
        "No item clearly matters more than the mean item and is done less well"
    )
    assert "two of two are undecided" in map_caption(near, WORDS, WANTED)


def test_the_middle_of_the_scale_is_drawn_fainter_than_the_means():
    figure = importance_map(items(DELAYS, BOATS), THEME)
    dotted = [shape for shape in figure.layout.shapes if shape.line.dash == "dot"]
    assert [(shape.x0, shape.y1) for shape in dotted] == [(50, 1), (0, 50)]
    assert {shape.line.color for shape in dotted} == {THEME.faint(THEME.muted, 0.6)}


def test_names_without_room_are_counted():
    crowd = [rated(f"Item number {i}", 70.0 + i % 3, 60.0 + i // 3) for i in range(25)]
    figure = importance_map(items(*crowd), THEME)
    named = [a.text for a in figure.layout.annotations if "Item" in a.text]
    assert f"{25 - len(named)} names on hover only" in texts(figure)


@over(st.lists(st.sampled_from(["both", "wanted", "delivered"]), min_size=1, max_size=30))
def test_no_row_covers_another_and_one_sided_items_always_stand_last(asked):
    rows = [
        rated(f"Item {number}", 80.0, 60.0)
        if side == "both"
        else one_sided(f"Item {number}", side, 50.0)
        for number, side in enumerate(asked)
    ]
    figure = want_vs_delivered(items(*rows), THEME)
    places = list(figure.layout.yaxis.tickvals)
    assert all(below - above >= 1 for above, below in pairwise(places))
    names = list(figure.layout.yaxis.ticktext)
    shown = [asked[int(name.removeprefix("Item "))] == "both" for name in names]
    assert shown == sorted(shown, reverse=True)
