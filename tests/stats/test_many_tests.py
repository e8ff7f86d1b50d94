import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.stats.many_tests import benjamini_hochberg, corrected_p, holm

PS = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_holm_is_as_published(oracle):
    case = oracle["bh_holm_1995"]
    assert holm(case["inputs"]["p"]) == pytest.approx(case["expected"]["holm"], abs=1e-8)


def test_benjamini_hochberg_by_hand():
    # Largest first: .04; .03 x 3/2 is .045, so .04; .01 x 3 is .03.
    assert benjamini_hochberg([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])


def test_benjamini_hochberg_is_as_published(oracle):
    case = oracle["bh_holm_1995"]
    corrected = benjamini_hochberg(case["inputs"]["p"])
    assert corrected == pytest.approx(case["expected"]["bh"], abs=1e-8)
    assert sum(p <= 0.05 for p in corrected) == case["expected"]["n_reject_bh"]


def test_nothing_tested_is_nothing_corrected():
    assert holm([]) == []
    assert benjamini_hochberg([]) == []


@given(PS)
def test_a_correction_never_makes_a_p_smaller_nor_larger_than_one(ps):
    for p, screened, claimed in zip(ps, benjamini_hochberg(ps), holm(ps), strict=True):
        assert p <= screened <= claimed + 1e-12
        assert claimed <= 1


@given(PS)
def test_a_smaller_p_never_gets_a_larger_corrected_one(ps):
    in_order = benjamini_hochberg(sorted(ps))
    assert in_order == sorted(in_order)


def test_rows_that_were_not_tested_do_not_count_in_the_correction():
    table = corrected_p(pa.table({"p": pa.array([0.02, None, 0.01], "double")}))
    assert table["p_corrected"].to_pylist() == pytest.approx([0.02, None, 0.02])
    assert corrected_p(pa.table({"p": pa.array([], "double")})).num_rows == 0
