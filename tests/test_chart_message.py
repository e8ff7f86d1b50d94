"""What a chart sends: to a person the same, and shorter."""

import json
import math
import zlib
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from insight.ui.chart_message import drawn, message


def sent(**trace):
    """The trace as it arrives."""
    return drawn(message({"data": [trace], "layout": {}}, {"points": []}))["data"][0]


@settings(max_examples=25)
@given(st.lists(st.text(st.sampled_from("a1 é<>\n"), max_size=9), min_size=9, max_size=20))
def test_labels_arrive_as_they_were(texts):
    assert sent(hovertext=texts) == {"hovertext": texts}


def test_labels_that_are_alike_travel_as_columns():
    texts = [f"NPS {number} of {number * 7} answers" for number in range(9)]
    raw = zlib.decompress(message({"data": [{"hovertext": texts}]}, {})).decode()
    [trace] = json.loads(raw.partition("\n")[2])["data"]
    assert trace["hovertext"]["columns"][0] == "NPS"
    assert trace["hovertext"]["columns"][1] == [str(number) for number in range(9)]


def test_some_labels_missing_is_no_text():
    texts = ["one label", None] * 9
    assert sent(hovertext=texts) == {"hovertext": texts}


def test_numbers_that_place_marks_are_rounded_and_small_ones_keep_their_digits():
    placed = [None, 12.3456789, 1_561_939_200_123.25, 0.000123456789, -7, math.nan]
    arrived = sent(y=placed, error_y={"array": [1.23456789]})
    assert arrived["y"] == [None, 12.34568, 1_561_939_200_123.25, 0.000123456789, -7, None]
    assert arrived["error_y"] == {"array": [1.23457]}


def test_what_a_page_knows_a_point_by_stays_as_it_is():
    assert sent(customdata=[1.23456789], ids=["a b"] * 9) == {
        "customdata": [1.23456789],
        "ids": ["a b"] * 9,
    }


def test_days_are_written_and_the_figure_is_left_alone():
    trace = {"x": [date(2026, 1, 2)], "y": [1.23456789]}
    assert sent(**trace) == {"x": ["2026-01-02"], "y": [1.23457]}
    assert trace == {"x": [date(2026, 1, 2)], "y": [1.23456789]}
