"""Questions asked of the demo company answer with the truths planted in it."""

import tomllib
from datetime import date, timedelta
from math import hypot
from pathlib import Path

import pytest

from insight.charts import item_over_time, want_vs_delivered
from insight.coverage import Span
from insight.filters import Filters
from insight.words import Words

TRUTHS = Path(__file__).parents[2] / "data" / "demo_truth.toml"


@pytest.fixture(scope="module")
def truth():
    """A planted truth by its id."""
    planted = tomllib.loads(TRUTHS.read_text(encoding="utf-8"))["truth"]
    return {one["id"]: one for one in planted}


def year(number):
    return date(number, 1, 1), date(number, 12, 31)


def real(row):
    return row["p"] <= 0.05


def difference_of(inside, outside):
    """Change inside less change outside, points, and half its 95 % interval."""
    halves = [(row["change_high"] - row["change_low"]) / 2 for row in (inside, outside)]
    return inside["change"] - outside["change"], hypot(*halves)


def test_nps_fell_in_2025_although_every_segment_rose(truth, demo, ask):
    fall = truth["fell_though_all_rose"]
    periods = {"versus": year(fall["year_before"])}
    [overall] = ask(demo, "nps_change", *year(fall["year"]), **periods)
    assert overall["change"] < fall["at_most"]
    assert overall["change_low"] < fall["size"] < overall["change_high"] < 0
    assert real(overall)
    segments = ask(demo, "nps_change", *year(fall["year"]), by="segment", **periods)
    assert {row["value"] for row in segments} == set(fall["within"])
    for row in segments:
        assert row["change"] > fall["each_at_least"], row
        assert 0 < row["change_low"] < fall["within"][row["value"]] < row["change_high"], row
        assert real(row), row


def test_the_fast_ferry_raised_nps_on_the_islands_and_nowhere_else_as_much(truth, demo, ask):
    ferry = truth["fast_ferry"]
    after = (ferry["from"], date(2024, 6, 30))
    before = (date(2022, 12, 1), ferry["from"] - timedelta(days=1))
    regions = {
        row["value"]: row for row in ask(demo, "nps_change", *after, versus=before, by="region")
    }
    islands = regions.pop("Islands")
    assert real(islands)
    for row in regions.values():
        assert row["change_high"] < islands["change"]
    [elsewhere] = ask(demo, "nps_change", *after, versus=before, where={"region": list(regions)})
    raised, uncertain = difference_of(islands, elsewhere)
    assert abs(raised - ferry["size"]) < uncertain


def test_the_fast_ferry_shortened_the_crossing_of_islanders(truth, demo, ask):
    ferry = truth["fast_ferry"]

    def delivered(start, end):
        rows = ask(
            demo,
            "item_over_time",
            start,
            end,
            where={"region": ["Islands"]},
            item=ferry["item"],
            unit="all",
        )
        [row] = rows
        return row

    before = delivered(date(2022, 10, 1), date(2023, 9, 30))
    after = delivered(ferry["from"], date(2024, 9, 30))
    assert before["delivered_high"] < after["delivered_low"]
    assert after["delivered"] - before["delivered"] == pytest.approx(ferry["delivered"], abs=5)


def test_the_lounges_changed_nothing_that_the_eastern_region_shows(truth, demo, ask):
    lounges = truth["eastern_lounges"]
    after = (lounges["from"], date(2023, 2, 28))
    before = (date(2022, 7, 1), lounges["from"] - timedelta(days=1))
    [row] = ask(demo, "nps_change", *after, versus=before, where={"region": ["Eastern"]})
    assert row["change_low"] < 0 < row["change_high"]
    assert not real(row)


def test_callers_were_dented_while_the_phone_lines_closed_at_noon(truth, demo, ask):
    app = truth["app_too_early"]
    meanwhile = (app["from"], app["until"] - timedelta(days=1))
    before = (date(2022, 3, 1), app["from"] - timedelta(days=1))
    [callers] = ask(demo, "nps_change", *meanwhile, versus=before, where={"channel": ["Phone"]})
    [others] = ask(demo, "nps_change", *meanwhile, versus=before, where={"channel": ["App", "Web"]})
    assert real(callers)
    assert callers["change_high"] < 0
    dent, uncertain = difference_of(callers, others)
    assert abs(dent - app["size"]) < uncertain


