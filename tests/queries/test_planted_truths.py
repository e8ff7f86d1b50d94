"""Questions asked of the demo company answer with the truths planted in it."""

import tomllib
from datetime import date, timedelta
from math import hypot
from pathlib import Path

import pytest

from insight.charts import (
    item_over_time,
    needs_moved,
    nps_trend,
    perception_gap,
    want_vs_delivered,
    what_moved_nps,
    within_or_mix,
)
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


def test_the_bridge_tells_of_2025_that_every_segment_rose_and_the_mix_fell(truth, demo):
    fall = truth["fell_though_all_rose"]
    filters = Filters.everything(demo.coverage).during(Span(*year(fall["year"])))
    filters = filters.compared_with(Span(*year(fall["year_before"])))
    moved = demo.ask("what_moved_nps", filters, by=fall["dimension"])
    totals, change = demo.ask("within_or_mix", filters), demo.ask("nps_change", filters)
    for row in moved.rows():
        assert row["nps_after"] - row["nps_before"] > fall["each_at_least"], row
    [total] = [row for row in totals.rows() if row["dimension"] == fall["dimension"]]
    assert total["change"] < fall["at_most"]
    assert total["within_low"] > 0 > total["mix_high"]
    weighted = sum(
        fall["within"][row["value"]] * (row["share_before"] + row["share_after"]) / 200
        for row in moved.rows()
    )
    assert total["within_low"] < weighted < total["within_high"]
    said = what_moved_nps.finding(moved, Words(demo.settings.language), change, totals)
    assert said == (
        "NPS fell 8.0: customers inside each segment scored 6.7 higher, but Freight grew from "
        "16 % to 36 % of answers"
    )
    assert "how you split decides the story" in within_or_mix.finding(totals, Words())


def scanned(ask, demo, now, before):
    """Every tested cell's row by its values, and those found to have changed."""
    rows = ask(demo, "segment_scan", *now, versus=before)
    tested = {(row["value"], row["second_value"]): row for row in rows if row["p"] is not None}
    return tested, {cell for cell, row in tested.items() if row["p_corrected"] <= 0.05}


def test_a_scan_finds_the_islands_after_the_fast_ferry_and_no_other_region(truth, demo, ask):
    ferry = truth["fast_ferry"]
    after = (ferry["from"], date(2024, 9, 30))
    before = (date(2022, 10, 1), ferry["from"] - timedelta(days=1))
    tested, found = scanned(ask, demo, after, before)
    regions = {"Islands", "Northern", "Southern", "Eastern"}
    assert {value for value, second in found if value in regions and second is None} == {"Islands"}
    on_the_islands = {cell for cell in found if "Islands" in cell}
    assert len(on_the_islands) > len(found) / 2
    assert all(tested[cell]["low"] > 0 for cell in on_the_islands)
    assert not {cell for cell in found - on_the_islands if regions & set(cell)}


def test_a_scan_does_not_find_the_lounges_of_the_eastern_region(truth, demo, ask):
    lounges = truth["eastern_lounges"]
    after = (lounges["from"], date(2023, 2, 28))
    before = (date(2022, 7, 1), lounges["from"] - timedelta(days=1))
    tested, found = scanned(ask, demo, after, before)
    assert ("Eastern", None) in tested
    assert not {cell for cell in found if "Eastern" in cell}


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


def marked(row, family=""):
    """Whether the change of a row of nps_trend is marked, and which way."""
    p, points = row[f"{family}p_corrected"], row[f"{family}change"]
    if p is None or p > 0.05:
        return None
    return "rose" if points > 0 else "fell"


