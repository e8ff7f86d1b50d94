"""Rows of a CSV file are read whole or rejected with their reason; none is lost."""

import csv
import io
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.importers.files.csv_file import open_csv
from insight.importers.files.records import FileOptions, Reject
from insight.importers.files.source_file import staged_sources
from insight.importers.files.staging import ROW
from insight.problems import Mistake


@dataclass(frozen=True)
class Read:
    """What one file was read as: whole rows with their numbers, and the rows that are torn."""

    header: tuple[str, ...]
    rows: tuple[int, ...]
    records: tuple[tuple[str, ...], ...]
    torn: tuple[Reject, ...]
    blank: int
    rows_read: int


def read_csv(path, names=(), **more) -> Read:
    options = FileOptions(names=frozenset(names), **more)
    (file,) = staged_sources([path], options, path.parent)
    columns = file.head.unambiguous
    batches = [batch.to_pydict() for batch in file.batches(columns)]
    records = [row for b in batches for row in zip(*(b[name] for name in columns), strict=True)]
    return Read(
        file.header,
        tuple(row for batch in batches for row in batch[ROW]),
        tuple(records),
        tuple(file.rejects()),
        file.blank,
        file.rows_read,
    )


@pytest.fixture
def desk(tmp_path):
    """Writes a file of this text or these bytes."""

    def write(text):
        path = tmp_path / "answers.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def read(desk):
    return lambda text, **more: read_csv(desk(text), **more)


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(read):
    file = read("day,nps\n2021-01-01,9\n\n2021-01-03,7\n")
    assert file.rows == (2, 4)
    assert file.records == (("2021-01-01", "9"), ("2021-01-03", "7"))
    assert (file.blank, file.rows_read) == (1, 2)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(read, line_end):
    assert read(line_end.join(["a,b", "1,2", "3,4"])).records == (("1", "2"), ("3", "4"))


def test_a_quoted_line_break_belongs_to_its_row(read):
    file = read('a,b\n1,"one\ntwo, three"\n2,x\n')
    assert file.records == (("1", "one\ntwo, three"), ("2", "x"))
    assert file.rows == (2, 3)


def test_trailing_empty_columns_are_no_columns(read):
    file = read("a,b,,\n1,2,,\n3,4\n5,6,,,,\n")
    assert file.header == ("a", "b")
    assert file.records == (("1", "2"), ("3", "4"), ("5", "6"))


def test_a_row_of_empty_cells_is_blank(read):
    file = read("a,b\n1,2\n , \n")
    assert (len(file.records), file.blank) == (1, 1)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1", "1 field instead of 3"),
        ("1,2,3,4", "4 fields instead of 3"),
        ('1,"2,3', "a quote that never closes"),
        ('1,"2"x,3', "text after a closing quote"),
    ],
)
def test_a_torn_line_is_rejected_alone(read, line, reason):
    file = read(f"a,b,c\n1,2,3\n{line}\n4,5,6\n")
    assert file.records == (("1", "2", "3"), ("4", "5", "6"))
    assert file.rows == (2, 4)
    assert [(torn.row, torn.reason, torn.text) for torn in file.torn] == [(3, reason, line)]


def test_a_quote_left_open_does_not_swallow_the_rows_below(read):
    file = read('a,b\n1,"open\n2,x\n3,"closed"\n')
    assert file.records == (("2", "x"), ("3", "closed"))
    assert [torn.row for torn in file.torn] == [2]


def test_a_quote_left_open_above_many_rows_costs_one_row(read):
    file = read('a,b\n1,"open\n' + "2,2021-01-01\n" * 20_000)
    assert len(file.records) == 20_000
    assert [torn.row for torn in file.torn] == [2]


def test_quotes_within_a_word_are_letters(read):
    assert read('a,b\n5" pipe,x\n').records == (('5" pipe', "x"),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
def test_the_delimiter_is_the_one_that_shows_the_expected_names(desk, delimiter):
    text = f"day{delimiter}What, if anything; did you | like?\n1{delimiter}2\n"
    path = desk(text.replace("What", '"What').replace("like?", 'like?"'))
    assert open_csv(path, FileOptions(names=frozenset(["day"]))).delimiter == delimiter
    assert read_csv(path, names=["day"]).records == (("1", "2"),)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a^b^c\n1^2^3\n", "^"),
        ("a\x01b\x01c\n1\x012\x013\n", "\x01"),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("Answers, June\n\na;b;c\n1;2;3\n4;5;6\n", ";"),
        ("a\tb\n1,2\t3,4\n", "\t"),
        ("sep=~\na~b\n1~2\n", "~"),
    ],
)
def test_without_names_the_delimiter_is_the_one_that_gives_rows_of_one_width(desk, text, delimiter):
    assert open_csv(desk(text), FileOptions()).delimiter == delimiter


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
    ],
)
def test_an_encoding_is_read_from_its_mark_or_tried(desk, encoding, found):
    path = desk("Größe,b\n“x”,2\n".encode(encoding))
    file = read_csv(path)
    assert (file.header, file.records) == (("Größe", "b"), (("“x”", "2"),))
    assert open_csv(path, FileOptions()).encoding == found


