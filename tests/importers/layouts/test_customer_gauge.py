"""CustomerGauge: survey records with NPS score, comment and dates."""

from datetime import date

from insight.importers.layouts import recognise
from tests.importers.layouts.conftest import layout_of, line


def test_answered_surveys_come_in_and_others_are_set_aside(imported):
    came = imported("customer_gauge")
    assert [
        (row["customer_id"], row["responded_on"], row["sent_on"], row["recommend_score"])
        for row in came.responses
    ] == [
        ("C-17", date(2026, 1, 14), date(2026, 1, 10), 9),
        ("C-19", date(2026, 1, 31), date(2026, 1, 11), 5),
    ]
    assert came.reasons == {"nobody answered this survey (Response Date is empty)": 1}
    assert [row["touchpoint"] for row in came.responses] == ["Delivery", "Delivery"]


def test_the_names_of_the_interface_for_programs_are_known_too():
    header = ("CustomerNumber", "Email", "NetPromoterScore", "Comment", "SurveyCompletedDate")
    row = ("6444", "", "10", "Hello", "2017-02-02 16:19:49")
    layout = recognise([(*header, "EmailSentDate"), (*row, "2017-02-01 16:19:49")])
    assert layout.key == "customer_gauge"
    assert line(layout, "sent_on").entry == {"column": "EmailSentDate"}


def test_a_table_that_only_has_an_nps_score_is_plain():
    assert recognise([("NPS Score", "Response Date", "Comment"), ("9", "2026-01-31", "")]) is None


def test_people_are_left_out():
    left_out = layout_of("customer_gauge").left_out
    assert {"First Name", "Last Name", "Email", "SMS Telephone"} <= left_out.keys()
