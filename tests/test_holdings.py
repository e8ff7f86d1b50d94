"""What a data folder holds: rows, period, files and rejected rows of each table."""

from datetime import date

from insight.holdings import holdings
from insight.publish import publish
from insight.tables import Source, write_export
from tests.conftest import as_table

ANSWERED = [
    {"response_id": "1", "responded_on": date(2026, 3, 1), "recommend_score": 9},
    {"response_id": "2", "responded_on": date(2026, 5, 2), "recommend_score": None},
]
RATED = {"response_id": "2", "item": "Price", "delivered": 4.0}
SCALE = {"delivered_low": 1.0, "delivered_high": 5.0}
DAY = date(2026, 6, 1)


def test_each_table_says_its_rows_period_files_and_rejects(tmp_path):
    sources = [
        Source("shop", ("march.csv",), DAY, DAY, 3, 1, 2),
        Source("shop", ("may.csv",), DAY, DAY, 1, 1, 0),
    ]
    write_export(tmp_path, "survey_responses", as_table("survey_responses", ANSWERED), sources)
    write_export(tmp_path, "ratings", as_table("ratings", [RATED | SCALE]), [])
    answers, ratings = holdings(tmp_path, publish(tmp_path))
    assert (answers.rows, answers.first_day, answers.last_day) == (
        2,
        date(2026, 3, 1),
        date(2026, 5, 2),
    )
    assert answers.files == ("march.csv", "may.csv")
    assert answers.rows_rejected == 2
    assert (ratings.rows, ratings.first_day, ratings.files) == (1, date(2026, 5, 2), ())


def test_a_table_whose_days_are_all_missing_has_no_period(tmp_path):
    write_export(tmp_path, "survey_responses", as_table("survey_responses", ANSWERED), [])
    believed = {"item": "Price", "wanted": 1.0, "wanted_low": 0.0, "wanted_high": 1.0}
    write_export(tmp_path, "beliefs", as_table("beliefs", [believed]), [])
    beliefs = holdings(tmp_path, publish(tmp_path))[-1]
    assert (beliefs.table.name, beliefs.first_day, beliefs.last_day) == ("beliefs", None, None)
