"""Published NPS intervals, reproduced through the questions people ask; theirs run from -1 to 1."""

from datetime import date

import pytest

BEFORE, NOW = date(2025, 1, 10), date(2026, 1, 10)


def scores(promoters, passives, detractors, day=NOW):
    return [
        {"responded_on": day, "recommend_score": score}
        for score, people in ((9, promoters), (7, passives), (0, detractors))
        for _ in range(people)
    ]


@pytest.mark.parametrize("case", ["nps_basic_1", "nps_basic_2", "nps_basic_4"])
def test_the_point_is_the_raw_nps(case, oracle, given, ask):
    published = oracle[case]
    gateway = given(
        survey_responses=[
            {"responded_on": NOW, "recommend_score": score}
            for score in published["inputs"]["scores"]
        ]
    )
    [row] = ask(gateway, "nps_trend")
    tolerance = published["tolerance"]["abs"]
    assert row["nps"] / 100 == pytest.approx(published["expected"]["nps"], abs=tolerance)


@pytest.mark.parametrize("case", ["nps_basic_1", "nps_basic_2", "nps_var_whuber"])
def test_the_variance_is_the_published_one_where_answers_are_many(case, oracle, given, ask):
    # Three answers added vanish among 60,000; the standard error is then sqrt(variance / n).
    published = oracle[case]
    inputs = published["inputs"]
    n = 60_000
    if "scores" in inputs:
        given_scores = inputs["scores"]
        shares = [
            sum(low <= score <= high for score in given_scores) / len(given_scores)
            for low, high in ((9, 10), (7, 8), (0, 6))
        ]
    else:
        shares = [inputs["p_promoter"], inputs["p_passive"], inputs["p_detractor"]]
    gateway = given(survey_responses=scores(*(round(share * n) for share in shares)))
    [row] = ask(gateway, "nps_trend")
    error = (row["nps_high"] - row["nps_low"]) / 2 / 1.959963984540054 / 100
    assert row["nps"] / 100 == pytest.approx(published["expected"]["nps"])
    assert n * error**2 == pytest.approx(published["expected"]["var"], rel=2e-4)


def test_one_respondent_is_not_certain(oracle, given, ask):
    assert oracle["nps_basic_4"]["expected"]["se"] == 0.0
    [row] = ask(given(survey_responses=scores(1, 0, 0)), "nps_trend")
    assert row["nps_high"] - row["nps_low"] > 100
    hidden = given(survey_responses=scores(1, 0, 0), minimum_answers=10)
    [row] = ask(hidden, "nps_trend")
    assert (row["nps"], row["respondents"]) == (None, None)


@pytest.mark.parametrize("case", ["nps_ci_n36", "nps_ci_allprom", "nps_ci_n1000", "nps_ci_polar"])
def test_the_interval_is_the_adjusted_wald_kept_within_bounds(case, oracle, given, ask):
    published = oracle[case]
    inputs, tolerance = published["inputs"], published["tolerance"]["abs"]
    counts = (inputs["promoters"], inputs["passives"], inputs["detractors"])
    [row] = ask(given(survey_responses=scores(*counts)), "nps_trend")
    low, high = published["expected"]["adjusted_wald_unclipped"]
    shown = (max(low, -1), min(high, 1))
    assert row["nps_low"] / 100 == pytest.approx(shown[0], abs=tolerance)
    assert row["nps_high"] / 100 == pytest.approx(shown[1], abs=tolerance)


def test_two_waves_are_compared_by_the_adjusted_test_and_the_sign_is_kept(oracle, given, ask):
    published = oracle["nps_two_wave_large"]
    delta, (low, high), error, p = published["expected"]["adjusted_wald"]
    raw = published["expected"]["wald"][0]
    x, y = (
        [published["inputs"][wave][name] for name in ("promoters", "passives", "detractors")]
        for wave in ("x", "y")
    )
    january = (date(2026, 1, 1), date(2026, 1, 31))
    year_before = (date(2025, 1, 1), date(2025, 1, 31))
    gateway = given(survey_responses=scores(*x, day=BEFORE) + scores(*y))
    [row] = ask(gateway, "nps_change", *january, versus=year_before)
    tolerance = published["tolerance"]["abs"]
    # x was first and is higher: ours is a fall, and the point is the raw difference.
    assert row["change"] / 100 == pytest.approx(-raw, abs=tolerance)
    assert row["change_low"] / 100 == pytest.approx(-high, abs=tolerance)
    assert row["change_high"] / 100 == pytest.approx(-low, abs=tolerance)
    assert (row["change_low"] + row["change_high"]) / 200 == pytest.approx(-delta, abs=tolerance)
    half = (row["change_high"] - row["change_low"]) / 200
    assert half / 1.959963984540054 == pytest.approx(error, abs=tolerance)
    assert row["p"] == pytest.approx(p, abs=tolerance)
