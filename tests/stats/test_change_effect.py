"""Effects of changes: published cases, properties, and companies made with a known truth."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.stats.ar1_gls import ar1_gls, independent
from insight.stats.change_course import change_course
from insight.stats.change_effect import change_effects
from insight.stats.change_series import Other, first_day
from insight.stats.quasi_poisson import quasi_poisson
from insight.stats.two_way_effect import two_way_effect

FIRST = 2021 * 12


def sums(touched_n, touched, untouched_n, untouched):
    """Months of NPS sums from points a side; answers spread as promoters and detractors only."""
    everyone = touched_n * touched + untouched_n * untouched
    return [
        {
            "month": first_day(FIRST + place),
            "n": int(touched_n + untouched_n),
            "total": float(everyone[place]),
            "squares": 1e4 * float(touched_n + untouched_n),
            "exposed_n": int(touched_n),
            "exposed_total": float(touched_n * touched[place]),
            "exposed_squares": 1e4 * float(touched_n),
        }
        for place in range(len(touched))
    ]


def change(change_id, months, started_on, others=(), everybody=False, kind="nps", item=None):
    return {
        "change_id": change_id,
        "title": f"Change {change_id}",
        "item": item,
        "started_on": started_on,
        "everybody": everybody,
        "kind": kind,
        "months": months,
        "other_changes": list(others),
        "touched": 25,
        "people": 100,
        "minimum": 10,
        "as_of": date(2026, 6, 30),
    }


def other(change_id, started_on, touched=25, together=0, everybody=False, item=None):
    return {
        "change_id": change_id,
        "title": f"Other {change_id}",
        "item": item,
        "started_on": started_on,
        "everybody": everybody,
        "touched": touched,
        "together": together,
    }


def effects(*rows):
    return change_effects(pa.Table.from_pylist(list(rows))).to_pylist()


def noise(seed, months, sd=3.0):
    return np.random.default_rng(seed).normal(0, sd, months)


def stepped(months, at, size, seed=1):
    after = np.arange(months) >= at
    return 20 + size * after + noise(seed, months), 20 + noise(seed + 1, months, 1)


def test_the_ban_in_sicily_lowered_counts_as_published(oracle, shared):
    case = oracle["its_sicily"]
    rows = np.genfromtxt(shared / "oracles" / "data" / "sicily.csv", delimiter=",", names=True)
    columns = [np.ones(len(rows)), rows["smokban"], rows["time"]]
    turns = [
        turn(2 * np.pi * harmonic * rows["time"] / 12)
        for harmonic in (1, 2)
        for turn in (np.sin, np.cos)
    ]
    expected, offset = case["expected"], np.log(rows["stdpop"])
    level = quasi_poisson(rows["aces"], np.column_stack(columns), offset)
    seasonal = quasi_poisson(rows["aces"], np.column_stack(columns + turns), offset)
    within = case["tolerance"]
    assert level.ratio(1, dispersed=False) == pytest.approx(expected["poisson"], **within)
    assert level.ratio(1) == pytest.approx(expected["quasi"], **within)
    assert seasonal.ratio(1) == pytest.approx(expected["quasi_seasonal"], **within)
    found = [level.dispersion, seasonal.dispersion]
    assert found == pytest.approx(expected["dispersion"], **within)


def test_organ_donors_differ_as_published_and_only_the_clustered_p_is_small(oracle, shared):
    case = oracle["did_organ"]
    lines = (shared / "oracles" / "data" / "organ.csv").read_text().splitlines()[1:]
    rows = [line.replace('"', "").split(",") for line in lines]
    states = sorted({row[0] for row in rows})
    values = np.zeros((len(states), 6))
    for state, _, rate, quarter, _ in rows:
        values[states.index(state), int(quarter) - 1] = float(rate)
    touched, after = np.array([s == "California" for s in states]), np.arange(6) >= 3
    found = two_way_effect(values, touched, after)
    assert found.effect == pytest.approx(case["expected"]["att"], **case["tolerance"])
    assert found.cluster_se == pytest.approx(case["expected"]["se_cluster"], **case["tolerance"])
    assert (found.cluster_p < 0.001, round(found.permutation_p, 3)) == (True, 0.185)


def test_a_permutation_of_many_units_is_drawn_and_never_zero():
    values = np.random.default_rng(4).normal(size=(40, 6))
    values[:20, 3:] += 50
    touched, after = np.arange(40) < 20, np.arange(6) >= 3
    assert two_way_effect(values, touched, after).permutation_p == 0.001
    assert two_way_effect(values, touched, np.zeros(6, dtype=bool)) is None


def test_without_errors_that_carry_over_the_step_is_that_of_weighted_least_squares():
    step = (np.arange(40) >= 20).astype(float)
    variance = np.tile([1.0, 4.0], 20)
    design = np.column_stack([np.ones(40), step])
    values = 5 + 3 * step + noise(3, 40) * np.sqrt(variance)
    fit = ar1_gls(values, design, variance, np.arange(40))
    root = 1 / np.sqrt(variance)
    plain = np.linalg.lstsq(design * root[:, None], values * root, rcond=None)[0]
    assert fit.coefficients[1] == pytest.approx(plain[1], abs=0.5)
    assert abs(fit.rho) < 0.3
    assert (fit.freedom, fit.p(1) < 0.2) == (38, True)


def test_months_without_answers_count_as_time_that_passed():
    at = np.array([0, 1, 2, 30, 31, 32, 33, 60, 61, 62])
    design = np.column_stack([np.ones(10), (at >= 31).astype(float)])
    near = ar1_gls(noise(5, 10), design, np.ones(10), np.arange(10))
    apart = ar1_gls(noise(5, 10), design, np.ones(10), at)
    assert apart.freedom == near.freedom == 8
    assert apart.coefficients[1] != pytest.approx(near.coefficients[1])


def test_more_columns_than_months_fit_nothing():
    assert ar1_gls(np.ones(2), np.eye(2), np.ones(2), np.arange(2)) is None


def test_columns_that_say_the_same_are_kept_once():
    one, step = np.ones(6), (np.arange(6) >= 3).astype(float)
    assert independent([one, step, one - step, 0 * one, np.arange(6.0)], np.ones(6)) == [0, 1, 4]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(-50, 50), min_size=8, max_size=24),
    st.floats(-100, 100),
    st.floats(0.1, 10),
)
def test_a_level_moves_no_effect_and_a_scale_moves_all_of_it_alike(values, level, scale):
    values = np.array(values) + noise(2, len(values))
    design = np.column_stack([np.ones(len(values)), np.arange(len(values)) >= 4]).astype(float)
    variance, at = np.ones(len(values)), np.arange(len(values))
    fit = ar1_gls(values, design, variance, at)
    moved = ar1_gls(level + scale * values, design, variance, at)
    assert moved.coefficients[1] == pytest.approx(scale * fit.coefficients[1], abs=1e-6, rel=1e-5)
    assert moved.p(1) == pytest.approx(fit.p(1), abs=1e-6)


def test_a_step_of_those_touched_is_found_and_called():
    touched, untouched = stepped(36, 18, 15)
    [row] = effects(change("A", sums(200, touched, 600, untouched), first_day(FIRST + 18)))
    assert row["verdict"] == "moved"
    assert row["low"] < 15 < row["high"]
    assert row["placebo_p"] > 0.05
    assert (row["periods"], row["respondents_before"]) == (36, 18 * 200)
    assert row["answers_ratio"] == pytest.approx(1)


def test_the_month_in_which_it_started_is_left_out_where_it_is_not_whole():
    touched, untouched = stepped(36, 18, 15)
    touched[18] = -100
    months = sums(200, touched, 600, untouched)
    [row] = effects(change("A", months, date(2022, 7, 12)))
    assert (row["periods"], row["verdict"]) == (35, "moved")
    course = change_course(
        pa.Table.from_pylist([change("A", months, date(2022, 7, 12))])
    ).to_pylist()
    assert [row["period"] for row in course if not row["in_model"]] == [date(2022, 7, 1)]
    last = course[-1]
    assert last["observed"] == pytest.approx(touched[-1])
    assert last["observed"] - last["expected"] == pytest.approx(15, abs=8)
    assert last["low"] < last["expected"] < last["high"]


def test_a_month_that_is_not_over_is_not_complete():
    touched, untouched = stepped(36, 18, 15)
    rows = sums(200, touched, 600, untouched)
    made = change("A", rows, first_day(FIRST + 18)) | {"as_of": date(2023, 12, 30)}
    *_, before, last = change_course(pa.Table.from_pylist([made])).to_pylist()
    assert [(row["period"], row["complete"]) for row in (before, last)] == [
        (date(2023, 11, 1), True),
        (date(2023, 12, 1), False),
    ]


def test_another_change_of_one_side_has_a_step_of_its_own():
    touched, untouched = stepped(48, 24, 0)
    untouched[36:] += 12
    rival = other("B", first_day(FIRST + 36), touched=70, together=0)
    months = sums(200, touched, 600, untouched)
    [alone] = effects(change("A", months, first_day(FIRST + 24)))
    [told] = effects(change("A", months, first_day(FIRST + 24), [rival]))
    assert abs(told["effect"]) < abs(alone["effect"]) - 2
    assert (told["accounted_for"], told["verdict"]) == (1, "bounded")


def test_changes_that_touch_both_sides_alike_are_left_out():
    touched, untouched = stepped(36, 18, 15)
    both = [
        other("B", first_day(FIRST + 18), everybody=True),
        other("C", first_day(FIRST + 19), touched=40, together=10),
    ]
    [row] = effects(change("A", sums(200, touched, 600, untouched), first_day(FIRST + 18), both))
    assert (row["accounted_for"], row["not_told_apart_from"]) == (0, None)


@pytest.mark.parametrize(("apart", "verdict"), [(2, "not_identifiable"), (3, "moved")])
def test_two_months_apart_changes_of_one_series_cannot_be_told_apart(apart, verdict):
    touched, untouched = stepped(36, 18, 25)
    near = other("B", first_day(FIRST + 18 - apart), together=25)
    [row] = effects(change("A", sums(400, touched, 900, untouched), first_day(FIRST + 18), [near]))
    assert row["verdict"] == verdict
    assert (row["not_told_apart_from"], row["near"]) == (
        ("B", "Other B") if apart == 2 else (None, None)
    )


def test_a_change_about_another_item_leaves_this_item_alone():
    touched, untouched = stepped(36, 18, 10)
    aimed = other("B", first_day(FIRST + 18), together=25, item="Food")
    row = change("A", sums(200, touched, 600, untouched), first_day(FIRST + 18), [aimed])
    row["item"] = "Price"
    nps, delivered = effects(row, row | {"kind": "delivered"})
    assert (nps["verdict"], delivered["measure"]) == ("not_identifiable", "delivered: Price")
    assert delivered["verdict"] == "moved"


def test_everybody_touched_stands_against_its_own_slope_and_season():
    months = np.arange(48)
    course = 10 + 0.3 * months + 6 * np.sin(2 * np.pi * months / 12) + noise(8, 48, 1)
    course[24:] += 14
    rows = sums(500, course, 0, np.zeros(48))
    [row] = effects(change("A", rows, first_day(FIRST + 24), everybody=True))
    assert row["low"] < 14 < row["high"]
    assert (row["verdict"], row["method"]) == (
        "moved",
        "everybody, with slope and season, AR(1) GLS",
    )


def test_too_few_months_or_answers_or_nothing_that_varies_is_too_few():
    touched, untouched = stepped(36, 34, 15)
    late = change("late", sums(200, touched, 600, untouched), first_day(FIRST + 34))
    thin = change("thin", sums(1, touched[:8], 600, untouched[:8]), first_day(FIRST + 4))
    flat = change("flat", sums(200, 0 * touched, 600, 0 * untouched), first_day(FIRST + 18))
    nobody = change("nobody", None, first_day(FIRST + 18)) | {"kind": None}
    for row in effects(late, thin, flat, nobody):
        assert (row["verdict"], row["effect"], row["p"]) == ("too_few", None, None), row


def test_the_shares_of_a_change_say_whether_it_touches_one_side():
    def touches(of_touched, of_untouched):
        one = Other("B", "B", None, date(2022, 1, 1), of_touched, of_untouched)
        return one.touches_one_side

    assert [touches(*s) for s in ((1, 0), (0, 0.2), (1, 0.3))] == [True] * 3
    assert [touches(*s) for s in ((0, 0), (1, 1), (0.3, 0.4))] == [False] * 3
    half = Other("B", "B", None, date(2022, 2, 15), 1, 0)
    at = 2022 * 12 + np.array([0, 1, 2])
    assert half.step(at) == pytest.approx([0, 0.5, 1])


def company(draw, months, sizes, carried, everybody):
    """One company's changes: AR(1) shocks of each series, answers drawn month by month."""
    rows = []
    for number, size in enumerate(sizes):
        at = int(draw.integers(months // 3, 2 * months // 3))
        shocks = np.zeros(months)
        for month in range(months):
            before = shocks[month - 1] if month else 0.0
            shocks[month] = carried * before + draw.normal(0, 3)
        since = np.arange(months)
        course = 0.2 * since + 4 * np.sin(2 * np.pi * since / 12) if everybody else 0
        touched = drawn(draw, 80, 20 + shocks + course + size * (since >= at))
        untouched = drawn(draw, 240, np.full(months, 25.0))
        answers = sums(80, touched, 0 if everybody else 240, untouched)
        started = first_day(FIRST + at)
        rows.append(change(f"{number}", answers, started, everybody=everybody))
    return effects(*rows)


def drawn(draw, people, level):
    """NPS of so many answers a month, all of them promoters or detractors."""
    promoters = draw.binomial(people, np.clip((1 + level / 100) / 2, 0, 1))
    return 100 * (2 * promoters / people - 1)


@pytest.mark.parametrize(
    ("months", "carried", "everybody"), [(24, 0.5, False), (48, 0.3, False), (36, 0.3, True)]
)
def test_of_changes_that_do_nothing_few_are_called_and_intervals_hold_the_truth(
    months, carried, everybody
):
    draw, sizes = np.random.default_rng(20), (0, 0, 0, 0, 0, 0, 0, 0, 25, -25)
    called, held = [], []
    for _ in range(30):
        for row, size in zip(company(draw, months, sizes, carried, everybody), sizes, strict=True):
            held.append(row["low"] < size < row["high"])
            if size == 0:
                called.append(row["verdict"] == "moved")
    assert np.mean(held) >= 0.93
    assert np.mean(called) <= 0.05
