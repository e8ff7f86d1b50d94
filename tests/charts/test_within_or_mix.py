"""What is said and drawn of the same change by each dimension."""

from datetime import date

import pytest

from insight.charts.theme import theme_for
from insight.charts.within_or_mix import alt, finding, within_or_mix
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

LIGHT = theme_for("light", WORDS)
PERIODS = {
    "versus_start": date(2024, 1, 1),
    "versus_end": date(2024, 12, 31),
    "start_date": date(2025, 1, 1),
    "end_date": date(2025, 12, 31),
}


def split(dimension, within, mix, half=1.0, n=(900, 900)):
    """A row of within_or_mix; `within` None where nothing could be split."""
    row = {"dimension": dimension, "respondents_before": n[0], "respondents_after": n[1]}
    if within is None:
        return row
    ends = {"within": within, "within_low": within - half, "within_high": within + half}
    ends |= {"mix": mix, "mix_low": mix - half, "mix_high": mix + half}
    return row | ends | {"change": within + mix}


def by(*rows, **asked):
    return answer("within_or_mix", list(rows), **PERIODS | asked)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [split("region", -8.0, 0.0), split("segment", 6.7, -14.7), split("fare", -8.0, 0.0)],
            "By segment customers scored higher, by region and fare lower: how you split decides "
            "the story",
        ),
        (
            [split("region", -8.0, 0.0), split("booking_channel", -1.9, -6.1)],
            "By booking channel the mix of customers moved NPS most, by region they scored lower: "
            "how you split decides the story",
        ),
        (
            [split("region", 4.0, 0.1), split("segment", 5.0, -0.9)],
            "By every dimension it is scores: customers scored higher",
        ),
        ([split("region", -4.0, 0.1)], "By region it is scores: customers scored lower"),
        (
            [split("region", 0.4, -4.1), split("segment", 0.1, -3.8)],
            "By every dimension it is the mix of customers that moved NPS",
        ),
        (
            [split("region", 0.4, -0.1), split("segment", 0.6, -0.3)],
            "No dimension shows a part that these answers could tell from chance",
        ),
        (
            [split(name, 9.0, 0.0) for name in "abcde"] + [split("f", -9.0, 0.0)],
            "By a, b, c and two others customers scored higher, by f lower: how you split decides "
            "the story",
        ),
    ],
)
def test_the_title_says_whether_the_choice_of_dimension_changes_the_story(rows, said):
    assert finding(by(*rows), WORDS) == said


def test_a_part_must_stand_the_correction_for_all_parts_looked_at():
    # p = .03 alone, one of six looked at.
    rows = [split("a", 1.1, 0.0), split("b", 0.0, 0.0), split("c", 0.0, 0.0)]
    assert finding(by(*rows), WORDS).startswith("No dimension shows a part")


@pytest.mark.parametrize(
    ("rows", "asked", "said"),
    [
        ([split("a", None, None)], {"versus_end": date(2025, 1, 1)}, "share days"),
        ([split("a", None, None, n=(0, 9))], {}, "Nobody gave a score in one of the two periods"),
        ([split("a", None, None, n=(None, 90))], {}, "Too few answers in one of the two periods"),
        ([split("a", None, None)], {}, "No dimension has a value with answers in both periods"),
        ([], {}, "No dimension has a value with answers in both periods"),
    ],
)
def test_what_cannot_be_split_says_why_in_title_and_figure(rows, asked, said):
    result = by(*rows, **asked)
    assert said in finding(result, WORDS)
    assert said.split()[0] in texts(within_or_mix(result, LIGHT))


def test_the_largest_mix_stands_first_and_both_parts_are_drawn_with_intervals():
    figure = within_or_mix(by(split("region", -8.0, 0.0), split("segment", 6.7, -14.7)), LIGHT)
    assert list(figure.layout.yaxis.ticktext) == ["Segment", "Region"]
    scores, mix = figure.data
    assert (list(scores.x), list(mix.x)) == ([6.7, -8.0], [-14.7, 0.0])
    assert list(scores.error_x.array) == pytest.approx([1.0, 1.0])
    assert scores.marker.symbol != mix.marker.symbol
    low, high = figure.layout.xaxis.range
    assert low < -15.7
    assert high > 7.7


def test_both_parts_are_named_and_written():
    written = texts(within_or_mix(by(split("segment", 6.7, -14.7)), LIGHT))
    for said in ("scores", "mix", "+6.7 scores", f"<b>{MINUS}14.7 mix</b>"):
        assert said in written


def test_a_hostile_dimension_is_drawn_as_text():
    result = by(split("<b>x</b>", 6.7, -14.7))
    figure = within_or_mix(result, LIGHT)
    assert "<b>x" not in texts(figure) + "".join(hovers(figure))


def test_the_alternative_text_gives_both_parts_of_each_dimension():
    said = alt(by(split("segment", 6.7, -14.7)), WORDS)
    assert f"By segment: scores +6.7 (5.7 to 7.7), mix {MINUS}14.7 ({MINUS}15.7 to" in said
