"""Days are read by ISO or by the mapping's format, and never by a guess."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.importers.reading.dates import (
    candidate_formats,
    is_whole_date_format,
    read_day,
    read_stamp,
)
from insight.importers.reading.time_zones import local_day, zone_named
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
    assert not is_whole_date_format("%x")


@pytest.mark.parametrize(
    ("text", "date_format", "day"),
    [
        ("61", "excel", date(1900, 3, 1)),
        ("44440", "excel", date(2021, 9, 1)),
        ("44440.99999", "excel", date(2021, 9, 1)),
        ("42978", "excel-1904", date(2021, 9, 1)),
        ("1630454399", "unix", date(2021, 8, 31)),
        ("1630454400000", "unix-ms", date(2021, 9, 1)),
        ("2021-09-01 23:59:00 UTC", None, date(2021, 9, 1)),
        ("20210901", "%Y%m%d", date(2021, 9, 1)),
        ("1 Sep 2021", "%d %b %Y", date(2021, 9, 1)),
    ],
)
def test_days_that_are_numbers_or_words(text, date_format, day):
    assert read_day(text, date_format) == day


@pytest.mark.parametrize("text", ["60", "0", "-1", "2958466", "1e400", "day"])
def test_a_number_that_spreadsheets_show_as_no_day_is_none(text):
    with pytest.raises(ValueError, match=r"number|Excel"):
        read_day(text, "excel")


@pytest.mark.parametrize(
    ("text", "years_from", "day"),
    [
        ("01/09/21", 1950, date(2021, 9, 1)),
        ("01/09/49", 1950, date(2049, 9, 1)),
        ("01/09/50", 1950, date(1950, 9, 1)),
        ("01/09/50", 2000, date(2050, 9, 1)),
        ("01/09/21", 1921, date(1921, 9, 1)),
        ("29/02/00", 1950, date(2000, 2, 29)),
    ],
)
def test_two_digits_are_a_year_of_the_hundred_that_is_named(text, years_from, day):
    assert read_day(text, "%d/%m/%y", years_from) == day


def test_a_leap_day_is_none_in_a_century_that_had_it_not():
    with pytest.raises(ValueError, match="day"):
        read_day("29/02/00", "%d/%m/%y", 1900)


@pytest.mark.parametrize(
    ("text", "zone", "day"),
    [
        ("2021-03-27T22:59:59Z", "Europe/Berlin", date(2021, 3, 27)),
        ("2021-03-27T23:00:00Z", "Europe/Berlin", date(2021, 3, 28)),
        ("2021-03-28T21:59:59Z", "Europe/Berlin", date(2021, 3, 28)),
        ("2021-03-28T22:00:00Z", "Europe/Berlin", date(2021, 3, 29)),
        ("2021-01-01T04:59:59Z", "America/New_York", date(2020, 12, 31)),
        ("2021-01-01T11:00:00Z", "Pacific/Kiritimati", date(2021, 1, 2)),
        ("2021-01-01T00:30:00+02:00", "UTC", date(2020, 12, 31)),
        ("2021-01-01T23:30:00Z", "+05:30", date(2021, 1, 2)),
        ("2021-01-01", "Pacific/Kiritimati", date(2021, 1, 1)),
    ],
)
def test_the_day_is_the_one_in_the_zone_also_when_clocks_change(text, zone, day):
    assert local_day(read_stamp(text, None), zone_named(zone)) == day


@settings(max_examples=40)
@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2060, 12, 31)))
def test_a_local_day_is_never_more_than_one_off(moment):
    stamp = read_stamp(f"{moment:%Y-%m-%dT%H:%M:%S}Z", None)
    for name in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"):
        assert abs(local_day(stamp, zone_named(name)) - moment.date()) <= timedelta(days=1)


@settings(max_examples=40)
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
    assert "# reads 1 of 2 dates, but not row 3: '25/12/2021'" in str(refusal.value)


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


def test_a_column_that_is_written_both_ways_must_be_put_right(folder):
    with pytest.raises(Mistake, match=r"row 2.*no one format reads every date.*must be put right"):
        folder.take("Survey date\n25/12/2021\n12/25/2021\n01/02/2021\n", MAPPING)


def test_a_day_that_no_format_fits_is_named(folder):
    with pytest.raises(Mistake, match=r"row 2, column 'Survey date': 'soon' is not written as"):
        folder.take("Survey date\nsoon\n", MAPPING)


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
    folder.take("Survey date\n2021-01-01\n", MAPPING, named="dated.toml")
    assumed = {one.name: one.day_is_assumed for one in folder.sources("survey_responses")}
    assert assumed == {"shop": True, "dated": False}