def test_the_trend_marks_the_rise_on_the_islands_after_the_fast_ferry_and_nowhere_else(
    truth, demo, ask
):
    """The first whole year of the ferry is 2024; other regions had no rise of their own then."""
    first_year = date(truth["fast_ferry"]["from"].year + 1, 1, 1)
    rows = ask(demo, "nps_trend", by="region", unit="year")
    in_first_year = {row["value"]: row for row in rows if row["period"] == first_year}
    assert {value: marked(row) for value, row in in_first_year.items()} == {
        "Islands": "rose",
        "Eastern": None,
        "Northern": None,
        "Southern": None,
    }
    quarters = ask(demo, "nps_trend", by="region", unit="quarter")
    rose = {
        r["value"] for r in quarters if r["period"] == truth["fast_ferry"]["from"] and marked(r)
    }
    assert rose == {"Islands"}
    islands = in_first_year["Islands"]
    # Three months of the year before had the ferry already, the whole of it the other changes.
    assert islands["change_low"] < truth["fast_ferry"]["size"] < islands["change_high"]


def test_the_trend_marks_nothing_in_the_east_when_the_lounges_opened(truth, demo, ask):
    opened = truth["eastern_lounges"]["from"]
    around = {date(2022, 10, 1), date(2023, 1, 1)}
    quarters = ask(demo, "nps_trend", where={"region": ["Eastern"]}, unit="quarter")
    assert min(around) < opened < max(around)
    [before, after] = [row for row in quarters if row["period"] in around]
    assert (marked(before), marked(after)) == (None, None)


def test_the_trend_marks_the_fall_of_2025_and_the_title_says_so(truth, demo, ask):
    fell = date(truth["fell_though_all_rose"]["year"], 1, 1)
    rows = {row["period"]: row for row in ask(demo, "nps_trend", unit="year")}
    assert marked(rows[fell]) == "fell"
    unfinished = max(rows)
    assert (rows[unfinished]["complete"], marked(rows[unfinished])) == (False, None)
    result = demo.ask("nps_trend", Filters.everything(demo.coverage), unit="year")
    said = nps_trend.finding(result, Words(demo.settings.language))
    assert said.startswith("NPS fell 8 points from 2024 to 2025")


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


def test_the_need_that_grew_is_found_in_its_month_and_no_other_want(truth, demo, ask):
    told = truth["being_told"]
    rows = [row for row in ask(demo, "customer_shifts") if row["series"].startswith("wanted: ")]
    [grew] = rows
    assert grew["series"] == f"wanted: {told['item']}"
    assert grew["earliest"] <= told["from"] <= grew["latest"]
    assert (grew["latest"] - grew["earliest"]).days < 62
    assert grew["size_low"] < told["size"] < grew["size_high"]


def test_the_fast_ferry_is_found_on_the_islands_in_what_islanders_say(truth, demo, ask):
    ferry = truth["fast_ferry"]
    rows = ask(demo, "customer_shifts", where={"region": ["Islands"]})
    found = {
        row["series"]: row for row in rows if row["earliest"] <= ferry["from"] <= row["latest"]
    }
    assert {"nps", f"delivered: {ferry['item']}"} <= set(found)
    assert found["nps"]["size_low"] > 5
    delivered = found[f"delivered: {ferry['item']}"]
    assert delivered["size_low"] < ferry["delivered"] < delivered["size_high"]


def test_items_that_stay_as_they_are_never_shift(truth, demo, ask):
    for where in ({}, {"region": ["Islands"]}, {"region": ["Eastern"]}):
        shifted = {row["series"] for row in ask(demo, "customer_shifts", where=where)}
        assert not [
            series
            for series in shifted
            for item in truth["no_gap"]["items"] + truth["more_than_wanted"]["items"]
            if item in series
        ]


def test_the_share_of_the_app_shifts_only_once_customers_were_ready(truth, demo, ask):
    app = truth["app_too_early"]
    rows = ask(demo, "customer_shifts")
    steps = [row for row in rows if row["series"] == f"share: {app['channel']}"]
    assert len(steps) > 2
    assert all(row["earliest"] >= app["ready"] and row["size_low"] > 0 for row in steps)
    phone = [row for row in rows if row["series"] == "share: Phone"]
    assert all(row["size_high"] < 0 for row in phone)


