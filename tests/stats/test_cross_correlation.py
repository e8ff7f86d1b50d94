import csv

import numpy as np
import pytest

from insight.stats.cross_correlation import cross_correlation, lead


def test_cross_correlation_reproduces_published_values_of_raw_series(oracle, shared):
    case = oracle["ccf_deaths"]
    file = shared / "oracles" / "data" / case["data_file"]
    with file.open(encoding="utf-8") as rows:
        deaths = list(csv.DictReader(rows))
    men, women = ([float(row[who]) for row in deaths] for who in ("m", "f"))
    found = cross_correlation(men, women, 6)
    for name, expected in case["expected"].items():
        lag = int(name.removeprefix("lag"))
        assert found[lag + 6] == pytest.approx(expected, abs=case["tolerance"]["abs"])


def test_a_series_that_follows_three_months_later_is_found_so():
    draw = np.random.default_rng(3)
    moves = draw.normal(size=63)
    first, second = moves[3:], moves[:-3] + 0.3 * draw.normal(size=60)
    found = lead(first, second)
    assert found.lag == -3
    assert found.p < 0.01
    assert lead(second, first).lag == 3


def test_unrelated_series_with_a_season_each_lead_by_chance_only():
    draw = np.random.default_rng(11)
    season = 20 * np.sin(np.arange(60) * np.pi / 6)
    p = []
    for _ in range(60):
        steps = draw.normal(size=(2, 60))
        walks = [np.zeros(60), np.zeros(60)]
        for walk, step in zip(walks, steps, strict=True):
            for t in range(1, 60):
                walk[t] = 0.6 * walk[t - 1] + step[t]
        p.append(lead(walks[0] + season, walks[1] + season).p)
    assert sum(value <= 0.05 for value in p) <= 8


@pytest.mark.parametrize("series", [[1.0] * 30, [float(t) for t in range(23)]])
def test_flat_and_short_series_have_no_lead(series):
    assert lead(series, series) is None
