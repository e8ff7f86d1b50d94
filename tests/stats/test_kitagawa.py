"""Within and mix: as published, summing exactly, and with intervals that cover."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.stats.kitagawa import Repeats, split_change, within_and_mix


def counts_of(answers, nps):
    """Promoters, passives and detractors of groups of that size with that NPS."""
    votes = [n * score // 100 for n, score in zip(answers, nps, strict=True)]
    return np.array(
        [
            [(n + vote) // 2, (n + vote) % 2, (n + vote) // 2 - vote]
            for n, vote in zip(answers, votes, strict=True)
        ]
    )


def test_household_headship_is_split_as_published(oracle):
    case = oracle["kitagawa_dasgupta_5_1"]
    given_, expected = case["inputs"], case["expected"]
    within, mix = within_and_mix(
        np.array(given_["w0_pct"]) / sum(given_["w0_pct"]),
        np.array(given_["r0"]),
        np.array(given_["w1_pct"]) / sum(given_["w1_pct"]),
        np.array(given_["r1"]),
    )
    assert within.sum() == pytest.approx(expected["within"], abs=case["tolerance"]["abs"])
    assert mix.sum() == pytest.approx(expected["mix"], abs=case["tolerance"]["abs"])


def test_a_fall_though_the_average_customer_rose_is_split_as_published(oracle):
    case = oracle["kitagawa_nps_simpson"]
    given_, expected = case["inputs"], case["expected"]
    within, mix = split_change(
        counts_of(given_["n0"], given_["nps0"]), counts_of(given_["n1"], given_["nps1"])
    )
    assert (within.total, mix.total) == pytest.approx((expected["within"], expected["mix"]))
    assert within.points == pytest.approx(expected["within_by_seg"])
    assert mix.points == pytest.approx(expected["mix_by_seg"], abs=5e-3)  # printed to two decimals


def test_one_group_is_all_within_and_its_error_is_that_of_two_waves():
    within, mix = split_change(np.array([[30, 50, 20]]), np.array([[50, 30, 20]]))
    # NPS 10 and 30; variances .3 + .2 - .01 and .5 + .2 - .09 over 100 answers each.
    assert within.points == pytest.approx([20])
    assert within.errors == pytest.approx([100 * ((0.49 + 0.61) / 100) ** 0.5])
    assert within.total_error == pytest.approx(within.errors[0])
    assert (mix.points[0], mix.errors[0], mix.total_error) == (0, 0, 0)


def test_a_group_absent_before_moves_nps_by_its_share_alone():
    within, mix = split_change(
        np.array([[10, 0, 10], [0, 0, 0]]), np.array([[10, 0, 10], [20, 0, 0]])
    )
    # A: NPS 0 twice. B: NPS 100, from none to half of the answers; NPS from 0 to 50, mean 25.
    assert within.points == pytest.approx([0, 0])
    assert within.errors[1] == 0
    assert mix.points == pytest.approx([-0.5 * (0 - 25), 0.5 * (100 - 25)])


def test_the_same_answers_twice_move_nothing():
    counts = np.array([[5, 3, 2], [1, 4, 7]])
    within, mix = split_change(counts, counts)
    assert (within.total, mix.total) == pytest.approx((0, 0))
    low, high = within.total_limits
    assert low == pytest.approx(-high)


def tables(groups):
    counts = st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)),
        min_size=groups,
        max_size=groups,
    )
    return counts.map(np.array).filter(lambda period: period.sum() > 0)


pairs = st.integers(1, 6).flatmap(lambda groups: st.tuples(tables(groups), tables(groups)))


def without_empty(pair):
    kept = (pair[0] + pair[1]).sum(axis=1) > 0
    return pair[0][kept], pair[1][kept]


def nps(counts):
    promoters, _, detractors = counts.sum(axis=0)
    return 100 * (promoters - detractors) / counts.sum()


@given(pairs)
def test_all_parts_sum_to_the_change_exactly(pair):
    before, after = without_empty(pair)
    within, mix = split_change(before, after)
    assert within.total + mix.total == pytest.approx(nps(after) - nps(before), abs=1e-9)


@given(pairs)
def test_the_periods_turned_round_give_the_same_parts_with_the_other_sign(pair):
    before, after = without_empty(pair)
    for there, back in zip(split_change(before, after), split_change(after, before), strict=True):
        assert back.points == pytest.approx(-there.points, abs=1e-9)
        assert back.errors == pytest.approx(there.errors, abs=1e-9)
        assert back.total_error == pytest.approx(there.total_error, abs=1e-9)


@given(pairs)
def test_ten_times_the_answers_have_errors_smaller_by_the_root_of_ten(pair):
    before, after = without_empty(pair)
    few, many = split_change(before, after), split_change(10 * before, 10 * after)
    for part, of_more in zip(few, many, strict=True):
        assert of_more.errors * 10**0.5 == pytest.approx(part.errors, abs=1e-6)


@given(pairs, st.floats(1, 4))
def test_a_design_effect_in_both_periods_multiplies_every_variance(pair, effect):
    before, after = without_empty(pair)
    plain = split_change(before, after)
    repeated = split_change(before, after, Repeats((effect, effect), (effect, effect)))
    for part, wider in zip(plain, repeated, strict=True):
        assert wider.errors == pytest.approx(effect**0.5 * part.errors, abs=1e-9)
        assert wider.total_error == pytest.approx(effect**0.5 * part.total_error, abs=1e-9)


def test_errors_are_those_of_answers_drawn_again_and_again():
    chances = (
        np.array([[0.20, 0.10, 0.10], [0.15, 0.10, 0.05], [0.05, 0.05, 0.20]]),
        np.array([[0.12, 0.08, 0.05], [0.20, 0.05, 0.05], [0.10, 0.10, 0.25]]),
    )
    draw = np.random.default_rng(5).multinomial
    drawn = [
        split_change(*(draw(900, chance.ravel()).reshape(3, 3) for chance in chances))
        for _ in range(3000)
    ]
    exact = split_change(*(np.rint(9000 * chance).astype(int) for chance in chances))
    for part in (0, 1):
        points = np.array([split[part].points for split in drawn])
        totals = points.sum(axis=1)
        errors = exact[part].errors * 10**0.5
        assert points.std(axis=0) == pytest.approx(errors, rel=0.06)
        assert totals.std() == pytest.approx(exact[part].total_error * 10**0.5, rel=0.06)
        lows, highs = (
            np.array(ends) for ends in zip(*(s[part].limits for s in drawn), strict=True)
        )
        covered = ((lows <= exact[part].points) & (exact[part].points <= highs)).mean(axis=0)
        assert (covered >= 0.93).all()
        assert (covered <= 0.97).all()