def test_an_encoding_is_told_by_the_last_byte_as_well_as_by_the_first(desk):
    text = "a\n" + "x\n" * 3_000_000 + "für\n"
    assert open_csv(desk(text.encode("cp1252")), FileOptions()).encoding == "cp1252"


def test_a_mark_is_no_part_of_the_first_name_when_the_mapping_says_utf_8(read):
    assert read("day\n1\n".encode("utf-8-sig"), encoding="utf-8").header == ("day",)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["id,day\n1,2\n", "番号,日付\n1,2\n"])
def test_an_encoding_without_its_mark_is_named(read, encoding, text):
    with pytest.raises(Mistake, match=rf'\[file\] encoding = "{encoding}"$'):
        read(text.encode(encoding))
    assert read(text.encode(encoding), encoding=encoding).records == (("1", "2"),)


def test_an_encoding_that_does_not_fit_is_refused_with_its_line(read):
    with pytest.raises(Mistake, match=r"answers.csv, line 2: the byte 0xfc is not utf-8"):
        read("a\nfür\n".encode("latin-1"), encoding="utf-8")


def test_header_rows_below_the_names_are_passed_over(read):
    file = read('Q1,Q2\n"How likely\nare you?",Why?\n{ImportId},{ImportId}\n9,x\n', header_rows=3)
    assert (file.header, file.records, file.rows) == (("Q1", "Q2"), (("9", "x"),), (4,))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ("a,b\n", "no whole row below its header"),
        ("a,b\n1\n", "row 2 has 1 field instead of 2"),
        ("a\0b\n1\n", "line 1 holds a zero byte: it is no text"),
    ],
)
def test_a_file_without_rows_is_refused(read, text, said):
    with pytest.raises(Mistake, match=said):
        read(text)


def test_a_header_that_is_torn_itself_is_refused(read):
    with pytest.raises(Mistake, match="row 1: the header has a quote that never closes"):
        read('a,"b\n1,2\n', delimiter=",")


def test_a_file_shorter_than_its_header_is_refused(read):
    with pytest.raises(Mistake, match="ends before its 3 header rows do"):
        read("a\n1\n", header_rows=3)


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=8)
)


@settings(max_examples=40)
@given(tables)
def test_whatever_a_csv_writer_writes_is_read_back(tmp_path_factory, rows):
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([f"column {number}" for number in range(len(rows[0]))])
    writer.writerows([["x", *row[1:]] for row in rows])
    path = tmp_path_factory.mktemp("csv") / "answers.csv"
    path.write_bytes(text.getvalue().encode())
    file = read_csv(path, delimiter=",", encoding="utf-8")
    trimmed = tuple(("x", *(cell.strip() for cell in row[1:])) for row in rows)
    assert file.records == trimmed
    assert not file.torn


plain_lines = st.lists(st.text("ab1,; ", max_size=10), max_size=12)
quoted_lines = st.lists(st.text('ab1,"', max_size=10), max_size=12)


def _read_below_header(folder, lines):
    path = folder / "answers.csv"
    path.write_text("\n".join(["a,b", "1,2", *lines]) + "\n", encoding="utf-8")
    return read_csv(path, delimiter=",", names=["a", "b"])


@settings(max_examples=40)
@given(plain_lines)
def test_every_line_is_kept_rejected_or_blank(tmp_path_factory, lines):
    file = _read_below_header(tmp_path_factory.mktemp("csv"), lines)
    assert file.rows_read == len(file.records) + len(file.torn)
    assert file.rows_read + file.blank == len(lines) + 1


@settings(max_examples=40)
@given(quoted_lines)
def test_every_letter_is_in_a_kept_row_or_in_the_rejects(tmp_path_factory, lines):
    file = _read_below_header(tmp_path_factory.mktemp("csv"), lines)
    kept = [field for record in file.records for field in record]
    rejected = [torn.text for torn in file.torn]
    for letter in "ab":
        assert "".join(kept + rejected).count(letter) == "".join(lines).count(letter)
