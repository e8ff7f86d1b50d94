"""Who is among the people that drivers rest on: everybody, or a random sample of very many."""

from datetime import date

import duckdb
import pytest

from insight.publish import ROLLUPS

from .drivers import scored

MOST = "500000"


def rows_of(gateway, table, columns="*"):
    return gateway.warehouse.fetch(f"select {columns} from {table}").to_pylist()


def test_people_with_a_score_and_a_delivery_are_raters(given):
    gateway = given(
        **scored(
            (9, {"Price": 4}),
            (None, {"Price": 4}),
            (0, {"Price": None}),
            (7, {}),
        )
    )
    [rater] = rows_of(gateway, "raters")
    assert (rater["month"], rater["score"], rater["one_in"]) == (date(2026, 1, 1), 9, 1.0)
    assert rows_of(gateway, "raters_delivered", "item, delivered") == [
        {"item": "Price", "delivered": 75.0}
    ]


def test_all_answers_of_a_customer_stand_in_one_group(given):
    answers = [(9, {"Price": 4})] * 300
    gateway = given(**scored(*answers, customers=[f"C{n // 3}" for n in range(300)]))
    raters = rows_of(gateway, "raters", "response_id, respondent, bucket")
    assert sorted(rater["respondent"] for rater in raters) == list(range(1, 301))
    buckets = {}
    for rater in raters:
        buckets.setdefault(int(rater["response_id"][1:]) // 3, set()).add(rater["bucket"])
    assert len(buckets) == 100
    assert all(len(own) == 1 for own in buckets.values())
    assert {min(own) for own in buckets.values()} <= set(range(50))
    assert len({min(own) for own in buckets.values()}) > 30


@pytest.fixture
def drawn():
    """`drawn(people, most)`: the rollup's rows where that many people rated twice each."""

    def rows(people, most):
        connection = duckdb.connect()
        connection.execute(
            "create table survey_responses as select 'R' || i as response_id, "
            "null::VARCHAR as customer_id, date '2026-01-01' + (i % 90)::INTEGER as responded_on, "
            "(i % 7)::INTEGER as cell_id, (i % 11)::INTEGER as recommend_score "
            f"from range({people}) as numbers (i)"
        )
        connection.execute(
            "create table ratings as select 'R' || i as response_id, item, 5e1 as delivered "
            f"from range({people}) as numbers (i), (values ('A'), ('B')) as items (item)"
        )
        sql = (ROLLUPS / "raters.sql").read_text(encoding="utf-8")
        assert sql.count(MOST) == 1
        return connection.execute(sql.replace(MOST, str(most))).to_arrow_table().to_pylist()

    return rows


def test_up_to_the_most_everybody_is_drawn(drawn):
    rows = drawn(3_000, most=20_000)
    assert len(rows) == 3_000
    assert {row["one_in"] for row in rows} == {1.0}


def test_beyond_it_about_as_many_are_drawn_whoever_they_are(drawn):
    rows = drawn(60_000, most=20_000)
    [one_in] = {row["one_in"] for row in rows}
    assert len(rows) == pytest.approx(60_000 / one_in, rel=0.03)
    assert len(rows) == pytest.approx(20_000, rel=0.2)
    for value in range(7):
        share = sum(row["cell_id"] == value for row in rows) / len(rows)
        assert share == pytest.approx(1 / 7, abs=0.02)
    promoters = sum(row["score"] >= 9 for row in rows) / len(rows)
    assert promoters == pytest.approx(2 / 11, abs=0.02)


def test_the_same_people_are_drawn_each_time(drawn):
    assert drawn(30_000, most=10_000) == drawn(30_000, most=10_000)
