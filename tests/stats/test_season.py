import csv
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from insight.stats.season import has_three_years, season_adjusted, seasonal_of
from insight.words import add_months


def nottem(shared):
    """Monthly temperatures of Nottingham, 1920 to 1939."""
    with (shared / "oracles" / "data" / "nottem.csv").open(encoding="utf-8") as rows:
        return [float(row[-1]) for row in list(csv.reader(rows))[1:]]


def months(values, length=1, value=None, complete=True, with_season=True):
    """A table as period_changes leaves it, a row a period."""
    n = len(values)
    return pa.table(
        {
            "period": [add_months(date(1920, 1, 1), length * index) for index in range(n)],
            "value": pa.array([value] * n, pa.string()),
            "nps": pa.array(values, pa.float64()),
            "complete": [complete] * n,
            "months": pa.array([length] * n, pa.int64()),
            "with_season": [with_season] * n,
        }
    )


def adjusted(table):
    return season_adjusted(table)["season_adjusted"].to_pylist()


def test_the_seasonal_part_is_as_published(oracle, shared):
    case = oracle["stl_nottem"]
    series = nottem(shared)
    left = np.array(series) - np.array(adjusted(months(series)))
    within = case["tolerance"]["abs"]
    assert left[:3] == pytest.approx(case["expected"]["seasonal_first3"], abs=within)
    assert left[-1] == pytest.approx(case["expected"]["last"][0], abs=within)
    assert left == pytest.approx(seasonal_of(np.array(series), 12))


def test_what_comes_back_every_quarter_is_taken_out():
    values = [30.0, 40.0, 20.0, 10.0] * 4
    assert adjusted(months(values, length=3)) == pytest.approx([25.0] * 16, abs=1e-6)


def test_a_rise_stays_when_the_season_goes():
    values = [index + (10 if index % 12 == 6 else 0) for index in range(48)]
    found = adjusted(months(values))
    assert found[-1] - found[0] == pytest.approx(47, abs=3)


@pytest.mark.parametrize(
    "table",
    [
        months([1.0] * 35),
        months([1.0] * 11, length=3),
        months([1.0] * 40, length=12),
        months([1.0] * 40, complete=False),
        months([1.0] * 40, with_season=False),
        months([]),
        pa.concat_tables([months([1.0] * 20), months([1.0] * 20, value="North")]),
    ],
)
def test_less_than_three_finished_years_of_one_value_have_no_season(table):
    assert set(adjusted(table)) <= {None}


def test_a_gap_ends_the_years():
    table = months([float(index % 12) for index in range(60)])
    with_gap = pa.concat_tables([table.slice(0, 20), table.slice(21)])
    found = adjusted(with_gap)
    assert found[:20] == [None] * 20
    assert all(value is not None for value in found[20:])


def test_three_years_are_36_months_or_12_quarters_without_a_gap():
    assert has_three_years(list(range(36)), 1)
    assert not has_three_years([*range(18), *range(19, 37)], 1)
    assert has_three_years(list(range(0, 36, 3)), 3)
    assert not has_three_years([], 1)
    assert not has_three_years(list(range(0, 120, 12)), 12)
