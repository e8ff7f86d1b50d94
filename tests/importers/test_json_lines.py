"""JSON lines become a table: a column for each key, a row for each line, torn ones named."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.importers.files.json_lines import open_json_lines
from insight.importers.files.records import FileOptions
from insight.problems import Mistake


@pytest.fixture
def read(tmp_path):
    def read_lines(content, name="answers.jsonl", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return open_json_lines(path, FileOptions(**options))

    return read_lines


def fields(raw):
    return [record.fields for record in raw.records()]


def test_the_header_is_every_key_in_order_of_first_appearance(read):
    raw = read('{"id": 1, "score": 9}\n{"score": 7, "comment": "slow"}\n')
    assert fields(raw) == [("id", "score", "comment"), ("1", "9", ""), ("", "7", "slow")]


def test_values_are_written_as_a_person_would(read):
    raw = read('{"a": 3.0, "b": 0.30, "c": true, "d": null, "e": 12345678901234567890, "f": NaN}')
    assert fields(raw)[1] == ("3", "0.3", "true", "", "12345678901234567890", "")


def test_objects_within_are_laid_flat_and_lists_joined_and_said(read):
    raw = read('{"who": {"name": "Ann", "at": {"city": "Rome"}}, "tags": ["a", 2], "none": []}')
    assert fields(raw) == [
        ("who.name", "who.at.city", "tags", "none"),
        ("Ann", "Rome", "a; 2", ""),
    ]
    assert raw.said == ("answers.jsonl: lists are joined by “; ”: tags, none.",)


def test_lists_of_objects_stay_json_and_are_said(read):
    raw = read('{"picks": [{"item": "Größe", "rank": [1]}]}')
    assert fields(raw)[1] == ('[{"item": "Größe", "rank": [1]}]',)
    assert raw.said == ("answers.jsonl: nested values are read as JSON text: picks.",)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("id: 2", "no JSON: Expecting value"),
        ('{"id": 2', "no JSON: Expecting ',' delimiter"),
        ("[2]", "JSON, but no object"),
        ("7", "JSON, but no object"),
        ('{"id": 2, "id": 3}', "the name 'id' stands twice"),
        ('{"a": {"b": 1}, "a.b": 2}', "the name 'a.b' stands twice"),
        ('{"id": "\\ud83d"}', "half a character, as \\ud83d without its other half"),
        ("[" * 100_000, "no JSON: nested too deeply"),
    ],
)
def test_a_line_that_is_no_object_is_torn_alone(read, line, reason):
    records = list(read(f'{{"id": 1}}\n{line}\n{{"id": 4}}\n').records())
    assert [record.fields for record in records] == [("id",), ("1",), None, ("4",)]
    assert (records[2].row, records[2].problem, records[2].text) == (3, reason, line)


def test_blank_lines_are_rows_without_values(read):
    assert fields(read('{"id": 1}\r\n\r\n{"id": 3}')) == [("id",), ("1",), ("",), ("3",)]


def test_only_a_line_end_ends_a_line(read):
    assert fields(read('{"a": "x\u2028y\x85z"}\n'))[1] == ("x\u2028y\x85z",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(read, encoding):
    assert fields(read('{"a": "ü"}\n{"a": "\u0a0a"}\n'.encode(encoding))) == [
        ("a",),
        ("ü",),
        ("\u0a0a",),
    ]


def test_an_encoding_is_said_by_the_mapping_or_refused_with_its_line(read):
    content = '{"a": "x"}\n{"a": "ü"}\n'.encode("cp1252")
    assert fields(read(content, encoding="cp1252"))[2] == ("ü",)
    with pytest.raises(Mistake, match=r"answers.jsonl, line 2: the byte 0xfc is not utf-8; .*enc"):
        read(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "has no line that is a JSON object; it is empty"),
        ("no\n", "line 1: no JSON: Expecting value"),
        (' [{"a": 1},\n{"a": 2}]', "is one JSON array, not one object a line"),
        ("{}\n", "has no line that is a JSON object"),
    ],
)
def test_a_file_without_objects_is_refused(read, content, said):
    with pytest.raises(Mistake, match=said):
        read(content)


def test_names_that_differ_from_line_to_line_are_no_columns(read):
    lines = "\n".join(json.dumps({f"{i}-{j}": 1 for j in range(2_500)}) for i in range(9))
    with pytest.raises(Mistake, match="line 9: the lines have more than 20,000 different names"):
        read(lines)


plain_values = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=6))
objects = st.dictionaries(st.text("ab", min_size=1, max_size=2), plain_values, max_size=3)
lines = st.one_of(objects.map(json.dumps), st.text('{}[]",:a1 ', max_size=8))


@settings(max_examples=40)
@given(st.lists(lines, max_size=6))
def test_every_line_is_a_row_or_torn_with_its_text(tmp_path_factory, written):
    path = tmp_path_factory.mktemp("json") / "answers.jsonl"
    path.write_text("\n".join(['{"first": 1}', *written]) + "\n", encoding="utf-8")
    records = list(open_json_lines(path, FileOptions()).records())
    assert [record.row for record in records] == list(range(1, len(written) + 3))
    for record, line in zip(records[2:], written, strict=True):
        assert (record.problem and record.text == line) or len(record.fields) == len(
            records[0].fields
        )
