"""Workbooks are read as a person sees them, and what cannot be read is refused in a sentence."""

from datetime import date, datetime, time

import pytest

from insight.importers.files.records import FileOptions
from insight.importers.files.workbook import open_workbook
from insight.problems import Mistake
from tests.importers.making import (
    Shown,
    Uncounted,
    legacy_workbook,
    legacy_workbook_with_password,
    workbook_with_password,
    write_workbook,
)


@pytest.fixture
def opened(tmp_path):
    def open_sheets(sheets, hidden=(), name="answers.xlsx", **options):
        path = write_workbook(tmp_path / name, sheets, hidden)
        return open_workbook(path, FileOptions(**options))

    return open_sheets


@pytest.fixture
def refusal(tmp_path):
    def open_bytes(content, name="answers.xlsx"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Mistake) as refused:
            open_workbook(tmp_path / name, FileOptions())
        return str(refused.value)

    return open_bytes


def fields(raw):
    return [record.fields for record in raw.records()]


def test_cells_are_written_as_a_person_would(opened):
    values = [9.0, 7.5, 0.1 + 0.2, 1e-7, True, False, "00123", "two\nlines", 44469]
    shown = ("9", "7.5", "0.3", "0.0000001", "true", "false", "00123", "two\nlines", "44469")
    assert fields(opened({"S": [values]})) == [shown]


def test_date_cells_are_iso_and_show_a_time_only_where_they_have_one(opened):
    cells = [date(2021, 9, 30), datetime(2021, 9, 30, 14, 5), time(14, 5)]
    assert fields(opened({"S": [cells]})) == [("2021-09-30", "2021-09-30 14:05:00", "14:05:00")]


def test_error_cells_show_their_error_and_are_not_lost(opened):
    raw = opened({"S": [["id", "score"], [1, 9], [2, Shown("#N/A")], [3, Shown("#DIV/0!")]]})
    assert fields(raw)[1:] == [("1", "9"), ("2", "#N/A"), ("3", "#DIV/0!")]


def test_rows_and_columns_count_from_the_corner_of_the_sheet(opened):
    raw = opened({"S": [[], [None, "score"], [None, 9], [], [None, 7]]})
    assert [(record.row, record.fields) for record in raw.records()] == [
        (1, ("", "")),
        (2, ("", "score")),
        (3, ("", "9")),
        (4, ("", "")),
        (5, ("", "7")),
    ]


def test_records_may_be_asked_for_again(opened):
    raw = opened({"S": [["score"], [9]]})
    assert fields(raw) == fields(raw) == [("score",), ("9",)]


def test_the_only_sheet_with_rows_is_read(opened):
    raw = opened({"Cover": [], "Answers": [["score"], [9]]})
    assert (raw.sheet, raw.name, raw.said) == ("Answers", "answers.xlsx", ())


def test_of_several_sheets_the_mapping_names_one(opened):
    raw = opened({"May": [["score"], [9]], "June": [["score"], [7]]}, sheet="June")
    assert (raw.name, raw.said) == ("answers.xlsx, sheet June", ())
    assert fields(raw) == [("score",), ("7",)]


def test_several_sheets_and_none_named_is_a_question(opened):
    with pytest.raises(Mistake) as refused:
        opened({"May": [["score"], [9]], 'June "b"': [["score"], [7]]}, names=frozenset({"score"}))
    assert '\n  sheet = "May"\n  sheet = "June \\"b\\""' in str(refused.value)


def test_the_only_sheet_with_the_mappings_columns_is_read_and_said(opened):
    sheets = {"Notes": [["about", "this"]], "Answers": [["Report"], ["id", "score"], [1, 9]]}
    raw = opened(sheets, names=frozenset({"score"}))
    assert raw.sheet == "Answers"
    assert raw.said == (
        "answers.xlsx: the sheet Answers, the only one with columns of the mapping.",
    )


def test_hidden_sheets_are_passed_over_and_said(opened):
    raw = opened({"Answers": [["score"], [9]], "Lists": [["x"]]}, hidden=("Lists",))
    assert raw.sheet == "Answers"
    assert raw.said == ("answers.xlsx: hidden sheets passed over: Lists.",)


