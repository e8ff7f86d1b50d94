"""Weighted NPS against the published run, through the function and through the question."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.stats.two_waves import Z95
from insight.stats.weighting import weighted_nps


def sums(*groups):
    """Strata of groups (answers, vote, weight), as the question sums them."""
    columns = {name: [] for name in ("weights", "weight_squares")}
    for who in ("promoters", "detractors"):
        columns |= {f"weights_{who}": [], f"weight_squares_{who}": []}
    for stratum in groups:
        for power, name in ((1, "weights"), (2, "weight_squares")):
            columns[name].append(sum(n * w**power for n, _, w in stratum))
            for who, vote in (("promoters", 1), ("detractors", -1)):
                of = sum(n * w**power for n, v, w in stratum if v == vote)
                columns[f"{name}_{who}"].append(of)
    respondents = np.array([sum(n for n, _, _ in stratum) for stratum in groups])
    return {name: np.array(values) for name, values in columns.items()}, respondents


def of_one_slice(*groups):
    return weighted_nps(*sums(*groups), np.array([0]))


@pytest.fixture
def strata(oracle):
    """The published strata: (answers, vote, weight) of detractors, passives, promoters each."""
    case = oracle["nps_poststrat"]["inputs"]
    weights = {
        name: case["population"][name] / sum(counts)
        for name, counts in case["counts_D_Pas_P"].items()
    }
    return {
        name: [(n, vote, weights[name]) for n, vote in zip(counts, (-1, 0, 1), strict=True)]
        for name, counts in case["counts_D_Pas_P"].items()
    }


def test_a_post_stratified_nps_is_as_published(oracle, strata):
    expected, within = oracle["nps_poststrat"]["expected"], oracle["nps_poststrat"]["tolerance"]
    found = of_one_slice(*strata.values())
    assert found.nps[0] == pytest.approx(expected["est"], abs=within["abs"])
    assert found.standard_error[0] == pytest.approx(expected["se_poststrat"], abs=within["abs"])
    assert found.effective_respondents[0] == pytest.approx(expected["n_eff"], abs=1e-6)
    n = sum(n for groups in strata.values() for n, _, _ in groups)
    assert n / found.effective_respondents[0] == pytest.approx(expected["kish_deff"])


def test_the_question_gives_the_published_nps_where_the_settings_name_the_strata(
    oracle, strata, given, ask
):
    expected = oracle["nps_poststrat"]["expected"]
    scores = {-1: 0, 0: 7, 1: 9}
    gateway = given(
        survey_responses=[
            {
                "responded_on": date(2026, 1, 5),
                "recommend_score": scores[vote],
                "weight": weight,
                "size": name,
            }
            for name, groups in strata.items()
            for n, vote, weight in groups
            for _ in range(n)
        ]
    )
    [unstratified] = ask(gateway, "nps_trend", weighted=True)
    gateway.settings = replace(gateway.settings, strata="size")
    gateway.forget_answers()
    [row] = ask(gateway, "nps_trend", weighted=True)
    assert row["nps"] == pytest.approx(100 * expected["est"])
    assert row["effective_respondents"] == pytest.approx(expected["n_eff"])
    # The interval is the adjusted Wald one on as many answers as give this standard error.
    half = (row["nps_high"] - row["nps_low"]) / 2
    assert half / Z95 / 100 == pytest.approx(expected["se_poststrat"], rel=0.01)
    assert unstratified["nps"] == pytest.approx(row["nps"])
    assert unstratified["nps_high"] - unstratified["nps_low"] > 2 * half


def test_equal_weights_are_no_weights():
    counts = [(500, 1, 2.5), (300, 0, 2.5), (200, -1, 2.5)]
    found = of_one_slice(counts)
    assert found.nps[0] == pytest.approx(0.3)
    assert found.effective_respondents[0] == pytest.approx(1000)
    assert found.wave.respondents[0] == pytest.approx(999)  # of n/(n - 1), as published
    assert found.wave.promoters[0] == pytest.approx(499.5)


def test_slices_do_not_mix():
    first, second = [(30, 1, 1.0), (10, -1, 2.0)], [(5, 1, 1.0), (5, 0, 4.0)]
    both = weighted_nps(*sums(first, second), np.array([0, 1]))
    assert both.nps.tolist() == [of_one_slice(one).nps[0] for one in (first, second)]


@pytest.mark.parametrize(
    "stratum", [[(1, 1, 3.0)], [(20, 1, 1.0)], [(1, 1, 1.0), (1, -1, 1.0)], [(5, 0, 2.0)]]
)
def test_few_or_unanimous_answers_are_never_worth_more_than_they_are(stratum):
    found = of_one_slice(stratum)
    assert 0 < found.wave.respondents[0] <= sum(n for n, _, _ in stratum)


def test_a_stratum_of_one_answer_is_no_certainty():
    alone = [[(1, vote, 1.0)] for vote in (1, 1, 1, 0, 0, -1)]
    found = of_one_slice(*alone)
    assert found.standard_error[0] == 0
    assert found.wave.respondents[0] == 6


def test_weights_of_zero_say_nothing():
    assert np.isnan(of_one_slice([(4, 1, 0.0)]).nps[0])


GROUPS = st.lists(
    st.tuples(st.integers(1, 50), st.sampled_from([-1, 0, 1]), st.floats(0.1, 10)),
    min_size=1,
    max_size=6,
)


@given(GROUPS, st.floats(0.01, 100))
def test_only_the_proportions_of_weights_matter(groups, factor):
    found = of_one_slice(groups)
    scaled = of_one_slice([(n, vote, weight * factor) for n, vote, weight in groups])
    assert scaled.nps[0] == pytest.approx(found.nps[0], abs=1e-9)
    assert scaled.standard_error[0] == pytest.approx(found.standard_error[0], abs=1e-6)
    assert scaled.wave.respondents[0] == pytest.approx(found.wave.respondents[0], rel=1e-4)


@given(GROUPS)
def test_weights_never_make_more_answers(groups):
    found = of_one_slice(groups)
    n = sum(n for n, _, _ in groups)
    assert -1 - 1e-9 <= found.nps[0] <= 1 + 1e-9
    assert found.effective_respondents[0] <= n * (1 + 1e-9)
    assert found.wave.respondents[0] <= n
