"""What is said and drawn of a change split into scores and mix."""

from datetime import date
from itertools import pairwise

import pytest

from insight.charts.theme import theme_for
from insight.charts.what_moved_nps import alt, finding, summary, what_moved_nps
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

LIGHT = theme_for("light", WORDS)
PERIODS = {
    "versus_start": date(2024, 1, 1),
    "versus_end": date(2024, 12, 31),
    "start_date": date(2025, 1, 1),
    "end_date": date(2025, 12, 31),
}


def moved(value, share, nps, within, mix, n=(400, 400), half=1.0):
    """A row of what_moved_nps; share, nps and n are pairs of before and after."""
    return {
        "value": value,
        "respondents_before": n[0],
        "respondents_after": n[1],
        "share_before": share[0],
        "share_after": share[1],
        "nps_before": nps[0],
        "nps_after": nps[1],
        "within": within,
        "within_low": within - half,
        "within_high": within + half,
        "mix": mix,
        "mix_low": mix - half,
        "mix_high": mix + half,
    }


def totals(within, mix, half=1.0, dimension="segment"):
    row = {
        "dimension": dimension,
        "change": within + mix,
        "within": within,
        "within_low": within - half,
        "within_high": within + half,
        "mix": mix,
        "mix_low": mix - half,
        "mix_high": mix + half,
        "respondents_before": 1000,
        "respondents_after": 1000,
    }
    return answer("within_or_mix", [row], **PERIODS)


def changed(points, p=0.001, n=1000, versus_n=1000):
    row = {
        "nps": 30.0,
        "change": points,
        "change_low": None if points is None else points - 3,
        "change_high": None if points is None else points + 3,
        "p": None if points is None else p,
        "respondents": n,
        "versus_respondents": versus_n,
    }
    return answer("nps_change", [row], **PERIODS)


def result(*rows, dimension="segment", **asked):
    return answer("what_moved_nps", list(rows), dimension=dimension, **PERIODS | asked)


SIMPSON = (
    moved("Enterprise", (20, 40), (10, 12), 0.6, -4.37),
    moved("Medium", (30, 30), (28, 30), 0.6, 0.0),
    moved("Micro", (50, 30), (50, 55), 2.0, -3.93),
)


def test_a_fall_with_a_rise_inside_says_both():
    assert finding(result(*SIMPSON), WORDS, changed(-5.1), totals(3.2, -8.3)) == (
        "NPS fell 5.1: customers inside each segment scored 3.2 higher, but Enterprise grew from "
        "20 % to 40 % of answers"
    )


def test_where_not_every_value_moved_that_way_it_is_on_average():
    rows = (SIMPSON[0], moved("Medium", (30, 30), (30, 28), -0.6, 0.0), SIMPSON[2])
    assert finding(result(*rows), WORDS, changed(-6.3), totals(2.0, -8.3)).startswith(
        "NPS fell 6.3: customers of the same segment scored 2.0 higher on average, but"
    )


@pytest.mark.parametrize(
    ("change", "parts", "said"),
    [
        (
            (-5.0, 0.001),
            (-5.0, 0.3),
            "NPS fell 5.0: customers of the same segment scored 5.0 lower",
        ),
        ((-8.1, 0.001), (0.2, -8.3), "NPS fell 8.1: Enterprise grew from 20 % to 40 % of answers"),
        (
            (-11.3, 0.001),
            (-3.0, -8.3),
            "NPS fell 11.3: customers of the same segment scored 3.0 lower on average, and "
            "Enterprise grew from",
        ),
        (
            (0.3, 0.8),
            (8.6, -8.3),
            "NPS shows no change that 2,000 answers could show, as two moves cancel: customers "
            "inside each segment scored 8.6 higher, but Enterprise grew",
        ),
        (
            (-0.5, 0.7),
            (0.2, -0.7),
            "NPS shows no change that 2,000 answers could show; by segment these answers cannot "
            "tell what moved it",
        ),
        ((1.4, 0.04), (0.9, 0.5), "NPS rose 1.4; by segment these answers cannot tell"),
    ],
)
def test_a_part_is_told_only_where_it_is_real(change, parts, said):
    sentence = finding(result(*SIMPSON), WORDS, changed(*change), totals(*parts))
    assert sentence.startswith(said)


def test_no_single_share_is_named_where_none_is_real():
    rows = [moved(name, (50, 50), (20, 20), 0.0, -0.4) for name in "ABCDEFGH"]
    assert finding(result(*rows), WORDS, changed(-3.2), totals(0.1, -3.2)) == (
        f"NPS fell 3.2: the mix by segment moved it {MINUS}3.2"
    )


def test_shares_that_would_read_alike_get_a_decimal_and_a_share_can_shrink():
    rows = (moved(None, (50.4, 49.8), (60, 60), 0.0, -4.0),)
    said = finding(result(*rows), WORDS, changed(-4.0), totals(0.0, -4.0))
    assert (
        said
        == "NPS fell 4.0: answers that state no segment shrank from 50.4 % to 49.8 % of answers"
    )


