"""Whom a change touched, as its `exposed` text says."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.exposure import read_exposed
from insight.problems import Mistake

VALUES = {"region": {"North", "South", "Côte d'Azur"}, "segment": {"SMB", "Big"}}


def test_values_of_one_dimension_mean_or_and_dimensions_mean_and():
    assert read_exposed("region=North|South; segment = SMB ;", VALUES) == {
        "region": ("North", "South"),
        "segment": ("SMB",),
    }


@pytest.mark.parametrize("everybody", [None, "", "  ", " ; ;"])
def test_no_condition_means_everybody(everybody):
    assert read_exposed(everybody, VALUES) == {}


def test_a_value_that_no_answer_has_is_named_with_the_nearest():
    with pytest.raises(Mistake, match="no answer has region 'north'; did you mean 'North'"):
        read_exposed("region=north", VALUES)
    with pytest.raises(Mistake, match="no answer has region ''"):
        read_exposed("region=North|", VALUES)


words = st.text(
    st.characters(exclude_characters="=|;", exclude_categories=("Cs", "Cc", "Z")), min_size=1
)


@settings(max_examples=50)
@given(st.dictionaries(words, st.sets(words, min_size=1, max_size=4), max_size=4))
def test_what_is_written_out_is_read_back(conditions):
    written = "; ".join(f"{name}={'|'.join(sorted(chosen))}" for name, chosen in conditions.items())
    read = read_exposed(written, conditions)
    assert {name: set(chosen) for name, chosen in read.items()} == conditions


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(Mistake):
        assert set(read_exposed(text, VALUES)) <= set(VALUES)
