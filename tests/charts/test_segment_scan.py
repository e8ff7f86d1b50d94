"""What is said and drawn of the cells that changed."""

from datetime import date

import pytest

from insight.charts.scanned_cells import listing, standing_out
from insight.charts.segment_scan import alt, finding, how_many, segment_scan
from insight.charts.theme import theme_for
from insight.stats.two_waves import Change
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

LIGHT = theme_for("light", WORDS)
PERIODS = {
    "versus_start": date(2024, 1, 1),
    "versus_end": date(2024, 12, 31),
    "start_date": date(2025, 1, 1),
    "end_date": date(2025, 12, 31),
}


def cell(value, change, p=0.001, second=None, half=3.0, n=(400, 400), dimension="region"):
    """A row of segment_scan; p stands for itself and corrected."""
    row = {
        "dimension": dimension,
        "value": value,
        "second_dimension": "segment" if second else None,
        "second_value": second,
        "respondents_before": n[0],
        "respondents": n[1],
    }
    if change is None:
        return row
    ends = {"change": change, "low": change - half, "high": change + half}
    return row | ends | {"nps_before": 20.0, "nps_after": 20 + change, "p": p, "p_corrected": p}


def scan(*rows, **asked):
    return answer("segment_scan", list(rows), **PERIODS | asked)


def everyone(points, p=0.5, n=1000, versus_n=1000):
    row = {"nps": 30.0, "respondents": n, "versus_respondents": versus_n}
    if points is not None:
        row |= {"change": points, "change_low": points - 2, "change_high": points + 2, "p": p}
    return answer("nps_change", [row], **PERIODS)


def test_none_is_said_plainly_with_how_many_were_tested():
    result = scan(*(cell(f"V{n}", 1.0, p=0.6) for n in range(96)))
    assert finding(result, WORDS, everyone(0.5)) == "None of the 96 cells changed beyond chance"
    assert "No cell stands out" in texts(segment_scan(result, LIGHT, everyone(0.5)))


@pytest.mark.parametrize(
    ("overall", "said"),
    [
        (everyone(0.5), "NPS rose 14 points in Islands (11 to 17); 1 of 2 cells changed"),
        (
            everyone(3.0, p=0.001),
            "NPS rose 14 points in Islands (11 to 17), and rose 3 points for everyone; "
            "1 of 2 cells changed",
        ),
        (
            everyone(-8.0, p=0.001),
            "NPS rose 14 points in Islands (11 to 17), but fell 8 points for everyone; "
            "1 of 2 cells changed",
        ),
    ],
)
def test_the_cell_furthest_from_everyone_is_named_beside_everyone(overall, said):
    result = scan(cell("Islands", 14.0), cell("Northern", 0.5, p=0.7))
    assert finding(result, WORDS, overall) == said


def test_a_certain_change_like_everyones_does_not_come_before_an_unlike_one():
    result = scan(cell("Southern", -8.0, half=1.0), cell("Islands", 6.0))
    overall = everyone(-8.0, p=0.001)
    assert [one.name for one in standing_out(result, overall)] == ["Islands", "Southern"]
    found = listing(standing_out(result, overall), Change(-8.0, -10.0, -6.0, 0.001))
    assert [one.name for one, _ in found.lines] == ["Islands"]
    assert found.as_everyone == 1
    assert "1 changed as everyone did and are not drawn" in how_many(result, WORDS, overall)


def test_where_every_cell_moved_as_everyone_did_that_is_said():
    result = scan(cell("Southern", -8.0), cell("Islands", -7.5))
    assert finding(result, WORDS, everyone(-8.0, p=0.001)) == (
        "NPS fell 8 points, and no cell moved otherwise; 2 of 2 cells changed"
    )


