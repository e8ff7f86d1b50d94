"""Plotly's own checks, left out where figures are built because they cost most of it, run here."""

import json
from typing import Any

import plotly.graph_objects as go
import pytest
from plotly.utils import PlotlyJSONEncoder

from insight.charts import (
    adoption,
    change_course,
    change_effects,
    change_timeline,
    customer_shifts,
    delivered_by_group,
    drivers,
    early_or_late,
    effort,
    gap_by_value,
    item_changes,
    item_over_time,
    lead_or_follow,
    learning_by_year,
    learning_to_doing,
    needs_moved,
    needs_outlook,
    needs_over_time,
    nps_by_answer,
    nps_by_tenure,
    nps_rolling,
    nps_since_first_use,
    nps_trend,
    opportunities,
    pace_by_kind,
    pace_of_change,
    perception_gap,
    promoter_shares,
    response_rate,
    same_people,
    say_vs_do,
    score_flows,
    segment_scan,
    told_or_not,
    want_vs_delivered,
    what_moved_nps,
    within_or_mix,
    worth_closing,
)
from insight.charts.baseline import baseline as since_baseline
from insight.charts.baseline_band import baseline_year
from insight.charts.belief_table import belief_table
from insight.charts.change_marks import about_item
from insight.charts.change_verdicts import judged
from insight.charts.importance_panels import importance_panels
from insight.charts.kano_map import kano, kano_counts
from insight.charts.shifts import shift_marks
from insight.charts.sketch import Sketch
from insight.charts.theme import theme_for
from insight.charts.timeline_measure import Measure
from insight.filters import Filters
from insight.words import Words