def test_being_told_is_wanted_more_from_its_month_on_and_not_before(truth, demo, ask):
    told = truth["being_told"]
    rows = ask(demo, "item_over_time", item=told["item"], unit="month")
    before = [row["wanted"] for row in rows if row["period"] < told["from"]]
    after = [row["wanted"] for row in rows if row["period"] >= told["from"]]
    assert len(before) > 24
    assert len(after) > 24
    assert max(before[-24:]) < min(after)
    rose = sum(after) / len(after) - sum(before) / len(before)
    assert rose == pytest.approx(told["size"], abs=told["others_at_most"])


def test_no_other_need_grew(truth, demo, ask):
    told = truth["being_told"]
    before = ask(demo, "want_vs_delivered", end=told["from"] - timedelta(days=1))
    after = {row["item"]: row for row in ask(demo, "want_vs_delivered", start=told["from"])}
    for row in before:
        if row["wanted"] is not None and row["item"] != told["item"]:
            grew = after[row["item"]]["wanted"] - row["wanted"]
            assert abs(grew) < told["others_at_most"], row["item"]


def test_the_finding_of_an_item_over_time_tells_the_need_that_grew(truth, demo):
    told = truth["being_told"]
    period = Span(date(2023, 11, 1), date(2025, 10, 31))
    filters = Filters.everything(demo.coverage).during(period)
    words = Words(demo.settings.language)

    def finding(item):
        history = demo.ask("item_over_time", filters, unit="quarter", item=item)
        return item_over_time.finding(history, words)

    assert "want" in finding(told["item"]).lower()
    assert finding(told["item"]) != finding(truth["no_gap"]["items"][0])


def test_items_without_a_true_gap_have_zero_within_their_interval(truth, demo, ask):
    by_item = {row["item"]: row for row in ask(demo, "want_vs_delivered")}
    for item in truth["no_gap"]["items"]:
        row = by_item[item]
        assert row["gap_low"] < truth["no_gap"]["size"] < row["gap_high"], row
        assert row["respondents"] > 10_000


def test_the_finding_names_no_item_that_has_no_true_gap(truth, demo):
    now = Filters.everything(demo.coverage).now(demo.coverage)
    said = want_vs_delivered.finding(
        demo.ask("want_vs_delivered", now), Words(demo.settings.language)
    )
    assert truth["largest_gaps"]["items"][0] in said
    for item in truth["no_gap"]["items"]:
        assert item not in said


def test_one_item_is_delivered_beyond_what_is_wanted(truth, demo, ask):
    beyond = truth["more_than_wanted"]
    by_item = {row["item"]: row for row in ask(demo, "want_vs_delivered")}
    for item in beyond["items"]:
        assert by_item[item]["gap_low"] > 0
        assert by_item[item]["gap"] == pytest.approx(beyond["size"], abs=2)


def test_the_three_largest_gaps_now_come_first(truth, demo, ask):
    largest = truth["largest_gaps"]
    rows = ask(demo, "want_vs_delivered", largest["from"], largest["until"] - timedelta(days=1))
    assert [row["item"] for row in rows[:3]] == largest["items"]
    assert all(row["gap_high"] < 0 for row in rows[:3])


def test_an_item_asked_of_different_people_is_compared_unpaired(truth, demo, ask):
    [item] = truth["asked_apart"]["items"]
    [row] = [row for row in ask(demo, "want_vs_delivered") if row["item"] == item]
    assert 2 * row["respondents"] < min(row["respondents_wanted"], row["respondents_delivered"])
    assert row["gap"] == pytest.approx(row["delivered"] - row["wanted"])
    assert row["gap_low"] < row["gap"] < row["gap_high"]


def test_an_item_nobody_is_asked_to_want_has_no_gap(truth, demo, ask):
    [item] = truth["delivered_only"]["items"]
    [row] = [row for row in ask(demo, "want_vs_delivered") if row["item"] == item]
    assert (row["wanted"], row["gap"], row["respondents_wanted"]) == (None, None, 0)
    assert row["delivered"] is not None


def test_nps_recovered_but_not_to_the_baseline_year(truth, demo, ask):
    recovery = truth["recovery"]
    now = (recovery["from"], recovery["until"] - timedelta(days=1))
    assert Filters.everything(demo.coverage).now(demo.coverage).period == now
    [since_last_year] = ask(demo, "nps_change", *now, versus="year_before")
    assert real(since_last_year)
    assert 0 < since_last_year["change_low"] < recovery["size"] < since_last_year["change_high"]
    [since_baseline] = ask(demo, "nps_change", *now, versus="baseline")
    assert demo.coverage.baseline == year(2022)
    assert real(since_baseline)
    low, high = since_baseline["change_low"], since_baseline["change_high"]
    assert low < recovery["against_baseline"] < high < 0
