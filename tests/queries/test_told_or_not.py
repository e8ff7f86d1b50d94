"""Customers told of a change against those not told: from contacts and answers written by hand."""

from datetime import date, timedelta
from math import sqrt

import pytest

from insight.changes_journal import COLUMNS, Entry, append
from insight.gateway import Gateway
from insight.publish import publish
from insight.publish_changes import publish_changes

from .rows import by_customer

TOLD_ON = date(2025, 1, 1)
BEFORE, AFTER = date(2024, 7, 1), date(2025, 6, 1)
Z95 = 1.959963984540054


def a_change(change_id="C1", told_on=TOLD_ON, **more):
    return {
        "change_id": change_id,
        "lane": "ours",
        "title": f"Change {change_id}",
        "started_on": date(2024, 12, 1),
        "told_on": told_on,
        **more,
    }


def told(*customers, on=TOLD_ON, direction="told"):
    return [
        {"customer_id": customer, "contacted_on": on, "direction": direction}
        for customer in customers
    ]


def people(group, number, *answers, **dimensions):
    """So many customers of a group, each of whom gave these (day, score)."""
    return [
        row for n in range(number) for row in by_customer(f"{group}{n}", *answers, **dimensions)
    ]


def ids(group, number):
    return [f"{group}{n}" for n in range(number)]


def four_groups():
    """Told: 8 passives, then 6 promoters of 8; not told: 8 passives, then 2 promoters of 8."""
    return [
        *people("t", 6, (BEFORE, 8), (AFTER, 9)),
        *people("t1", 2, (BEFORE, 8), (AFTER, 8)),
        *people("u", 2, (BEFORE, 8), (AFTER, 9)),
        *people("u1", 6, (BEFORE, 8), (AFTER, 8)),
    ]


def tellings(gateway, ask, **more):
    return ask(gateway, "told_or_not", date(2023, 1, 1), date(2026, 6, 30), **more)


def counts(row):
    return {
        group: row[f"respondents_{group}"]
        for group in ("told_before", "told_after", "untold_before", "untold_after")
    }


def test_what_those_told_gained_less_what_the_others_gained_is_the_effect(given, ask):
    contacts = told(*ids("t", 6), *ids("t1", 2))
    gateway = given(survey_responses=four_groups(), changes=[a_change()], contacts=contacts)
    [row] = tellings(gateway, ask)
    # Adjusted Wald, three answers added to each group of eight: p' = 6.75/11 and d' = .75/11 of
    # those told after, 2.75/11 and .75/11 of the others, .75/11 each before: 36.4 over 29.3.
    variances = [
        (6.75 + 0.75) / 11 - (6 / 11) ** 2,
        (2.75 + 0.75) / 11 - (2 / 11) ** 2,
        1.5 / 11,
        1.5 / 11,
    ]
    half = Z95 * 100 * sqrt(sum(variances) / 11)
    centre = 100 * (6 - 2) / 11
    assert row == {
        "change_id": "C1",
        "title": "Change C1",
        "told_on": TOLD_ON,
        "nps_told_before": 0.0,
        "nps_told_after": 75.0,
        "nps_untold_before": 0.0,
        "nps_untold_after": 25.0,
        "effect": 50.0,
        "low": pytest.approx(centre - half),
        "high": pytest.approx(centre + half),
        "p": pytest.approx(0.2141, abs=2e-4),
        "p_corrected": pytest.approx(0.2141, abs=2e-4),
        "verdict": "too_few",
        "respondents_told_before": 8,
        "respondents_told_after": 8,
        "respondents_untold_before": 8,
        "respondents_untold_after": 8,
        "also_told_of": None,
    }


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), "before"),
        (date(2024, 12, 31), "before"),
        (date(2025, 1, 1), None),
        (date(2025, 1, 30), None),
        (date(2025, 1, 31), "after"),
        (date(2026, 1, 30), "after"),
        (date(2026, 1, 31), None),
    ],
)
def test_a_year_before_and_a_year_after_the_thirty_days_count(given, ask, day, where):
    gateway = given(
        survey_responses=[*by_customer("t", (day, 9)), *people("u", 1, (BEFORE, 9))],
        changes=[a_change()],
        contacts=told("t"),
    )
    [row] = tellings(gateway, ask)
    assert counts(row) == {
        "told_before": int(where == "before"),
        "told_after": int(where == "after"),
        "untold_before": 1,
        "untold_after": 0,
    }
    assert (row["effect"], row["verdict"]) == (None, "too_few")


