from datetime import date

import pytest

from .rows import answered
from .test_what_moved_nps import BEFORE, LAST_YEAR, NOW, THIS_YEAR, scores

PARTS = ("change", "within", "within_low", "within_high", "mix", "mix_low", "mix_high")


@pytest.fixture
def two_stories(given):
    """Segments each rise while the low one grows; channels stay as they were in share."""
    answers = []
    for day, counts in (
        (LAST_YEAR, {"Small": (20, -20), "Large": (80, 50)}),
        (THIS_YEAR, {"Small": (80, -10), "Large": (20, 60)}),
    ):
        for segment, (n, nps) in counts.items():
            for number, answer in enumerate(answered(day, *scores(n, nps), segment=segment)):
                answers.append({**answer, "channel": ("App", "Web")[number % 2]})
    return given(survey_responses=answers)


def test_the_parts_of_each_dimension_are_the_sums_over_its_values(two_stories, ask):
    rows = ask(two_stories, "within_or_mix", *NOW, versus=BEFORE)
    assert [row["dimension"] for row in rows] == ["channel", "segment"]
    for row in rows:
        values = ask(two_stories, "what_moved_nps", *NOW, versus=BEFORE, by=row["dimension"])
        for part in ("within", "mix"):
            assert row[part] == pytest.approx(sum(value[part] for value in values))
        assert row["change"] == pytest.approx(4 - 36)
        assert row["within"] + row["mix"] == pytest.approx(row["change"])
        assert (row["respondents_before"], row["respondents_after"]) == (100, 100)


def test_the_dimension_decides_what_is_told(two_stories, ask):
    channel, segment = ask(two_stories, "within_or_mix", *NOW, versus=BEFORE)
    # Segment: both rise 10 at half the answers each; the mix moves 60 % from 55 to -15.
    assert (segment["within"], segment["mix"]) == pytest.approx((10, -42))
    assert segment["mix_high"] < 0
    assert (channel["mix"], channel["within"]) == pytest.approx((0, -32))


def test_a_wave_and_a_dimension_of_one_value_are_left_out(given, ask):
    gateway = given(
        survey_responses=[
            answer
            for region in ("North", "South")
            for answer in answered(LAST_YEAR, 9, region=region, fare="Standard", wave="2025")
            + answered(THIS_YEAR, 0, region=region, fare="Standard", wave="2026")
        ]
    )
    assert [row["dimension"] for row in ask(gateway, "within_or_mix", *NOW, versus=BEFORE)] == [
        "region"
    ]


def test_a_dimension_without_a_value_in_both_periods_has_no_parts(given, ask):
    gateway = given(
        survey_responses=answered(LAST_YEAR, 9, 0, survey="Old")
        + answered(THIS_YEAR, 9, 9, survey="New")
    )
    [row] = ask(gateway, "within_or_mix", *NOW, versus=BEFORE)
    assert (row["dimension"], row["respondents_before"], row["respondents_after"]) == (
        "survey",
        2,
        2,
    )
    assert [row[part] for part in PARTS] == [None] * 7


def test_too_few_answers_in_a_period_hide_every_part(given, ask):
    gateway = given(
        survey_responses=answered(LAST_YEAR, *scores(9, 0), region="North")
        + answered(THIS_YEAR, *scores(60, 50), region="North")
        + answered(THIS_YEAR, *scores(60, 0), region="South"),
        minimum_answers=10,
    )
    [row] = ask(gateway, "within_or_mix", *NOW, versus=BEFORE)
    assert (row["respondents_before"], row["respondents_after"]) == (None, 120)
    assert [row[part] for part in PARTS] == [None] * 7


def test_periods_that_share_days_have_no_parts(two_stories, ask):
    for row in ask(two_stories, "within_or_mix", *NOW, versus=(date(2025, 12, 1), NOW[0])):
        assert [row[part] for part in PARTS] == [None] * 7
