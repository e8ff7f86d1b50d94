"""SPSS files give codes as text, and beside them the labels and missing codes they declare."""

import struct
from datetime import date

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from insight.importers.files import sav_file
from insight.importers.files.records import FileOptions
from insight.importers.files.sav_file import open_sav
from insight.importers.imports import import_files
from insight.problems import Mistake
from tests.importers.conftest import TODAY


@pytest.fixture
def read(tmp_path):
    def read_columns(columns, name="answers.sav", **more):
        path = tmp_path / name
        pyreadstat.write_sav(pd.DataFrame(columns), path, **more)
        return open_sav(path, FileOptions())

    return read_columns


def fields(raw):
    return [record.fields for record in raw.records()]


def test_records_carry_codes_and_system_missing_is_empty(read):
    raw = read({"id": ["a", "ü", ""], "nps": [9, np.nan, 7.5]})
    assert [(record.row, record.fields) for record in raw.records()] == [
        (1, ("id", "nps")),
        (2, ("a", "9")),
        (3, ("ü", "")),
        (4, ("", "7.5")),
    ]


def test_labels_and_questions_stand_beside_the_codes(read):
    raw = read(
        {"q1": [9, 99], "region": ["N", "S"]},
        column_labels={"q1": "How likely are you to recommend us?"},
        variable_value_labels={"q1": {99: "Refused"}, "region": {"N": "North"}},
    )
    assert fields(raw)[1:] == [("9", "N"), ("99", "S")]
    assert raw.questions == {"q1": "How likely are you to recommend us?"}
    assert raw.labels == {"q1": {"99": "Refused"}, "region": {"N": "North"}}


def test_declared_missing_codes_are_listed_and_of_ranges_those_that_are_there(read):
    raw = read(
        {"a": [1, 99, 98], "b": [1, 97.5, -3], "c": ["x", "NA", "y"], "d": [1, 2, 3]},
        missing_ranges={
            "a": [98, 99],
            "b": [{"lo": 97, "hi": 99}, {"lo": -9, "hi": -9}],
            "c": ["NA"],
        },
    )
    assert raw.missing == {"a": ("98", "99"), "b": ("-9", "97.5"), "c": ("NA",)}
    assert fields(raw)[2] == ("99", "97.5", "NA", "2")


def test_a_range_without_a_lower_end_is_followed_to_it(read):
    raw = read({"a": [-5.0, 0, 3]}, missing_ranges={"a": [{"lo": -1.7e308, "hi": 0}]})
    assert raw.missing == {"a": ("-5", "0")}


def test_dates_and_times_are_iso(read):
    days = [date(2021, 9, 30), None]
    moments = pd.to_datetime(["2021-09-30 14:05", None])
    raw = read(
        {"day": days, "at": moments, "took": [93_784.0, 1.5]}, variable_format={"took": "TIME8"}
    )
    assert fields(raw)[1:] == [
        ("2021-09-30", "2021-09-30 14:05:00", "26:03:04"),
        ("", "", "00:00:01.500000"),
    ]


def test_months_are_read_as_their_day_and_that_is_said(read):
    seconds = (date(2021, 9, 1) - date(1582, 10, 14)).days * 86_400.0
    raw = read({"month": [seconds]}, variable_format={"month": "MOYR8"})
    assert fields(raw)[1] == ("2021-09-01",)
    assert raw.said == (
        "answers.sav: months, quarters and weeks are read as the day that SPSS keeps for them: "
        "month.",
    )


def test_numbers_that_spss_shows_with_leading_zeros_keep_them(read):
    raw = read({"postcode": [4109.0, np.nan]}, variable_format={"postcode": "N5"})
    assert fields(raw)[1:] == [("04109",), ("",)]


def test_labels_and_missing_codes_of_dates_are_written_as_dates(read):
    never = (date(2099, 1, 1) - date(1582, 10, 14)).days * 86_400.0
    raw = read(
        {"day": [never]},
        variable_format={"day": "DATE11"},
        variable_value_labels={"day": {never: "never"}},
        missing_ranges={"day": [never]},
    )
    assert raw.missing == {"day": ("2099-01-01",)}
    assert raw.labels == {"day": {"2099-01-01": "never"}}


