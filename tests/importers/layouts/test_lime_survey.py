"""LimeSurvey: headers of codes, of texts, and of both."""

from datetime import date

from insight.importers.layouts import recognise
from tests.importers.layouts.conftest import first_rows, layout_of, line


def test_codes_come_in_and_what_was_never_submitted_is_set_aside(imported):
    came = imported("lime_survey_codes")
    assert [(row["responded_on"], row["recommend_score"]) for row in came.responses] == [
        (date(2025, 11, 17), 9),
        (date(2025, 11, 19), 3),
    ]
    assert came.reasons == {"it was never submitted (submitdate is empty)": 1}
    assert came.ratings["1", "SQ002"] == (None, 4)


def test_texts_come_in_by_the_day_of_the_last_action(imported):
    came = imported("lime_survey_texts")
    assert [(row["responded_on"], row["recommend_score"]) for row in came.responses] == [
        (date(2025, 11, 17), 10),
        (date(2025, 11, 18), 7),
        (date(2025, 11, 19), 2),
    ]
    assert came.reasons == {}
    assert came.ratings["4", "Delivery"] == (None, 1)


def test_codes_and_texts_together_are_known_too():
    header = (
        "id. Response ID",
        "submitdate. Date submitted",
        "lastpage. Last page",
        "startlanguage. Start language",
        "NPS. How likely are you to recommend us?",
    )
    layout = recognise([header, ("1", "2025-11-17 10:03:00", "3", "en", "9")])
    assert layout.key == "lime_survey"
    assert line(layout, "recommend_score").entry["column"] == header[-1]


def test_a_survey_that_keeps_no_dates_is_not_dated_1980():
    rows = [
        tuple("1980-01-01 00:00:00" if cell.startswith("2025") else cell for cell in row)
        for row in first_rows("lime_survey_codes")
    ]
    layout = recognise(rows)
    assert line(layout, "responded_on") is None
    assert "keeps no dates" in layout.left_out["submitdate"]


def test_times_addresses_and_links_are_left_out():
    left_out = layout_of("lime_survey_codes").left_out
    assert {"ipaddr", "seed", "interviewtime", "groupTime12", "NPSTime"} <= left_out.keys()