def test_callers_shift_down_when_the_lines_close_and_up_when_they_open_again(truth, demo, ask):
    app = truth["app_too_early"]
    rows = ask(demo, "customer_shifts", where={"channel": ["Phone"]})
    scores = [row for row in rows if row["series"] == "nps"]
    [closed] = [row for row in scores if row["earliest"] <= app["from"] <= row["latest"]]
    [opened] = [row for row in scores if row["earliest"] <= app["until"] <= row["latest"]]
    assert closed["size_high"] < 0 < opened["size_low"]


def test_no_other_need_grew(truth, demo, ask):
    told = truth["being_told"]
    before = ask(demo, "want_vs_delivered", end=told["from"] - timedelta(days=1))
    after = {row["item"]: row for row in ask(demo, "want_vs_delivered", start=told["from"])}
    for row in before:
        if row["wanted"] is not None and row["item"] != told["item"]:
            grew = after[row["item"]]["wanted"] - row["wanted"]
            assert abs(grew) < told["others_at_most"], row["item"]


def test_before_and_after_show_the_need_that_grew_and_no_gap_where_there_is_none(truth, demo, ask):
    told, no_gap = truth["being_told"], truth["no_gap"]["items"]
    rows = ask(demo, "item_changes", item=told["item"])
    [grew] = [r for r in rows if (r["started_on"], r["side"]) == (told["from"], "wanted")]
    assert grew["difference_low"] > 0
    assert grew["difference"] == pytest.approx(told["size"], abs=told["others_at_most"])
    by_segment = ask(demo, "want_vs_delivered", by="segment")
    flat = [row for row in by_segment if row["item"] in no_gap]
    assert len(flat) == 4 * len(no_gap)
    # 95 % intervals of eight gaps: one may miss by chance, none by much.
    missed = [row for row in flat if not row["gap_low"] <= 0 <= row["gap_high"]]
    assert len(missed) <= 1
    assert all(abs(row["gap"]) < 2 for row in missed)


def test_between_waves_the_need_that_grew_moved_and_no_other(truth, demo, ask):
    told = truth["being_told"]
    [before, *_, after] = ask(demo, "needs_changed")
    assert (before["first_wave"], after["second_wave"]) == ("2022", "2026")
    assert (before["p"] > 0.05, after["p"] < 0.001) == (True, True)
    rows = [row for row in ask(demo, "needs_moved") if row["first_wave"] == "2022"]
    whole = [row for row in rows if row["second_wave"] == "2026"]
    assert [row["item"] for row in whole if row["p_corrected"] <= 0.05] == [told["item"]]
    assert whole[0]["low"] < told["size"] < whole[0]["high"]
    ranks = {
        row["wave"]: row["rank"]
        for row in ask(demo, "needs_over_time")
        if row["item"] == told["item"]
    }
    assert ranks["2024"] == 7
    assert ranks["2026"] <= 3


def test_the_page_on_needs_names_the_need_that_grew_and_when(truth, demo):
    told = truth["being_told"]
    everyone = Filters.everything(demo.coverage)
    moves, wants = demo.ask("needs_moved", everyone), demo.ask("needs_over_time", everyone)
    words = Words(demo.settings.language)
    said = needs_moved.finding(moves, wants, words)
    assert said.startswith(f"“{told['item']}” is wanted 13 points more in 2026 than in 2022")
    assert "a step from 2024 to 2025; no other need moved by 5 points" in said
    assert needs_moved.moved_items(moves) == {told["item"]}


def test_no_want_that_stayed_is_said_to_be_heading_anywhere(truth, demo, ask):
    rows = {row["item"]: row for row in ask(demo, "needs_outlook")}
    assert truth["delivered_only"]["items"][0] not in rows
    grown = rows.pop(truth["being_told"]["item"])
    assert {row["direction"] for row in rows.values()} == {"flat"}
    assert grown["direction"] == "open"


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


def beliefs_of_the_year(truth, ask, demo):
    asked = truth["misjudged"]
    return ask(demo, "perception_gap", asked["from"], asked["until"] - timedelta(days=1))


