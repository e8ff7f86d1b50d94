"""Typeform: UTC times, repeated headers, partial responses."""

from datetime import date

from tests.importers.layouts.conftest import layout_of, line


def test_submitted_responses_come_in_and_partial_ones_are_set_aside(imported):
    came = imported("typeform")
    assert [(row["responded_on"], row["recommend_score"]) for row in came.responses] == [
        (date(2025, 10, 5), 10),
        (date(2025, 10, 6), 3),
    ]
    assert (came.read, came.kept) == (3, 2)
    assert came.reasons == {"it was never submitted (Submit Date (UTC) is empty)": 1}


def test_whose_day_counts_is_for_a_person_to_say():
    responded_on = line(layout_of("typeform"), "responded_on")
    assert responded_on.entry == {"column": "Submit Date (UTC)", "time_zone": "as written"}
    assert responded_on.decide
    assert "UTC" in responded_on.reason


def test_repeated_headers_have_numbers():
    columns = layout_of("typeform").columns
    assert columns[3:6] == ("Other #1", "Which shop?", "Other #2")


def test_the_network_id_is_left_out_as_an_address():
    assert layout_of("typeform").left_out["Network ID"].startswith("personal")


def test_the_last_two_columns_submitted_at_and_token_are_typeform_too():
    layout = layout_of("typeform_tokens")
    assert layout.key == "typeform"
    assert line(layout, "response_id").entry == "Token"
