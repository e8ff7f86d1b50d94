"""How often each lane changes, and whether that is speeding up."""

from datetime import date

import pytest

from .rows import answered

AS_OF = date(2026, 6, 30)
ANSWERS = answered(date(2025, 7, 1), 9) + answered(AS_OF, 9)


def change(started_on, lane="ours", kind="price", ended_on=None):
    title = f"{lane} {kind} {started_on}"
    return {
        "title": title,
        "lane": lane,
        "kind": kind,
        "started_on": started_on,
        "ended_on": ended_on,
    }


def counts(rows, lane="ours", kind=None):
    return [
        (row["period"], row["changes"], round(row["rate"], 4))
        for row in rows
        if (row["lane"], row["kind"]) == (lane, kind)
    ]


def test_changes_are_counted_by_lane_period_and_kind(given, ask):
    gateway = given(
        survey_responses=ANSWERS,
        changes=[
            change(date(2025, 7, 5)),
            change(date(2025, 9, 30), kind="people"),
            change(date(2026, 6, 30)),
            change(date(2026, 1, 1), lane="customers", kind="need"),
        ],
    )
    rows = ask(gateway, "pace_of_change", unit="quarter")
    quarters = [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]
    assert counts(rows) == list(zip(quarters, (2, 0, 0, 1), (2, 0, 0, 1), strict=True))
    assert counts(rows, kind="people") == list(
        zip(quarters, (1, 0, 0, 0), (1, 0, 0, 0), strict=True)
    )
    assert counts(rows, "customers") == list(zip(quarters, (0, 0, 1, 0), (0, 0, 1, 0), strict=True))
    assert counts(rows, "market") == [(quarter, 0, 0) for quarter in quarters]
    assert [row["kind"] for row in rows if row["lane"] == "market"] == [None] * 4


def test_rates_are_a_quarter_whatever_the_period_with_exact_intervals(given, ask):
    gateway = given(
        survey_responses=ANSWERS,
        changes=[change(date(2025, month, 3)) for month in (7, 8, 8, 12)],
    )
    months = ask(gateway, "pace_of_change", unit="month")
    assert counts(months)[:3] == [
        (date(2025, 7, 1), 1, 3),
        (date(2025, 8, 1), 2, 6),
        (date(2025, 9, 1), 0, 0),
    ]
    [whole] = [r for r in ask(gateway, "pace_of_change", unit="all") if r["kind"] is None][:1]
    assert (whole["period"], whole["changes"], whole["rate"]) == (date(2025, 7, 1), 4, 1)
    # Garwood's interval of 4 is 1.0899 to 10.2416, here over four quarters.
    assert (whole["rate_low"], whole["rate_high"]) == pytest.approx((0.27247, 2.56040), abs=1e-4)


def test_an_unfinished_period_counts_by_the_days_so_far(given, ask):
    gateway = given(
        as_of=date(2026, 4, 15),
        survey_responses=answered(date(2026, 1, 5), 9),
        changes=[change(date(2026, 4, 10)), change(date(2026, 5, 1))],
    )
    assert counts(ask(gateway, "pace_of_change", unit="quarter")) == [
        (date(2026, 1, 1), 0, 0),
        (date(2026, 4, 1), 1, 6),
    ]


def test_records_begin_in_the_month_of_the_first_change_where_it_precedes_all_answers(given, ask):
    gateway = given(survey_responses=ANSWERS, changes=[change(date(2024, 12, 20))])
    rows = counts(ask(gateway, "pace_of_change", unit="year"))
    assert rows == [(date(2024, 1, 1), 1, 3), (date(2025, 1, 1), 0, 0), (date(2026, 1, 1), 0, 0)]


def test_a_period_asked_counts_what_started_within_it(given, ask):
    gateway = given(
        survey_responses=ANSWERS,
        changes=[change(date(2025, 12, 31)), change(date(2026, 1, 1)), change(date(2026, 3, 31))],
    )
    rows = ask(gateway, "pace_of_change", date(2026, 1, 1), date(2026, 3, 31), unit="all")
    assert counts(rows) == [(date(2026, 1, 1), 2, 2)]


def test_a_quarter_is_that_of_the_fiscal_year(given, ask):
    gateway = given(
        fiscal_year_starts=2, survey_responses=ANSWERS, changes=[change(date(2026, 1, 31))]
    )
    held = [row for row in counts(ask(gateway, "pace_of_change", unit="quarter")) if row[1]]
    assert held == [(date(2025, 11, 1), 1, 1)]


def test_a_change_of_no_kind_counts_among_all_only(given, ask):
    gateway = given(survey_responses=ANSWERS, changes=[change(date(2026, 5, 1), kind=None)])
    rows = ask(gateway, "pace_of_change", unit="all")
    assert [(row["lane"], row["kind"], row["changes"]) for row in rows] == [
        ("ours", None, 1),
        ("customers", None, 0),
        ("market", None, 0),
    ]


def test_planned_changes_alone_are_no_pace(given, ask):
    gateway = given(survey_responses=ANSWERS, changes=[change(date(2027, 1, 1))])
    for question in ("pace_of_change", "pace_trend", "complacency"):
        assert ask(gateway, question) == []


def test_few_answers_hide_no_change(given, ask):
    gateway = given(
        minimum_answers=10, survey_responses=ANSWERS, changes=[change(date(2026, 5, 1))]
    )
    assert ask(gateway, "pace_of_change", unit="all")[0]["changes"] == 1


LAST_YEAR, YEAR_BEFORE = (
    (date(2026, 1, 1), date(2026, 6, 30)),
    (date(2025, 7, 1), date(2025, 12, 31)),
)


def test_two_periods_are_compared_by_their_days(given, ask):
    gateway = given(
        survey_responses=ANSWERS,
        changes=[change(date(2025, 8, 1)), change(date(2026, 2, 1)), change(date(2026, 3, 1))],
    )
    [row] = ask(gateway, "pace_trend", *LAST_YEAR, versus=YEAR_BEFORE)
    assert (row["lane"], row["changes"], row["versus_changes"], row["recorded"]) == (
        "ours",
        2,
        1,
        3,
    )
    assert row["ratio"] == pytest.approx(2 / 181 * 184)
    assert row["ratio_low"] < 1 < row["ratio_high"]
    assert (row["trend"], row["trend_p"]) == (None, None)
    assert (row["last_started"], row["days_since"]) == (date(2026, 3, 1), 121)


def test_what_customers_would_not_notice_is_not_our_latest_change(given, ask):
    gateway = given(
        survey_responses=ANSWERS,
        changes=[
            change(date(2026, 2, 1), kind="people"),
            change(date(2026, 4, 1), kind="technology"),
            change(date(2026, 5, 1), lane="market", kind="technology"),
        ],
    )
    rows = ask(gateway, "pace_trend", *LAST_YEAR, versus=YEAR_BEFORE)
    assert [(row["lane"], row["last_started"]) for row in rows] == [
        ("ours", date(2026, 2, 1)),
        ("market", date(2026, 5, 1)),
    ]


def test_a_time_before_the_records_gives_no_ratio(given, ask):
    gateway = given(survey_responses=ANSWERS, changes=[change(date(2026, 2, 1))])
    before = date(2019, 1, 1), date(2019, 12, 31)
    [row] = ask(gateway, "pace_trend", *LAST_YEAR, versus=before)
    assert (row["changes"], row["versus_changes"], row["ratio"], row["p"]) == (1, 0, None, None)
