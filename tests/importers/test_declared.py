"""A file's own labels and missing codes count where the mapping leaves them open."""

import pytest

from insight.importers.mappings.fields import read_field
from insight.importers.reading.declared import told, with_declared
from insight.importers.reading.text_column import TextColumn
from insight.importers.reading.values import read_values
from insight.problems import Mistake

LABELS = {"1": "North", "2": "South", "99": "Refused"}


def field(type_="VARCHAR", **keys):
    return read_field("m.toml, [survey_responses]", "q", {"column": "Q", **keys}, type_)


def column(*texts, labels=None):
    rows = tuple(range(2, 2 + len(texts)))
    return TextColumn("a.sav", "Q", rows, texts, labels=labels or {})


def test_a_dimension_shows_the_files_labels_and_leaves_missing_codes_out():
    declared = with_declared(field(), LABELS, ["99"])
    assert read_values(declared, column("1", "2", "3", "99")) == ["North", "South", "3", None]
    assert list(told(field(), declared, LABELS)) == [
        "read as no answer, as the file declares: 99 (Refused).",
        "codes are shown by the file's own labels: 1 = North, 2 = South.",
    ]


def test_a_number_keeps_its_codes_and_loses_the_missing_ones():
    declared = with_declared(field("TINYINT", scale=[0, 10]), {"9": "nine"}, ["98", "99"])
    assert read_values(declared, column("9", "98", "99")) == [9, None, None]
    assert list(told(field("TINYINT"), declared, {})) == [
        "read as no answer, as the file declares: 98, 99."
    ]


def test_the_mappings_labels_leave_those_of_the_file_aside():
    declared = with_declared(field(labels={"99": "No wish"}), LABELS, ["99", "2"])
    assert read_values(declared, column("1", "2", "99")) == ["1", None, "No wish"]


def test_an_empty_list_of_missing_codes_says_that_all_are_answers():
    declared = with_declared(field(missing=[]), {"99": "Refused"}, ["99"])
    assert read_values(declared, column("99")) == ["Refused"]


def test_a_column_of_words_and_a_constant_take_no_labels():
    words = read_field("m.toml", "lane", "Q", "VARCHAR", words=("ours", "market"))
    constant = read_field("m.toml", "wave", {"value": "1"}, "VARCHAR")
    for one in (words, constant):
        assert with_declared(one, LABELS, []) == one


SHIFTED = {"1": "0 - Not at all likely", "2": "1", "3": "2", "11": "10: extremely likely"}


def test_labels_that_give_codes_other_numbers_are_a_question():
    score = field("TINYINT", scale=[0, 10])
    with pytest.raises(Mistake) as asked:
        read_values(score, column("3", "1", labels=SHIFTED))
    first, _, right, wrong = str(asked.value).splitlines()
    assert first == (
        "a.sav, row 2, column 'Q': '3' is '2' by the file's own labels, another number"
    )
    assert "labels = { 1 = 0, 2 = 1, 3 = 2, 11 = 10 } }   # if the file" in right
    assert "labels = { 1 = 1, 2 = 2, 3 = 3 } }   # if its codes" in wrong
    settled = field("TINYINT", scale=[0, 10], labels={"1": 0, "3": 2})
    assert read_values(settled, column("3", "1", labels=SHIFTED)) == [2, 0]


@pytest.mark.parametrize(
    "labels",
    [
        {"0": "0 - not at all", "10": "10 - extremely"},
        {"1": "18-24 years", "2": "25-34 years"},
        {"1": "poor", "5": "good"},
        {"1": "1 to 2 times", "2": "3 times or more"},
    ],
)
def test_labels_that_agree_or_are_no_scores_are_not_asked_about(labels):
    score = field("TINYINT", scale=[0, 10])
    assert read_values(score, column("1", "2", labels=labels)) == [1, 2]
