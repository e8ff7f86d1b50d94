"""Medallia Agent Connect: stars from 1 to 5 are no recommend score."""

from datetime import date

from tests.importers.layouts.conftest import layout_of, line


def test_stars_come_in_as_a_rating_and_never_as_a_recommend_score(imported):
    came = imported("medallia")
    assert [(row["response_id"], row["responded_on"]) for row in came.responses] == [
        ("9001", date(2026, 1, 14)),
        ("9002", date(2026, 1, 16)),
    ]
    assert all(row.get("recommend_score") is None for row in came.responses)
    assert came.ratings == {
        ("9001", "Service by our agent"): (None, 5),
        ("9002", "Service by our agent"): (None, 2),
    }


def test_the_suggestion_says_why_stars_are_no_recommend_score():
    layout = layout_of("medallia")
    assert line(layout, "recommend_score") is None
    stars = line(layout, "Service by our agent", "ratings.items")
    assert stars.entry == {"delivered": {"column": "star_rating", "scale": [1, 5]}}
    assert "nobody was asked, from 0 to 10, whether they would recommend" in stars.reason


def test_a_request_that_nobody_answered_is_set_aside(imported):
    assert imported("medallia").reasons == {
        "nobody answered this request (response_received_at is empty)": 1
    }


def test_whose_day_counts_is_for_a_person_to_say():
    assert line(layout_of("medallia"), "responded_on").decide


def test_customers_and_employees_are_left_out():
    left_out = layout_of("medallia").left_out
    people = {"customer_name", "request_sent_to", "employee_email", "employee_last_name"}
    assert people <= left_out.keys()
