from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as st

from .rows import by_customer

IN_2024, IN_2025 = date(2024, 5, 10), date(2025, 5, 10)
PROMOTER, PASSIVE, DETRACTOR = 9, 7, 3


def moves(rows):
    return {(row["before"], row["after"]): row["customers"] for row in rows}


def test_customers_move_between_groups_from_one_year_to_the_next(given, ask):
    gateway = given(
        survey_responses=[
            *by_customer("a", (IN_2024, PROMOTER), (IN_2025, DETRACTOR)),
            *by_customer("b", (IN_2024, PROMOTER), (IN_2025, DETRACTOR)),
            *by_customer("c", (IN_2024, DETRACTOR), (IN_2025, PASSIVE)),
            *by_customer("d", (IN_2024, PASSIVE), (IN_2025, PASSIVE)),
            *by_customer("e", (IN_2024, PASSIVE)),
            *by_customer("f", (IN_2025, PROMOTER)),
        ],
        customers=[
            {"customer_id": "a", "revenue_per_year": 1000.0},
            {"customer_id": "b", "revenue_per_year": None},
            {"customer_id": "c", "revenue_per_year": 50.0},
            {"customer_id": "e", "revenue_per_year": 7.0},
        ],
    )
    a_move = {"period": date(2025, 1, 1), "complete": True}
    assert ask(gateway, "score_flows", unit="year") == [
        a_move
        | {"before": "promoter", "after": "detractor", "customers": 2}
        | {"revenue": 1000.0, "customers_with_revenue": 1},
        a_move
        | {"before": "passive", "after": "passive", "customers": 1}
        | {"revenue": None, "customers_with_revenue": 0},
        a_move
        | {"before": "passive", "after": "no answer", "customers": 1}
        | {"revenue": 7.0, "customers_with_revenue": 1},
        a_move
        | {"before": "detractor", "after": "passive", "customers": 1}
        | {"revenue": 50.0, "customers_with_revenue": 1},
    ]


def test_the_latest_scored_answer_of_a_period_counts(given, ask):
    gateway = given(
        survey_responses=by_customer(
            "a",
            (date(2024, 2, 1), DETRACTOR),
            (date(2024, 11, 1), PROMOTER),
            (date(2024, 12, 1), None),
            (date(2025, 1, 1), DETRACTOR),
            (date(2025, 3, 1), PASSIVE),
            (date(2025, 4, 1), None),
        )
    )
    assert moves(ask(gateway, "score_flows", unit="year")) == {("promoter", "passive"): 1}


@pytest.mark.parametrize(
    ("first", "second", "after"),
    [(DETRACTOR, PROMOTER, "promoter"), (PROMOTER, DETRACTOR, "detractor")],
)
def test_of_two_answers_on_one_day_the_later_row_counts(given, ask, first, second, after):
    gateway = given(
        survey_responses=by_customer(
            "a", (IN_2024, PASSIVE), (IN_2025, first), (IN_2025, second), (IN_2024, PASSIVE)
        )
    )
    assert moves(ask(gateway, "score_flows", unit="year")) == {("passive", after): 1}


def test_the_later_row_counts_whatever_its_id_says(given, ask):
    ids = ("r 1", "r 10", "r 9")
    answers = by_customer("a", (IN_2024, PASSIVE), (IN_2025, DETRACTOR), (IN_2025, PROMOTER))
    gateway = given(
        survey_responses=[
            answer | {"response_id": id_} for answer, id_ in zip(answers, ids, strict=True)
        ]
    )
    assert moves(ask(gateway, "score_flows", unit="year")) == {("passive", "promoter"): 1}


def test_a_year_without_an_answer_between_two_is_no_move(given, ask):
    gateway = given(
        survey_responses=[
            *by_customer("a", (date(2023, 5, 1), PROMOTER), (IN_2025, DETRACTOR)),
            *by_customer("b", (IN_2024, PASSIVE)),
        ]
    )
    rows = ask(gateway, "score_flows", unit="year")
    assert [(row["period"].year, row["before"], row["after"]) for row in rows] == [
        (2024, "promoter", "no answer"),
        (2025, "passive", "no answer"),
    ]


