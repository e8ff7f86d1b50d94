import numpy as np
import pytest

from insight.stats.adoption import Curve, bass, curve_of, logistic, untrusted


def test_bass_reproduces_the_published_curve_of_video_recorders(oracle):
    case = oracle["bass_vcr"]
    curve = bass(case["inputs"]["t"], case["inputs"]["sales"])
    expected = [case["expected"][name] for name in ("M", "p", "q")]
    tolerance = case["tolerance"]["rel"]
    assert curve.parameters == pytest.approx(expected, rel=tolerance)
    assert curve.errors == pytest.approx(case["expected"]["se"], rel=tolerance)
    assert untrusted(curve, 10) is None


@pytest.mark.parametrize("years", [4, 5])
def test_half_of_the_years_of_video_recorders_are_refused(oracle, years):
    case = oracle["bass_vcr"]["inputs"]
    curve = bass(case["t"][:years], case["sales"][:years])
    assert curve.ceiling > 1e9
    assert untrusted(curve, years) == "growth has not yet passed its fastest point"


def test_a_ceiling_with_a_quarter_of_itself_as_error_is_refused():
    past = (6.0, 60.0, 0.3, 10.0)
    assert untrusted(Curve("logistic", past, (1, 15.0, 0.1, 1)), 20) is None
    why = untrusted(Curve("logistic", past, (1, 15.1, 0.1, 1)), 20)
    assert why == "where it will end is too uncertain"


def test_a_logistic_curve_without_noise_is_found_again():
    truth = Curve("logistic", (5.0, 60.0, 0.25, 30.0), ())
    times = np.arange(60) + 0.5
    curve = logistic(times, truth.at(times), np.ones(60))
    assert curve.parameters == pytest.approx(truth.parameters, rel=1e-4)
    assert curve.at([curve.half]) == pytest.approx([30.0], abs=1e-3)


def test_a_share_that_stays_has_no_curve():
    times = np.arange(24) + 0.5
    assert (
        curve_of(times, [10.0] * 24, [1.0] * 24, False) == "its share has not risen by five points"
    )


def test_a_share_that_still_speeds_up_has_no_curve():
    times = np.arange(20) + 0.5
    shares = Curve("logistic", (2.0, 80.0, 0.3, 30.0), ()).at(times)
    refused = curve_of(times, shares, np.full(20, 0.3), False)
    assert isinstance(refused, str)
