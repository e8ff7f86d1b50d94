"""How easy a process is for customers, and how convenient for us."""

from datetime import date

import pytest

from .rows import together

DAY = date(2026, 1, 15)


def easy(item, *answers, scale=(1, 5), day=DAY, region="North"):
    ids = [f"{item} {day} {region} {n}" for n in range(len(answers))]
    return {
        "survey_responses": [
            {"response_id": one, "responded_on": day, "region": region} for one in ids
        ],
        "ratings": [
            {
                "response_id": one,
                "item": item,
                "effort": float(answer),
                "effort_low": float(scale[0]),
                "effort_high": float(scale[1]),
            }
            for one, answer in zip(ids, answers, strict=True)
        ],
    }


def convenient(item, *answers, day=DAY):
    return {
        "beliefs": [
            {
                "item": item,
                "wanted": 3.0,
                "wanted_low": 1.0,
                "wanted_high": 5.0,
                "convenient": float(answer),
                "convenient_low": 1.0,
                "convenient_high": 5.0,
                "believed_on": day,
            }
            for answer in answers
        ]
    }


def test_the_share_who_found_it_easiest_has_the_interval_of_wilson(given, ask, oracle):
    case = oracle["topbox_wilson"]
    easiest, n = case["inputs"]["x"], case["inputs"]["n"]
    [row] = ask(given(**easy("Booking", *[5] * easiest, *[4] * (n - easiest))), "effort")
    assert row["effort"] == 100 * easiest / n
    assert [row["effort_low"] / 100, row["effort_high"] / 100] == pytest.approx(
        case["expected"]["ci"], abs=case["tolerance"]["abs"]
    )
    assert (row["convenient"], row["believers"], row["respondents"]) == (None, 0, n)


def test_a_reversed_scale_has_its_easiest_at_the_low_number(given, ask):
    [row] = ask(given(**easy("Booking", 1, 7, 2, 1, scale=(7, 1))), "effort")
    assert row["effort"] == 50.0


def test_convenience_is_the_mean_of_what_staff_say(given, ask):
    tables = together(easy("Booking", 5, 1), convenient("Booking", 5, 4))
    [row] = ask(given(minimum_answers=0, **tables), "effort")
    assert (row["convenient"], row["believers"]) == (87.5, 2)


def test_period_and_cells_leave_out_the_others(given, ask):
    tables = together(
        easy("Booking", 5),
        easy("Booking", 1, region="South"),
        easy("Booking", 1, day=date(2026, 3, 1)),
        convenient("Booking", 1, day=date(2025, 1, 1)),
        convenient("Booking", 5, day=DAY),
        convenient("Booking", 1, day=date(2026, 2, 1)),
    )
    january = (date(2026, 1, 1), date(2026, 1, 31))
    [row] = ask(given(**tables), "effort", *january, where={"region": ["North"]})
    assert (row["effort"], row["respondents"]) == (100.0, 1)
    assert (row["convenient"], row["believers"]) == (100.0, 1)


def test_few_customers_are_hidden(given, ask):
    [row] = ask(given(minimum_answers=10, **easy("Booking", *[5] * 9)), "effort")
    assert (row["effort"], row["effort_low"], row["respondents"]) == (None, None, None)


def test_ratings_of_effort_alone_are_no_wants(given, ask):
    gateway = given(**easy("Booking", 5, 4))
    assert ask(gateway, "want_vs_delivered") == []
    assert gateway.items == ()
