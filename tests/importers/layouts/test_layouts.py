"""What holds for every layout: one tool a file, no people, and no crash on any rows."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from insight.importers.drafts.wording import EMAIL
from insight.importers.first_rows import columns_in
from insight.importers.layouts import LAYOUTS, layout_named, recognise
from insight.importers.mappings.columns import read_column
from insight.importers.mappings.fields import read_field
from insight.problems import Mistake
from insight.tables import TABLES
from tests.importers.layouts.conftest import SAMPLES, first_rows, layout_of

ALL = sorted(path.stem for path in SAMPLES.glob("*.csv"))
TOOLS = [sample for sample in ALL if sample != "plain"]
_PEOPLE = ("ada", "bea", "cem", "muster", "beispiel", "192.0.2.", "example.org", "4179000")


@pytest.mark.parametrize("sample", TOOLS)
def test_one_tool_and_no_other_claims_a_sample(sample):
    rows = first_rows(sample)
    claimed = [name for name, known in LAYOUTS.items() if known(rows)]
    assert len(claimed) == 1
    assert sample.startswith(claimed[0])


def test_every_tool_has_a_sample():
    assert set(LAYOUTS) == {layout_of(sample).key for sample in TOOLS}


def test_a_plain_table_is_no_tools():
    assert recognise(first_rows("plain")) is None


@pytest.mark.parametrize("sample", TOOLS)
def test_no_suggested_column_names_or_finds_a_person(sample):
    layout = layout_of(sample)
    answers = first_rows(sample)[layout.first_answer - 1 :]
    for suggestion in layout.suggestions:
        for column in columns_in(suggestion.entry):
            place = layout.columns.index(column)
            told = [row[place].casefold() for row in answers if place < len(row)]
            assert not any(EMAIL.fullmatch(text) for text in told), column
            assert not any(person in text for text in told for person in _PEOPLE), column


@pytest.mark.parametrize("sample", TOOLS)
def test_every_person_of_a_sample_is_left_out(sample):
    layout = layout_of(sample)
    for row in first_rows(sample)[layout.first_answer - 1 :]:
        for column, text in zip(layout.columns, row, strict=False):
            if any(person in text.casefold() for person in _PEOPLE[:7]) and column:
                assert column in layout.left_out, (column, text)


@pytest.mark.parametrize("sample", TOOLS)
def test_no_column_is_both_suggested_and_left_out(sample):
    layout = layout_of(sample)
    used = set().union(*(columns_in(each.entry) for each in layout.suggestions))
    assert used.isdisjoint(layout.left_out)
    assert used <= set(layout.columns)
    assert set(layout.needs) <= set(layout.columns)


@pytest.mark.parametrize("sample", TOOLS)
def test_every_suggestion_is_a_line_that_a_mapping_takes_and_has_a_reason(sample):
    for each in layout_of(sample).suggestions:
        assert each.reason
        table = TABLES[each.table.partition(".")[0]]
        columns = {column.name: column for column in table.columns}
        sides = each.entry if each.table == "ratings.items" else {each.name: each.entry}
        for name, entry in sides.items():
            if name in columns:
                read_column("draft", table, columns[name], entry)
            else:
                read_field("draft", name, entry, "VARCHAR", type_is_free=True)


def test_only_the_first_twenty_rows_are_looked_at():
    rows = [("a", "b")] * 20 + list(first_rows("typeform"))
    assert recognise(rows) is None


@pytest.mark.parametrize("sample", TOOLS)
def test_blank_rows_above_the_header_only_move_it(sample):
    moved = recognise([("", ""), (), *first_rows(sample)])
    assert moved.key == layout_of(sample).key
    assert moved.first_answer == layout_of(sample).first_answer + 2


_CELLS = st.sampled_from(
    sorted({cell for sample in TOOLS for row in first_rows(sample) for cell in row})
) | st.text(max_size=6)
_ROWS = st.lists(st.lists(_CELLS, max_size=9).map(tuple), max_size=6)


@settings(max_examples=40)
@given(rows=_ROWS)
@example(rows=[])
@example(rows=[()])
@example(rows=[("Timestamp",)])
@example(rows=[('{"ImportId":"x"}',), ('{"ImportId":"x"}',)])
@example(rows=[("Respondent ID", "Collector ID"), ()])
def test_no_rows_make_a_layout_crash(rows):
    for known in LAYOUTS.values():
        layout = known(rows)
        if layout:
            assert len([name for name in layout.columns if name]) == len(
                {name for name in layout.columns if name}
            ), "every column has a name of its own"
            assert layout.why_no_answer({}) is None or layout.needs


@settings(max_examples=40)
@given(sample=st.sampled_from(TOOLS), cut=st.integers(0, 6), width=st.integers(0, 12))
def test_a_file_cut_short_anywhere_does_not_crash(sample, cut, width):
    rows = [row[:width] if number >= cut else row for number, row in enumerate(first_rows(sample))]
    recognise(rows)
    recognise(rows[:cut])


def test_a_layout_is_asked_for_by_name():
    rows = first_rows("typeform")
    assert layout_named("typeform", rows, "shop.toml, [file]").key == "typeform"
    with pytest.raises(Mistake, match="there is no layout 'typefrom'; did you mean 'typeform'"):
        layout_named("typefrom", rows, "shop.toml, [file]")
    with pytest.raises(Mistake, match='looks like layout = "typeform"'):
        layout_named("medallia", rows, "shop.toml, [file]")
    with pytest.raises(Mistake, match='write layout = "plain"'):
        layout_named("medallia", first_rows("plain"), "shop.toml, [file]")
