"""Delighted: score and comment, of NPS surveys and of others."""

from datetime import date

import pytest

from insight.importers.layouts import recognise
from tests.importers.layouts.conftest import first_rows, layout_of, line


def of_type(kind: str, scores: tuple[str, ...] = ("5", "2", "4")):
    header, *rows = first_rows("delighted")
    changed = [(row[0], kind, score, *row[3:]) for row, score in zip(rows, scores, strict=True)]
    return recognise([header, *changed])


def test_an_nps_survey_comes_in(imported):
    came = imported("delighted")
    assert [
        (row["response_id"], row["responded_on"], row["recommend_score"], row["customer_id"])
        for row in came.responses
    ] == [
        ("5001", date(2026, 1, 14), 10, "901"),
        ("5002", date(2026, 1, 31), 6, "902"),
        ("5003", date(2026, 2, 2), 9, "903"),
    ]
    assert came.responses[0]["comment"] == "Quick and kind"


@pytest.mark.parametrize("kind", ["csat", "CES", "5-star"])
def test_other_surveys_have_no_recommend_score(kind):
    layout = of_type(kind)
    assert line(layout, "recommend_score") is None
    rating = line(layout, "Our service", "ratings.items")
    assert rating.entry == {"delivered": {"column": "Score", "scale": [1, 5]}}
    assert rating.decide


def test_a_file_of_several_kinds_of_survey_is_for_a_person_to_decide():
    header, *rows = first_rows("delighted")
    mixed = [(rows[0][0], "csat", "5", *rows[0][3:]), *rows[1:]]
    assert line(recognise([header, *mixed]), "recommend_score").decide


def test_names_addresses_and_links_are_left_out():
    assert {"Name", "Email", "Permalink", "Notes"} <= layout_of("delighted").left_out.keys()
