from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.coverage import Coverage, Span, baseline_year
from insight.words import add_months, last_of_month


def months(*starts):
    return tuple(date(year, month, 1) for year, month in starts)


def year(first, last):
    return [(n, month) for n in range(first, last + 1) for month in range(1, 13)]


def covering(first, last, as_of=None, holes=()):
    day, found = first.replace(day=1), []
    while day <= last:
        if day not in holes:
            found.append(day)
        day = add_months(day, 1)
    as_of = as_of or last
    return Coverage(first, last, as_of, tuple(found), baseline_year(tuple(found), as_of, 1))


@pytest.mark.parametrize(
    ("answered", "as_of", "fiscal_year_starts", "baseline"),
    [
        # The first complete year whose answers begin in its first quarter.
        (months(*year(2022, 2024)), date(2024, 12, 31), 1, (2022, 1)),
        (months((2021, 11), (2021, 12), *year(2022, 2023)), date(2023, 12, 31), 1, (2022, 1)),
        (months((2022, 3), (2022, 12)), date(2022, 12, 31), 1, (2022, 1)),
        (months((2022, 4), (2022, 12), (2023, 2)), date(2023, 12, 31), 1, (2023, 1)),
        # Where there is none, the first year with answers.
        (months((2022, 1), (2022, 2)), date(2022, 12, 30), 1, (2022, 1)),
        (months((2021, 9), (2022, 3)), date(2022, 3, 31), 1, (2021, 1)),
        (months((2022, 5), (2023, 6)), date(2024, 1, 1), 1, (2022, 1)),
        # A fiscal year that starts in April.
        (months((2022, 3), (2022, 4), (2023, 3)), date(2023, 3, 31), 4, (2022, 4)),
        (months((2022, 3), (2022, 4), (2023, 3)), date(2023, 3, 30), 4, (2021, 4)),
    ],
)
def test_the_baseline_is_the_first_complete_year_that_answers_begin_early_in(
    answered, as_of, fiscal_year_starts, baseline
):
    start = date(baseline[0], baseline[1], 1)
    found = baseline_year(answered, as_of, fiscal_year_starts)
    assert found == Span(start, last_of_month(add_months(start, 11)))


def test_presets_count_back_from_the_last_month_with_answers_and_not_from_today():
    coverage = covering(date(2015, 5, 3), date(2020, 2, 11))
    assert coverage.preset("12m") == Span(date(2019, 3, 1), date(2020, 2, 29))
    assert coverage.preset("24m") == Span(date(2018, 3, 1), date(2020, 2, 29))
    assert coverage.preset("5y") == Span(date(2015, 3, 1), date(2020, 2, 29))
    assert coverage.preset("all") == Span(date(2015, 5, 3), date(2020, 2, 11))


def test_now_is_twelve_months_up_to_the_last_complete_month():
    coverage = covering(date(2020, 1, 1), date(2026, 11, 12))
    assert coverage.now(coverage.all_time) == Span(date(2025, 11, 1), date(2026, 10, 31))


def test_a_month_whose_last_day_is_the_as_of_day_is_complete():
    coverage = covering(date(2020, 1, 1), date(2026, 10, 20), as_of=date(2026, 10, 31))
    assert coverage.now(coverage.all_time) == Span(date(2025, 11, 1), date(2026, 10, 31))
    until_the_19th = Span(date(2020, 1, 1), date(2026, 10, 19))
    assert coverage.now(until_the_19th).end == date(2026, 9, 30)


def test_now_lies_within_the_period_chosen():
    coverage = covering(date(2020, 1, 1), date(2026, 11, 12))
    chosen = Span(date(2023, 3, 1), date(2023, 8, 31))
    assert coverage.now(chosen) == chosen
    cut = Span(date(2021, 1, 1), date(2023, 8, 15))
    assert coverage.now(cut) == Span(date(2022, 8, 1), date(2023, 7, 31))


def test_now_is_the_period_itself_where_no_month_in_it_is_complete():
    coverage = covering(date(2020, 1, 1), date(2026, 11, 12))
    half_a_month = Span(date(2024, 2, 3), date(2024, 2, 20))
    assert coverage.now(half_a_month) == half_a_month


def test_now_ends_with_the_last_month_that_has_answers():
    coverage = covering(
        date(2020, 1, 1), date(2026, 5, 1), date(2026, 12, 31), holes=months((2026, 4))
    )
    within = Span(date(2020, 1, 1), date(2026, 4, 30))
    assert coverage.now(within) == Span(date(2025, 4, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("span", "by", "moved"),
    [
        (("2024-02-01", "2024-02-29"), -12, ("2023-02-01", "2023-02-28")),
        (("2023-02-01", "2023-02-28"), 12, ("2024-02-01", "2024-02-29")),
        (("2024-02-29", "2024-02-29"), -12, ("2023-02-28", "2023-02-28")),
        (("2026-03-31", "2026-05-30"), -1, ("2026-02-28", "2026-04-30")),
        (("2026-01-10", "2026-01-20"), -1, ("2025-12-10", "2025-12-20")),
    ],
)
def test_whole_months_stay_whole_when_moved(span, by, moved):
    start, end = map(date.fromisoformat, span)
    assert Span(start, end).moved(by) == Span(*map(date.fromisoformat, moved))


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, DAYS, st.integers(-300, 300))
def test_a_moved_span_is_no_reversed_one(one, other, by):
    span = Span(min(one, other), max(one, other))
    moved = span.moved(by)
    assert moved.start <= moved.end
    assert moved.months == span.months


def test_months_are_those_the_span_touches():
    assert Span(date(2026, 1, 31), date(2026, 2, 1)).months == 2
    assert Span(date(2025, 12, 1), date(2026, 11, 30)).months == 12


def test_spans_overlap_where_they_share_a_day():
    january = Span(date(2026, 1, 1), date(2026, 1, 31))
    assert january.overlaps(Span(date(2026, 1, 31), date(2026, 2, 1)))
    assert not january.overlaps(Span(date(2026, 2, 1), date(2026, 2, 2)))
