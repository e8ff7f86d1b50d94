"""Days are read by ISO or by the mapping's format, and never by a guess."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.importers.dates import candidate_formats, is_whole_date_format, read_day
from insight.problems import Mistake


@pytest.mark.parametrize(
    "text",
    [
        "2021-09-30",
        "2021-09-30 08:51",
        "2021-09-30 08:51:12.402",
        "2021-09-30T23:59:59Z",
        "2021-09-30T23:59:59+02:00",
    ],
)
def test_iso_days_need_no_format_and_stay_as_written(text):
    assert read_day(text, None) == date(2021, 9, 30)


@pytest.mark.parametrize("text", ["30/09/2021", "2021-9-30", "20210930", "2021-09-31", "2021-09"])
def test_other_days_are_not_read_without_a_format(text):
    with pytest.raises(ValueError, match=r"day|written"):
        read_day(text, None)


def test_a_format_must_keep_day_month_and_year():
    assert is_whole_date_format("%d/%m/%Y")
    assert is_whole_date_format("%m/%d/%Y %H:%M:%S")
    assert is_whole_date_format("%d %b %y")
    assert not is_whole_date_format("%d/%m")
    assert not is_whole_date_format("%B %Y")
    assert not is_whole_date_format("day")


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2060, 12, 31)))
def test_every_day_is_among_the_candidates_of_how_it_is_written(day):
    for written in ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m/%d/%Y %H:%M:%S", "%d %b %Y"):
        assert written in candidate_formats(day.strftime(written))


MAPPING = '[survey_responses]\nresponded_on = "Survey date"\n'


def test_dates_that_fit_both_ways_stop_with_both_lines(folder):
    with pytest.raises(Mistake) as refusal:
        folder.take("Survey date\n01/09/2021\n02/12/2021\n", MAPPING)
    message = str(refusal.value)
    assert "answers.csv, row 2, column 'Survey date': '01/09/2021'" in message
    assert 'responded_on = { column = "Survey date", format = "%d/%m/%Y" }' in message
    assert 'responded_on = { column = "Survey date", format = "%m/%d/%Y" }' in message
    assert message.count("reads all 2 dates of the file") == 2


def test_a_column_that_one_format_reads_says_which_and_why_not_the_other(folder):
    with pytest.raises(Mistake) as refusal:
        folder.take("Survey date\n01/09/2021\n25/12/2021\n", MAPPING)
    assert 'format = "%d/%m/%Y" }   # reads all 2 dates of the file' in str(refusal.value)
    assert "format = \"%m/%d/%Y\" }   # cannot read row 3: '25/12/2021'" in str(refusal.value)


def test_the_suggested_line_settles_it(folder):
    line = 'responded_on = { column = "Survey date", format = "%d/%m/%Y" }'
    folder.take("Survey date\n01/09/2021\n25/12/2021\n", f"[survey_responses]\n{line}\n")
    assert folder.column("survey_responses", "responded_on") == [
        date(2021, 9, 1),
        date(2021, 12, 25),
    ]


def test_a_format_that_cannot_read_every_date_is_refused_with_the_first_row(folder):
    line = 'responded_on = { column = "Survey date", format = "%m/%d/%Y" }'
    with pytest.raises(Mistake) as refusal:
        folder.take("Survey date\n01/09/2021\n25/12/2021\n", f"[survey_responses]\n{line}\n")
    assert "row 3, column 'Survey date': '25/12/2021' does not fit" in str(refusal.value)
    assert 'format = "%d/%m/%Y"' in str(refusal.value)
    assert not folder.data.exists()


def test_a_column_that_mixes_two_ways_must_be_put_right(folder):
    with pytest.raises(Mistake, match=r"row 3.*no one format reads every date"):
        folder.take("Survey date\n2021-01-31\n25/12/2021\n", MAPPING)


def test_a_day_that_no_format_fits_is_named(folder):
    with pytest.raises(Mistake, match=r"row 2, column 'Survey date': '44440' is not written as"):
        folder.take("Survey date\n44440\n", MAPPING)


def test_a_required_day_may_not_be_empty(folder):
    with pytest.raises(Mistake, match=r"row 3, column 'Survey date' is empty, but"):
        folder.take("x,Survey date\n1,2021-01-01\n2,\n", MAPPING)


def test_another_day_may_be_empty(folder):
    folder.take(
        "Survey date,sent\n2021-01-02,\n2021-01-03,2021-01-01\n", MAPPING + 'sent_on="sent"'
    )
    assert folder.column("survey_responses", "sent_on") == [None, date(2021, 1, 1)]


def test_labels_turn_a_wave_into_a_day_and_the_source_says_so(folder):
    summary = folder.take(
        "wave\nW1\nW2\n",
        "[survey_responses]\nresponded_on = "
        '{ column = "wave", labels = { W1 = "2021-09-30", W2 = 2022-03-31 } }\n',
    )
    assert folder.column("survey_responses", "responded_on") == [
        date(2021, 9, 30),
        date(2022, 3, 31),
    ]
    assert folder.sources("survey_responses")[0].day_is_assumed
    assert "survey_responses: responded_on comes from the mapping." in summary.assumptions


def test_a_constant_day_is_assumed_and_a_column_of_days_is_not(folder):
    folder.take("nps\n9\n", '[survey_responses]\nresponded_on = { value = "2019-11-01" }\n')
    assert folder.column("survey_responses", "responded_on") == [date(2019, 11, 1)]
    assert folder.sources("survey_responses")[0].day_is_assumed
    folder.take("Survey date\n2021-01-01\n", MAPPING)
    assert not folder.sources("survey_responses")[0].day_is_assumed
