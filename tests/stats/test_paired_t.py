import math

import pyarrow as pa
import pytest

from insight.stats.paired_t import paired_t


def with_interval(change, se, customers):
    table = pa.table(
        {
            "change": pa.array([change], pa.float64()),
            "change_se": pa.array([se], pa.float64()),
            "customers": pa.array([customers], pa.int64()),
        }
    )
    [row] = paired_t(table).to_pylist()
    return row


def test_it_reproduces_students_sleep(oracle):
    case = oracle["gap_paired_vs_unpaired"]
    inputs, paired = case["inputs"], case["expected"]["paired"]
    differences = [get - want for want, get in zip(inputs["want"], inputs["get"], strict=True)]
    n = len(differences)
    mean = sum(differences) / n
    variance = sum((one - mean) ** 2 for one in differences) / (n - 1)
    row = with_interval(mean, math.sqrt(variance / n), n)
    assert row["p"] == pytest.approx(paired["p"], abs=1e-8)
    # The published sign is want less get.
    assert (-row["change_high"], -row["change_low"]) == pytest.approx(tuple(paired["ci"]))


@pytest.mark.parametrize(
    ("se", "customers"), [(None, 1), (0.0, 12)], ids=["one customer", "all changed alike"]
)
def test_without_an_error_to_estimate_there_is_no_interval(se, customers):
    row = with_interval(100.0, se, customers)
    assert (row["change_low"], row["change_high"], row["p"]) == (None, None, None)


def test_an_interval_stays_within_what_a_change_can_be():
    row = with_interval(150.0, 50.0, 4)
    assert row["change_high"] == 200.0
    assert row["change_low"] == pytest.approx(150 - 50 * 3.18244630528)


def test_nothing_asked_is_nothing_added():
    empty = pa.table(
        {
            "change": pa.array([], pa.float64()),
            "change_se": pa.array([], pa.float64()),
            "customers": pa.array([], pa.int64()),
        }
    )
    assert paired_t(empty).num_rows == 0