def test_a_date_or_time_beyond_the_calendar_stays_its_number(read):
    raw = read({"day": [1e12], "took": [1e13]}, variable_format={"day": "DATE11", "took": "TIME8"})
    assert fields(raw)[1] == ("1000000000000", "10000000000000")


def test_a_damaged_dictionary_is_refused_and_does_not_end_the_process(tmp_path):
    path = tmp_path / "answers.sav"
    labels = {"q": {1: "yes"}}
    pyreadstat.write_sav(pd.DataFrame({"q": [1.0]}), path, variable_value_labels=labels)
    # Record type 4 names the variables that a set of labels is for: one, the first of the file.
    of_the_first, of_the_fiftieth = struct.pack("<iii", 4, 1, 1), struct.pack("<iii", 4, 1, 50)
    path.write_bytes(path.read_bytes().replace(of_the_first, of_the_fiftieth))
    with pytest.raises(Mistake, match="is damaged or cut short"):
        open_sav(path, FileOptions())


@pytest.mark.parametrize("more", [{}, {"row_compress": True}, {"compress": True}])
def test_chunks_join_without_a_gap_or_a_repeat(read, monkeypatch, more):
    monkeypatch.setattr(sav_file, "_CELLS_AT_ONCE", 0)
    raw = read({"id": np.arange(2_000.0)}, **more)
    assert fields(raw) == [("id",), *((str(i),) for i in range(2_000))]


def test_a_file_without_cases_is_its_header(read):
    assert fields(read({"id": pd.Series([], dtype=float)})) == [("id",)]


def test_what_is_no_whole_spss_file_is_refused(tmp_path):
    path = tmp_path / "answers.sav"
    pyreadstat.write_sav(pd.DataFrame({"id": ["x" * 40] * 30}), path)
    whole = path.read_bytes()
    for content, said in [
        (b"", "the file is empty"),
        (b"a,b\n1,2\n", "is no SPSS file in spite of its ending"),
        (whole[:100], "is damaged or cut short"),
        (whole[:-50], "is damaged or cut short"),
    ]:
        path.write_bytes(content)
        with pytest.raises(Mistake, match=said):
            list(open_sav(path, FileOptions()).records())


def test_an_import_uses_the_labels_and_missing_codes_of_the_file_and_says_so(folder):
    pyreadstat.write_sav(
        pd.DataFrame({"day": [date(2021, 9, 30)] * 3, "nps": [9, 99, 0], "region": [1, 2, 9]}),
        folder.desk / "answers.sav",
        variable_value_labels={"region": {1: "North", 2: "South", 9: "Refused"}},
        missing_ranges={"nps": [99], "region": [9]},
    )
    mapping = folder.write(
        "shop.toml",
        '[survey_responses]\nresponded_on = "day"\nrecommend_score = "nps"\nregion = "region"\n',
    )
    summary = import_files(folder.data, [folder.desk / "answers.sav"], mapping, TODAY)
    assert folder.column("survey_responses", "recommend_score") == [9, None, 0]
    assert folder.column("survey_responses", "region") == ["North", "South", None]
    assert set(summary.assumptions) >= {
        "answers.sav, column 'nps': read as no answer, as the file declares: 99.",
        "answers.sav, column 'region': read as no answer, as the file declares: 9 (Refused).",
        "answers.sav, column 'region': codes are shown by the file's own labels: "
        "1 = North, 2 = South.",
    }


def test_text_in_another_encoding_than_stated_asks_for_it(tmp_path):
    path = tmp_path / "answers.sav"
    pyreadstat.write_sav(pd.DataFrame({"id": ["Große"]}), path)
    path.write_bytes(path.read_bytes().replace("Große".encode(), "Große ".encode("cp1252")))
    with pytest.raises(Mistake, match=r"another encoding.*encoding = \"cp1252\""):
        list(open_sav(path, FileOptions()).records())
    assert fields(open_sav(path, FileOptions(encoding="cp1252")))[1] == ("Große",)
