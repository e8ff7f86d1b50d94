"""Shares of R2 from who rated what: who is in the model, and how sure the shares are."""

import numpy as np
import pyarrow as pa
import pytest

from insight.stats.driver_shares import (
    driver_shares,
    explains_beyond_chance,
    ratings_of,
    shares_of_r2,
)
from insight.stats.lmg import lmg

SCHEMA = pa.schema(
    [
        ("respondent", pa.int64()),
        ("bucket", pa.int64()),
        ("score", pa.int64()),
        ("item", pa.string()),
        ("delivered", pa.float64()),
        ("stated", pa.float64()),
        ("respondents_stated", pa.int64()),
    ]
)


def rated(people, start=1):
    """Rows from (score, {item: delivered}), each person in a group of their own."""
    return [
        {"respondent": n, "bucket": n % 50, "score": score, "item": item, "delivered": delivered}
        for n, (score, ratings) in enumerate(people, start=start)
        for item, delivered in ratings.items()
    ]


def wanted(item, stated, n=40):
    return {"item": item, "stated": stated, "respondents_stated": n}


def shares(rows):
    filled = [{name: row.get(name) for name in SCHEMA.names} for row in rows]
    answered = driver_shares(pa.Table.from_pylist(filled, SCHEMA))
    return {row["item"]: row for row in answered.to_pylist()}


def everybody(people=60, **items):
    """People 0, 1, ... whose score is n % 11; each item is a function of n."""
    return [(n % 11, {item: of(n) for item, of in items.items()}) for n in range(people)]


def the_score(n):
    return 10.0 * (n % 11)


def blind(n):
    return 25.0 * (n * n % 5)


def test_the_only_item_carries_all_that_is_explained():
    row = shares(rated(everybody(Price=the_score)))["Price"]
    assert row["share"] == pytest.approx(100)
    assert row["r2"] == pytest.approx(1)
    assert row["respondents"] == 60


def test_shares_sum_to_a_hundred_and_the_largest_comes_first():
    rows = shares(rated(everybody(Blind=blind, Price=the_score)))
    assert list(rows) == ["Price", "Blind"]
    assert sum(row["share"] for row in rows.values()) == pytest.approx(100)
    assert [row["r2"] for row in rows.values()] == pytest.approx([1, 1])


def test_the_order_in_which_rows_arrive_does_not_matter():
    rows = rated(everybody(Blind=blind, Price=lambda n: the_score(n + n % 3)))
    assert shares(rows[::-1]) == shares(rows)


def test_two_items_rated_alike_share_equally():
    rows = shares(rated(everybody(One=the_score, Same=the_score)))
    assert [row["share"] for row in rows.values()] == pytest.approx([50, 50])


def test_an_item_rated_by_fewer_than_half_keeps_a_row_without_a_share():
    people = everybody(Price=the_score)
    for n in range(29):
        people[n][1]["Rare"] = blind(n)
    rows = shares(rated(people))
    assert (rows["Rare"]["share"], rows["Rare"]["respondents"]) == (None, 29)
    assert (rows["Price"]["share"], rows["Price"]["respondents"]) == (pytest.approx(100), 60)


def test_an_item_rated_by_half_is_in_the_model_with_those_who_rated_it():
    people = everybody(Price=the_score)
    for n in range(30):
        people[n][1]["Half"] = blind(n)
    rows = shares(rated(people))
    assert {row["respondents"] for row in rows.values()} == {30}
    assert rows["Half"]["share"] is not None


def test_an_item_that_was_only_wanted_keeps_a_row():
    rows = shares([*rated(everybody(Price=the_score)), wanted("Wi-Fi", 70.0)])
    assert rows["Wi-Fi"]["respondents"] == 0
    assert rows["Wi-Fi"]["stated"] == 70.0
    assert (rows["Price"]["stated"], rows["Price"]["respondents_stated"]) == (None, 0)


def test_wants_alone_are_no_answer():
    assert shares([wanted("Price", 70.0)]) == {}


@pytest.mark.parametrize(("people", "has_shares"), [(20, False), (21, True)])
def test_a_model_needs_more_than_ten_people_an_item(people, has_shares):
    rows = shares(rated(everybody(people, Blind=blind, Price=the_score)))
    assert all((row["share"] is not None) == has_shares for row in rows.values())
    assert {row["respondents"] for row in rows.values()} == {people}


def test_nobody_who_rated_everything_is_no_model():
    people = [(n % 11, {"One" if n % 2 else "Other": the_score(n)}) for n in range(60)]
    rows = shares(rated(people))
    assert [(row["share"], row["respondents"]) for row in rows.values()] == [(None, 0)] * 2


