from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.words import EN_DASH, MINUS, Words, add_months, last_of_month, period_end, period_start

WORDS = Words()
GERMAN = Words("de_DE")


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (None, 0, EN_DASH),
        (0, 0, "0"),
        (-0.0, 0, "0"),
        (-0.4, 0, "0"),
        (-0.04, 1, "0.0"),
        (-3.25, 1, f"{MINUS}3.2"),
        (1234567, 0, "1,234,567"),
        (12.5, 2, "12.50"),
    ],
)
def test_a_number_has_a_true_minus_and_is_never_minus_zero(value, decimals, written):
    assert WORDS.number(value, decimals) == written


def test_numbers_and_dates_follow_the_language():
    assert GERMAN.number(-1234.5, 1) == f"{MINUS}1.234,5"
    assert GERMAN.day(date(2026, 3, 2)) == "2. März 2026"
    assert WORDS.day(date(2026, 3, 2)) == "2 March 2026"
    assert WORDS.month(date(2026, 3, 2)) == "March 2026"


@pytest.mark.parametrize(
    ("value", "written"),
    [(4, "+4"), (-4, f"{MINUS}4"), (0, "0"), (0.4, "0"), (-0.4, "0"), (None, EN_DASH)],
)
def test_a_change_is_signed_unless_it_reads_as_zero(value, written):
    assert WORDS.signed(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(1, "1 point"), (-1, f"{MINUS}1 point"), (0, "0 points"), (1.2, "1 point"), (2, "2 points")],
)
def test_points_are_singular_where_one_is_read(value, written):
    assert WORDS.points(value) == written


def test_counts_intervals_and_lists_are_written_as_prose():
    assert WORDS.count(1, "answer") == "1 answer"
    assert WORDS.count(1204, "answer") == "1,204 answers"
    assert WORDS.count(0, "answer") == "0 answers"
    assert WORDS.interval(-2.4, 7.6) == f"{MINUS}2 to 8"
    assert WORDS.interval(None, 3) == EN_DASH
    assert WORDS.listed(["a"]) == "a"
    assert WORDS.listed(("a", "b", "c"), "or") == "a, b or c"
    assert [WORDS.spelled(n) for n in (0, 3, 12, 13)] == ["no", "three", "twelve", "13"]


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2026-01-01", "2026-06-30", "January to June 2026"),
        ("2026-03-01", "2026-03-31", "March 2026"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2024-02-01", "2024-02-28", "1 February 2024 to 28 February 2024"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("2022-01-01", "2025-12-31", f"2022 {EN_DASH} 2025"),
        ("2025-11-01", "2026-10-31", "November 2025 to October 2026"),
        ("2026-01-02", "2026-01-31", "2 January 2026 to 31 January 2026"),
    ],
)
def test_a_span_has_its_shortest_true_name(start, end, written):
    assert WORDS.span(date.fromisoformat(start), date.fromisoformat(end)) == written


@pytest.mark.parametrize(
    ("day", "unit", "fiscal_year_starts", "name"),
    [
        ("2026-03-01", "month", 1, "Mar 2026"),
        ("2026-04-01", "quarter", 1, "Q2 2026"),
        ("2026-01-01", "year", 1, "2026"),
        ("2026-04-01", "quarter", 4, "Q1 2026/27"),
        ("2026-01-01", "quarter", 4, "Q4 2025/26"),
        ("2025-04-01", "year", 4, "2025/26"),
        ("2099-04-01", "year", 4, "2099/00"),
        ("2026-01-15", "all", 4, "15 January 2026"),
    ],
)
def test_a_period_is_named_in_the_fiscal_calendar(day, unit, fiscal_year_starts, name):
    words = Words(fiscal_year_starts=fiscal_year_starts)
    assert words.period(date.fromisoformat(day), unit) == name


def test_how_long_ago_is_said_in_days_or_months():
    assert WORDS.ago(date(2026, 11, 12), date(2026, 11, 22)) == "10 days ago"
    assert WORDS.ago(date(2026, 4, 22), date(2026, 11, 22)) == "7 months ago"


DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))


@given(DAYS, st.sampled_from(["month", "quarter", "year"]), st.integers(1, 12))
def test_every_day_lies_in_exactly_its_period(day, unit, fiscal_year_starts):
    start = period_start(day, unit, fiscal_year_starts)
    end = period_end(start, unit)
    assert start <= day <= end
    assert start.day == 1
    assert end == last_of_month(end)
    assert period_start(end, unit, fiscal_year_starts) == start


@given(DAYS, st.integers(-600, 600))
def test_moving_by_months_keeps_the_day_or_takes_the_months_last(day, months):
    moved = add_months(day, months)
    assert moved.day == min(day.day, last_of_month(moved).day)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
