"""What is said and drawn of needs wave by wave."""

from datetime import date

import pytest

from insight.charts import needs_changed, needs_moved, needs_outlook, needs_over_time
from insight.charts.theme import theme_for
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

LIGHT = theme_for("light", WORDS)


def moved(item, change, p, pair=("2022", "2026"), n=900, half=2.0, is_pick=False):
    """A row of needs_moved."""
    return {
        "item": item,
        "first_wave": pair[0],
        "second_wave": pair[1],
        "change": change,
        "low": change - half,
        "high": change + half,
        "p": p,
        "p_corrected": p,
        "respondents": n,
        "before": 50.0,
        "after": 50.0 + change,
        "is_pick": is_pick,
    }


def wanted(item, wave, percent, rank, n=900, half=2.0, is_pick=False):
    """A row of needs_over_time; `percent` None where it is hidden."""
    row = {"item": item, "wave": wave}
    if percent is None:
        return row
    figures = {"wanted": percent, "low": percent - half, "high": percent + half, "rank": rank}
    return row | figures | {"respondents": n, "is_pick": is_pick}


ONE_WAVE = answer("needs_over_time", [wanted("Price", "2026", 60, 1)])


def title(*rows):
    return needs_moved.finding(answer("needs_moved", list(rows)), ONE_WAVE, WORDS)


STEP = ("2024", "2025")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [
                moved("Told", 13.3, 1e-9, STEP),
                moved("Clean", -3.3, 0.01, STEP),
                moved("Told", 12.8, 1e-9),
                moved("Clean", -1.1, 1.0),
            ],
            "“Told” is wanted 13 points more in 2026 than in 2022, a step from 2024 to 2025; "
            "no other need moved by 5 points",
        ),
        (
            [moved("A", 7.0, 0.01), moved("B", -9.0, 0.01), moved("C", 6.0, 0.04)],
            "“B” is wanted 9 points less in 2026 than in 2022; two other needs moved too",
        ),
        (
            [moved("A", 8.0, 0.2), moved("B", -2.0, 0.01)],
            "No need moved by 5 points from 2022 to 2026 that 900 answers could show a wave",
        ),
        (
            [moved("A", 4.4, 0.02, is_pick=True), moved("B", 1.0, 0.5, is_pick=True)],
            "“A” is picked by 54 % in 2026, 4 points more than in 2022; no other need moved",
        ),
        ([moved("A", 30.0, 0.001, n=29)], "Too few answers to compare waves"),
        (
            [moved("Rose and fell", 9.0, 0.001, STEP), moved("Rose and fell", 0.0, 1.0)],
            "“Rose and fell” is wanted 9 points more in 2025 than in 2024; "
            "no other need moved by 5 points",
        ),
    ],
    ids=["a step", "several", "small", "picks", "thin", "back again"],
)
def test_the_title_claims_what_is_real_and_large_enough(rows, said):
    assert title(*rows) == said


def test_one_wave_alone_is_named():
    assert title() == "Only one wave in this period, 2026: a longer one may have more to compare"


def test_waves_without_a_common_item_are_said():
    apart = [wanted("A", "2025", 60, 1), wanted("B", "2026", 60, 1)]
    nothing = answer("needs_moved", [])
    said = needs_moved.finding(nothing, answer("needs_over_time", apart), WORDS)
    assert said == "No item was asked in two waves, so no need can be compared"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [moved("A", 7.0, 0.01), moved("B", 5.0, 0.01), moved("C", -3.0, 0.01)],
            "2022 to 2026: “A” rose 7 points and “B” 5; “C” fell 3 points",
        ),
        (
            [moved("A", 3.0, 0.5)],
            "2022 to 2026: no need rose or fell that 900 answers could show a wave",
        ),
        (
            [moved(name, size, 0.01) for name, size in zip("ABCDE", range(9, 4, -1), strict=True)],
            "2022 to 2026: “A” rose 9 points, “B” 8, “C” 7 and two more",
        ),
    ],
)
def test_every_item_that_rose_or_fell_is_listed_with_its_size(rows, said):
    result = answer("needs_moved", rows)
    assert needs_moved.moved_between(result, ("2022", "2026"), WORDS) == said


def test_a_real_move_is_filled_others_are_hollow_and_thin_ones_say_so():
    rows = [moved("A", 7.0, 0.01), moved("B", 3.0, 0.5), moved("C", 9.0, 0.01, n=29)]
    figure = needs_moved.needs_moved(answer("needs_moved", rows), LIGHT)
    [marks] = figure.data
    assert list(marks.marker.color) == [LIGHT.accent, LIGHT.paper, LIGHT.paper]
    assert list(marks.x) == [7.0, 3.0, 9.0]
    assert "too thin" in texts(figure)
    assert ["A real change" in said for said in hovers(figure)] == [True, False, False]


