import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.stats.many_tests import benjamini_hochberg, holm

PS = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def test_holm_and_benjamini_hochberg_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert benjamini_hochberg([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])


def test_nothing_tested_is_nothing_corrected():
    assert holm([]) == []
    assert benjamini_hochberg([]) == []


@given(PS)
def test_a_correction_never_makes_a_p_smaller_and_holm_is_the_stricter(ps):
    strict, screening = holm(ps), benjamini_hochberg(ps)

    for p, claimed, screened in zip(ps, strict, screening, strict=True):
        assert p <= screened + 1e-12
        assert screened <= claimed + 1e-12
        assert claimed <= 1
