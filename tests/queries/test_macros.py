from datetime import date

import duckdb
import pytest

from insight.query import QUERIES, measures

MACROS = QUERIES / "macros.sql"


@pytest.fixture(scope="module")
def value():
    """The value of one expression over the macros."""
    connection = duckdb.connect(":memory:")
    connection.execute(MACROS.read_text(encoding="utf-8"))
    return lambda expression: connection.execute(f"select {expression}").fetchone()[0]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("nps(3, 1, 4)", 50.0),
        ("nps(0, 0, 7)", 0.0),
        ("nps(0, 5, 5)", -100.0),
        ("nps(0, 0, 0)", None),
        ("nps_centre(1, 0, 1)", 25.0),
        ("nps_se(1, 0, 1)", 37.5),
        ("mean_of(10, 4)", 2.5),
        ("mean_of(0, 0)", None),
        ("percent_of(1, 4)", 25.0),
        ("percent_of(0, 3)", 0.0),
        ("percent_of(0, 0)", None),
        ("variance_of(6, 14, 3)", 1.0),
        ("variance_of(5, 25, 1)", None),
        ("variance_of(0, 0, 0)", None),
        ("variance_of(3e8, 3e16, 3)", 0.0),
        ("variance_of(0.3, 0.03, 3)", pytest.approx(0.0, abs=1e-12)),
        ("nps_low(0, 0, 0)", None),
        ("nps_high(0, 0, 0)", None),
    ],
)
def test_a_measure_has_the_value_worked_by_hand(value, expression, expected):
    assert value(expression) == expected


def test_counts_divide_as_numbers_and_not_as_integers(value):
    assert value("nps(1::BIGINT, 0::BIGINT, 3::BIGINT)") == pytest.approx(100 / 3)
    assert value("percent_of(1::BIGINT, 3::BIGINT)") == pytest.approx(100 / 3)
    assert value("mean_of(1::BIGINT, 3::BIGINT)") == pytest.approx(1 / 3)


@pytest.mark.parametrize("n", [1, 2, 5, 10, 1000, 60_000])
def test_the_interval_lies_around_its_centre_and_within_what_nps_can_be(value, n):
    for promoters in {0, 1, n // 2, n}:
        for detractors in {0, (n - promoters) // 2, n - promoters}:
            counts = f"({promoters}, {detractors}, {n})"
            low, high = value(f"nps_low{counts}"), value(f"nps_high{counts}")
            assert -100 <= low < value(f"nps_centre{counts}") < high <= 100


@pytest.mark.parametrize(
    ("month", "unit", "fiscal_year_starts", "period", "last_day"),
    [
        ("2026-02-01", "month", 1, date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02-01", "month", 1, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-03-01", "quarter", 1, date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-04-01", "quarter", 1, date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-01-01", "quarter", 2, date(2025, 11, 1), date(2026, 1, 31)),
        ("2026-02-01", "quarter", 2, date(2026, 2, 1), date(2026, 4, 30)),
        ("2026-12-01", "quarter", 12, date(2026, 12, 1), date(2027, 2, 28)),
        ("2026-03-01", "year", 4, date(2025, 4, 1), date(2026, 3, 31)),
        ("2026-04-01", "year", 4, date(2026, 4, 1), date(2027, 3, 31)),
        ("2026-04-01", "all", 4, date(2026, 1, 15), date(2026, 4, 20)),
    ],
)
def test_a_month_lies_in_its_period_of_the_fiscal_calendar(
    value, month, unit, fiscal_year_starts, period, last_day
):
    first_asked, last_asked = "date '2026-01-15'", "date '2026-04-20'"
    start = f"period_of(date '{month}', '{unit}', {fiscal_year_starts}, {first_asked})"
    assert value(start) == period
    assert value(f"period_end({start}, '{unit}', {last_asked})") == last_day


def test_every_macro_is_told_on_the_definitions_page():
    defined = MACROS.read_text(encoding="utf-8").count("create macro ")
    assert len(measures()) == defined
    assert all(measure.meaning.endswith(".") for measure in measures())