@pytest.mark.parametrize(
    ("asked", "change", "said"),
    [
        (
            {"versus_end": date(2025, 1, 1)},
            changed(-5.0),
            "2025 and 1 January 2024 to 1 January 2025 share days: nothing can be compared",
        ),
        ({}, changed(None, versus_n=0), "Nobody gave a score in 2024, so nothing can be compared"),
        ({}, changed(None, n=0), "Nobody gave a score in 2025, so nothing can be compared"),
        ({}, changed(None, versus_n=None), "Too few answers in 2024 to compare"),
        ({}, changed(-5.0, n=29), "Only 29 answers in 2025: too thin to say what moved"),
    ],
)
def test_what_cannot_be_compared_is_said_and_never_split(asked, change, said):
    assert finding(result(*SIMPSON, **asked), WORDS, change, totals(3.2, -8.3)) == said


def test_a_dimension_without_a_split_says_so():
    said = finding(result(*SIMPSON, dimension="survey"), WORDS, changed(-5.1), totals(3.2, -8.3))
    assert said == (
        "NPS fell 5.1; no survey has enough answers in both periods to say what moved it"
    )


def test_the_subtitle_gives_both_sums_with_their_intervals():
    assert summary(result(*SIMPSON), totals(3.2, -8.3), WORDS) == (
        f"NPS, points: change {MINUS}5.1 is how customers scored +3.2 (2.2 to 4.2) and their mix "
        f"{MINUS}8.3 ({MINUS}9.3 to {MINUS}7.3)"
    )


def bars(figure):
    return [
        (y, base, base + x)
        for trace in figure.data
        if trace.type == "bar"
        for y, base, x in zip(trace.y, trace.base, trace.x, strict=True)
    ]


def test_the_bars_lie_end_to_end_from_nps_before_to_nps_after():
    figure = what_moved_nps(result(*SIMPSON), LIGHT, totals(3.2, -8.3))
    drawn = bars(figure)
    # 20 % at 10, 30 % at 28 and 50 % at 50 before: NPS 35.4.
    assert drawn[0][1] == pytest.approx(35.4)
    for (_, _, end), (_, start, _) in pairwise(drawn):
        assert start == pytest.approx(end)
    assert drawn[-1][2] == pytest.approx(35.4 + 3.2 - 8.3)
    assert len({y for y, _, _ in drawn}) == 6


def test_both_periods_both_sums_and_every_interval_are_written_and_drawn():
    figure = what_moved_nps(result(*SIMPSON), LIGHT, totals(3.2, -8.3))
    written = texts(figure)
    for said in ("2024", "2025", "35.4", "+3.2", f"{MINUS}8.3", "±1.0", "20 → 40 %", "NPS 10 → 12"):
        assert said in written
    for trace in figure.data:
        if trace.type == "bar":
            assert list(trace.error_x.array) == pytest.approx([1.0] * 3)
    assert any("95 % interval" in hover for hover in hovers(figure))


def test_of_many_values_the_smaller_ones_are_summed_and_said():
    rows = [moved(f"V{n}", (5, 5), (20, 21), 10.0 - n, 0.0) for n in range(20)]
    figure = what_moved_nps(result(*rows), LIGHT)
    within = bars(figure)[:8]
    assert "13 smaller ones<br>together" in texts(figure)
    assert sum(end - start for _, start, end in within) == pytest.approx(
        sum(10.0 - n for n in range(20))
    )


def test_thin_values_are_grey_and_say_why():
    rows = (SIMPSON[0], moved("Few", (2, 2), (10, 20), 0.2, 0.1, n=(25, 400)))
    figure = what_moved_nps(result(*rows), LIGHT)
    assert "few answers" in texts(figure)
    assert LIGHT.muted in figure.data[0].marker.line.color
    assert any("Too few answers to say much" in hover for hover in hovers(figure))


def test_a_value_absent_in_one_period_says_so():
    rows = (SIMPSON[0], moved("New", (0, 10), (None, 20), 0.0, 1.0, n=(0, 100)))
    assert "none before" in texts(what_moved_nps(result(*rows), LIGHT))


def test_hostile_values_are_drawn_as_text():
    rows = (moved("<b>x</b><a href='http://evil'>", (50, 50), (1, 2), 1.0, 0.0),)
    figure = what_moved_nps(result(*rows, dimension="<i>d</i>"), LIGHT)
    everything = texts(figure) + "".join(hovers(figure))
    assert "<a href" not in everything
    assert "<i>d" not in everything


def test_nothing_to_compare_draws_no_bars():
    empty = {"value": "A", "respondents_before": 0, "respondents_after": 5}
    figure = what_moved_nps(result(empty), LIGHT)
    assert bars(figure) == []
    assert "Choose another period" in texts(figure)


def test_the_alternative_text_gives_every_part():
    said = alt(result(*SIMPSON), WORDS)
    assert f"Enterprise: score +0.6 ({MINUS}0.4 to 1.6), share {MINUS}4.4" in said
