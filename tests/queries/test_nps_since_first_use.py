"""NPS by time since first use of a channel: from answers and contacts written by hand."""

from datetime import date

import pandas as pd
import pytest

from insight.tables import TABLES

from .rows import answered, by_customer

USED = date(2025, 3, 15)
BANDS = ["before first use", "first 3 months", "3 to 6 months", "6 to 12 months", "over a year"]


def called(customer, channel="App", on=USED, direction="they_called"):
    return {
        "customer_id": customer,
        "contacted_on": on,
        "direction": direction,
        "channel": channel,
    }


def counts(rows):
    return {(row["channel"], row["months_since"]): row["respondents"] for row in rows}


def test_nps_of_a_band_stands_with_its_interval_and_its_groups(given, ask):
    scores = (9, 10, 9, 7, 0)
    gateway = given(
        survey_responses=[
            row
            for n, score in enumerate(scores)
            for row in by_customer(f"c{n}", (date(2025, 4, 1), score))
        ],
        contacts=[called(f"c{n}") for n in range(5)],
    )
    # Eight with the three added: p' = 3.75/8, d' = 1.75/8, centre 25, variance .6875 - .0625.
    half = 1.959963984540054 * 100 * (0.625 / 8) ** 0.5
    assert ask(gateway, "nps_since_first_use") == [
        {
            "channel": "App",
            "months_since": "first 3 months",
            "place": 2,
            "nps": 40.0,
            "nps_low": pytest.approx(25 - half),
            "nps_high": pytest.approx(25 + half),
            "respondents": 5,
            "promoters": 3,
            "passives": 1,
            "detractors": 1,
        }
    ]


@pytest.mark.parametrize(
    ("day", "band"),
    [
        (date(1999, 1, 1), "before first use"),
        (date(2025, 3, 14), "before first use"),
        (date(2025, 3, 15), None),
        (date(2025, 3, 16), "first 3 months"),
        (date(2025, 6, 14), "first 3 months"),
        (date(2025, 6, 15), "3 to 6 months"),
        (date(2025, 9, 14), "3 to 6 months"),
        (date(2025, 9, 15), "6 to 12 months"),
        (date(2026, 3, 14), "6 to 12 months"),
        (date(2026, 3, 15), "over a year"),
    ],
)
def test_a_band_begins_on_its_day_and_the_first_day_itself_is_left_out(given, ask, day, band):
    gateway = given(survey_responses=by_customer("a", (day, 9)), contacts=[called("a")])
    wanted = {} if band is None else {("App", band): 1}
    assert counts(ask(gateway, "nps_since_first_use")) == wanted


@pytest.mark.parametrize(
    ("direction", "is_use"),
    [("they_called", True), (None, True), ("told", False), ("asked", False)],
)
def test_only_contacts_that_the_customer_began_are_use(given, ask, direction, is_use):
    gateway = given(
        survey_responses=by_customer("a", (date(2025, 4, 1), 9)),
        contacts=[called("a", direction=direction)],
    )
    assert bool(ask(gateway, "nps_since_first_use")) == is_use


def test_answers_that_carry_the_channel_tell_of_use_too(given, ask):
    gateway = given(
        survey_responses=[
            *by_customer("a", (date(2025, 1, 1), 0), (date(2025, 5, 1), 9), channel="Phone"),
            *by_customer("a", (date(2025, 3, 1), None), channel="App"),
            *by_customer("a", (date(2026, 5, 1), 9)),
            *by_customer("once", (date(2025, 5, 1), 9), channel="App"),
            *by_customer(None, (date(2025, 5, 1), 9), (date(2025, 6, 1), 9), channel="App"),
            *answered(date(2025, 5, 1), 9, channel="App"),
        ]
    )
    assert counts(ask(gateway, "nps_since_first_use")) == {
        ("App", "before first use"): 1,
        ("App", "first 3 months"): 1,
        ("App", "over a year"): 1,
        ("Phone", "3 to 6 months"): 1,
        ("Phone", "over a year"): 1,
    }


def test_the_earlier_of_answer_and_contact_is_the_first_use(given, ask):
    gateway = given(
        survey_responses=by_customer(
            "a", (date(2025, 5, 1), 9), (date(2025, 6, 1), 9), channel="App"
        ),
        contacts=[called("a", on=date(2025, 1, 1)), called("a", on=date(2025, 5, 20))],
    )
    assert counts(ask(gateway, "nps_since_first_use")) == {("App", "3 to 6 months"): 2}


