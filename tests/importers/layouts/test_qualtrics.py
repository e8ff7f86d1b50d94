"""Qualtrics: three header rows, legacy two, previews, group columns, matrix and side by side."""

from datetime import date
from pathlib import Path

import pytest

from insight.importers.layouts import recognise
from tests.importers.layouts.conftest import first_rows, layout_of, line

REAL = Path(__file__).resolve().parents[4] / "shared" / "datasets" / "qualtrics"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not on this machine")


def named(sample: str, item: str):
    return line(layout_of(sample), item, "ratings.items")


def test_choice_text_comes_in_without_previews_and_tests(imported):
    came = imported("qualtrics_text")
    assert [
        (row["response_id"], row["responded_on"], row["recommend_score"], row["customer_id"])
        for row in came.responses
    ] == [
        ("R_sample02", date(2026, 3, 14), 10, "C-17"),
        ("R_sample03", date(2026, 3, 31), 8, "C-18"),
        ("R_sample04", date(2026, 4, 2), 3, "C-19"),
    ]
    assert came.reasons == {
        "a preview of the survey, no answer (Status is 'Survey Preview')": 1,
        "a test that Qualtrics made up, no answer (Status is 'Survey Test')": 1,
    }
    assert came.ratings["R_sample02", "Delivery on time"] == (None, 5)
    assert came.ratings["R_sample02", "Opening hours"] == (5, 4)


def test_a_line_break_in_a_question_ends_no_header_row():
    layout = layout_of("qualtrics_text")
    assert layout.first_answer == 4
    asked = "How likely are you to recommend us to a friend or colleague?"
    assert layout.questions["Q5"] == asked


def test_coded_values_come_in_without_previews_of_any_code(imported):
    came = imported("qualtrics_codes")
    assert [row["response_id"] for row in came.responses] == [
        "R_sample02",
        "R_sample03",
        "R_sample04",
    ]
    assert came.reasons == {
        f"a preview of the survey, no answer (Status is '{code}')": 1 for code in (1, 9, 17)
    }
    assert came.ratings["R_sample04", "Parking"] == (5, 1)


def test_legacy_headers_have_two_rows(imported):
    came = imported("qualtrics_legacy")
    assert [(row["responded_on"], row["recommend_score"]) for row in came.responses] == [
        (date(2015, 7, 19), 9),
        (date(2015, 7, 20), 6),
    ]
    assert came.ratings["R_a2", "Room"] == (None, 4)
    layout = layout_of("qualtrics_legacy")
    assert layout.questions["V1"] == "ResponseID"
    assert layout.columns[-1] == "", "an empty column at the end is not to be used"


def test_a_preview_is_told_by_its_channel_where_the_status_says_nothing():
    layout = layout_of("qualtrics_text")
    record = {"Status": "IP-Adresse", "DistributionChannel": "preview"}
    assert layout.why_no_answer(record) == (
        "a preview of the survey, no answer (DistributionChannel is 'preview')"
    )
    assert layout.why_no_answer({"Status": "IP-Adresse", "DistributionChannel": "email"}) is None


@pytest.mark.parametrize("status", ["0", "4", "8", "16", "IP Address", "Imported", "Spam", ""])
def test_every_other_status_is_an_answer(status):
    layout = layout_of("qualtrics_text")
    assert layout.why_no_answer({"Status": status, "DistributionChannel": "anonymous"}) is None


def test_the_score_stands_beside_its_group_whatever_it_is_called():
    rows = [tuple(cell.replace("recommend us", "X") for cell in row) for row in first_rows(NPS)]
    layout = recognise(rows)
    assert line(layout, "recommend_score").entry == {"column": "Q5", "scale": [0, 10]}
    assert "Q5_NPS_GROUP" in line(layout, "recommend_score").reason
    assert "follows from the score" in layout.left_out["Q5_NPS_GROUP"]


NPS = "qualtrics_text"


def test_matrix_rows_are_items_named_by_their_texts():
    assert named("qualtrics_text", "Help by phone").entry == {
        "delivered": {
            "column": "Q2_2",
            "scale": [1, 5],
            "labels": {
                "Very dissatisfied": 1,
                "Dissatisfied": 2,
                "Neutral": 3,
                "Satisfied": 4,
                "Very satisfied": 5,
            },
        }
    }


