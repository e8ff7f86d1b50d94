"""Google Forms: questions as headers, the time of the answer first."""

from datetime import date
from pathlib import Path

import pytest

from insight.importers.layouts import recognise
from tests.importers.layouts.conftest import first_rows, layout_of, line

REAL = Path(__file__).resolve().parents[4] / "shared" / "datasets" / "spack"


def test_a_form_comes_in(imported):
    came = imported("google_forms")
    assert [(row["responded_on"], row["recommend_score"]) for row in came.responses] == [
        (date(2025, 11, 17), 10),
        (date(2025, 11, 18), 7),
        (date(2025, 11, 30), 2),
    ]
    assert sorted({item for _, item in came.ratings}) == ["Books", "Rooms"]


def test_times_with_the_letters_of_a_zone_come_in(imported):
    came = imported("google_forms_zone")
    assert [row["responded_on"] for row in came.responses] == [
        date(2025, 11, 17),
        date(2025, 11, 18),
    ]


def test_the_order_of_day_and_month_is_a_question_where_both_fit():
    header = ("Timestamp", "Would you recommend us to a friend?")
    responded_on = line(recognise([header, ("05/06/2025 18:23:58", "9")]), "responded_on")
    assert responded_on.entry == {"column": "Timestamp"}
    assert responded_on.decide


@pytest.mark.parametrize("time", ["2019-11-01 08:51:12.402", "1700000000", "noon", ""])
def test_another_timestamp_is_a_plain_table(time):
    assert recognise([("Timestamp", "Would you recommend us?"), (time, "9")]) is None


def test_a_timestamp_before_bare_names_is_a_plain_table():
    assert recognise([("Timestamp", "sensor", "value"), ("11/17/2025 18:23:58", "a", "9")]) is None


def test_a_sheet_in_another_language_is_known():
    rows = [("Zeitstempel", "Würden Sie uns weiterempfehlen?"), ("17.11.2025 18:23:58", "9")]
    layout = recognise(rows)
    assert line(layout, "responded_on").entry["format"] == "%d.%m.%Y %H:%M:%S"
    assert line(layout, "recommend_score").entry["column"] == "Würden Sie uns weiterempfehlen?"


def test_addresses_are_left_out():
    assert "Email Address" in layout_of("google_forms").left_out


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not on this machine")
@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_real_forms_are_known_with_the_order_of_their_days(year):
    layout = recognise(first_rows(str(REAL / f"spack-user-survey-{year}-responses.csv")))
    assert layout.key == "google_forms"
    assert line(layout, "responded_on").entry == {
        "column": "Timestamp",
        "format": "%m/%d/%Y %H:%M:%S",
    }
