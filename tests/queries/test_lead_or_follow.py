"""Who moved first on each theme: what customers said, and what is on record."""

from datetime import date

import pytest

from insight.words import add_months

FIRST = date(2023, 1, 1)
START, END = FIRST, date(2025, 6, 30)
ITEM = "Short queues"


def change(day, lane="ours", item=ITEM, **more):
    change_id = f"{lane} {day}"
    return {
        "change_id": change_id,
        "lane": lane,
        "kind": "process",
        "title": f"A {lane} step",
        "item": item,
        "started_on": day,
    } | more


def asked_monthly(wanted, delivered=4.0, item=ITEM, people=12, months=30):
    """Answers of so many people in each month; `wanted(month)` around which they answer, 1 to 5."""
    responses, ratings = [], []
    for month in range(months):
        for person in range(people):
            response_id = f"{item} {month} {person}"
            around = 0.5 if person % 2 else -0.5
            responses.append(
                {
                    "response_id": response_id,
                    "responded_on": add_months(FIRST, month).replace(day=10),
                    "recommend_score": 8,
                }
            )
            ratings.append(
                {
                    "response_id": response_id,
                    "item": item,
                    "wanted": wanted(month) + around,
                    "wanted_low": 1.0,
                    "wanted_high": 5.0,
                    "delivered": delivered + (0.5 if person % 3 else -0.5),
                    "delivered_low": 1.0,
                    "delivered_high": 5.0,
                }
            )
    return {"survey_responses": responses, "ratings": ratings}


def risen(month):
    """The want rises from 3 to 4 of 1 to 5, so by 25 % of maximum, in March 2024."""
    return 3.0 if month < 14 else 4.0


def always_four(_):
    return 4.0


def told(row):
    return tuple(row[name] for name in ("first_mover", "column", "lead_in_days", "low", "high"))


def test_a_want_that_rose_before_our_change_leads_us(given, ask):
    gateway = given(**asked_monthly(risen), changes=[change(date(2024, 9, 1))])
    [row] = ask(gateway, "lead_or_follow", START, END)
    # Standard error: sqrt(170.45 (1/168 + 1/192)) = 1.38. It began in March 2024, 184 to 154 days
    # before the first of September.
    assert told(row) == ("customers", "leading_us", -184, -184, -154)
    assert row["theme"] == ITEM
    assert row["evidence"].startswith(
        "The want rose from 50 to 75 % of maximum (+25 points, +22 to +28, 360 answers) "
        "between 1 March 2024 and 31 March 2024; we began with “A ours step” on 1 September 2024"
    )


def test_our_change_before_the_want_rose_leads(given, ask):
    changes = [change(date(2023, 9, 1)), change(date(2024, 9, 1))]
    gateway = given(**asked_monthly(risen), changes=changes)
    [row] = ask(gateway, "lead_or_follow", START, END)
    assert told(row) == ("ours", "we_lead", 182, 182, 212)


def test_a_range_that_spans_our_start_is_undecided(given, ask):
    gateway = given(**asked_monthly(risen), changes=[change(date(2024, 3, 10))])
    [row] = ask(gateway, "lead_or_follow", START, END)
    assert told(row) == ("undecided", None, -9, -9, 21)


def test_a_want_that_rose_while_nobody_moved_is_where_we_could_lead(given, ask):
    [row] = ask(given(**asked_monthly(risen)), "lead_or_follow", START, END)
    assert told(row) == ("customers", "we_could_lead", None, None, None)


def test_a_want_that_fell_is_no_chance_to_lead(given, ask):
    fell = asked_monthly(lambda month: 8.0 - risen(month) - 1, delivered=5.0 - 0.5)
    [row] = ask(given(**fell), "lead_or_follow", START, END)
    assert told(row) == ("customers", "leading_us", None, None, None)


def test_an_open_gap_that_nobody_closes_is_where_we_could_lead(given, ask):
    gateway = given(**asked_monthly(always_four, delivered=3.0))
    [row] = ask(gateway, "lead_or_follow", START, END)
    assert told(row) == ("nobody", "we_could_lead", None, None, None)
    # Delivered 3.5 by eight and 2.5 by four of twelve: 3.17, so .83 of 4 less than wanted.
    assert "delivery was 21 points short" in row["evidence"]


def test_what_is_delivered_as_wanted_and_not_moved_is_no_theme(given, ask):
    gateway = given(**asked_monthly(always_four))
    assert ask(gateway, "lead_or_follow", START, END) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("ours", date(2024, 1, 1))], ("ours", "we_lead", None)),
        ([("market", date(2024, 1, 1))], ("market", "leading_us", None)),
        (
            [("ours", date(2024, 1, 31)), ("market", date(2024, 1, 1))],
            ("market", "leading_us", -30),
        ),
        (
            [
                ("ours", date(2024, 1, 1)),
                ("customers", date(2024, 3, 1)),
                ("market", date(2024, 2, 1)),
            ],
            ("ours", "we_lead", 31),
        ),
        ([("ours", date(2024, 1, 1)), ("market", date(2024, 1, 1))], ("undecided", None, 0)),
    ],
)
def test_changes_on_record_move_on_their_day(given, ask, changes, expected):
    gateway = given(
        survey_responses=[{"responded_on": FIRST}],
        changes=[change(day, lane) for lane, day in changes],
    )
    [row] = ask(gateway, "lead_or_follow", START, END)
    assert told(row)[:3] == expected


def test_a_change_after_the_period_is_not_yet_made(given, ask):
    gateway = given(survey_responses=[{"responded_on": FIRST}], changes=[change(date(2025, 7, 1))])
    assert ask(gateway, "lead_or_follow", START, END) == []


def test_a_change_that_aims_at_no_item_is_no_theme(given, ask):
    gateway = given(
        survey_responses=[{"responded_on": FIRST}], changes=[change(date(2024, 1, 1), item="")]
    )
    assert ask(gateway, "lead_or_follow") == []


def test_below_the_minimum_no_month_is_searched(given, ask):
    gateway = given(**asked_monthly(risen, people=8), minimum_answers=10)
    assert ask(gateway, "lead_or_follow", START, END) == []


def test_a_channel_is_a_theme_once_customers_take_to_it(given, ask):
    shares = [50] * 12 + [50 + 30 * month for month in range(18)]
    interactions = [
        {"day": add_months(FIRST, month), "channel": channel, "interactions": count}
        for month, share in enumerate(shares)
        for channel, count in (("App", share), ("Phone", 1_000 - share))
    ]
    pushed = change(date(2023, 3, 1), item=None, kind="channel", title="Try the <b>app</b>")
    gateway = given(
        survey_responses=[{"responded_on": FIRST}], interactions=interactions, changes=[pushed]
    )
    [row] = ask(gateway, "lead_or_follow", START, END)
    [push] = ask(gateway, "early_or_late", START, END)
    early = tuple(push[f"days_early{end}"] for end in ("", "_low", "_high"))
    assert (row["theme"], *told(row)) == ("App", "ours", "we_lead", *early)
    assert "“Try the <b>app</b>”" in row["evidence"]
