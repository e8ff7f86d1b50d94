import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.stats.many_tests import holm

PS = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_holm_is_as_published(oracle):
    case = oracle["bh_holm_1995"]
    assert holm(case["inputs"]["p"]) == pytest.approx(case["expected"]["holm"], abs=1e-8)


def test_nothing_tested_is_nothing_corrected():
    assert holm([]) == []


@given(PS)
def test_a_correction_never_makes_a_p_smaller_nor_larger_than_one(ps):
    for p, claimed in zip(ps, holm(ps), strict=True):
        assert p <= claimed <= 1