def test_an_item_rated_alike_by_all_has_no_share():
    rows = shares(rated(everybody(Same=lambda _: 75.0, Price=the_score)))
    assert (rows["Same"]["share"], rows["Same"]["respondents"]) == (None, 60)
    assert rows["Price"]["share"] == pytest.approx(100)


def test_scores_that_do_not_differ_explain_nothing():
    people = [(9, {"Price": the_score(n)}) for n in range(60)]
    [row] = shares(rated(people)).values()
    assert (row["share"], row["r2"], row["respondents"]) == (None, None, 60)


def test_an_interval_holds_its_share_also_where_that_is_nought():
    # Uncorrelated in all, so nothing is left to Other; in a draw it always hangs together a little.
    people = [(2 * (n % 5), {"All": 25.0 * (n % 5), "Other": 25.0 * (n % 4)}) for n in range(60)]
    other = shares(rated(people))["Other"]
    assert other["share_low"] == other["share"] == pytest.approx(0, abs=1e-9)
    assert other["share_high"] > 0.1


def test_people_in_too_few_groups_leave_no_interval():
    rows = rated(everybody(Blind=blind, Price=the_score))
    few = [row | {"bucket": row["respondent"] % 9} for row in rows]
    assert all(row["share"] is not None for row in shares(few).values())
    assert all(row["share_low"] is None for row in shares(few).values())


def test_people_come_in_the_order_of_their_numbers_and_items_by_name():
    rows = [
        {"respondent": 7, "bucket": 3, "score": 9, "item": "B", "delivered": 25.0},
        {"respondent": 2, "bucket": 1, "score": 4, "item": "B", "delivered": 50.0},
        {"respondent": 7, "bucket": 3, "score": 9, "item": "A", "delivered": 75.0},
    ]
    filled = [{name: row.get(name) for name in SCHEMA.names} for row in rows]
    ratings = ratings_of(pa.Table.from_pylist(filled, SCHEMA))
    assert ratings.items == ("A", "B")
    assert np.array_equal(ratings.delivered, [[np.nan, 50], [75, 25]], equal_nan=True)
    assert (ratings.score.tolist(), ratings.group.tolist()) == ([4, 9], [1, 3])


SLOPES = np.array([0.5, 0.3, 0.2, 0.1])


def true_shares():
    """Shares of R2 of items that correlate .3 and move the score by SLOPES, its noise being 1."""
    among = np.full((4, 4), 0.3) + 0.7 * np.eye(4)
    with_score = among @ SLOPES
    related = np.eye(5)
    related[:4, :4] = among
    related[:4, 4] = related[4, :4] = with_score / np.sqrt(SLOPES @ with_score + 1)
    parts = lmg(related[None])[0]
    return 100 * parts / parts.sum()


def surveyed(draw, customers, answers_each):
    """Ratings, scores and groups; answers of one customer are alike (correlation .6)."""
    of = np.repeat(np.arange(customers), answers_each)

    def drawn(width):
        temper, day = (draw.standard_normal((n, width)) for n in (customers, len(of)))
        return np.sqrt(0.6) * temper[of] + np.sqrt(0.4) * day

    mixing = np.linalg.cholesky(np.full((4, 4), 0.3) + 0.7 * np.eye(4))
    delivered = drawn(4) @ mixing.T
    return delivered, delivered @ SLOPES + drawn(1)[:, 0], draw.integers(0, 50, customers)[of]


@pytest.mark.parametrize("answers_each", [1, 3])
def test_intervals_hold_the_truth_also_where_customers_answer_again(answers_each):
    draw, truth = np.random.default_rng(11), true_shares()
    surveys = [shares_of_r2(*surveyed(draw, 600 // answers_each, answers_each)) for _ in range(120)]
    held = [(one.low <= truth) & (truth <= one.high) for one in surveys]
    assert 0.91 <= np.mean(held) <= 0.98


def test_items_that_explain_nothing_are_rarely_said_to_explain_something():
    draw = np.random.default_rng(12)
    said = [
        explains_beyond_chance(
            shares_of_r2(
                draw.standard_normal((200, 5)),
                draw.integers(0, 11, 200).astype(float),
                draw.integers(0, 50, 200),
            ).r2,
            people=200,
            items=5,
        )
        for _ in range(150)
    ]
    assert np.mean(said) <= 0.09


def test_what_explains_everything_is_beyond_chance():
    assert explains_beyond_chance(1.0, people=30, items=2)
    assert not explains_beyond_chance(0.01, people=30, items=2)
