"""The design effect counted at publish, by hand and against variances worked out by customer."""

from collections import defaultdict
from datetime import date

import duckdb
import numpy as np
import pytest
from hypothesis import given as with_examples
from hypothesis import settings
from hypothesis import strategies as st

from insight.publish import ROLLUPS

from .rows import answered

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))


def repeats(gateway, **slice_of):
    """The rows of the rollup, by unit, period, dimension and value."""
    rows = gateway.warehouse.fetch("select * from nps_repeats").to_pylist()
    return {
        (row["unit"], row["period"], row["dimension"], row["value"]): row
        for row in rows
        if all(row[name] == value for name, value in slice_of.items())
    }


def test_the_excess_is_what_a_customers_answers_share(given):
    gateway = given(
        survey_responses=answered(JANUARY, 9, 9, customer_id="a")
        + answered(JANUARY, 0, customer_id="b")
        + answered(JANUARY, 7)
    )
    row = repeats(gateway)["month", JANUARY, None, None]
    assert (row["answers"], row["promoters"], row["detractors"]) == (4, 2, 1)
    # Of customer a: s = n = 2, squares 2.
    assert [row[f"excess_{of}"] for of in ("squares", "products", "counts")] == [2, 2, 2]
    # R = 1/4: 1 + (2 - 2/4 * 2 + 2/16) / (3 - 1/4)
    assert row["design_effect"] == pytest.approx(1 + 1.125 / 2.75)


def test_nobody_who_answers_twice_leaves_no_row(given):
    gateway = given(
        survey_responses=answered(JANUARY, 9, customer_id="a")
        + answered(JANUARY, 9, None, customer_id="b")
        + answered(JANUARY, 9, 9, 0)
    )
    assert repeats(gateway) == {}


def test_everybody_saying_the_same_repeats_nothing(given):
    gateway = given(survey_responses=answered(JANUARY, 9, 9, 9, customer_id="a"))
    assert {row["design_effect"] for row in repeats(gateway).values()} == {1.0}


def test_who_contradicts_himself_makes_no_interval_narrower(given):
    gateway = given(survey_responses=answered(JANUARY, 9, 0, customer_id="a"))
    assert repeats(gateway)["month", JANUARY, None, None]["design_effect"] == 1.0


def test_answers_in_two_months_repeat_in_their_quarter_and_year_only(given):
    gateway = given(
        survey_responses=answered(JANUARY, 9, customer_id="a")
        + answered(MARCH, 9, customer_id="a")
        + answered(MARCH, 0, 7)
    )
    rows = repeats(gateway)
    counts = {key[:2]: row["excess_counts"] for key, row in rows.items()}
    assert counts == {
        ("month", JANUARY): 0,
        ("month", MARCH): 0,
        ("quarter", JANUARY): 2,
        ("year", JANUARY): 2,
    }
    of_year = rows["year", JANUARY, None, None]["design_effect"]
    assert of_year > 1
    assert {row["year_design_effect"] for row in rows.values()} == {of_year}


def test_quarters_and_years_are_of_the_fiscal_calendar(given):
    gateway = given(
        fiscal_year_starts=4,
        survey_responses=answered(MARCH, 9, customer_id="a")
        + answered(APRIL, 9, 0, customer_id="a")
        + answered(date(2027, 3, 31), 9, customer_id="a"),
    )
    counts = {key[:2]: row["excess_counts"] for key, row in repeats(gateway).items()}
    assert counts == {
        ("month", APRIL): 2,
        ("month", date(2027, 3, 1)): 0,
        ("quarter", APRIL): 2,
        ("quarter", date(2027, 1, 1)): 0,
        ("year", APRIL): 6,
    }


def test_a_value_counts_who_answers_twice_within_it(given):
    gateway = given(
        survey_responses=answered(JANUARY, 9, 9, customer_id="a", channel="App", region="North")
        + answered(JANUARY, 9, customer_id="a", channel="Web", region="North")
        + answered(JANUARY, 0, 0, customer_id="b", channel="Web")
    )
    counts = {key[2:]: row["excess_counts"] for key, row in repeats(gateway, unit="month").items()}
    assert counts == {
        (None, None): 8,
        ("channel", "App"): 2,
        ("channel", "Web"): 2,
        ("region", "North"): 6,
        ("region", None): 2,
    }


