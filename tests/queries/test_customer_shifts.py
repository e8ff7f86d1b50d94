"""What shifted in what customers say and do, from literal answers."""

from datetime import date

import pytest

from insight.words import add_months

from .rows import answered, rated, together
from .wants import picked_by

FIRST = date(2025, 7, 1)
NPS_0 = [*[10] * 10, *[7] * 20, *[3] * 10]
NPS_50 = [*[10] * 20, *[7] * 20]


def months(before, after, first=FIRST, each=6):
    """The scores of six months before and six after, as answers."""
    scores = [before] * each + [after] * each
    return [
        row for at, month in enumerate(scores) for row in answered(add_months(first, at), *month)
    ]


def shifted(rows):
    return [(row["series"], row["earliest"], row["latest"]) for row in rows]


def test_a_step_is_found_with_its_month_its_levels_and_its_interval(given, ask):
    [row] = ask(given(survey_responses=months(NPS_0, NPS_50)), "customer_shifts")
    assert list(row)[:9] == [
        *("series", "earliest", "latest", "before", "after"),
        *("size", "size_low", "size_high", "respondents"),
    ]
    # Pooled: (6 * 40 * 5000 + 6 * 40 * 2500) / (12 * 39) = 3846.2, so the standard error is
    # sqrt(2 * 3846.2 / 240) = 5.661 and half the interval 1.96 * 5.661 = 11.10.
    assert row == {
        "series": "nps",
        "earliest": date(2026, 1, 1),
        "latest": date(2026, 1, 31),
        "before": pytest.approx(0.0, abs=1e-9),
        "after": pytest.approx(50.0),
        "size": pytest.approx(50.0),
        "size_low": pytest.approx(38.904, abs=1e-3),
        "size_high": pytest.approx(61.096, abs=1e-3),
        "respondents": 480,
        "likeliest": date(2026, 1, 1),
        "before_from": FIRST,
        "after_until": date(2026, 6, 30),
        "searched": 1,
    }


def test_nothing_shifts_where_all_stays_where_everyone_is_passive_and_where_nobody_scored(
    given, ask
):
    for scores in (NPS_0, [7] * 40, [None] * 40):
        assert ask(given(survey_responses=months(scores, scores)), "customer_shifts") == []


def test_everyone_passive_and_then_everyone_a_promoter_is_a_shift(given, ask):
    [row] = ask(given(survey_responses=months([7] * 10, [9] * 10)), "customer_shifts")
    assert (row["size"], row["earliest"]) == (pytest.approx(100.0), date(2026, 1, 1))
    assert row["size_low"] < 100 < row["size_high"]


def test_a_shift_below_five_points_is_not_shown(given, ask):
    small = [*[10] * 416, *[7] * 800, *[3] * 384]
    level = [*[10] * 400, *[7] * 800, *[3] * 400]
    # 416 less 384 of 1600 is 2 points; 440 less 360 is 5.
    large = [*[10] * 440, *[7] * 800, *[3] * 360]
    assert ask(given(survey_responses=months(level, small, each=3)), "customer_shifts") == []
    answers = months(level * 4, large * 4, each=3)
    [row] = ask(given(survey_responses=answers), "customer_shifts")
    assert row["size"] == pytest.approx(5.0)


def test_two_periods_on_a_side_are_too_few(given, ask):
    answers = months(NPS_0, NPS_50, each=2)
    assert ask(given(survey_responses=answers), "customer_shifts") == []
    assert len(ask(given(survey_responses=months(NPS_0, NPS_50, each=3)), "customer_shifts")) == 1


def test_months_below_the_minimum_are_left_out_and_the_range_says_so(given, ask):
    thin = {date(2025, 12, 1), date(2026, 1, 1)}
    answers = [row for row in months(NPS_0, NPS_50) if row["responded_on"] not in thin]
    answers += [row for day in sorted(thin) for row in answered(day, *[0] * 9)]
    gateway = given(survey_responses=answers, minimum_answers=10)
    [row] = ask(gateway, "customer_shifts")
    # It may have happened in the months that too few answered as well.
    assert (row["earliest"], row["latest"]) == (date(2025, 12, 1), date(2026, 2, 28))
    assert (row["size"], row["respondents"]) == (pytest.approx(50.0), 400)
    counted = {row["period"]: row["counts"] for row in ask(gateway, "customer_series")}
    assert (counted[date(2025, 12, 1)], counted[date(2025, 11, 1)]) == (None, True)


def test_the_unfinished_month_is_left_out(given, ask):
    answers = months(NPS_0, NPS_50, each=3)
    gateway = given(survey_responses=answers, as_of=date(2025, 12, 20))
    assert ask(gateway, "customer_shifts") == []
    assert ask(gateway, "customer_series")[-1]["counts"] is False


def test_cells_that_are_left_out_do_not_shift(given, ask):
    north = [row | {"region": "North"} for row in months(NPS_0, NPS_50)]
    unsaid = [row | {"region": None} for row in months(NPS_0, NPS_0)]
    gateway = given(survey_responses=north + unsaid)
    [row] = ask(gateway, "customer_shifts", where={"region": ["North"]})
    assert row["size"] == pytest.approx(50.0)
    [row] = ask(gateway, "customer_shifts")
    assert row["size"] == pytest.approx(25.0)