@pytest.mark.parametrize(
    ("contact", "is_told"),
    [
        (told("a", on=TOLD_ON - timedelta(days=1)), False),
        (told("a", on=TOLD_ON), True),
        (told("a", on=TOLD_ON + timedelta(days=29)), True),
        (told("a", on=TOLD_ON + timedelta(days=30)), False),
        (told("a", direction="asked"), False),
        (told("a", direction="they_called"), False),
        (told("a", direction=None), False),
        (told("a", "a", "a"), True),
    ],
)
def test_told_is_a_contact_of_that_direction_within_thirty_days(given, ask, contact, is_told):
    gateway = given(
        survey_responses=[*by_customer("a", (BEFORE, 9)), *by_customer("b", (BEFORE, 9))],
        changes=[a_change()],
        contacts=[*contact, *told("b", "not a customer")],
    )
    [row] = tellings(gateway, ask)
    assert counts(row)["told_before"] == 1 + is_told
    assert counts(row)["untold_before"] == 1 - is_told


def test_only_those_it_touched_are_compared(given, ask):
    gateway = given(
        survey_responses=[
            *people("n", 3, (BEFORE, 9), region="North"),
            *people("s", 5, (BEFORE, 9), region="South"),
            *people("x", 7, (BEFORE, 9)),
        ],
        changes=[a_change(exposed="region=North"), a_change("C2"), a_change("C3", exposed="no=1")],
        contacts=told("n0", "s0"),
    )
    north, everybody = tellings(gateway, ask)
    assert (counts(north)["told_before"], counts(north)["untold_before"]) == (1, 2)
    assert (counts(everybody)["told_before"], counts(everybody)["untold_before"]) == (2, 13)
    [south] = tellings(gateway, ask, where={"region": ["South"]})
    assert (south["change_id"], counts(south)["untold_before"]) == ("C2", 4)


def test_who_joined_later_and_who_is_not_known_are_left_out(given, ask):
    gateway = given(
        survey_responses=[
            *people("u", 4, (AFTER, 9)),
            *by_customer("t", (AFTER, 9)),
            *by_customer(None, (AFTER, 9), (AFTER, 9)),
        ],
        changes=[a_change()],
        contacts=told("t"),
        customers=[
            {"customer_id": "u0", "since": TOLD_ON},
            {"customer_id": "u1", "since": TOLD_ON + timedelta(days=1)},
            {"customer_id": "u2", "since": None},
        ],
    )
    [row] = tellings(gateway, ask)
    assert (counts(row)["told_after"], counts(row)["untold_after"]) == (1, 3)


def test_contacts_that_may_be_about_two_changes_cannot_be_told_apart(given, ask):
    later = TOLD_ON + timedelta(days=29)
    gateway = given(
        survey_responses=four_groups(),
        changes=[
            a_change(),
            a_change("C2", told_on=later),
            a_change("C3", told_on=TOLD_ON + timedelta(days=59)),
            a_change("M", lane="market"),
        ],
        contacts=[*told("t0", on=later), *told("t1", on=date(2025, 3, 20))],
    )
    first, second, third = tellings(gateway, ask)
    assert (first["verdict"], first["also_told_of"]) == ("not_identifiable", "Change C2")
    assert (second["verdict"], second["also_told_of"]) == ("not_identifiable", "Change C1")
    assert (third["verdict"], third["also_told_of"]) == ("too_few", None)


def test_tellings_of_people_in_different_places_are_told_apart(given, ask):
    gateway = given(
        survey_responses=[
            *people("n", 2, (BEFORE, 9), region="North"),
            *people("s", 2, (BEFORE, 9), region="South"),
        ],
        changes=[a_change(exposed="region=North"), a_change("C2", exposed="region=South")],
        contacts=told("n0", "s0"),
    )
    assert [row["also_told_of"] for row in tellings(gateway, ask)] == [None, None]


