"""Formbricks: three generations of column names."""

from datetime import date

import pytest

from tests.importers.layouts.conftest import layout_of, line


def test_the_first_names_come_in(imported):
    came = imported("formbricks_first")
    assert [(row["responded_on"], row["recommend_score"]) for row in came.responses] == [
        (date(2023, 8, 30), 9),
        (date(2023, 8, 31), 6),
    ]
    assert [row["customer_id"] for row in came.responses] == ["usr1", "usr2"]


def test_numbered_questions_come_in_with_matrix_rows_as_items(imported):
    came = imported("formbricks_numbered")
    assert [row["recommend_score"] for row in came.responses] == [10, 5, 8]
    assert came.ratings["clz12", "Support"] == (None, 3)
    layout = layout_of("formbricks_numbered")
    assert layout.questions["1. How likely are you to recommend Acme?"] == (
        "How likely are you to recommend Acme?"
    )


def test_the_renamed_columns_tell_each_persons_own_day(imported):
    came = imported("formbricks_renamed")
    assert [row["responded_on"] for row in came.responses] == [
        date(2026, 2, 28),
        date(2026, 2, 28),
    ]
    responded_on = line(layout_of("formbricks_renamed"), "responded_on")
    assert responded_on.entry["time_zone"] == {"column": "Timezone", "otherwise": "UTC"}
    assert responded_on.decide


@pytest.mark.parametrize(
    ("sample", "columns"),
    [
        ("formbricks_numbered", {"userAgent - browser", "3. Which plan? - Option ID", "Notes"}),
        ("formbricks_renamed", {"Browser", "Url", "Duration Seconds", "Finished At"}),
    ],
)
def test_records_of_the_browser_are_left_out_by_either_name(sample, columns):
    assert columns <= layout_of(sample).left_out.keys()


def test_dimensions_of_the_company_stay():
    assert "plan" not in layout_of("formbricks_renamed").left_out
