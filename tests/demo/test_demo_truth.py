"""The planted truths of data/demo_truth.toml hold in the model and in the answers drawn from it."""

from datetime import date, timedelta

import numpy as np
import pytest

from insight.demo.company import FARES, REGIONS, SEGMENTS, customers
from insight.demo.recommend import expected_nps
from insight.demo.story import CHANGES
from insight.demo.surveys import answers, invitations
from insight.demo.wants import WANTS, expected_rating

A_YEAR = timedelta(days=365)


def nps(tables, where):
    """NPS and its standard error, in points, of the answers that `where` selects."""
    promoters, detractors, count = tables.execute(
        f"""
        select avg((recommend_score >= 9)::int), avg((recommend_score <= 6)::int),
            count(recommend_score)
        from survey_responses where recommend_score is not null and {where}
        """
    ).fetchone()
    net = promoters - detractors
    return 100 * net, 100 * np.sqrt((promoters + detractors - net**2) / count)


def difference(first, second):
    return second[0] - first[0], np.hypot(first[1], second[1])


def effect(tables, inside, outside, before, after):
    """Change inside less change outside, and its standard error, in points of NPS."""
    within = difference(*(nps(tables, f"{inside} and {when}") for when in (before, after)))
    without = difference(*(nps(tables, f"{outside} and {when}") for when in (before, after)))
    return within[0] - without[0], np.hypot(within[1], without[1])


def months(day):
    return 12 * day.year + day.month


def days(first, before):
    return f"responded_on >= date '{first}' and responded_on < date '{before}'"


def rated(tables, item, side, when):
    """Mean of wanted or delivered in percent of maximum, and its standard error."""
    return tables.execute(
        f"""
        select avg(25 * ({side} - 1)), stddev_samp(25 * ({side} - 1)) / sqrt(count({side}))
        from ratings join survey_responses using (response_id) where item = ? and {when}
        """,
        [item],
    ).fetchone()


@pytest.fixture(scope="module")
def model():
    """The answers with their true NPS, in points."""
    answered = answers(invitations(), customers())
    return answered, expected_nps(answered, answered["responded_on"])


def true_nps(model, first, before, **values):
    answered, points = model
    day = answered["responded_on"]
    chosen = (day >= np.datetime64(first)) & (day < np.datetime64(before))
    for dimension, value in values.items():
        chosen &= answered[dimension] == value
    return points[chosen].mean()


def everybody_on(day):
    """One respondent for each segment, region, channel and fare, all answering on that day."""
    combinations = [
        (segment, region, channel, fare)
        for segment in SEGMENTS
        for region in REGIONS
        for channel in ("Phone", "Web", "App")
        for fare in FARES
    ]
    columns = np.array(combinations, dtype=object).T
    names = ("segment", "region", "channel", "fare")
    return dict(zip(names, columns, strict=True)), np.full(len(combinations), np.datetime64(day))


def true_step(day):
    """What every kind of respondent's true NPS does from the day before to that day."""
    who, when = everybody_on(day)
    return who, expected_nps(who, when) - expected_nps(who, when - 1)


def test_every_true_effect_of_our_changes_is_written_down(truths):
    planted = {
        (change.title, change.exposed or "", change.started_on, change.nps)
        for change in CHANGES
        if change.nps
    }
    written = {(row["change"], row["where"], row["from"], row["size"]) for row in truths["effect"]}
    assert planted == written


def test_every_change_a_truth_names_starts_on_the_day_it_gives(truths, demo_tables):
    started = dict(demo_tables.execute("select title, started_on from changes").fetchall())
    for planted in truths["truth"]:
        if "change" in planted:
            assert started[planted["change"]] == planted["from"], planted["id"]


def test_the_fast_ferry_raised_nps_by_fourteen_on_the_islands_only(truth, demo_tables):
    ferry = truth["fast_ferry"]
    who, step = true_step(ferry["from"])
    islands = who["region"] == "Islands"
    assert step[islands] == pytest.approx(ferry["size"], abs=0.1)
    assert step[~islands] == pytest.approx(0, abs=0.1)

    found, error = effect(
        demo_tables,
        "region = 'Islands'",
        "region <> 'Islands'",
        f"responded_on < date '{ferry['from']}'",
        f"responded_on >= date '{ferry['from']}'",
    )
    assert abs(found - ferry["size"]) < 2 * error
    assert error < 2.5


def test_the_fast_ferry_shortened_the_crossing_for_islanders(truth, demo_tables):
    ferry = truth["fast_ferry"]
    before, after = (
        f"region = 'Islands' and responded_on {side} date '{ferry['from']}'" for side in ("<", ">=")
    )
    found, error = difference(
        *(rated(demo_tables, ferry["item"], "delivered", when) for when in (before, after))
    )
    assert abs(found - ferry["delivered"]) < 2.5 * error


