"""When an item was last asked, and what is refused as a forecast."""

from datetime import date

import pytest

from .rows import together
from .wants import rated_by

# 40 people a quarter: ratings whose mean is exactly so many percent of maximum.
AS_OF = date(2026, 6, 30)


def quarter(day, percent):
    fours = round(40 * percent / 100)
    return rated_by(day, *[{"Price": 5}] * fours, *[{"Price": 1}] * (40 - fours))


def quarters(*percents, last=(2026, 2)):
    """One a quarter, ending with that year and quarter."""
    tables = []
    for back, percent in enumerate(reversed(percents)):
        number = last[0] * 4 + last[1] - 1 - back
        tables.append(quarter(date(number // 4, number % 4 * 3 + 2, 10), percent))
    return together(*tables)


def test_a_short_past_is_refused_with_the_reason(given, ask):
    [row] = ask(given(**quarters(50, 50, 50, 50, 50)), "needs_outlook")
    assert row["why_not"] == "quarters measured: 5, needed: 6"
    assert (row["forecast"], row["direction"], row["quarters"]) == (None, None, 5)
    assert row["level"] == 50.0
    assert row["last_asked"] == date(2026, 5, 1)


def test_a_past_too_short_to_test_on_is_refused(given, ask):
    [row] = ask(given(**quarters(*[50] * 11)), "needs_outlook")
    assert row["why_not"] == "past forecasts to test it by: 2, needed: 3"


def test_a_steady_rise_leads_on_and_beats_no_change(given, ask):
    [row] = ask(given(**quarters(*range(20, 76, 4))), "needs_outlook")
    assert row["why_not"] is None
    assert row["tested"] == 5
    # The last is 72, four quarters at 4 points each lead to 88; the last year's mean is 66.
    assert row["forecast"] == pytest.approx(88, abs=1.5)
    assert row["level"] == pytest.approx(66, abs=1)
    assert row["error"] < row["error_no_change"]
    assert row["forecast_low"] < row["forecast"] < row["forecast_high"]


def test_a_quarter_that_is_unfinished_is_not_forecast_from(given, ask):
    gateway = given(**quarters(*[50] * 12, last=(2026, 2)), as_of=date(2026, 5, 20))
    [row] = ask(gateway, "needs_outlook")
    assert row["quarters"] == 11


def test_quarters_below_thirty_answers_do_not_count(given, ask):
    thin = rated_by(date(2023, 1, 10), *[{"Price": 5}] * 29)
    [row] = ask(given(**together(thin, quarters(50, 50))), "needs_outlook")
    assert (row["quarters"], row["respondents"]) == (2, 109)