def test_no_department_is_said_to_misjudge_what_it_knows(truth, demo, ask):
    beyond = truth["misjudged"]["beyond"]
    rows = [row for row in beliefs_of_the_year(truth, ask, demo) if row["department"]]
    assert {row["department"] for row in rows} == set(beyond)
    called = [row for row in rows if row["p_corrected"] is not None and row["p_corrected"] <= 0.05]
    assert called
    for row in called:
        assert beyond[row["department"]].get(row["item"], 0) * row["gap"] > 0, row


def test_what_departments_truly_misjudge_lies_within_nearly_all_intervals(truth, demo, ask):
    beyond = truth["misjudged"]["beyond"]
    rows = [row for row in beliefs_of_the_year(truth, ask, demo) if row["department"]]
    compared = [row for row in rows if row["gap_low"] is not None]
    held = [
        row["gap_low"] < beyond[row["department"]].get(row["item"], 0) < row["gap_high"]
        for row in compared
    ]
    assert len(held) == 44
    assert sum(held) >= 40


def test_everybody_together_is_found_to_underrate_being_told(demo):
    now = Filters.everything(demo.coverage).now(demo.coverage)
    said = perception_gap.finding(demo.ask("perception_gap", now), Words(demo.settings.language))
    assert said == "We underrate “Told about delays” by 16 points"


def test_each_item_falls_into_its_kano_class(truth, demo, ask):
    rows = {row["item"]: row for row in ask(demo, "kano")}
    for item, planted in truth["delights"]["classes"].items():
        assert (rows[item]["category"], rows[item]["mixed"]) == (planted, False)
    others = set(rows) - set(truth["delights"]["classes"])
    assert len(others) == 2
    assert all(rows[item]["mixed"] for item in others)


def test_the_process_that_suits_us_only_is_hardest_for_customers(truth, demo, ask):
    [item] = truth["suits_us_only"]["items"]
    hardest, *others = ask(demo, "effort")
    assert hardest["item"] == item
    assert all(hardest["effort_high"] < other["effort_low"] for other in others)
    assert all(hardest["convenient"] > other["convenient"] + 10 for other in others)


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


def test_the_channel_pushed_too_early_is_named(truth, demo, ask):
    planted = truth["app_too_early"]
    rows = {row["title"]: row for row in ask(demo, "early_or_late")}
    row = rows.pop(planted["change"])
    assert (row["channel"], row["pushed_on"]) == (planted["channel"], planted["pushed"])
    assert row["verdict"] == "too_early"
    assert row["took_off_from"] <= planted["ready"] <= row["took_off_to"]
    assert row["share_after"] == pytest.approx(planted["share_until_ready"], abs=0.2)
    assert "too_early" not in {other["verdict"] for other in rows.values()}


def test_being_told_of_a_change_made_no_difference(truth, demo, ask):
    planted = truth["told_of_changes"]
    rows = {row["title"]: row for row in ask(demo, "told_or_not")}
    for title, share in planted["told_share"].items():
        row = rows.pop(title)
        assert row["low"] < planted["size"] < row["high"], title
        assert row["verdict"] == "bounded", title
        told, untold = (row[f"respondents_{who}_before"] for who in ("told", "untold"))
        assert told / (told + untold) == pytest.approx(share, abs=0.05), title
    # Of the others only those were told whom we happened to write to in those days.
    assert {row["verdict"] for row in rows.values()} == {"too_few"}


def test_customers_lead_on_the_need_that_grew(truth, demo, ask):
    grew = truth["being_told"]
    first, *_ = ask(demo, "lead_or_follow")
    assert (first["theme"], first["column"]) == (grew["item"], "leading_us")
    assert first["first_mover"] == "customers"
    # Our first change that aims at it is the text messages, 1 December 2025.
    days = (grew["from"] - date(2025, 12, 1)).days
    assert first["low"] <= days <= first["high"] < 0