def test_the_eastern_lounges_did_nothing(truth, demo_tables):
    lounges = truth["eastern_lounges"]
    _, step = true_step(lounges["from"])
    assert step == pytest.approx(0, abs=0.1)

    # Compared with the two regions that nothing else touched by then.
    found, error = effect(
        demo_tables,
        "region = 'Eastern'",
        "region in ('Northern', 'Southern')",
        f"responded_on < date '{lounges['from']}'",
        days(lounges["from"], "2026-06-01"),
    )
    assert abs(found - lounges["size"]) < 1.5 * error
    assert error < 3


def test_no_other_change_starts_within_two_months_of_the_ferry_or_the_lounges(truth):
    for planted in (truth["fast_ferry"], truth["eastern_lounges"], truth["app_too_early"]):
        near = [
            change.title
            for change in CHANGES
            if abs(months(change.started_on) - months(planted["from"])) <= 2
        ]
        assert near == [planted["change"]]


def test_being_told_is_wanted_more_from_september_2024_on(truth, demo_tables):
    told = truth["being_told"]
    before = days(told["from"] - A_YEAR, told["from"])
    after = days(told["from"], told["from"] + A_YEAR)
    found, error = difference(
        *(rated(demo_tables, told["item"], "wanted", when) for when in (before, after))
    )
    # The mix of 2025 adds a little: hauliers want to be told more than families do.
    assert abs(found - told["size"]) < told["others_at_most"] + 2 * error

    last_month, first_month = days("2024-08-01", "2024-09-01"), days("2024-09-01", "2024-10-01")
    found, error = difference(
        *(rated(demo_tables, told["item"], "wanted", when) for when in (last_month, first_month))
    )
    assert abs(found - told["size"]) < 2.5 * error


def test_no_other_need_grew(truth, demo_tables):
    told = truth["being_told"]
    before, after = (f"responded_on {side} date '{told['from']}'" for side in ("<", ">="))
    others = [
        want.item for want in WANTS if want.item != told["item"] and want.asked != "delivered only"
    ]
    assert len(others) == 10
    for item in others:
        found, _ = difference(
            *(rated(demo_tables, item, "wanted", when) for when in (before, after))
        )
        assert abs(found) < told["others_at_most"], item


def test_inside_a_segment_only_being_told_is_ever_wanted_more(truth):
    who, first_day = everybody_on("2021-11-01")
    _, last_day = everybody_on("2026-11-12")
    for want in WANTS:
        grew = expected_rating(want, "wanted", who, last_day) - expected_rating(
            want, "wanted", who, first_day
        )
        size = truth["being_told"]["size"] if want.item == truth["being_told"]["item"] else 0
        assert grew == pytest.approx(size)


def test_nps_fell_in_2025_although_every_segment_rose(truth, demo_tables):
    fall = truth["fell_though_all_rose"]
    before, after = (f"year(responded_on) = {fall[year]}" for year in ("year_before", "year"))
    found, error = difference(*(nps(demo_tables, when) for when in (before, after)))
    assert found < fall["at_most"]
    assert abs(found - fall["size"]) < 2 * error
    for segment, size in fall["within"].items():
        rose, error = difference(
            *(nps(demo_tables, f"segment = '{segment}' and {when}") for when in (before, after))
        )
        assert rose > fall["each_at_least"], segment
        assert rose > 2 * error, segment
        assert abs(rose - size) < 2 * error, segment


def test_the_model_promises_the_fall_and_every_rise(truth, model):
    fall = truth["fell_though_all_rose"]
    before, after = ("2024-01-01", "2025-01-01"), ("2025-01-01", "2026-01-01")
    assert true_nps(model, *after) - true_nps(model, *before) == pytest.approx(
        fall["size"], abs=0.3
    )
    assert set(fall["within"]) == set(SEGMENTS)
    for segment, size in fall["within"].items():
        rose = true_nps(model, *after, segment=segment) - true_nps(model, *before, segment=segment)
        assert rose == pytest.approx(size, abs=0.3), segment


def test_the_app_was_pushed_a_year_before_customers_took_to_it(truth, demo_tables):
    app = truth["app_too_early"]
    share = dict(
        demo_tables.execute(
            """
            select date_trunc('month', day)::date,
                100.0 * sum(interactions) filter (channel = ?) / sum(interactions)
            from interactions group by 1
            """,
            [app["channel"]],
        ).fetchall()
    )
    until_ready = [percent for month, percent in share.items() if month < app["ready"]]
    assert len(until_ready) == 28
    assert until_ready == pytest.approx([app["share_until_ready"]] * 28, abs=0.5)
    assert share[date(2025, 3, 1)] == pytest.approx(app["share_a_year_later"], abs=3)
    assert app["ready"] - app["pushed"] == timedelta(days=366)


def test_callers_were_dented_until_the_phone_opened_again(truth, demo_tables):
    app = truth["app_too_early"]
    callers, others = "channel = 'Phone'", "channel <> 'Phone'"
    before = days(app["from"] - A_YEAR, app["from"])
    meanwhile = days(app["from"], app["until"])
    after = days(app["until"], app["until"] + A_YEAR)
    found, error = effect(demo_tables, callers, others, before, meanwhile)
    assert abs(found - app["size"]) < 2 * error
    found, error = effect(demo_tables, callers, others, before, after)
    assert abs(found) < 2 * error


