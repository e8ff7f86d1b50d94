"""What a profile says of a column is what stands in its rows."""

import pytest

from insight.importers.drafts.profile import ColumnProfile, profiles_of
from insight.importers.files.records import FileOptions
from insight.importers.files.source_file import staged_sources


@pytest.fixture
def profile(folder):
    """The profile of one column, given the values of its rows; `earlier` stand in another file."""

    def made(*values: str, earlier: tuple[str, ...] = ()) -> ColumnProfile:
        paths = []
        for name, texts in {"a.csv": earlier, "b.csv": values}.items():
            if texts:
                rows = [f"{number},{text}" for number, text in enumerate(texts)]
                paths.append(folder.write(name, "\n".join(["row,it", *rows])))
        scratch = folder.desk / "scratch"
        scratch.mkdir(exist_ok=True)
        return profiles_of(staged_sources(paths, FileOptions(), scratch))["it"]

    return made


def test_it_counts_rows_filled_rows_and_different_texts(profile):
    found = profile("a", "", "b", "a")
    assert (found.rows, found.filled, found.distinct, found.texts) == (4, 3, 2, ("a", "b"))
    assert not found.is_complete
    assert not found.is_unique


def test_a_column_is_profiled_over_all_files(profile):
    found = profile("1", "2", earlier=("2", "7"))
    assert (found.files, found.rows, found.distinct) == (("a.csv", "b.csv"), 4, 3)
    assert (found.numeric, found.whole, found.least, found.most) == (True, True, 1, 7)


def test_different_in_every_file_is_not_different_in_all(profile):
    assert not profile("1", "2", earlier=("2", "3")).is_unique


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        (("2026-01-31", "2026-02-01"), (None,)),
        (("31/01/2026", "01/02/2026"), ("%d/%m/%Y",)),
        (("01/02/2026", "03/04/2026"), ("%d/%m/%Y", "%m/%d/%Y")),
        (("01/01/2026", "02/02/2026"), ("%d/%m/%Y",)),
        (("20260131", "20260201"), ("%Y%m%d",)),
        (("31/01/2026", "02/28/2026"), ()),
        (("12", "13"), ()),
        (("soon", "2026-01-31"), ()),
    ],
    ids=["iso", "day first", "either", "the same either way", "plain", "neither", "number", "text"],
)
def test_days_are_known_by_the_formats_that_read_all_of_them(profile, values, formats):
    assert profile(*values).date_formats == formats


def test_the_period_is_told_where_one_format_reads_it(profile):
    found = profile("31/01/2026", "01/12/2025")
    assert (found.first_day, found.last_day) == ("2025-12-01", "2026-01-31")


def test_free_text_is_long_or_nearly_always_different(profile):
    assert profile("x" * 50, "y" * 60).is_free_text
    assert not profile("North", "South", "North").is_free_text


def test_several_choices_in_one_field_are_told_from_words_with_a_comma(profile):
    chosen = ("red; blue", "red; green", "blue; green", "red", "red; blue; green")
    assert profile(*chosen).holds_many_choices
    assert not profile("Smith; Sons", "Lee", "Ng", "Po").holds_many_choices
