"""Each file is opened by its kind; folders and patterns stand for the files in them."""

import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from insight.importers.files.formats import expand, open_raw
from insight.importers.files.records import FileOptions
from insight.problems import Mistake
from tests.importers.making import legacy_workbook, write_workbook


def first_rows(path):
    return [record.fields for record in open_raw(path, FileOptions()).records()][:2]


@pytest.fixture
def write(tmp_path):
    def write_file(name, content=b"id,score\n1,9\n"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return write_file


def test_every_kind_gives_the_same_rows(write, tmp_path):
    pq.write_table(pa.table({"id": [1], "score": [9.0]}), tmp_path / "a.parquet")
    write_workbook(tmp_path / "a.xlsx", {"S": [["id", "score"], [1, 9.0]]})
    paths = [
        write("a.csv"),
        write("A.TSV", b"id\tscore\n1\t9\n"),
        write("a.csv.gz", gzip.compress(b"id,score\n1,9\n")),
        write("a.jsonl", b'{"id": 1, "score": 9.0}\n'),
        write("a.ndjson.gz", gzip.compress(b'{"id": 1, "score": 9.0}\n')),
        tmp_path / "a.parquet",
        tmp_path / "a.xlsx",
    ]
    for path in paths:
        assert first_rows(path) == [("id", "score"), ("1", "9")], path.name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.docx", "files that end in .docx cannot be read; save it as one of these: CSV"),
        ("a", "files without an ending cannot be read"),
        ("a.zip", "unpack it first"),
        ("a.xlsx.gz", "unpack it first: gunzip a.xlsx.gz"),
    ],
)
def test_other_kinds_are_refused_with_what_to_do(write, name, said):
    with pytest.raises(Mistake, match=said):
        open_raw(write(name), FileOptions())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (legacy_workbook(), "is an Excel workbook, in spite of its ending; rename it to a.xls"),
        (b"PK\x03\x04....", "is an Excel workbook or a packed folder, .* rename it to a.xlsx"),
        (b"PAR1....", "is a Parquet file, in spite of its ending; rename it to a.parquet"),
        (b"$FL2@(#) SPSS", "is an SPSS file, in spite of its ending; rename it to a.sav"),
        (
            gzip.compress(b"a", mtime=0),
            "is packed by gzip, in spite of its ending; rename it to a.csv.gz",
        ),
    ],
)
def test_a_file_that_is_no_text_says_what_it_is(write, content, said):
    with pytest.raises(Mistake, match=said):
        open_raw(write("a.csv", content), FileOptions())


@pytest.mark.parametrize("name", ["a.csv.gz", "a.jsonl.gz"])
def test_a_packed_file_cut_short_is_refused(write, name):
    cut = gzip.compress(b'{"a": 1}\n' * 99)[:-9]
    with pytest.raises(Mistake, match="is damaged or cut short"):
        open_raw(write(name, cut), FileOptions())


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "sav", "parquet", "jsonl"])
def test_a_file_that_is_not_there_is_refused(tmp_path, suffix):
    with pytest.raises(Mistake, match=f"a.{suffix} cannot be read: No such file"):
        open_raw(tmp_path / f"a.{suffix}", FileOptions())


def test_a_folder_stands_for_its_readable_files_in_order(write, tmp_path):
    write("wave 2.csv")
    write("wave 1.xlsx")
    assert [path.name for path in expand([tmp_path])] == ["wave 1.xlsx", "wave 2.csv"]


def test_what_a_folder_holds_besides_is_said(write, tmp_path):
    for name in ("a.csv", ".hidden.csv", "~$a.xlsx", "notes.docx", "more/b.csv"):
        write(name)
    told = []
    assert [path.name for path in expand([tmp_path], told.append)] == ["a.csv"]
    assert told == [
        f"{tmp_path}: left aside, as hidden or no kind of file that is read: "
        ".hidden.csv, more/, notes.docx, ~$a.xlsx."
    ]


def test_a_pattern_stands_for_the_files_that_fit(write, tmp_path):
    for name in ("a1.csv", "a2.csv", "b.csv", "more/a3.csv"):
        write(name)
    assert [path.name for path in expand([tmp_path / "a*.csv"])] == ["a1.csv", "a2.csv"]
    assert [path.name for path in expand([str(tmp_path / "**" / "a?.csv")])] == [
        "a1.csv",
        "a2.csv",
        "a3.csv",
    ]


def test_a_file_whose_name_looks_like_a_pattern_is_itself(write):
    path = write("a[1].csv")
    write("a1.csv")
    assert expand([path]) == [path]


@pytest.mark.parametrize(
    ("asked", "said"),
    [("*.sav", "no file fits"), ("", "holds no file that can be read.*; there is notes.docx")],
)
def test_a_folder_or_pattern_without_files_is_refused(write, tmp_path, asked, said):
    write("notes.docx")
    with pytest.raises(Mistake, match=said):
        expand([tmp_path / asked])


def test_a_file_that_is_given_twice_is_taken_once(write, tmp_path):
    first, second = write("a.csv"), write("b.csv")
    assert expand([second, tmp_path, tmp_path / "." / "a.csv"]) == [second, first]


def test_files_given_by_name_are_left_to_whoever_reads_them(tmp_path):
    assert expand([tmp_path / "absent.csv"]) == [tmp_path / "absent.csv"]