def test_a_hidden_item_is_not_drawn():
    rows = [moved("A", 7.0, 0.01), {"item": "B", "first_wave": "2022", "second_wave": "2026"}]
    figure = needs_moved.needs_moved(answer("needs_moved", rows), LIGHT)
    assert len(figure.data[0].x) == 1


def changed(**more):
    row = {
        "first_wave": "2021",
        "second_wave": "2022",
        "p": 0.03,
        "test": "chi-squared, Rao-Scott corrected",
        "chi2": 25.35,
        "df": 13.9,
        "js_distance": 0.06,
        "rank_correlation": 0.98,
        "items": 16,
        "respondents_first": 1033,
        "respondents_second": 984,
    }
    return answer("needs_changed", [row | more])


WELCH = {"test": "Welch by item, Holm corrected", "chi2": None, "df": None}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            {},
            "The profile of needs changed from 2021 to 2022 (p = 0.030; chi-squared 25.4 on 13.9 "
            "degrees of freedom, Rao-Scott corrected)",
        ),
        (
            WELCH | {"p": 1e-9},
            "The profile of needs changed from 2021 to 2022 (p below 0.001; Welch by item, Holm "
            "corrected)",
        ),
        (
            {"p": 0.4, "test": "chi-squared", "chi2": 2.0, "df": 2.0},
            "The profile of needs shows no change from 2021 to 2022 (p = 0.400; chi-squared 2.0 on "
            "2 degrees of freedom)",
        ),
        ({"items": 0, "p": None}, "No item was asked in both 2021 and 2022"),
        (
            {"respondents_first": 29},
            "Too few answers to say whether the profile of needs changed from 2021 to 2022",
        ),
        (
            dict.fromkeys(("items", "p", "respondents_first", "respondents_second")),
            "Too few answers to say whether the profile of needs changed from 2021 to 2022",
        ),
    ],
    ids=["picks", "ratings", "no change", "no common item", "thin", "hidden"],
)
def test_whether_the_profile_changed_is_said_with_its_test(row, said):
    assert needs_changed.finding(changed(**row), WORDS) == said


def test_how_much_the_profile_changed_is_said_with_what_the_figures_mean():
    said = needs_changed.how_much(changed(), WORDS)
    assert said.startswith("Jensen-Shannon distance 0.06, where 0 is alike")
    assert "rank correlation 0.98 (Spearman)" in said
    assert said.endswith("Compared are 16 items asked of 1,033 and 984 people")
    assert needs_changed.how_much(changed(js_distance=None), WORDS) == ""


WAVES = [
    wanted("Price", "2025", 80, 1),
    wanted("Speed", "2025", 60, 2),
    wanted("Gone", "2025", 40, 3),
    wanted("Price", "2026", 82, 1),
    wanted("Speed", "2026", 81, 2),
    wanted("New", "2026", 20, 3, n=20),
    wanted("Hidden", "2026", None, None),
]


def drawn(rows=WAVES, **options):
    return needs_over_time.needs_over_time(answer("needs_over_time", rows), LIGHT, **options)


def test_the_leader_is_named_only_where_no_interval_overlaps():
    def finding(rows):
        return needs_over_time.finding(answer("needs_over_time", rows), WORDS)

    assert finding(WAVES) == "“Price” and “Speed” are wanted most in 2026"
    assert finding(WAVES[:3]) == "“Price” is wanted most in 2025"
    assert finding([wanted("A", "1", 50, 1, n=20)]) == "Too few answers to say what is wanted most"


def test_ranks_that_may_swap_are_hollow_and_moved_items_coloured():
    figure = drawn(moved={"Speed"})
    lines = {name: trace for trace in figure.data for name in [_item_of(trace)] if name}
    assert list(lines["Speed"].y) == [2, 2]
    assert list(lines["Speed"].marker.color) == [LIGHT.accent, LIGHT.paper]
    assert list(lines["Price"].marker.color) == [LIGHT.muted, LIGHT.paper]
    assert list(figure.layout.yaxis.range) == [3.6, 0.4]


def _item_of(trace):
    return trace.hovertext[0].split("</b>")[0].removeprefix("<b>") if trace.hovertext else None


def test_names_stand_at_the_last_wave_and_of_items_given_up_at_the_first():
    figure = drawn()
    named = {note.text: note.x for note in figure.layout.annotations}
    assert named["1  Price"] == 1
    left = [text for text in named if "Gone 3" in text]
    assert [named[text] for text in left] == [0]
    assert any("New (too thin)" in text for text in named)
    assert any("1 figure hidden, too few answers" in text for text in named)