def test_side_by_side_columns_are_wanted_and_delivered_and_a_person_decides():
    parking = named("qualtrics_codes", "Parking")
    assert {side: entry["column"] for side, entry in parking.entry.items()} == {
        "wanted": "Q3#1_2",
        "delivered": "Q3#2_2",
    }
    assert parking.decide
    assert parking.reason.startswith("which column is wanted, and which delivered?")


def test_side_by_side_the_heading_tells_which_is_wanted():
    turned = [
        tuple(
            cell.replace("important is it to you", "good was it").replace(
                "did we do", "important is it"
            )
            for cell in row
        )
        for row in first_rows("qualtrics_codes")
    ]
    parking = line(recognise(turned), "Parking", "ratings.items")
    assert parking.entry["wanted"]["column"] == "Q3#2_2"


def test_the_zone_of_the_times_is_said_and_utc_is_asked_about():
    assert "America/Denver" in line(layout_of("qualtrics_text"), "responded_on").reason
    in_utc = [
        tuple(cell.replace("America/Denver", "Z") for cell in row)
        for row in first_rows("qualtrics_text")
    ]
    responded_on = line(recognise(in_utc), "responded_on")
    assert responded_on.entry == {"column": "RecordedDate", "time_zone": "as written"}
    assert responded_on.decide


def test_people_and_places_are_left_out():
    left_out = layout_of("qualtrics_text").left_out
    for column in ("IPAddress", "RecipientEmail", "RecipientLastName", "LocationLatitude"):
        assert left_out[column].startswith("personal")


def test_what_qualtrics_finds_out_by_itself_is_left_out_but_questions_of_that_name_stay():
    names, texts, ids, *answers = first_rows("qualtrics_text")
    layout = recognise(
        [
            (*names, "Q_RecaptchaScore", "Q_Speed"),
            (*texts, "Q_RecaptchaScore", "How fast were we?"),
            (*ids, '{"ImportId":"Q_RecaptchaScore"}', '{"ImportId":"QID9"}'),
            *((*row, "0.9", "4") for row in answers),
        ]
    )
    assert "Q_RecaptchaScore" in layout.left_out
    assert "Q_Speed" not in layout.left_out


@real
def test_a_real_export_in_german_has_three_header_rows():
    layout = recognise(first_rows(str(REAL / "ropensci_sample.csv")))
    assert (layout.name, layout.first_answer) == ("Qualtrics, three header rows", 4)
    assert line(layout, "responded_on").entry == {"column": "RecordedDate"}
    assert line(layout, "response_id").entry == "ResponseId"
    assert layout.needs == ("Status", "DistributionChannel")


@real
def test_a_real_legacy_export_has_two_header_rows():
    layout = recognise(first_rows(str(REAL / "ropensci_sample_legacy.csv")))
    assert (layout.name, layout.first_answer) == ("Qualtrics, legacy, two header rows", 3)
    assert line(layout, "responded_on").entry == {"column": "V9"}
    assert layout.needs == ("V7",)


@real
def test_a_real_rehearsal_keeps_its_made_up_answers_and_says_so():
    layout = recognise(first_rows(str(REAL / "QT_Matrix.csv")))
    assert layout.name.endswith("every answer in sight a test that Qualtrics made up")
    assert layout.why_no_answer({"Status": "2"}) is None
    assert layout.why_no_answer({"Status": "1"}) is not None


@real
def test_each_matrix_of_a_real_export_has_its_items():
    layout = recognise(first_rows(str(REAL / "QT_Matrix.csv")))
    items = [each for each in layout.suggestions if each.table == "ratings.items"]
    columns = [each.entry["delivered"]["column"] for each in items]
    assert columns[:6] == ["Q12_1", "Q12_2", "Q12_3", "Q11_1", "Q11_2", "Q11_3"]
    assert len(columns) == len(set(columns)) == 19
    assert all(each.decide for each in items), "codes up to 4 do not tell the scale"


@real
def test_side_by_side_of_a_real_export_is_for_a_person_to_decide():
    layout = recognise(first_rows(str(REAL / "QT_Sample_Survey.csv")))
    kiwi = line(layout, "Kiwi", "ratings.items")
    assert [entry["column"] for entry in kiwi.entry.values()] == [
        "q6_reservations#1_2",
        "q6_reservations#2_2",
    ]
    assert kiwi.decide
