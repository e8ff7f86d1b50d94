"""What the page on the pace of change says and draws, from answers written by hand."""

from datetime import date

import pytest

from insight.charts import (
    complacency,
    learning_by_year,
    learning_to_doing,
    pace_by_kind,
    pace_of_change,
    pace_trend,
)
from insight.charts.theme import theme_for
from insight.stats.complacency import BOTH, COMPLETED, FOUND, RECORDED, SHIFTS
from insight.stats.pace import rate_with_interval

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)
AS_OF = date(2026, 5, 15)
ASKED = {
    "start_date": date(2025, 1, 1),
    "end_date": AS_OF,
    "as_of": AS_OF,
    "covered": (date(2025, 1, 1), AS_OF),
}
QUARTERS = [date(2025 + n // 4, n % 4 * 3 + 1, 1) for n in range(6)]


def pace(period, changes, lane="ours", kind=None, quarters=1.0):
    rate, low, high = rate_with_interval(changes, quarters)
    rates = {"rate": rate, "rate_low": low, "rate_high": high}
    return {"lane": lane, "period": period, "kind": kind, "changes": changes} | rates


def paces(unit, *rows):
    return answer("pace_of_change", list(rows), unit=unit, **ASKED)


BY_QUARTER = paces(
    "quarter",
    *(pace(day, n) for day, n in zip(QUARTERS, (1, 0, 2, 0, 1, 1), strict=True)),
    *(pace(day, 0, "customers") for day in QUARTERS),
    *(pace(day, n, "market") for day, n in zip(QUARTERS, (0, 0, 0, 1, 0, 0), strict=True)),
    *(pace(day, 0, "market", "price") for day in QUARTERS),
)
OVERALL = paces(
    "all",
    pace(QUARTERS[0], 5, quarters=5.5),
    pace(QUARTERS[0], 5, kind="<b>price</b>", quarters=5.5),
    pace(QUARTERS[0], 0, "customers", quarters=5.5),
    pace(QUARTERS[0], 1, "market", quarters=5.5),
    pace(QUARTERS[0], 0, "market", "price", quarters=5.5),
)
NOTHING = paces("quarter")


def test_the_pace_of_each_lane_is_said_a_quarter():
    said = "We change 0.9 times a quarter, customers 0.0 and the market 0.2"
    assert pace_of_change.finding(OVERALL, WORDS) == said
    assert "How customers changed: 0 changes, 0.0 a quarter (0.0 to 0.7)" in pace_of_change.alt(
        OVERALL, WORDS
    )
    assert pace_of_change.finding(NOTHING, WORDS) == "No change is on record in this period"


def test_each_lane_has_its_panel_on_one_scale_with_intervals():
    figure = pace_of_change.pace_of_change(BY_QUARTER, THEME, OVERALL)
    assert [list(bar.y) for bar in figure.data] == [
        [1, 0, 2, 0, 1, 1],
        [0, 0, 0, 0, 0, 0],
        [0, 0, 0, 1, 0, 0],
    ]
    axes = [figure.layout[name] for name in ("yaxis", "yaxis2", "yaxis3")]
    assert len({axis.range for axis in axes}) == 1
    assert axes[0].range[1] > 7.2  # the upper limit of two changes
    assert all(bar.error_y.visible for bar in figure.data)
    bands = [(shape.y0, shape.y1) for shape in figure.layout.shapes]
    assert bands[0] == pytest.approx(rate_with_interval(5, 5.5)[1:])


def test_of_many_periods_the_interval_of_the_whole_is_drawn():
    months = [date(2025 + n // 12, n % 12 + 1, 1) for n in range(16)]
    by_month = paces("month", *(pace(day, 1, quarters=1 / 3) for day in months))
    figure = pace_of_change.pace_of_change(by_month, THEME, OVERALL)
    assert not figure.data[0].error_y.visible
    [band] = figure.layout.shapes
    assert (band.y0, band.y1) == pytest.approx(
        [limit / 3 for limit in rate_with_interval(5, 5.5)[1:]]
    )


def test_an_unfinished_period_says_so():
    figure = pace_of_change.pace_of_change(BY_QUARTER, THEME, OVERALL)
    assert texts(figure).count("so far") == 1
    assert "The period is unfinished" in hovers(figure)[5]


def test_only_a_period_asked_away_is_part_of_one():
    asked = {"start_date": date(2025, 3, 1)}
    rows = [pace(day, 1) for day in QUARTERS]
    cut = answer("pace_of_change", rows, unit="quarter", **ASKED | asked)
    before_all_answers = {"covered": (date(2025, 3, 1), AS_OF)} | asked
    whole = answer("pace_of_change", rows, unit="quarter", **ASKED | before_all_answers)
    assert texts(pace_of_change.pace_of_change(cut, THEME, OVERALL)).count("part") == 1
    assert texts(pace_of_change.pace_of_change(whole, THEME, OVERALL)).count("part") == 0


def test_kinds_without_changes_are_left_out_and_hostile_ones_stay_text():
    figure = pace_by_kind.pace_by_kind(OVERALL, THEME)
    assert texts(figure).count("Ours: &lt;b&gt;price") == 1
    assert "Market" not in texts(figure)
    assert pace_by_kind.alt(OVERALL, WORDS) == "Changes by kind. Ours: <b>price</b> 5."
    assert "names its kind" in texts(pace_by_kind.pace_by_kind(NOTHING, THEME))


def test_nothing_on_record_is_a_sentence():
    assert "No change is on record" in texts(pace_of_change.pace_of_change(NOTHING, THEME, NOTHING))


def lane(name, changes, versus, ratio=None, p=None, trend=None, trend_p=None, **more):
    low, high = ratio or (None, None)
    point = None if ratio is None or high is None else (low * high) ** 0.5
    return {
        "lane": name,
        "changes": changes,
        "versus_changes": versus,
        "ratio": point,
        "ratio_low": low,
        "ratio_high": high,
        "p": p,
        "recorded": 15,
        "trend": trend,
        "trend_p": trend_p,
    } | more


def trends(*rows):
    return answer("pace_trend", list(rows))


def said_of(*rows):
    return pace_trend.finding(trends(*rows), WORDS, "2025", "2024")


def test_a_pace_is_called_faster_only_where_it_is_real():
    assert said_of(lane("ours", 4, 1, (0.4, 197), 0.38, 0.1, 0.9)) == (
        "No sign that our changes speed up or slow down: four in 2025, one in 2024"
    )
    assert said_of(lane("ours", 20, 5, (1.5, 10.7), 0.004, 1.0, 0.3)) == (
        "Our changes came 4.0 times as often (1.5 to 10.7) in 2025 as in 2024"
    )
    assert said_of(lane("ours", 5, 5, (0.2, 4), 1.0, -3.1, 0.002)) == (
        "Our changes are slowing down over the years on record"
    )
    assert said_of() == "No change of ours is on record"


def test_a_pace_is_corrected_for_looking_at_every_lane():
    ours = lane("ours", 9, 2, (1.0, 30), 0.03, 0.2, 0.8)
    others = [lane(name, 2, 2, (0.1, 9), 0.9, 0.1, 0.9) for name in ("customers", "market")]
    assert said_of(ours, *others).startswith("No sign")


def test_lanes_say_their_figures_and_what_is_too_few():
    result = trends(
        lane("ours", 2, 0, (0.2, None), 0.25, recorded=2),
        lane("market", 0, 0),
    )
    assert pace_trend.by_lane(result, WORDS) == [
        (
            "What we changed",
            "2 now, 0 before: at least 0.2 times as fast (p = .25); 2 changes on record, too few "
            "for a trend",
        ),
        (
            "What the market did",
            "0 now, 0 before, nothing to compare; 15 changes on record, too few for a trend",
        ),
    ]


def test_the_latest_change_that_customers_would_notice_is_dated():
    result = trends(lane("ours", 1, 0, last_started=date(2026, 1, 1), days_since=134))
    assert pace_trend.since(result, WORDS, "15 May 2026") == (
        "The latest change of ours that customers would notice started on 1 January 2026, 134 days "
        "before 15 May 2026"
    )
    assert "No change of ours" in pace_trend.since(trends(), WORDS, "15 May 2026")


def rules(recorded, found, completed):
    shifts = recorded + found
    fires = shifts > 0 and completed == 0
    values = {
        SHIFTS: shifts,
        RECORDED: recorded,
        FOUND: found,
        COMPLETED: completed,
        BOTH: (shifts > 0) + (completed == 0),
    }
    rows = [{"rule": rule, "value": float(n), "fires": fires} for rule, n in values.items()]
    return answer("complacency", rows)


def test_complacency_is_warned_of_with_its_rule():
    result = rules(1, 1, 0)
    assert complacency.fires(result)
    assert complacency.finding(result, WORDS) == (
        "Customers have changed and we have not: two customer shifts, no change of ours completed "
        "in twelve months"
    )
    assert "Customer shifts: 2 (1 recorded, 1 found" in complacency.rule(result, WORDS)


def test_no_complacency_says_why():
    assert complacency.finding(rules(0, 1, 1), WORDS) == (
        "No sign of complacency: one customer shift in the last twelve months, one change of ours "
        "completed"
    )
    assert "customers did not shift" in complacency.finding(rules(0, 0, 0), WORDS)
    assert "cannot be told" in complacency.finding(answer("complacency", []), WORDS)


def step(name, median, low, high, done, still_open=0):
    days = {"median_days": median, "low": low, "high": high}
    return {"step": name} | days | {"done": done, "open": still_open}


def learning(*rows):
    return answer("learning_to_doing", list(rows))


STEPS = learning(
    step("learned to decided", 105.0, 56.0, 133.0, 15),
    step("decided to done", 320.0, 137.0, None, 12, 3),
    step("done to told", None, None, None, 0, 2),
    step("learned to done", 348.0, 228.0, 657.0, 12, 3),
    step("follow-up: opened to done", 13.0, 13.0, 14.0, 3347, 177),
)


def test_learning_to_doing_is_said_with_its_interval_and_what_is_open():
    assert learning_to_doing.finding(STEPS, WORDS) == (
        "From learning to done, half of our changes take 348 days or less (95 % interval 228 to "
        "657); 3 of 15 are open"
    )
    assert learning_to_doing.follow_ups(STEPS, WORDS) == (
        "Half of 3,524 answers followed up are done within 13 days (13 to 14)"
    )
    assert learning_to_doing.longest(STEPS, WORDS) == (
        "The longest step is from decided to done: 320 days (137 or more)"
    )


def test_few_or_unfinished_changes_are_said_to_be():
    few = learning(step("learned to done", 30.0, None, None, 1))
    assert learning_to_doing.finding(few, WORDS) == (
        "Only one change we learned of: too few to say how long it takes"
    )
    slow = learning(step("learned to done", None, 90.0, None, 2, 6))
    assert learning_to_doing.finding(slow, WORDS) == (
        "Fewer than half of 8 changes we learned of are done: two"
    )
    assert "No change of ours says" in learning_to_doing.finding(learning(), WORDS)


def test_steps_are_drawn_with_their_counts_and_open_ends():
    figure = learning_to_doing.learning_to_doing(STEPS, THEME)
    written = texts(figure)
    for text in ("<b>105 days</b>", "12 done, 3 open", "not half done", "0 done, 2 open, few"):
        assert text in written
    assert [trace.marker.symbol for trace in figure.data] == [None, "triangle-right"]
    assert list(figure.data[0].y) == [0, 1, 3]
    follow_ups = learning_to_doing.learning_to_doing(STEPS, THEME, of_follow_ups=True)
    assert "Opened to done" in texts(follow_ups)
    assert "No day of learning" in texts(learning_to_doing.learning_to_doing(learning(), THEME))


def years(p, trend, *rows):
    filled = [
        {"period": date(year, 1, 1), "p": p, "trend": trend} | step("", *waits)
        for year, *waits in rows
    ]
    return answer("learning_by_year", [{k: v for k, v in r.items() if k != "step"} for r in filled])


def test_years_are_called_faster_only_where_the_trend_is_real():
    rows = ((2024, 300.0, 200.0, 400.0, 9), (2025, 100.0, 50.0, 150.0, 9))
    assert learning_by_year.finding(years(0.01, 2.6, *rows), WORDS) == (
        "From learning to done we are getting faster: 300 days (200 to 400) for what we learned in "
        "2024, 100 days (50 to 150) in 2025"
    )
    assert learning_by_year.finding(years(0.2, 1.3, *rows), WORDS) == (
        "Neither faster nor slower from learning to done over the years, as far as 18 changes can "
        "show"
    )
    alone = years(None, None, (2024, 300.0, None, None, 1))
    assert "Too few changes" in learning_by_year.finding(alone, WORDS)


def test_years_in_which_nothing_is_done_yet_are_a_sentence():
    figure = learning_by_year.learning_by_year(
        years(None, None, (2026, None, None, None, 0, 1)), THEME
    )
    assert "Fewer than half are done" in texts(figure).replace("<br>", " ")