def test_a_cell_within_one_that_moved_alike_is_counted_with_it():
    result = scan(
        cell("Islands", 14.0),
        cell("Islands", 15.0, second="Freight"),
        cell("Islands", 30.0, second="Leisure"),
        cell("Northern", 9.0, second="Leisure"),
    )
    found = listing(standing_out(result, everyone(0.5)), None)
    assert {(one.name, alike) for one, alike in found.lines} == {
        ("Islands", 1),
        ("Islands and Leisure", 0),
        ("Northern and Leisure", 0),
    }
    written = texts(segment_scan(result, LIGHT, everyone(0.5)))
    assert "region, 1 alike in it" in written
    assert "Islands<br>" in written


def test_cells_not_tested_are_counted_in_the_small_print():
    result = scan(cell("Islands", 14.0), cell("Few", None, n=(None, 40)))
    assert how_many(result, WORDS, everyone(0.5)) == (
        "1 cell tested, 1 not, with too few answers in a period"
    )


def test_only_the_first_are_drawn_and_how_many_there_are_is_said():
    result = scan(*(cell(f"V{n}", 20.0 + n) for n in range(15)))
    figure = segment_scan(result, LIGHT, everyone(0.5))
    assert len(figure.data[0].x) == 12
    assert "12 of 15" in texts(figure)


def test_each_dot_has_its_interval_and_its_answers_and_everyone_is_a_line():
    result = scan(cell("Islands", 14.0, n=(2568, 2579)))
    figure = segment_scan(result, LIGHT, everyone(3.0))
    [dots] = figure.data
    assert list(dots.error_x.array) == pytest.approx([3.0])
    written = texts(figure)
    for said in ("+14.0", "±3.0", "n 2,568 → 2,579", "everyone +3.0"):
        assert said in written
    assert any(shape.x0 == shape.x1 == 3.0 for shape in figure.layout.shapes)
    low, high = figure.layout.xaxis.range
    assert low < 0 < 17 < high


def test_thin_cells_come_last_are_hollow_and_say_so():
    result = scan(cell("Tiny", 60.0, n=(12, 300)), cell("Islands", 14.0))
    overall = everyone(0.5)
    assert finding(result, WORDS, overall).startswith("NPS rose 14 points in Islands")
    figure = segment_scan(result, LIGHT, overall)
    assert list(figure.data[0].marker.color)[-1] == LIGHT.paper
    assert "Too few answers to say much" in hovers(figure)[-1]
    alone = scan(cell("Tiny", 60.0, n=(12, 300)))
    assert "of only 12 answers" in finding(alone, WORDS, overall)


@pytest.mark.parametrize(
    ("asked", "overall", "said"),
    [
        ({"versus_end": date(2025, 1, 1)}, everyone(1.0), "share days: nothing can be compared"),
        ({}, everyone(None, versus_n=0), "Nobody gave a score in 2024"),
        ({}, everyone(None, n=None), "Too few answers in 2025 to compare"),
    ],
)
def test_what_cannot_be_compared_is_said(asked, overall, said):
    assert said in finding(scan(cell("Islands", None), **asked), WORDS, overall)


def test_no_cell_with_enough_answers_is_said():
    result = scan(cell("Few", None, n=(None, 40)))
    assert finding(result, WORDS, everyone(1.0)) == (
        "No cell has enough answers in both periods to be tested"
    )


def test_hostile_values_are_drawn_as_text():
    result = scan(cell("<b>x</b>", 14.0), cell("<i>y</i>", 40.0, second="<u>z</u>"))
    figure = segment_scan(result, LIGHT, everyone(0.5))
    everything = texts(figure) + "".join(hovers(figure))
    for tag in ("<b>x", "<i>y", "<u>z"):
        assert tag not in everything


def test_the_alternative_text_gives_the_cells_with_intervals():
    said = alt(scan(cell("Islands", -14.0)), WORDS, everyone(0.5))
    assert said.endswith(f"Islands: {MINUS}14.0 ({MINUS}17.0 to {MINUS}11.0).")
