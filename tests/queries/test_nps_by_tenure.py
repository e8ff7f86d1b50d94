from datetime import date

import pytest

from .rows import answered, by_customer

DAY = date(2026, 3, 15)
BANDS = ["first year", "2nd year", "3 to 5 years", "6 to 10 years", "over 10 years"]


def counts(rows):
    return {row["tenure"]: row["respondents"] for row in rows}


def test_nps_of_a_band_stands_with_its_interval_and_its_groups(given, ask):
    scores = (9, 10, 9, 7, 0)
    gateway = given(
        survey_responses=[
            row for n, score in enumerate(scores) for row in by_customer(f"c{n}", (DAY, score))
        ],
        customers=[{"customer_id": f"c{n}", "since": date(2025, 6, 1)} for n in range(5)],
    )
    # Eight with the three added: p' = 3.75/8, d' = 1.75/8, centre 25, variance .6875 - .0625.
    half = 1.959963984540054 * 100 * (0.625 / 8) ** 0.5
    assert ask(gateway, "nps_by_tenure") == [
        {
            "tenure": "first year",
            "place": 1,
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
    ("since", "band"),
    [
        (DAY, "first year"),
        (date(2025, 3, 16), "first year"),
        (date(2025, 3, 15), "2nd year"),
        (date(2024, 3, 16), "2nd year"),
        (date(2024, 3, 15), "3 to 5 years"),
        (date(2021, 3, 16), "3 to 5 years"),
        (date(2021, 3, 15), "6 to 10 years"),
        (date(2016, 3, 16), "6 to 10 years"),
        (date(2016, 3, 15), "over 10 years"),
        (date(1899, 1, 1), "over 10 years"),
        (date(2026, 3, 16), None),
        (None, None),
    ],
)
def test_a_band_begins_on_the_anniversary(given, ask, since, band):
    gateway = given(
        survey_responses=by_customer("a", (DAY, 9)),
        customers=[{"customer_id": "a", "since": since}],
    )
    assert counts(ask(gateway, "nps_by_tenure")) == {band: 1}


def test_a_relationship_begun_on_leap_day_has_its_anniversary_in_february(given, ask):
    gateway = given(
        survey_responses=by_customer("a", (date(2025, 2, 27), 9), (date(2025, 2, 28), 9)),
        customers=[{"customer_id": "a", "since": date(2024, 2, 29)}],
    )
    assert counts(ask(gateway, "nps_by_tenure")) == {"first year": 1, "2nd year": 1}


def test_bands_come_youngest_first_and_the_unknown_last(given, ask):
    starts = [date(2026 - years, 1, 1) for years in (11, 6, 3, 1, 0)]
    gateway = given(
        survey_responses=[
            *(row for n in range(5) for row in by_customer(f"c{n}", (DAY, 9))),
            *by_customer("not in the table", (DAY, 9)),
            *answered(DAY, 0),
        ],
        customers=[{"customer_id": f"c{n}", "since": since} for n, since in enumerate(starts)],
    )
    rows = ask(gateway, "nps_by_tenure")
    assert [row["tenure"] for row in rows] == [*BANDS, None]
    assert [row["place"] for row in rows] == [1, 2, 3, 4, 5, None]
    assert (rows[-1]["respondents"], rows[-1]["nps"]) == (2, 0.0)


def test_without_the_table_customers_there_are_no_bands(given, ask):
    gateway = given(survey_responses=by_customer("a", (DAY, 9)))
    assert ask(gateway, "nps_by_tenure") == []


def test_a_questionnaire_without_a_score_is_no_answer(given, ask):
    gateway = given(
        survey_responses=by_customer("a", (DAY, None), (DAY, 9)),
        customers=[{"customer_id": "a", "since": date(2026, 1, 1)}],
    )
    assert counts(ask(gateway, "nps_by_tenure")) == {"first year": 1}


def test_days_asked_for_stand_for_their_months_and_cells_are_filtered(given, ask):
    gateway = given(
        survey_responses=[
            *by_customer("a", (date(2026, 1, 31), 9), region="North"),
            *by_customer("a", (date(2026, 2, 1), 9), (date(2026, 2, 28), 9), region="North"),
            *by_customer("a", (date(2026, 2, 10), 0), region="South"),
            *by_customer("a", (date(2026, 3, 1), 9), region="North"),
        ],
        customers=[{"customer_id": "a", "since": date(2025, 12, 1)}],
    )
    mid_february = (date(2026, 2, 10), date(2026, 2, 11))
    assert counts(ask(gateway, "nps_by_tenure", *mid_february)) == {"first year": 3}
    [row] = ask(gateway, "nps_by_tenure", *mid_february, where={"region": ["North"]})
    assert (row["respondents"], row["nps"]) == (2, 100.0)


def test_customers_who_answer_twice_a_year_widen_the_interval(given, ask):
    once = [row for n in range(40) for row in by_customer(f"c{n}", (DAY, 9 if n % 2 else 0))]
    starts = [{"customer_id": f"c{n}", "since": date(2026, 1, 1)} for n in range(40)]
    [alone] = ask(given(survey_responses=once, customers=starts), "nps_by_tenure")
    [again] = ask(given(survey_responses=once * 2, customers=starts), "nps_by_tenure")
    # Twice the same answer tells nothing more: the design effect is 2, twice the answers halve it.
    assert (again["nps"], again["respondents"]) == (alone["nps"], 80)
    wide, narrow = (row["nps_high"] - row["nps_low"] for row in (again, alone))
    assert wide == pytest.approx(narrow, rel=0.04)


def test_a_band_below_the_minimum_keeps_only_its_name(given, ask):
    gateway = given(
        survey_responses=[row for n in range(9) for row in by_customer(f"c{n}", (DAY, 9))],
        customers=[{"customer_id": f"c{n}", "since": date(2026, 1, 1)} for n in range(9)],
        minimum_answers=10,
    )
    [row] = ask(gateway, "nps_by_tenure")
    assert row.pop("tenure") == "first year"
    assert set(row.values()) == {None}
