"""The difference of differences between those told and those not told."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from insight.stats.told_or_not import GROUPS, told_or_not
from insight.stats.two_waves import Wave


def counts(*groups, minimum=10, design_effect=1.0, also=None):
    """A row of counts: (promoters, detractors, respondents) of the four groups."""
    row = {"change_id": "C", "also_told_of": also}
    row |= {"design_effect": design_effect, "minimum": minimum}
    for name, (promoters, detractors, respondents) in zip(GROUPS, groups, strict=True):
        row |= {f"promoters_{name}": promoters, f"detractors_{name}": detractors}
        row |= {f"respondents_{name}": respondents}
    return row


SCHEMA = pa.schema(
    [
        ("change_id", pa.string()),
        ("also_told_of", pa.string()),
        ("design_effect", pa.float64()),
        ("minimum", pa.int64()),
        *(
            (f"{who}_{group}", pa.int64())
            for group in GROUPS
            for who in ("promoters", "detractors", "respondents")
        ),
    ]
)


def compared(*rows):
    return told_or_not(pa.Table.from_pylist(list(rows), SCHEMA)).to_pylist()


a_group = st.integers(10, 5_000).flatmap(
    lambda n: st.integers(0, n).flatmap(
        lambda promoters: st.tuples(st.just(promoters), st.integers(0, n - promoters), st.just(n))
    )
)


@given(st.tuples(a_group, a_group, a_group, a_group))
def test_the_effect_and_its_interval_follow_from_the_four_groups(groups):
    [row] = compared(counts(*groups))
    waves = [Wave(*group) for group in groups]
    told_before, told_after, untold_before, untold_after = (wave.nps for wave in waves)
    assert row["effect"] == pytest.approx(told_after - told_before - untold_after + untold_before)
    error = math.sqrt(sum(wave.standard_error**2 for wave in waves))
    assert row["high"] - row["low"] == pytest.approx(2 * norm.ppf(0.975) * error)
    centre = (row["low"] + row["high"]) / 2
    assert row["p"] == pytest.approx(2 * norm.sf(abs(centre) / error), abs=1e-9)


@given(st.tuples(a_group, a_group, a_group, a_group))
def test_swapping_told_and_not_told_turns_the_effect_round(groups):
    [one] = compared(counts(*groups))
    [other] = compared(counts(*groups[2:], *groups[:2]))
    assert other["effect"] == pytest.approx(-one["effect"])
    assert (other["low"], other["high"]) == (
        pytest.approx(-one["high"]),
        pytest.approx(-one["low"]),
    )
    assert other["verdict"] == one["verdict"]


def test_p_is_corrected_over_the_changes_that_have_one():
    moved = counts((0, 0, 400), (60, 0, 400), (0, 0, 400), (30, 0, 400))
    nothing = counts((9, 0, 400), (9, 0, 400), (9, 0, 400), (9, 0, 400))
    hidden = counts((0, 0, 9), (0, 0, 400), (0, 0, 400), (0, 0, 400))
    first, second, third = compared(moved, nothing, hidden)
    assert first["p_corrected"] == pytest.approx(2 * first["p"])
    assert (second["effect"], second["p"], second["p_corrected"]) == (0.0, 1.0, 1.0)
    assert (third["effect"], third["p_corrected"], third["verdict"]) == (None, None, "too_few")


def test_every_verdict_is_given_in_the_order_of_the_methods():
    moved = ((0, 0, 400), (100, 0, 400), (0, 0, 400), (0, 0, 400))
    rows = [
        counts(*moved, also="Another"),
        counts(*moved),
        counts(*[(40, 40, 4_000)] * 4),
        counts(*[(20, 20, 60)] * 4),
    ]
    verdicts = [row["verdict"] for row in compared(*rows)]
    assert verdicts == ["not_identifiable", "moved", "bounded", "too_few"]


def test_customers_who_answer_often_widen_the_interval():
    groups = [(50, 30, 100)] * 4
    [once], [often] = compared(counts(*groups)), compared(counts(*groups, design_effect=4.0))
    assert often["high"] == pytest.approx(2 * once["high"])


def test_everybody_passive_is_no_difference_and_nobody_at_all_is_no_number():
    [passive] = compared(counts(*[(0, 0, 50)] * 4))
    assert (passive["effect"], passive["verdict"]) == (0.0, "bounded")
    [nobody] = compared(counts(*[(0, 0, 0)] * 4, minimum=0))
    assert (nobody["nps_told_after"], nobody["effect"], nobody["fewest"]) == (None, None, 0)
    assert compared() == []


def test_of_changes_that_did_nothing_at_most_five_percent_are_called():
    rng, called, held = np.random.default_rng(7), 0, 0
    for _ in range(400):
        groups = [
            (*rng.multinomial(n, (level, 0.3, 0.7 - level))[[0, 1]].tolist(), n)
            for n, level in ((150, 0.4), (140, 0.45), (900, 0.4), (850, 0.45))
        ]
        [row] = compared(counts(*groups))
        called += row["verdict"] == "moved"
        held += row["low"] <= 0 <= row["high"]
    assert called <= 0.05 * 400 + 9  # two standard errors above
    assert held >= 0.93 * 400