def test_a_large_difference_is_called_and_a_small_one_bounded(given, ask):
    def groups(size, told_promoters):
        return [
            *people("t", told_promoters, (BEFORE, 8), (AFTER, 9)),
            *people("tp", size - told_promoters, (BEFORE, 8), (AFTER, 8)),
            *people("u", size, (BEFORE, 8), (AFTER, 8)),
        ]

    informed = told(*ids("t", 400), *ids("tp", 400))
    changes = [a_change()]
    [moved] = ask(
        given(survey_responses=groups(400, 100), changes=changes, contacts=informed), "told_or_not"
    )
    assert (moved["effect"], moved["verdict"]) == (25.0, "moved")
    [still] = ask(
        given(survey_responses=groups(400, 2), changes=changes, contacts=informed), "told_or_not"
    )
    assert (still["effect"], still["verdict"]) == (0.5, "bounded")


def test_groups_below_the_minimum_are_hidden_and_give_no_effect(given, ask):
    gateway = given(
        survey_responses=[
            *people("t", 9, (BEFORE, 9), (AFTER, 9)),
            *people("u", 20, (BEFORE, 9), (AFTER, 9)),
        ],
        changes=[a_change()],
        contacts=told(*ids("t", 9)),
        minimum_answers=10,
    )
    [row] = tellings(gateway, ask)
    assert (row["nps_told_before"], row["respondents_told_before"]) == (None, None)
    assert (row["nps_untold_before"], row["respondents_untold_before"]) == (100.0, 20)
    assert (row["effect"], row["p"], row["verdict"]) == (None, None, "too_few")


def test_the_period_chooses_the_changes_and_not_the_answers(given, ask):
    gateway = given(
        survey_responses=four_groups(), changes=[a_change()], contacts=told(*ids("t", 6))
    )
    [row] = ask(gateway, "told_or_not", TOLD_ON, TOLD_ON)
    assert [row] == tellings(gateway, ask)
    assert ask(gateway, "told_or_not", TOLD_ON + timedelta(days=1), AFTER) == []


@pytest.mark.parametrize("missing", ["contacts", "changes"])
def test_without_contacts_or_changes_there_are_no_rows(given, ask, missing):
    tables = {"changes": [a_change()], "contacts": told("t0")}
    del tables[missing]
    assert ask(given(survey_responses=four_groups(), **tables), "told_or_not") == []


def test_a_change_nobody_was_told_of_has_no_row(given, ask):
    changes = [a_change(), a_change("C2", told_on=None), a_change("C3", told_on=date(2024, 9, 9))]
    gateway = given(survey_responses=four_groups(), changes=changes, contacts=told("t0"))
    assert [row["change_id"] for row in tellings(gateway, ask)] == ["C1"]


def test_those_who_answer_twice_a_year_widen_the_interval(given, ask):
    contacts = told(*ids("t", 6), *ids("t1", 2))
    tables = {"changes": [a_change()], "contacts": contacts}
    [once] = ask(given(survey_responses=four_groups(), **tables), "told_or_not")
    [twice] = ask(given(survey_responses=four_groups() * 4, **tables), "told_or_not")
    # Four times the same answers tell nothing more: only the three added weigh less.
    assert twice["respondents_told_after"] == 32
    width, doubled = (row["high"] - row["low"] for row in (once, twice))
    assert doubled > 0.8 * width


def test_a_day_of_telling_edited_on_the_page_is_counted_at_once(folder_of, ask):
    folder = folder_of(survey_responses=four_groups(), contacts=told("t0"))
    publish(folder)
    assert ask(Gateway.open(folder), "told_or_not") == []
    append(folder, [Entry.made("me", None, dict.fromkeys(COLUMNS) | a_change())])
    publish_changes(folder)
    gateway = Gateway.open(folder)
    assert gateway.warehouse.fetch("select count(*) as n from told_scores")["n"][0].as_py() > 0