def test_a_company_of_more_than_240_months_is_read_by_quarters(given, ask):
    answers = months([10, 7, 7, 3] * 2, [10, 10, 7, 7] * 2, first=date(2005, 1, 1), each=126)
    [row] = ask(given(survey_responses=answers), "customer_shifts")
    assert (row["earliest"], row["latest"]) == (date(2015, 7, 1), date(2015, 9, 30))
    assert (row["before_from"], row["after_until"]) == (date(2005, 1, 1), date(2025, 12, 31))


ITEM = "<b>50: %</b>"


def test_ratings_shift_on_each_side_and_the_gap_with_them(given, ask):
    pairs = [(4, 4), (4, 3), (3, 4), (5, 4)] * 5
    hurt = [(5, 3), (5, 2), (4, 3), (5, 3)] * 5
    tables = [
        rated(ITEM, people, add_months(FIRST, at))
        for at, people in enumerate([pairs] * 6 + [hurt] * 6)
    ]
    rows = ask(given(**together(*tables)), "customer_shifts")
    when = (date(2026, 1, 1), date(2026, 1, 31))
    series = [f"{measure}: {ITEM}" for measure in ("delivered", "gap", "wanted")]
    assert shifted(rows) == [(name, *when) for name in series]
    by_series = {row["series"]: row for row in rows}
    # Wanted 4, 4, 3, 5 is 75 % and 5, 5, 4, 5 is 93.75; delivered 68.75 and 43.75.
    levels = [level for row in rows for level in (row["before"], row["after"])]
    assert levels == pytest.approx([68.75, 43.75, -6.25, -50.0, 75.0, 93.75])
    assert {row["respondents"] for row in rows} == {240}
    assert by_series[f"gap: {ITEM}"]["searched"] == 3


def test_a_gap_asked_of_different_people_rests_on_the_smaller_side(given, ask):
    tables = []
    for at in range(12):
        delivered = 4 if at < 6 else 2
        people = [(4, None), (5, None)] * 10 + [(None, delivered), (None, delivered + 1)] * 5
        tables.append(rated("Price", people, add_months(FIRST, at)))
    rows = {row["series"]: row for row in ask(given(**together(*tables)), "customer_shifts")}
    assert set(rows) == {"delivered: Price", "gap: Price"}
    gap = rows["gap: Price"]
    levels = gap["before"], gap["after"]
    assert (levels, gap["respondents"]) == (pytest.approx((0.0, -50.0), abs=1e-9), 120)
    # Two sides of chance make the gap less sure than delivery alone.
    width = {name: row["size_high"] - row["size_low"] for name, row in rows.items()}
    assert width["gap: Price"] > width["delivered: Price"]


def test_picks_shift_as_shares_and_have_no_gap(given, ask):
    tables = [
        picked_by(
            add_months(FIRST, at), ["Price"], *[["Price"]] * (10 if at < 6 else 30), *[[]] * 20
        )
        for at in range(12)
    ]
    [row] = ask(given(**together(*tables)), "customer_shifts")
    # 10 of 30 and 30 of 50 picked it.
    assert (row["series"], row["after"]) == ("wanted: Price", pytest.approx(60.0))
    assert row["before"] == pytest.approx(100 / 3)
    error = (1 / 3 * 2 / 3 / 180 + 0.6 * 0.4 / 300) ** 0.5
    assert row["size_high"] - row["size"] == pytest.approx(196 * error, abs=0.01)


def used(day, **channels):
    return [{"day": day, "channel": name, "interactions": n} for name, n in channels.items()]


def test_a_channel_that_appears_takes_its_share_from_the_others(given, ask):
    interactions = [
        row
        for at in range(12)
        for row in used(
            add_months(FIRST, at), **({"Phone": 100} if at < 6 else {"App": 40, "Phone": 60})
        )
    ]
    answers = answered(FIRST, 9) + answered(date(2026, 6, 30), 9)
    gateway = given(survey_responses=answers, interactions=interactions)
    rows = ask(gateway, "customer_shifts")
    assert [(row["series"], row["before"], row["after"]) for row in rows] == [
        ("share: App", 0.0, pytest.approx(40.0)),
        ("share: Phone", 100.0, pytest.approx(60.0)),
    ]
    assert [row["respondents"] for row in rows] == [1200, 1200]


def test_levels_carry_the_interval_of_all_periods_pooled(given, ask):
    answers = answered(date(2026, 1, 5), 10, 10, 7, 3) + answered(date(2026, 2, 5), *[7] * 4)
    rows = ask(given(survey_responses=answers), "customer_series")
    assert [(row["period"], row["level"], row["respondents"]) for row in rows] == [
        (date(2026, 1, 1), 25.0, 4),
        (date(2026, 2, 1), 0.0, 4),
    ]
    # Squares around the mean: 4 * (.75 - .0625) * 10,000 = 27,500 over 2 * 3 answers to spare.
    half = 1.959964 * (27_500 / 6 / 4) ** 0.5
    assert [(row["low"], row["high"]) for row in rows] == [
        (pytest.approx(25 - half), pytest.approx(25 + half)),
        (pytest.approx(-half), pytest.approx(half)),
    ]


def test_the_share_of_an_only_channel_is_no_series(given, ask):
    answers = answered(FIRST, 9) + answered(date(2025, 9, 30), 9)
    phone = [row for at in range(3) for row in used(add_months(FIRST, at), Phone=20)]
    rows = ask(given(survey_responses=answers, interactions=phone), "customer_series")
    assert {row["series"] for row in rows} == {"nps"}