def test_bands_come_in_order_channel_by_channel(given, ask):
    days = [date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1), date(2025, 12, 1)]
    gateway = given(
        survey_responses=by_customer("a", *((day, 9) for day in [*days, date(2026, 6, 1)])),
        contacts=[called("a", "Web"), called("a", "App")],
    )
    rows = ask(gateway, "nps_since_first_use")
    assert [(row["channel"], row["months_since"]) for row in rows] == [
        (channel, band) for channel in ("App", "Web") for band in BANDS
    ]
    assert [row["place"] for row in rows] == [1, 2, 3, 4, 5] * 2


def test_the_twelve_channels_that_most_customers_used_are_kept(given, ask):
    gateway = given(
        survey_responses=[
            row for n in range(2) for row in by_customer(f"c{n}", (date(2025, 4, 1), 9))
        ],
        contacts=[
            *(called("c0", f"<b>channel {n:02d}</b>") for n in range(14)),
            called("c1", "<b>channel 13</b>"),
            called("c0", None),
        ],
    )
    kept = [row["channel"] for row in ask(gateway, "nps_since_first_use")]
    assert kept == [f"<b>channel {n:02d}</b>" for n in (*range(11), 13)]


def test_days_asked_for_stand_for_their_months_and_cells_are_filtered(given, ask):
    gateway = given(
        survey_responses=[
            *by_customer("a", (date(2026, 1, 31), 9), region="North"),
            *by_customer("a", (date(2026, 2, 1), 9), (date(2026, 2, 28), 9), region="North"),
            *by_customer("a", (date(2026, 2, 10), 0), region="South"),
        ],
        contacts=[called("a")],
    )
    mid_february = (date(2026, 2, 10), date(2026, 2, 11))
    asked = "nps_since_first_use"
    assert counts(ask(gateway, asked, *mid_february)) == {("App", "6 to 12 months"): 3}
    [row] = ask(gateway, asked, *mid_february, where={"region": ["North"]})
    assert (row["respondents"], row["nps"]) == (2, 100.0)


def test_a_band_below_the_minimum_keeps_only_its_names(given, ask):
    gateway = given(
        survey_responses=[
            row for n in range(9) for row in by_customer(f"c{n}", (date(2025, 4, 1), 9))
        ],
        contacts=[called(f"c{n}") for n in range(9)],
        minimum_answers=10,
    )
    [row] = ask(gateway, "nps_since_first_use")
    assert (row.pop("channel"), row.pop("months_since")) == ("App", "first 3 months")
    assert set(row.values()) == {None}


def test_where_no_table_knows_customers_channels_there_are_no_rows(given, ask):
    gateway = given(
        survey_responses=by_customer("a", (USED, 9), (date(2026, 1, 1), 9)),
        interactions=[{"day": USED, "channel": "App", "interactions": 5}],
    )
    assert ask(gateway, "nps_since_first_use") == []


def test_the_demo_is_counted_as_a_recount_of_its_exports_counts(demo_folder, demo, ask):
    read = {
        name: pd.read_parquet(demo_folder / "exports" / f"{name}.parquet")
        for name in ("survey_responses", "contacts")
    }
    assert set(read) <= set(TABLES)
    answers, contacts = read["survey_responses"], read["contacts"]
    for rows, day in ((answers, "responded_on"), (contacts, "contacted_on")):
        rows["day"] = pd.to_datetime(rows[day])
    began = contacts[contacts["direction"] == "they_called"]
    uses = pd.concat([rows[["customer_id", "channel", "day"]] for rows in (answers, began)])
    first = uses.groupby(["customer_id", "channel"])["day"].min().rename("first").reset_index()
    scored = answers.dropna(subset="recommend_score").drop(columns="channel")
    both = scored.merge(first, on="customer_id")
    both = both[both["day"] != both["first"]]
    recounted = {}
    for channel, rows in both.groupby("channel"):
        ends = [rows["first"] + pd.DateOffset(months=months) for months in (0, 3, 6, 12)]
        bands = sum((rows["day"] >= end).astype(int) for end in ends)
        for place, band in enumerate(BANDS):
            score = rows[bands == place]["recommend_score"]
            recounted[channel, band] = (len(score), int((score >= 9).sum() - (score <= 6).sum()))
    counted = {
        (row["channel"], row["months_since"]): (
            row["respondents"],
            row["promoters"] - row["detractors"],
        )
        for row in ask(demo, "nps_since_first_use")
    }
    assert counted == recounted
