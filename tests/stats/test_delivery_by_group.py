"""Means of three kinds of respondents, and intervals from groups of customers."""

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import t, ttest_ind

from insight.stats.delivery_by_group import Rated, delivery_by_group


def each_alone(ratings, first=0):
    """Ratings of people in groups of their own."""
    counts, sums = np.zeros(50), np.zeros(50)
    for place, rating in enumerate(ratings, start=first):
        counts[place] += 1
        sums[place] += rating
    return Rated(counts, sums)


def test_people_in_groups_of_their_own_have_the_plain_t_interval():
    ratings = [50.0, 75.0, 75.0, 50.0, 25.0]
    half = t.ppf(0.975, 4) * np.std(ratings, ddof=1) / 5**0.5
    assert each_alone(ratings).measured == pytest.approx((55.0, 55 - half, 55 + half))


def test_a_customer_who_answers_three_times_is_not_three_customers():
    once = each_alone([0.0, 50.0, 100.0])
    thrice = Rated(3 * once.counts, 3 * once.sums)
    assert thrice.measured == pytest.approx(once.measured)
    assert thrice.respondents == 9


def test_intervals_stay_within_the_scale():
    assert each_alone([100.0, 100.0, 75.0]).measured[2] == 100.0
    assert each_alone([100.0]).less(each_alone([0.0, 0.0], first=1))[2] <= 100.0


def test_a_shortfall_of_different_people_is_near_welch():
    draw = np.random.default_rng(3)
    promoters, detractors = draw.normal(80, 8, 25), draw.normal(55, 12, 25)
    value, low, high = each_alone(promoters).less(each_alone(detractors, first=25))
    welch = ttest_ind(promoters, detractors, equal_var=False).confidence_interval()
    assert value == pytest.approx(promoters.mean() - detractors.mean())
    assert (low, high) == pytest.approx((welch.low, welch.high), abs=0.4)


@pytest.mark.parametrize("others", [[], [50.0]])
def test_one_answer_has_no_interval_and_none_has_nothing(others):
    rated = each_alone(others)
    assert rated.measured == ((50.0, None, None) if others else (None, None, None))
    assert rated.less(each_alone([])) == (None, None, None)


def row(item, kind, bucket, total, n=1, one_in=1.0):
    return {
        "item": item,
        "kind": kind,
        "bucket": bucket,
        "respondents": n,
        "delivered_sum": total,
        "one_in": one_in,
    }


def test_items_on_which_detractors_fall_furthest_short_come_first():
    counted = [
        row("Near", "promoters", 0, 80.0),
        row("Near", "detractors", 1, 70.0),
        row("Far", "promoters", 0, 80.0),
        row("Far", "detractors", 1, 30.0),
        row("Passives", "promoters", 0, 80.0),
        row("Passives", "passives", 1, 60.0),
        row("Nobody else", "promoters", 0, 80.0),
    ]
    answered = delivery_by_group(pa.Table.from_pylist(counted)).to_pylist()
    assert [one["item"] for one in answered] == ["Far", "Near", "Passives", "Nobody else"]
    assert [one["shortfall_detractors"] for one in answered] == [50.0, 10.0, None, None]
    assert [one["shortfall_passives"] for one in answered] == [None, None, 20.0, None]
    assert [one["respondents"] for one in answered] == [2, 2, 2, 1]


def test_no_ratings_are_no_rows():
    empty = pa.Table.from_pylist([], pa.schema([(name, pa.string()) for name in row(*"abcd")]))
    assert delivery_by_group(empty).num_rows == 0