# Against variances by customer, worked out without any of our SQL.


@st.composite
def answers(draw):
    one = st.tuples(
        st.sampled_from([None, "a", "b", "c", "d"]),
        st.sampled_from(["North", "South", None]),
        st.integers(1, 8),
        st.sampled_from([0, 7, 9, 10, None]),
    )
    return draw(st.lists(one, min_size=1, max_size=40))


def counted(rows):
    """The rollup of these answers, straight from its SQL."""
    connection = duckdb.connect(":memory:")
    connection.execute("create table fiscal_calendar as select 3::INTEGER as fiscal_year_starts")
    connection.execute(
        "create table survey_responses (customer_id VARCHAR, cell_id INTEGER, responded_on DATE, "
        "recommend_score INTEGER, weight DOUBLE)"
    )
    connection.execute(
        "create table cell_values as select * from (values (1, 'region', 'North'), "
        "(2, 'region', 'South')) as cells (cell_id, dimension, value)"
    )
    cells = {"North": 1, "South": 2, None: 3}
    connection.executemany(
        "insert into survey_responses values (?, ?, ?, ?, 1)",
        [(who, cells[region], date(2026, month, 5), score) for who, region, month, score in rows],
    )
    for name in ("nps_daily", "nps_monthly", "nps_repeats"):
        sql = (ROLLUPS / f"{name}.sql").read_text(encoding="utf-8")
        connection.execute(f"create table {name} as {sql}")
    return connection.sql("select * from nps_repeats").to_arrow_table().to_pylist()


def variance_ratio(slice_of):
    """Variance of the mean vote by customer over that by answer, at least 1."""
    votes = np.array([(score >= 9) - (score <= 6) for _, score in slice_of], dtype=float)
    residuals = votes - votes.mean()
    by_customer = defaultdict(float)
    for number, ((who, _), residual) in enumerate(zip(slice_of, residuals, strict=True)):
        by_customer[who or number] += residual
    by_answer = (residuals**2).sum()
    if by_answer < 1e-9:
        return 1.0
    return max(1.0, sum(one**2 for one in by_customer.values()) / by_answer)


def starts(month):
    """First days of month, quarter and fiscal year (from March) of a month of 2026."""
    year = 2026 if month >= 3 else 2025
    since = (month - 3) % 12
    quarter = month - since % 3
    first = date(2026, quarter, 1) if quarter > 0 else date(2025, quarter + 12, 1)
    return {"month": date(2026, month, 1), "quarter": first, "year": date(year, 3, 1)}


@settings(max_examples=25, deadline=None)
@with_examples(answers())
def test_the_design_effect_is_the_variance_by_customer_over_that_by_answer(rows):
    slices = defaultdict(list)
    for who, region, month, score in rows:
        if score is not None:
            for unit, start in starts(month).items():
                slices[unit, start, None, None].append((who, score))
                slices[unit, start, "region", region].append((who, score))
    for row in counted(rows):
        slice_of = slices[row["unit"], row["period"], row["dimension"], row["value"]]
        assert row["answers"] == len(slice_of)
        assert row["design_effect"] == pytest.approx(variance_ratio(slice_of))


def test_the_design_effect_is_that_of_a_published_package():
    """statsmodels: the mean as a regression on a constant, clustered, without its corrections."""
    import statsmodels.api as sm

    random = np.random.default_rng(7)
    customers = random.integers(0, 60, 200)
    mood = random.normal(7, 2, 60)
    scores = np.clip(np.round(mood[customers] + random.normal(0, 1, 200)), 0, 10).astype(int)
    rows = [(f"c{who}", "North", 5, int(s)) for who, s in zip(customers, scores, strict=True)]
    votes = (scores >= 9).astype(float) - (scores <= 6)
    fitted = sm.OLS(votes, np.ones(200)).fit(
        cov_type="cluster", cov_kwds={"groups": customers, "use_correction": False}
    )
    expected = fitted.bse[0] ** 2 / (votes.var() / 200)
    [row] = [r for r in counted(rows) if r["unit"] == "month" and r["dimension"] is None]
    assert expected > 1.2
    assert row["design_effect"] == pytest.approx(expected)
