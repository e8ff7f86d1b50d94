"""What a file is to the files of its source that are there already."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.importers.merging.parts import (
    Question,
    already_there,
    decide,
    labelled,
    mapping_sha256,
)
from insight.problems import Mistake
from insight.tables import Source

JULY = date(2026, 7, 1)
DATED = Question(Path("shop.toml"), None, True, True, lambda _file, _parts: None)
UNDATED = replace(DATED, is_dated=False, days_are_theirs=False)


def part(file: str, days: str | None, rows: int, sha256: str | None = None) -> Source:
    """A part; days are written "2026-01-01 2026-01-31"."""
    first, last = map(date.fromisoformat, days.split()) if days else (None, None)
    return Source(
        name="shop",
        files=(file,),
        as_of=JULY,
        imported_on=JULY,
        rows_read=rows,
        rows_kept=rows,
        rows_rejected=0,
        sha256=sha256 or f"{file}{rows}",
        mapping="m",
        first_day=first,
        last_day=last,
    )


JAN = part("jan.csv", "2026-01-01 2026-01-31", 31)
FEB = part("feb.csv", "2026-02-01 2026-02-28", 28)
YEAR = part("year.csv", "2026-01-01 2026-12-31", 365)


def outcome(new: list[Source], there: list[Source], question: Question = DATED, unchanged=()):
    """(file, the files it replaces) of each new file."""
    decisions = decide(new, there, unchanged, question)
    return [(one.file.file, [gone.file for gone in one.replaced]) for one in decisions]


def test_a_file_for_a_new_period_is_added():
    assert outcome([FEB], [JAN]) == [("feb.csv", [])]


def test_a_longer_file_replaces_every_part_it_covers():
    assert outcome([YEAR], [JAN, FEB]) == [("year.csv", ["jan.csv", "feb.csv"])]


def test_as_many_rows_over_the_same_days_replace_too():
    assert outcome([part("again.csv", "2026-01-01 2026-01-31", 31)], [JAN]) == [
        ("again.csv", ["jan.csv"])
    ]


def test_the_same_bytes_by_another_mapping_replace_the_part_whatever_its_days():
    other_days = part("jan.csv", "2026-01-01 2026-01-12", 31, sha256=JAN.sha256)
    assert outcome([replace(other_days, mapping="n")], [JAN, FEB]) == [("jan.csv", ["jan.csv"])]


@pytest.mark.parametrize(
    ("new", "there", "why"),
    [
        (part("mid.csv", "2026-01-15 2026-02-10", 400), [JAN], "cover only some"),
        (part("jan.csv", "2026-01-01 2026-01-31", 30), [JAN], "has fewer rows"),
        (part("few.csv", "2026-01-01 2026-12-31", 40), [JAN, FEB], "has fewer rows"),
        (part("in.csv", "2026-01-05 2026-01-06", 2), [JAN], "cover only some"),
    ],
)
def test_anything_else_is_a_question_with_two_lines_that_settle_it(new, there, why):
    with pytest.raises(Mistake) as asked:
        decide([new], there, (), DATED)
    said = str(asked.value)
    assert why in said
    for one in (new, *there):
        assert f"{one.file} ({one.first_day} to {one.last_day}, {one.rows_read} rows)" in said
    assert "(shop.toml, [file]):" in said
    assert '  again = "replace"   #' in said
    assert '  again = "add"   #' in said


def test_the_mapping_settles_it():
    mid = part("mid.csv", "2026-01-15 2026-02-10", 20)
    assert outcome([mid], [JAN, FEB], replace(DATED, again="replace")) == [
        ("mid.csv", ["jan.csv", "feb.csv"])
    ]
    assert outcome([mid], [JAN, FEB], replace(DATED, again="add")) == [("mid.csv", [])]


def test_added_is_not_said_of_the_same_file_that_only_grew():
    grown = part("jan.csv", "2026-01-01 2026-02-03", 40)
    assert outcome([grown], [JAN], replace(DATED, again="add")) == [("jan.csv", ["jan.csv"])]
    other = replace(grown, files=("other.csv",))
    assert outcome([other], [JAN], replace(DATED, again="add")) == [("other.csv", [])]


def test_a_longer_file_without_the_ids_of_the_part_is_a_question():
    half = replace(DATED, share_of_ids=lambda _file, _parts: 0.5)
    few = replace(DATED, share_of_ids=lambda _file, _parts: 0.4)
    assert outcome([YEAR], [JAN], half) == [("year.csv", ["jan.csv"])]
    with pytest.raises(Mistake, match="most of their ids are not in it"):
        decide([YEAR], [JAN], (), few)


def test_a_day_from_the_mapping_does_not_tell_that_another_file_is_the_longer_one():
    one_day = replace(DATED, days_are_theirs=False)
    east, west = (part(f"{name}.csv", "2026-06-30 2026-06-30", 9) for name in ("east", "west"))
    with pytest.raises(Mistake, match="the day comes from the mapping"):
        decide([west], [east], (), one_day)
    grown = replace(east, rows_read=12, sha256="other")
    assert outcome([grown], [east], one_day) == [("east.csv", ["east.csv"])]


def test_a_part_that_the_import_names_again_is_not_replaced():
    west = part("west.csv", "2026-01-01 2026-01-31", 31)
    grown = part("east.csv", "2026-01-01 2026-01-31", 40)
    east = part("east.csv", "2026-01-01 2026-01-31", 31)
    assert outcome([grown], [east, west], unchanged=[west]) == [("east.csv", ["east.csv"])]
    with pytest.raises(Mistake, match=r"east\.csv .* and west\.csv"):
        decide([grown], [east, west], (), DATED)


def test_files_that_were_never_told_apart_are_replaced_together():
    both = replace(JAN, files=("jan.csv", "feb.csv"), sha256=None, last_day=FEB.last_day)
    assert outcome([JAN, FEB], [both]) == [
        ("jan.csv", ["jan.csv, feb.csv"]),
        ("feb.csv", ["jan.csv, feb.csv"]),
    ]


def test_rows_without_days_replace_those_before():
    old, new = part("customers_25.csv", None, 9), part("customers_26.csv", None, 7)
    assert outcome([new], [old], UNDATED) == [("customers_26.csv", ["customers_25.csv"])]
    assert outcome([new], [old], replace(UNDATED, again="add")) == [("customers_26.csv", [])]


def test_one_file_without_days_does_not_replace_several_unasked():
    east, west, grown = (
        part("east.csv", None, 5),
        part("west.csv", None, 5),
        part("east.csv", None, 6),
    )
    with pytest.raises(Mistake, match="its rows have no days"):
        decide([grown], [east, west], (), UNDATED)
    assert outcome([grown], [east, west], UNDATED, unchanged=[west]) == [("east.csv", ["east.csv"])]
    assert outcome([grown], [east, west], replace(UNDATED, again="replace")) == [
        ("east.csv", ["east.csv", "west.csv"])
    ]


def test_a_name_that_is_taken_is_numbered():
    export = part("export.csv", "2026-02-01 2026-02-28", 28)
    there = [replace(JAN, files=("export.csv",)), replace(FEB, files=("export.csv (2)",))]
    (decision,) = labelled(decide([export], there[:1], (), DATED), there)
    assert decision.file.file == "export.csv (3)"
    assert "It is kept as 'export.csv (3)'" in decision.said
    (replacing,) = labelled(
        decide(
            [replace(export, first_day=JAN.first_day)],
            there[:1],
            (),
            replace(DATED, again="replace"),
        ),
        there[:1],
    )
    assert replacing.file.file == "export.csv"


def test_the_same_content_is_there_only_if_every_table_has_it_by_the_same_mapping():
    both = {"survey_responses": [JAN, FEB], "ratings": [JAN]}
    assert already_there(JAN.sha256, "m", both) is JAN
    assert already_there(FEB.sha256, "m", both) is None
    assert already_there(JAN.sha256, "n", both) is None
    assert already_there(JAN.sha256, "m", {"survey_responses": []}) is None


def test_a_mapping_is_the_same_whatever_its_comments_and_what_it_says_of_again(tmp_path):
    texts = [
        '[file]\nsource = "a"\n[survey_responses]\nresponded_on = "day"\n',
        '# why\n[file]\nagain = "add"\nsource = "a"\n[survey_responses]\nresponded_on = "day"\n',
        '[file]\nsource = "a"\n[survey_responses]\nresponded_on = "date"\n',
    ]
    hashes = []
    for text in texts:
        path = tmp_path / "m.toml"
        path.write_text(text)
        hashes.append(mapping_sha256(path))
    assert hashes[0] == hashes[1] != hashes[2]


NEW_YEAR = date(2026, 1, 1)
files = st.builds(
    lambda first, length, rows: replace(
        part(f"{first}-{length}-{rows}.csv", None, rows),
        first_day=NEW_YEAR + timedelta(first),
        last_day=NEW_YEAR + timedelta(first + length),
    ),
    st.integers(0, 20),
    st.integers(0, 20),
    st.integers(1, 9),
)


@settings(max_examples=40, deadline=None)
@given(files, st.lists(files, max_size=4, unique_by=lambda one: one.files))
def test_no_day_is_counted_twice_and_none_is_lost_unasked(new, there):
    there = [one for one in there if one.files != new.files]
    try:
        (decision,) = decide([new], there, (), DATED)
    except Mistake:
        return
    gone = decision.replaced
    assert sum(one.rows_read for one in gone) <= new.rows_read
    assert all(new.first_day <= one.first_day <= one.last_day <= new.last_day for one in gone)
    for one in there:
        assert one in gone or one.last_day < new.first_day or one.first_day > new.last_day
