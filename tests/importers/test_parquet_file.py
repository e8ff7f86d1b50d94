"""Typed columns of Parquet become the texts a careful person would have written."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from insight.importers.files.parquet_file import open_parquet
from insight.importers.files.records import FileOptions
from insight.problems import Mistake


@pytest.fixture
def read(tmp_path):
    def read_table(columns, **more):
        pq.write_table(pa.table(columns), tmp_path / "answers.parquet", **more)
        return open_parquet(tmp_path / "answers.parquet", FileOptions())

    return read_table


def below_header(raw):
    return [record.fields for record in raw.records()][1:]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array([9, None], pa.int8()), ["9", ""]),
        (pa.array([2**63], pa.uint64()), ["9223372036854775808"]),
        (pa.array([3.0, 0.1, 1e-7, 1e22, None]), ["3", "0.1", "0.0000001", "1" + "0" * 22, ""]),
        (pa.array([float("nan")]), [""]),
        (pa.array([0.1, 3.0], pa.float32()), ["0.1", "3"]),
        (pa.array([Decimal("3.00"), Decimal("12.50")]), ["3", "12.5"]),
        (pa.array([True, False, None]), ["true", "false", ""]),
        (pa.array([date(2021, 9, 30), None]), ["2021-09-30", ""]),
        (pa.array([date(2021, 9, 30), None], pa.date64()), ["2021-09-30", ""]),
        (pa.array([3_472_222], pa.date32()), ["11476-08-15"]),
        (pa.array([datetime(2021, 9, 30, 14, 5)]), ["2021-09-30 14:05:00"]),
        (pa.array([1_500], pa.timestamp("ms")), ["1970-01-01 00:00:01.500"]),
        (pa.array([300 * 10**12], pa.timestamp("ms")), ["11476-08-15 05:20:00"]),
        (
            pa.array([datetime(2021, 9, 30, 14, 5)], pa.timestamp("us", "Europe/Berlin")),
            ["2021-09-30 16:05:00+02:00"],
        ),
        (
            pa.array([datetime(2021, 9, 30, 14, 5)], pa.timestamp("ns", "UTC")),
            ["2021-09-30 14:05:00+00:00"],
        ),
        (pa.array([time(14, 5), None]), ["14:05:00", ""]),
        (pa.array([timedelta(days=1, hours=2)]), ["26:00:00"]),
        (pa.array(["x", None, "x"]).dictionary_encode(), ["x", "", "x"]),
        (pa.array(["x", None], pa.large_string()), ["x", ""]),
        (pa.array([b"Gr\xc3\xb6\xc3\x9fe", b"\xff", None]), ["Größe", "ff", ""]),
        (pa.nulls(1), [""]),
        (pa.array([["a", "b"], [], None]), ["a; b", "", ""]),
        (pa.array([[{"k": "ü"}], None]), ['[{"k": "ü"}]', ""]),
    ],
)
def test_values_are_written_as_a_person_would(read, values, texts):
    assert below_header(read({"a": values})) == [(text,) for text in texts]


def test_the_names_are_row_1_and_rows_follow_across_row_groups(read):
    raw = read({"id": [1, 2, 3], "score": [9, None, 7]}, row_group_size=2)
    assert [(record.row, record.fields) for record in raw.records()] == [
        (1, ("id", "score")),
        (2, ("1", "9")),
        (3, ("2", "")),
        (4, ("3", "7")),
    ]
    assert raw.said == ()


def test_members_of_structs_are_columns(read):
    raw = read({"who": [{"name": "Ann", "at": {"city": "Rome"}}, None], "score": [9, 7]})
    assert [record.fields for record in raw.records()] == [
        ("who.name", "who.at.city", "score"),
        ("Ann", "Rome", "9"),
        ("", "", "7"),
    ]


def test_what_is_no_plain_value_is_said(read):
    raw = read({"tags": [["a"]], "picks": [[{"k": 1}]], "blob": [b"x"]})
    assert raw.said == (
        "answers.parquet: lists are joined by “; ”: tags.",
        "answers.parquet: nested values are read as JSON text: picks.",
        "answers.parquet: bytes are read as UTF-8, else in hexadecimal: blob.",
    )


def test_what_is_no_whole_parquet_file_is_refused(tmp_path):
    path = tmp_path / "answers.parquet"
    pq.write_table(pa.table({"a": ["x" * 50] * 50}), path, compression="none")
    whole = path.read_bytes()
    for content, said in [
        (b"", "the file is empty"),
        (b"a,b\n1,2\n", "is no Parquet file in spite of its ending"),
        (whole[:-20], "is damaged or cut short"),
    ]:
        path.write_bytes(content)
        with pytest.raises(Mistake, match=said):
            open_parquet(path, FileOptions())


def test_damage_within_the_file_is_told_while_reading(tmp_path):
    path = tmp_path / "answers.parquet"
    pq.write_table(pa.table({"a": [str(i) for i in range(999)]}), path, use_dictionary=False)
    content = bytearray(path.read_bytes())
    content[60:200] = bytes(140)
    path.write_bytes(content)
    raw = open_parquet(path, FileOptions())
    with pytest.raises(Mistake, match=r"answers\.parquet is damaged or cut short"):
        list(raw.records())