def test_an_unfinished_year_has_moves_but_nobody_is_silent_yet(given, ask):
    gateway = given(
        survey_responses=[
            *by_customer("a", (IN_2025, PROMOTER), (date(2026, 2, 1), DETRACTOR)),
            *by_customer("b", (IN_2025, PROMOTER)),
        ]
    )
    [row] = ask(gateway, "score_flows", unit="year")
    assert (row["after"], row["customers"], row["complete"]) == ("detractor", 1, False)


def test_a_fiscal_year_from_april_parts_march_from_april(given, ask):
    gateway = given(
        fiscal_year_starts=4,
        survey_responses=[
            *by_customer("a", (date(2025, 3, 31), PROMOTER), (date(2025, 4, 1), PASSIVE)),
            *by_customer("b", (date(2024, 4, 1), PROMOTER), (date(2025, 3, 31), DETRACTOR)),
        ],
    )
    rows = ask(gateway, "score_flows", unit="year")
    assert [(row["period"], row["before"], row["after"], row["customers"]) for row in rows] == [
        (date(2025, 4, 1), "promoter", "passive", 1),
        (date(2025, 4, 1), "detractor", "no answer", 1),
    ]


@pytest.mark.parametrize(
    ("unit", "starts", "first", "next_", "period"),
    [
        ("month", 1, date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 1)),
        ("month", 5, date(2024, 2, 29), date(2024, 3, 31), date(2024, 3, 1)),
        ("quarter", 1, date(2024, 12, 31), date(2025, 3, 31), date(2025, 1, 1)),
        ("quarter", 2, date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 1)),
        ("year", 12, date(2024, 11, 30), date(2024, 12, 1), date(2024, 12, 1)),
        ("all", 1, date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 1)),
    ],
)
def test_periods_in_a_row_are_those_of_the_fiscal_calendar(
    given, ask, unit, starts, first, next_, period
):
    gateway = given(
        fiscal_year_starts=starts,
        survey_responses=by_customer("a", (first, PROMOTER), (next_, DETRACTOR)),
    )
    [row] = [row for row in ask(gateway, "score_flows", unit=unit) if row["after"] != "no answer"]
    assert (row["period"], row["before"], row["after"]) == (period, "promoter", "detractor")


def test_a_move_counts_in_the_cell_of_the_later_answer(given, ask):
    gateway = given(
        survey_responses=[
            *by_customer("a", (IN_2024, PROMOTER), region="North"),
            *by_customer("a", (IN_2025, PASSIVE), region="South"),
            *by_customer("b", (IN_2024, DETRACTOR), region="North"),
        ]
    )
    north = ask(gateway, "score_flows", unit="year", where={"region": ["North"]})
    south = ask(gateway, "score_flows", unit="year", where={"region": ["South"]})
    assert moves(north) == {("detractor", "no answer"): 1}
    assert moves(south) == {("promoter", "passive"): 1}


def test_the_later_of_the_two_periods_must_touch_the_dates_asked_for(given, ask):
    gateway = given(
        survey_responses=by_customer(
            "a", (date(2023, 5, 1), PROMOTER), (IN_2024, PASSIVE), (IN_2025, DETRACTOR)
        )
    )

    def later(start, end):
        return [row["period"].year for row in ask(gateway, "score_flows", start, end, unit="year")]

    assert later(date(2024, 12, 31), date(2025, 1, 1)) == [2024, 2025]
    assert later(date(2025, 6, 1), date(2025, 6, 30)) == [2025]
    assert later(date(2023, 1, 1), date(2023, 12, 31)) == []


def test_answers_of_nobody_known_are_left_out(given, ask):
    gateway = given(survey_responses=by_customer(None, (IN_2024, PROMOTER), (IN_2025, DETRACTOR)))
    assert ask(gateway, "score_flows", unit="year") == []


def test_without_customers_there_is_no_revenue_but_there_are_moves(given, ask):
    gateway = given(survey_responses=by_customer("a", (IN_2024, PROMOTER), (IN_2025, PASSIVE)))
    [row] = ask(gateway, "score_flows", unit="year")
    assert (row["customers"], row["revenue"]) == (1, None)


def followed(before, after, customers, first):
    """So many customers who scored `before` in 2024 and `after` in 2025."""
    return [
        answer
        for number in range(customers)
        for answer in by_customer(f"{first} {number}", (IN_2024, before), (IN_2025, after))
    ]