@pytest.mark.parametrize(
    ("sheet", "said"),
    [("answer", "did you mean 'Answers'"), ("Cover", "the sheet 'Cover'.* is empty")],
)
def test_a_sheet_that_is_not_there_or_empty_is_refused(opened, sheet, said):
    with pytest.raises(Mistake, match=said):
        opened({"Cover": [], "Answers": [["score"], [9]]}, sheet=sheet)


def test_formulas_without_a_stored_result_are_said(opened):
    raw = opened({"S": [["score"], [Uncounted("1+1")], [9]]})
    assert fields(raw) == [("score",), ("",), ("9",)]
    assert "formulas whose result the file does not hold are read as empty: 1" in raw.said[0]


def test_a_sheet_that_claims_more_than_fits_is_refused_before_it_is_read(opened):
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(Mistake, match="reaches to XFD1048576, which is more than fits in memory"):
        opened({"S": far})


def test_a_far_cell_on_another_sheet_does_not_stand_in_the_way(opened):
    far = '<row r="1"><c r="XFD1048576"><v>1</v></c></row>'
    raw = opened({"S": [["score"], [9]], "T": far}, sheet="S")
    assert fields(raw) == [("score",), ("9",)]


def test_formatted_empty_cells_far_away_are_no_rows(opened):
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    far = '<row r="1048576"><c r="XFC1048576" s="1"></c><c s="1" r="XFD1048576"/></row>'
    assert fields(opened({"S": near + far})) == [("1",)]


def test_legacy_workbooks_are_read(tmp_path):
    (tmp_path / "answers.xls").write_bytes(legacy_workbook())
    raw = open_workbook(tmp_path / "answers.xls", FileOptions())
    assert fields(raw) == [
        ("", "", "", "", ""),
        ("Day", "Score", "When", "Ok", "Comment"),
        ("2021-09-30", "9", "2021-09-30 14:05:00", "true", "Größe ☂"),
        ("", "7.5", "", "false", "x"),
    ]
    assert raw.said == ("answers.xls: cells that show an error, such as #N/A, are read as empty.",)


def test_a_legacy_workbook_that_holds_a_packed_theme_is_read(tmp_path):
    theme = write_workbook(tmp_path / "theme.zip", {"S": []}).read_bytes()
    (tmp_path / "answers.xls").write_bytes(legacy_workbook() + theme)
    assert len(fields(open_workbook(tmp_path / "answers.xls", FileOptions()))) == 4


def test_either_kind_of_workbook_is_read_under_the_ending_of_the_other(opened, tmp_path):
    assert fields(opened({"S": [["score"], [9]]}, name="answers.xls")) == [("score",), ("9",)]
    (tmp_path / "old.xlsx").write_bytes(legacy_workbook())
    assert len(fields(open_workbook(tmp_path / "old.xlsx", FileOptions()))) == 4


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (workbook_with_password(), "answers.xlsx"),
        (workbook_with_password(), "answers.xls"),
        (legacy_workbook_with_password(), "answers.xls"),
    ],
)
def test_a_password_is_named_as_the_reason(refusal, content, name):
    assert "protected by a password" in refusal(content, name)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"id;score\r\n1;9\r\n", "is text, not a workbook; rename it to answers.csv"),
        ("id\tscore\n".encode("utf-16"), "is text, not a workbook"),
        (b"\xef\xbb\xbf <html><table>", "is a web page or XML"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "older than Excel 97"),
        (b"PK\x03\x04 and no more", "is damaged, cut short or no Excel workbook"),
        (legacy_workbook()[:2000], "is damaged, cut short or no Excel workbook"),
    ],
)
def test_what_is_no_workbook_says_what_it_is(refusal, content, said):
    for name in ("answers.xlsx", "answers.xls"):
        assert said in refusal(content, name)


def test_a_workbook_cut_short_anywhere_is_refused(tmp_path, refusal):
    whole = write_workbook(tmp_path / "whole.xlsx", {"S": [["score"], [9]]}).read_bytes()
    for length in range(4, len(whole) - 22, 100):
        assert "is damaged" in refusal(whole[:length])


def test_an_empty_workbook_is_refused(opened):
    with pytest.raises(Mistake, match="has no sheet with rows"):
        opened({"S": []})