def figures(gateway, theme):
    """Every figure the pages draw, by name, on all time and everyone."""
    everyone = Filters.everything(gateway.coverage)
    year = everyone.now(gateway.coverage)
    trend = gateway.ask("nps_trend", everyone)
    items = gateway.ask("want_vs_delivered", everyone)
    kept = baseline_year(gateway.ask("baseline_band", everyone), Words())
    yield "nps_trend", nps_trend.nps_trend(trend, theme, kept)
    adjusted = gateway.ask("nps_trend", everyone, unit="quarter", season=True, weighted=True)
    yield "nps_trend adjusted for season", nps_trend.nps_trend(adjusted, theme)
    for by in (None, "segment"):
        counts = gateway.ask("nps_trend", everyone, by=by)
        yield f"promoter_shares by {by}", promoter_shares.promoter_shares(counts, theme)
    for unit in ("month", "year"):
        for as_lines in (False, True):
            by_segment = gateway.ask("nps_trend", everyone, by="segment", unit=unit)
            drawn = nps_trend.nps_trend(by_segment, theme, as_lines=as_lines)
            yield f"nps_trend by segment and {unit}, lines {as_lines}", drawn
    for by in (None, "region"):
        rolling = gateway.ask("nps_rolling", everyone, by=by)
        yield f"nps_rolling by {by}", nps_rolling.nps_rolling(rolling, theme)
    yield "want_vs_delivered", want_vs_delivered.want_vs_delivered(items, theme)
    yield "want_vs_delivered, three", want_vs_delivered.want_vs_delivered(items, theme, most=3)
    yield "importance_map", want_vs_delivered.importance_map(items, theme)
    shares = gateway.ask("drivers", everyone)
    yield "drivers", drivers.drivers(shares, theme)
    yield "importance_panels", importance_panels(shares, items, theme)
    for name, by in (("importance_map, derived", "derived"), ("importance_map, wanted", "wanted")):
        yield name, want_vs_delivered.importance_map(items, theme, by, shares, "On time")
    by_region = gateway.ask("want_vs_delivered", everyone, by="region")
    yield "gap_by_value", gap_by_value.gap_by_value(by_region, theme)
    groups = gateway.ask("delivered_by_group", everyone)
    yield "delivered_by_group", delivered_by_group.delivered_by_group(groups, theme)
    shares = gateway.ask("drivers", everyone)
    for by in (None, "segment"):
        scores = gateway.ask("opportunities", everyone, by=by)
        yield f"opportunities by {by}", opportunities.opportunities(scores, theme)
    scores = gateway.ask("opportunities", everyone)
    yield "worth_closing", worth_closing.worth_closing(scores, shares, theme)
    history = gateway.ask("item_over_time", everyone, unit="quarter", item="Fair price")
    yield "item_over_time", item_over_time.item_over_time(history, theme)
    aimed = about_item(gateway.ask("change_timeline", everyone), "Fair price")
    with_changes = item_over_time.item_over_time(history, theme, aimed)
    yield "item_over_time with changes", with_changes
    options = {"unit": "year", "item": "Fair price"}
    by_segment = gateway.ask("item_over_time", everyone, by="segment", **options)
    yield "item_over_time by segment", item_over_time.item_over_time(by_segment, theme)
    around = gateway.ask("item_changes", everyone, item="Fair price")
    yield "item_changes", item_changes.item_changes(around, theme, {"CH04": 1})
    levels, islands = gateway.ask("customer_series", everyone), everyone.of("region", ["Islands"])
    for who in (everyone, islands, year):
        shifts = gateway.ask("customer_shifts", who)
        drawn = customer_shifts.customer_shifts(shifts, theme, levels)
        yield f"customer_shifts of {who.preset} {who.where}", drawn
    made = gateway.ask("change_effects", everyone)
    for kind in ("nps", "gap"):
        yield f"change_effects on {kind}", change_effects.change_effects(made, theme, kind)
    informed = gateway.ask("told_or_not", everyone)
    yield "told_or_not", told_or_not.told_or_not(informed, theme)
    course = gateway.ask("change_course", everyone)
    yield "change_course", change_course.change_course(course, theme, judged(made)[0])
    used, curves, steps = (
        gateway.ask(name, everyone) for name in ("adoption", "adoption_curve", "channel_changes")
    )
    yield "adoption", adoption.adoption(used, theme, curves, steps)
    yield "user_groups", adoption.user_groups(used, theme)
    pushed = gateway.ask("early_or_late", everyone)
    yield "early_or_late", early_or_late.early_or_late(pushed, theme)
    leads = gateway.ask("lead_or_follow", everyone)
    yield "lead_or_follow", lead_or_follow.lead_or_follow(leads, theme)
    change, totals = gateway.ask("nps_change", year), gateway.ask("within_or_mix", year)
    for by in ("segment", "survey"):
        moved = gateway.ask("what_moved_nps", year, by=by)
        yield f"what_moved_nps by {by}", what_moved_nps.what_moved_nps(moved, theme, totals)
    yield "within_or_mix", within_or_mix.within_or_mix(totals, theme)
    beliefs = gateway.ask("perception_gap", year)
    for department in (None, "Sales"):
        drawn = perception_gap.perception_gap(beliefs, theme, department)
        yield f"perception_gap of {department}", drawn
    yield "belief_table", belief_table(beliefs, theme)
    priorities = gateway.ask("say_vs_do", everyone)
    yield "say_vs_do", say_vs_do.say_vs_do(priorities, theme)
    yield "effort", effort.effort(gateway.ask("effort", everyone), theme)
    pairs = gateway.ask("kano", everyone)
    yield "kano", kano(pairs, theme)
    yield "kano_counts", kano_counts(pairs, theme)
    wants, moves = (gateway.ask(name, everyone) for name in ("needs_over_time", "needs_moved"))
    for by_rank in (True, False):
        drawn = needs_over_time.needs_over_time(wants, theme, {"Told about delays"}, by_rank)
        yield f"needs_over_time, ranks {by_rank}", drawn
    yield "needs_moved", needs_moved.needs_moved(moves, theme, ("2024", "2025"))
    heading = gateway.ask("needs_outlook", everyone)
    yield "needs_outlook", needs_outlook.needs_outlook(heading, theme)
    cells = gateway.ask("segment_scan", year)
    yield "segment_scan", segment_scan.segment_scan(cells, theme, change)
    since = gateway.ask("baseline", everyone)
    for by in (None, "survey", "wave"):
        by_value = gateway.ask("baseline", everyone, by=by)
        yield f"baseline by {by}", since_baseline(by_value, theme, since)
    rates = gateway.ask("response_rate", everyone, unit="quarter")
    yield "response_rate", response_rate.response_rate(rates, theme)
    used = gateway.ask("nps_since_first_use", everyone)
    for channel in nps_since_first_use.channels(used):
        drawn = nps_since_first_use.nps_since_first_use(used, theme, channel)
        yield f"nps_since_first_use of {channel}", drawn
    tenure, nth = (gateway.ask(name, everyone) for name in ("nps_by_tenure", "nps_by_answer"))
    yield "nps_by_tenure", nps_by_tenure.nps_by_tenure(tenure, theme, nth)
    yield "nps_by_answer", nps_by_answer.nps_by_answer(nth, theme, tenure)
    for unit in ("month", "year"):
        same = gateway.ask("same_people", everyone, unit=unit)
        yield f"same_people by {unit}", same_people.same_people(same, theme)
        moved = gateway.ask("score_flows", year, unit=unit)
        yield f"score_flows by {unit}", score_flows.score_flows(moved, theme, "revenue", True)
    for filters in (everyone, year):
        changes = gateway.ask("change_timeline", filters)
        under = gateway.ask("nps_trend", filters)
        yield "change_timeline", change_timeline.change_timeline(changes, under, theme)
        shifts = shift_marks(gateway.ask("customer_shifts", filters), theme.words)
        for measure in map(Measure, ("gap: Fair price", "share: App", "departures")):
            options = {"item": measure.subject} if measure.is_of_item else {}
            under = gateway.ask(measure.kind.question, filters, **options)
            figure = change_timeline.change_timeline(changes, under, theme, measure, shifts)
            yield f"change_timeline above {measure.series}", figure
    overall = gateway.ask("pace_of_change", everyone, unit="all")
    for unit in ("month", "year"):
        paces = gateway.ask("pace_of_change", everyone, unit=unit)
        yield f"pace_of_change by {unit}", pace_of_change.pace_of_change(paces, theme, overall)
    yield "pace_by_kind", pace_by_kind.pace_by_kind(overall, theme)
    steps = gateway.ask("learning_to_doing", everyone)
    for follow_ups in (False, True):
        drawn = learning_to_doing.learning_to_doing(steps, theme, follow_ups)
        yield f"learning_to_doing, follow-ups {follow_ups}", drawn
    by_year = gateway.ask("learning_by_year", everyone)
    yield "learning_by_year", learning_by_year.learning_by_year(by_year, theme)


def as_json(drawing: dict[str, Any]) -> str:
    return json.dumps(drawing, cls=PlotlyJSONEncoder, sort_keys=True)


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_plotly_knows_every_property_of_every_figure(demo, kind):
    for name, figure in figures(demo, theme_for(kind, Words())):
        plain = figure.plain() if isinstance(figure, Sketch) else None
        checked = go.Figure(figure.to_dict())
        assert plain is None or as_json(plain) == as_json(figure.to_dict()), name
        assert checked.to_dict()["layout"].keys() == figure.to_dict()["layout"].keys(), name
        assert len(checked.data) == len(figure.data), name


def test_these_checks_find_a_property_that_plotly_does_not_know():
    figure = theme_for("light", Words()).figure(100, colour="red")
    with pytest.raises(ValueError, match="colour"):
        go.Figure(figure.to_dict())