def test_a_single_flow_too_small_to_show_hides_the_smallest_other(given, ask):
    answers = [
        *followed(PROMOTER, PROMOTER, 40, "stayed"),
        *followed(PROMOTER, PASSIVE, 12, "slipped"),
        *followed(PROMOTER, DETRACTOR, 3, "lost"),
    ]
    gateway = given(survey_responses=answers, minimum_answers=10)
    rows = ask(gateway, "score_flows", unit="year")
    assert moves(rows) == {
        ("promoter", "promoter"): 40,
        ("promoter", "passive"): None,
        ("promoter", "detractor"): None,
    }
    # same_people says 55: less the 40, the 3 could be told from 15 only.
    [same] = ask(gateway, "same_people", unit="year")
    assert same["customers"] == 55


def test_two_flows_too_small_to_show_hide_nothing_else(given, ask):
    answers = [
        *followed(PROMOTER, PROMOTER, 40, "stayed"),
        *followed(PROMOTER, PASSIVE, 4, "slipped"),
        *followed(PROMOTER, DETRACTOR, 3, "lost"),
    ]
    gateway = given(survey_responses=answers, minimum_answers=10)
    assert moves(ask(gateway, "score_flows", unit="year")) == {
        ("promoter", "promoter"): 40,
        ("promoter", "passive"): None,
        ("promoter", "detractor"): None,
    }


def test_few_who_gave_no_answer_hide_only_themselves(given, ask):
    answers = [
        *followed(PROMOTER, PROMOTER, 40, "stayed"),
        *followed(PASSIVE, PASSIVE, 11, "stayed passive"),
        *by_customer("gone", (IN_2024, PROMOTER)),
    ]
    gateway = given(survey_responses=answers, minimum_answers=10)
    assert moves(ask(gateway, "score_flows", unit="year")) == {
        ("promoter", "promoter"): 40,
        ("promoter", "no answer"): None,
        ("passive", "passive"): 11,
    }


def test_revenue_known_of_too_few_is_not_shown(given, ask):
    answers = followed(PROMOTER, DETRACTOR, 12, "lost")
    known = [{"customer_id": f"lost {number}", "revenue_per_year": 10.0} for number in range(9)]
    gateway = given(survey_responses=answers, customers=known, minimum_answers=10)
    [row] = ask(gateway, "score_flows", unit="year")
    assert (row["customers"], row["revenue"], row["customers_with_revenue"]) == (12, None, None)


DAYS = st.dates(date(2023, 1, 1), date(2026, 6, 30))
ANSWERS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", None]), DAYS, st.sampled_from([9, 7, 3, None])),
    min_size=1,
    max_size=40,
)


@examples(answers=ANSWERS, unit=st.sampled_from(["month", "quarter", "year"]))
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_moves_are_those_that_a_recount_of_each_customer_finds(given, ask, answers, unit):
    gateway = given(
        fiscal_year_starts=4,
        survey_responses=[
            row for customer, *one in answers for row in by_customer(customer, tuple(one))
        ],
    )
    rows = ask(gateway, "score_flows", unit=unit)
    counted = Counter(
        {
            (row["period"], row["before"], row["after"]): row["customers"]
            for row in rows
            if row["after"] != "no answer"
        }
    )
    assert counted == recounted(answers, {"month": 1, "quarter": 3, "year": 12}[unit])
    in_both = Counter()
    for (period, _, _), customers in counted.items():
        in_both[period] += customers
    same = {row["period"]: row["customers"] for row in ask(gateway, "same_people", unit=unit)}
    assert same == dict(in_both)


def recounted(answers, months):
    """Moves by period, customer by customer, in a fiscal year that starts in April."""
    groups = {9: "promoter", 7: "passive", 3: "detractor"}
    latest = {}
    in_order = sorted(enumerate(answers), key=lambda one: (one[1][1], one[0]))
    for _, (customer, day, score) in in_order:
        if customer is not None and score is not None:
            latest[customer, (day.year * 12 + day.month - 4) // months] = groups[score]
    found = Counter()
    for (customer, number), before in latest.items():
        after = latest.get((customer, number + 1))
        if after is not None:
            month = (number + 1) * months + 3
            found[date(month // 12, month % 12 + 1, 1), before, after] += 1
    return found