def test_percent_are_drawn_with_their_intervals():
    figure = drawn(by_rank=False, moved={"Speed"})
    spans = {(shape.y0, shape.y1) for shape in figure.layout.shapes}
    assert {(78, 82), (58, 62), (79, 83)} <= spans
    assert list(figure.layout.yaxis.range) == [0, 100]


def test_items_asked_otherwise_are_left_out_and_counted():
    rows = [*WAVES, wanted("Picked", "2026", 90, 1, is_pick=True)]
    result = answer("needs_over_time", rows)
    assert "Picked" not in needs_over_time.alt(result, WORDS)
    assert needs_over_time.measure(result, by_rank=True, words=WORDS).endswith(
        "Left out: 1 item asked otherwise"
    )


def test_nothing_but_hidden_figures_says_so():
    figure = drawn([wanted("A", "2026", None, None)])
    assert "Too few answers in every wave" in texts(figure)


def test_a_hostile_name_is_drawn_as_text():
    name = "<b onclick=x>"
    figure = drawn([wanted(name, "<i>", 50, 1), wanted("B", "<i>", 40, 2)])
    assert "<b onclick" not in texts(figure)
    assert "&lt;b onclick" in texts(figure)
    rows = [moved(name, 7.0, 0.01)]
    assert "<b onclick" not in texts(needs_moved.needs_moved(answer("needs_moved", rows), LIGHT))


def heading(item, direction=None, **more):
    row = {
        "item": item,
        "last_asked": date(2026, 5, 1),
        "level": 60.0,
        "quarters": 20,
        "respondents": 900,
        "is_pick": False,
    }
    if direction:
        low, high = {"rising": (61, 67), "falling": (52, 58), "flat": (58, 63)}.get(
            direction, (40, 80)
        )
        row |= {"direction": direction, "forecast": (low + high) / 2, "tested": 8}
        row |= {"forecast_low": low, "forecast_high": high, "error": 1.0, "error_no_change": 2.0}
    else:
        row |= {"why_not": "quarters measured: 2, needed: 6", "tested": 0, "quarters": 2}
    return row | more


def outlook(*rows):
    return answer("needs_outlook", list(rows), as_of=date(2026, 6, 30))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [heading("A", "flat"), heading("B", "flat"), heading("C", "open")],
            "No want is clearly rising or falling: two stay within 5 points in the next year, "
            "“C” cannot be told",
        ),
        (
            [heading("A", "rising"), heading("B", "falling"), heading("C", "flat")],
            "“A” is rising and “B” is falling: one stays within 5 points in the next year",
        ),
        ([heading("A")], "No forecast: the past is too short (quarters measured: 2, needed: 6)"),
        (
            [heading("A", "rising"), heading("B", last_asked=date(2024, 1, 1))],
            "“A” is rising; one not asked for over a year",
        ),
        ([{"item": "A"}], "Too few answers to say where a want is heading"),
    ],
    ids=["flat", "both ways", "too short", "old", "hidden"],
)
def test_the_outlook_claims_a_direction_only_where_there_is_one(rows, said):
    assert needs_outlook.finding(outlook(*rows), WORDS) == said


def test_the_outlook_draws_the_change_with_its_interval_and_when_it_was_asked():
    rows = [heading("A", "rising"), heading("B", "flat", last_asked=date(2024, 1, 1), level=59.0)]
    figure = needs_outlook.needs_outlook(outlook(*rows), LIGHT)
    spans = {(shape.x0, shape.x1) for shape in figure.layout.shapes if shape.type == "line"}
    assert spans == {(1, 7), (-1, 4)}
    assert list(figure.data[0].marker.color) == [LIGHT.accent, LIGHT.paper]
    assert "old: asked Jan 2024" in " ".join(figure.layout.yaxis.ticktext)
    assert all("off by 1.0 point" in said for said in hovers(figure))


def test_how_the_forecasts_did_on_the_past_is_said():
    worse = heading("A", "flat", error=3.0)
    assert "no better than saying “no change” (2.0 points)" in needs_outlook.measure(
        outlook(worse), WORDS
    )
    better = needs_outlook.measure(outlook(heading("A", "flat")), WORDS)
    assert "better than saying" in better
    assert "no better than" not in better


def test_the_alternative_texts_name_every_item():
    said = needs_outlook.alt(outlook(heading("A", "rising"), heading("B")), WORDS)
    assert "A: 60, rising, last asked May 2026" in said
    assert "B: 60, no forecast" in said
    fell = answer("needs_moved", [moved("A", -7.0, 0.01)])
    assert f"A: {MINUS}7 ({MINUS}9 to {MINUS}5)" in needs_moved.alt(fell, WORDS)