@pytest.mark.parametrize("planted", ["no_gap", "more_than_wanted"])
def test_items_without_a_shortfall_have_the_gap_written_down(planted, truth, demo_tables):
    for item in truth[planted]["items"]:
        gap, error = demo_tables.execute(
            """
            select avg(25 * (delivered - wanted)),
                stddev_samp(25 * (delivered - wanted)) / sqrt(count(delivered + wanted))
            from ratings where item = ?
            """,
            [item],
        ).fetchone()
        assert error < 0.5
        # The mix of segments moves the shop's gap by less than 1 percent.
        allowance = 2 * error + (1 if planted == "more_than_wanted" else 0)
        assert abs(gap - truth[planted]["size"]) < allowance, item


def test_items_without_a_gap_have_none_for_anybody_at_any_time(truth):
    by_item = {want.item: want for want in WANTS}
    for item in truth["no_gap"]["items"]:
        for day in ("2021-11-01", "2024-02-29", "2026-11-12"):
            who, when = everybody_on(day)
            wanted, delivered = (
                expected_rating(by_item[item], side, who, when) for side in ("wanted", "delivered")
            )
            assert delivered.tolist() == wanted.tolist()


def test_the_largest_gaps_now_are_those_written_down(truth, demo_tables):
    largest = truth["largest_gaps"]
    found = demo_tables.execute(
        f"""
        select item, avg(25 * delivered) - avg(25 * wanted) as gap
        from ratings join survey_responses using (response_id)
        where {days(largest["from"], largest["until"])}
        group by 1 having count(wanted) > 0 order by gap limit 3
        """
    ).fetchall()
    assert [item for item, _ in found] == largest["items"]
    assert -35 < found[0][1] < -30


def test_one_item_is_asked_of_different_people_and_one_on_one_side_only(truth, demo_tables):
    asked = {
        item: counts
        for item, *counts in demo_tables.execute(
            "select item, count(wanted), count(delivered), count(wanted + delivered) "
            "from ratings group by 1"
        ).fetchall()
    }
    (apart,) = truth["asked_apart"]["items"]
    wanted, delivered, both = asked[apart]
    assert both < 0.15 * min(wanted, delivered)
    (one_sided,) = truth["delivered_only"]["items"]
    assert asked[one_sided][0] == 0
    assert asked[one_sided][1] > 15_000


def test_nps_recovered_but_not_to_the_baseline_year(truth, demo_tables, model):
    recovery = truth["recovery"]
    now = days(recovery["from"], recovery["until"])
    year_before = days(recovery["from"] - A_YEAR, recovery["from"])
    baseline = days("2022-01-01", "2023-01-01")

    rose, error = difference(*(nps(demo_tables, when) for when in (year_before, now)))
    assert rose > 3 * error
    assert abs(rose - recovery["size"]) < 2 * error
    below, error = difference(*(nps(demo_tables, when) for when in (baseline, now)))
    assert below < -3 * error
    assert abs(below - recovery["against_baseline"]) < 2 * error

    true_now = true_nps(model, "2025-11-01", "2026-11-01")
    assert true_now - true_nps(model, "2024-11-01", "2025-11-01") == pytest.approx(
        recovery["size"], abs=0.3
    )
    assert true_now - true_nps(model, "2022-01-01", "2023-01-01") == pytest.approx(
        recovery["against_baseline"], abs=0.3
    )


def test_part_of_those_three_changes_touched_were_told_by_lot(truth, demo_tables):
    told = truth["told_of_changes"]
    assert {c.title: c.told_share for c in CHANGES if c.told_share} == told["told_share"]
    for change in CHANGES:
        if not change.told_share:
            continue
        dimension, _, values = (change.exposed or "'all'=all").partition("=")
        listed = ", ".join(f"'{value}'" for value in values.split("|"))
        touched = f"{dimension} in ({listed})"
        share, strangers = demo_tables.execute(
            f"""
            with told as (
                select distinct customer_id from contacts
                where direction = 'told' and role = 'Marketing' and contacted_on >= ?
                    and contacted_on < ?::date + {told["within_days"]}
            )
            select avg((told.customer_id is not null)::int) filter ({touched}),
                avg((told.customer_id is not null)::int) filter (not ({touched}))
            from customers left join told using (customer_id) where since <= ?
            """,
            [change.told_on] * 3,
        ).fetchone()
        assert share == pytest.approx(change.told_share, abs=0.02), change.title
        assert (strangers or 0) < 0.01, change.title


def test_nps_of_every_full_year_lies_between_15_and_45(demo_tables):
    for year in range(2022, 2026):
        found, _ = nps(demo_tables, f"year(responded_on) = {year}")
        assert 15 < found < 45
