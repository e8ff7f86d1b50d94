import math
from datetime import date

import pytest

from insight.charts.baseline_band import BaselineYear, baseline_year
from insight.charts.nps_trend import alt, finding, has_season, nps_trend
from insight.charts.pooled import pooled
from insight.charts.theme import theme_for
from insight.coverage import Span
from insight.settings import Benchmark
from insight.stats.two_waves import Wave
from insight.words import MINUS, add_months

from .given import WORDS, answer, hovers, scored, texts, trend

THEME = theme_for("light", WORDS)
Y2024, Y2025, Y2026 = date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)


def test_a_real_change_is_said_from_the_unrounded_scores():
    result = trend(scored(Y2024, 5474, 2734, 10000), scored(Y2025, 5816, 2656, 10000))
    assert [round(row["nps"], 1) for row in result.rows()] == [27.4, 31.6]
    assert finding(result, WORDS) == "NPS rose 4 points from 2024 to 2025"


def test_a_change_the_answers_cannot_show_is_not_stated():
    result = trend(scored(Y2024, 100, 50, 200), scored(Y2025, 110, 48, 212))
    assert finding(result, WORDS) == "NPS shows no change since 2024 that 412 answers could show"


def test_level_is_only_said_where_no_change_that_matters_is_left_possible():
    result = trend(scored(Y2024, 5000, 2500, 10000), scored(Y2025, 5000, 2510, 10000))
    assert finding(result, WORDS) == (
        "NPS has stayed level: no change since 2024 that 20,000 answers could show"
    )


def test_a_real_but_tiny_change_never_reads_as_0_points():
    million = 1_000_000
    result = trend(
        scored(Y2024, 500_000, 250_000, million), scored(Y2025, 503_000, 250_000, million)
    )
    assert finding(result, WORDS) == "NPS rose 0.3 points from 2024 to 2025"


def test_an_unfinished_period_is_not_compared():
    result = trend(
        scored(Y2024, 5000, 2500, 10000),
        scored(Y2025, 4000, 2500, 10000),
        scored(Y2026, 9000, 100, 10000, complete=False),
    )
    assert finding(result, WORDS) == "NPS fell 10 points from 2024 to 2025"


def test_only_an_unfinished_period_is_so_far():
    result = trend(scored(Y2026, 50, 20, 100, complete=False))
    assert finding(result, WORDS) == "NPS is 30 so far in 2026 (14 to 44)"


def test_thin_periods_carry_no_comparison():
    result = trend(scored(Y2024, 5000, 2500, 10000), scored(Y2025, 12, 2, 24))
    assert finding(result, WORDS) == (
        "NPS was 42 in 2025, from only 24 answers: too thin to say more"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "No answers with a score to draw"),
        ([{"period": Y2024}], "Too few answers in every period to show NPS"),
    ],
)
def test_nothing_to_show_is_said_in_title_and_figure(rows, said):
    result = trend(*rows)
    assert finding(result, WORDS) == said
    assert said in texts(nps_trend(result, THEME)).replace("<br>", " ")
    assert said in alt(result, WORDS)


def test_two_years_of_months_are_compared_year_with_year():
    months = [add_months(date(2024, 11, 1), index) for index in range(24)]
    rows = [scored(m, 50 if i < 12 else 62, 20, 100) for i, m in enumerate(months)]
    assert finding(trend(*rows, unit="month"), WORDS) == (
        "NPS in the year to October 2026 is 12 points higher than the year before (6 to 18)"
    )


def test_a_quarter_is_compared_with_the_same_quarter_a_year_before():
    quarters = [date(2025, 1, 1), date(2025, 4, 1), date(2026, 1, 1)]
    promoters = [500, 800, 600]
    rows = [scored(q, p, 200, 1000) for q, p in zip(quarters, promoters, strict=True)]
    assert finding(trend(*rows, unit="quarter"), WORDS) == (
        "NPS rose 10 points from Q1 2025 to Q1 2026"
    )


def test_days_that_nobody_answered_do_not_cut_a_period_but_days_not_asked_for_do():
    covered = Span(date(2024, 3, 10), date(2026, 8, 3))
    rows = [scored(year, 500, 200, 1000) for year in (Y2024, Y2025, Y2026)]
    whole = {"start_date": covered.start, "end_date": covered.end, "covered": covered}
    cut = whole | {"start_date": date(2024, 9, 1)}

    assert finding(trend(*rows, **whole), WORDS).startswith("NPS shows no change since 2025")
    assert not any("part" in text for text in hovers(nps_trend(trend(*rows, **whole), THEME)))
    assert (
        "Only part of the period was asked for" in hovers(nps_trend(trend(*rows, **cut), THEME))[0]
    )


def months_of(*promoters, start=date(2025, 12, 1), n=200):
    """A trend of months that follow each other, a fifth of the answers detractors."""
    rows = [scored(add_months(start, i), p, n // 5, n) for i, p in enumerate(promoters)]
    return trend(*rows, unit="month")


def test_fewer_months_are_compared_three_with_three():
    assert finding(months_of(90, 90, 90, 100, 120, 110, 110, 110), WORDS) == (
        "NPS in May to July 2026 is 10 points higher than in December 2025 to February 2026 "
        "(1 to 19)"
    )
    assert finding(months_of(90, 90, 90, 130, 92, 91, 90), WORDS) == (
        "NPS in April to June 2026 shows no change from that in December 2025 to February 2026 "
        "that 1,200 answers could show"
    )


def test_three_months_are_compared_with_the_same_three_a_year_before():
    said = finding(months_of(*[20] * 3, *[90] * 11, *[120] * 1, start=date(2025, 4, 1)), WORDS)
    assert "in April to June 2026 is" in said
    assert "than in April to June 2025" in said


def test_months_too_few_or_apart_are_compared_one_with_one():
    assert finding(months_of(90, 90, 90, 90, 150), WORDS) == (
        "NPS rose 30 points from December 2025 to April 2026"
    )
    apart = [scored(date(2026, month, 1), 90, 40, 200) for month in (1, 3, 5, 7, 9, 11)]
    assert "since January 2026" in finding(trend(*apart, unit="month"), WORDS)


def test_thin_months_stay_thin_together():
    assert finding(months_of(*[4] * 6, n=8), WORDS) == (
        "NPS was 38 in March to May 2026, from only 24 answers: too thin to say more"
    )


def test_a_value_stands_out_only_where_it_differs_from_every_other():
    rows = [
        scored(Y2025, 700, 100, 1000, "Leisure"),
        scored(Y2025, 400, 300, 1000, "Commuter"),
        scored(Y2025, 410, 300, 1000, "Freight"),
        scored(Y2025, 14, 0, 14, "Thin"),
    ]
    result = trend(*rows, dimension="customer_type")
    assert finding(result, WORDS) == "Leisure has the highest NPS, 60, in 2025"
    assert finding(trend(*rows[1:], dimension="customer_type"), WORDS) == (
        "No customer type stands out in 2025: no difference that 2,000 answers could show"
    )


def test_a_small_value_beside_many_is_not_said_to_stand_out_by_chance():
    """Alone against one of the others p would be .03; among 36 pairs that is chance."""
    rows = [scored(Y2025, 4000, 2000, 10000, f"Large {i}") for i in range(8)]
    small = scored(Y2025, 35, 5, 80, "Small")
    alone = trend(rows[0], small, dimension="segment")
    assert finding(alone, WORDS).startswith("Small has the highest NPS, 38, and Large 0 the lowest")
    assert finding(trend(*rows, small, dimension="segment"), WORDS).startswith(
        "No segment stands out in 2025: no difference"
    )


def test_values_are_said_to_differ_over_all_the_periods_they_were_pooled_from():
    rows = [
        scored(year, promoters, 100, 1000, value)
        for year in (Y2024, Y2025)
        for value, promoters in (("Leisure", 700), ("Freight", 300), ("Coach", 500))
    ]
    assert finding(trend(*rows, dimension="segment"), WORDS) == (
        "Leisure has the highest NPS, 60, and Freight the lowest, 20, over 2024 to 2025"
    )


def test_the_label_at_the_lines_end_says_when_and_that_it_is_unfinished():
    figure = nps_trend(
        trend(scored(Y2025, 500, 250, 1000), scored(Y2026, 450, 150, 1000, complete=False)), THEME
    )
    (label,) = [a.text for a in figure.layout.annotations if "unfinished" in a.text]
    assert "<b>30</b>" in label
    assert "2026" in label


def test_a_blanked_period_leaves_a_gap_in_line_band_and_bars():
    rows = [scored(date(2026, month, 1), 50, 20, 100) for month in (1, 2, 4, 5)]
    figure = nps_trend(trend(*rows, {"period": date(2026, 3, 1)}, unit="month"), THEME)
    lines = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]
    drawn = [
        max(trace.x) < min(other.x) for trace in lines for other in lines if trace is not other
    ]
    assert len(lines) == 4
    assert any(drawn)
    (bars,) = [trace for trace in figure.data if trace.type == "bar"]
    assert len(bars.x) == 4


def test_a_thin_period_is_grey_hollow_and_says_why():
    rows = [scored(Y2024, 500, 250, 1000), scored(Y2025, 10, 4, 20)]
    figure = nps_trend(trend(*rows), THEME)
    (marks,) = figure.select_traces({"mode": "markers"})
    assert marks.marker.color[1] == THEME.paper
    assert marks.marker.line.color[1] == THEME.muted
    assert "Too few answers to say much" in marks.hovertext[1]


def test_a_period_alone_carries_its_interval_as_a_whisker():
    row = scored(Y2024, 500, 250, 1000)
    figure = nps_trend(trend(row), THEME)
    (marks,) = figure.select_traces({"mode": "markers"})
    assert marks.y[0] + marks.error_y.array[0] == pytest.approx(row["nps_high"])
    assert marks.y[0] - marks.error_y.arrayminus[0] == pytest.approx(row["nps_low"])


def test_every_interval_lies_within_the_axis():
    rows = [scored(Y2024, 3, 8, 12), scored(Y2025, 900, 20, 1000)]
    low, high = nps_trend(trend(*rows), THEME).layout.yaxis.range
    assert -100 <= low <= min(row["nps_low"] for row in rows)
    assert max(row["nps_high"] for row in rows) <= high <= 100


def test_an_axis_of_far_apart_intervals_does_not_run_on_to_100():
    rows = [
        scored(Y2024, 30, 500, 1000, "Freight"),
        scored(Y2025, 800, 100, 1000, "Leisure"),
        scored(Y2024, 800, 100, 1000, "Leisure"),
    ]
    axis = nps_trend(trend(*rows, dimension="segment"), THEME).layout.yaxis
    assert axis.range == (-60, 80)
    assert axis.tickvals == (-50, 0, 50)


def test_ticks_a_month_apart_name_months_and_no_days():
    days, months, _ = nps_trend(trend(scored(Y2024, 5, 2, 20)), THEME).layout.xaxis.tickformatstops
    assert days.dtickrange[1] < 28 * 86_400_000
    assert months.dtickrange == ("M1", "M6")


def test_the_baseline_year_lies_across_with_its_interval():
    result = trend(scored(Y2024, 500, 250, 1000), scored(Y2025, 500, 250, 1000))
    figure = nps_trend(result, THEME, BaselineYear("2022", 38.0, 36.0, 70.0))
    assert "Band: 2022: 38 (36 to 70)" in texts(figure)
    band, line = (shape for shape in figure.layout.shapes if shape.yref == "y")
    assert (band.y0, band.y1, line.y0) == (36.0, 70.0, 38.0)
    assert figure.layout.yaxis.range[1] >= 70
    assert "Band" not in texts(nps_trend(result, THEME))


def test_the_baseline_is_that_of_enough_answers():
    shown = {"nps": 38.0, "nps_low": 36.0, "nps_high": 40.0}
    blanked = dict.fromkeys(shown)
    for figures, band in ((shown, BaselineYear("2022", 38.0, 36.0, 40.0)), (blanked, None)):
        result = answer("baseline_band", [{"year": date(2022, 1, 1), **figures}])
        assert baseline_year(result, WORDS) == band
    assert baseline_year(answer("baseline_band", []), WORDS) is None


def test_a_benchmark_is_a_labelled_line():
    result = trend(scored(Y2024, 500, 250, 1000), scored(Y2025, 500, 250, 1000))
    target = Benchmark("Our <b>target</b>", 30.0, "Board", date(2026, 1, 1))
    assert "Our &lt;b&gt;target&lt;/b&gt; 30" in texts(nps_trend(result, THEME, None, [target]))


def triangles(figure):
    """Symbols of the marks of real changes, by where they stand: solid at the line, else hollow."""
    marks = [t for t in figure.select_traces({"mode": "markers"}) if t.marker.symbol]
    found = {"solid": [], "hollow": []}
    for trace in marks:
        kind = "hollow" if trace.marker.color == THEME.paper else "solid"
        found[kind] += zip(trace.marker.symbol, [x.date() for x in trace.x], strict=True)
    return found


def test_only_real_changes_carry_a_triangle():
    rows = [scored(Y2024, 500, 250, 1000), scored(Y2025, 700, 100, 1000)]
    rows.append(scored(Y2026, 690, 110, 1000))
    assert triangles(nps_trend(trend(*rows), THEME)) == {
        "solid": [("triangle-up", date(2025, 7, 2))],
        "hollow": [],
    }


def test_a_change_from_a_year_before_stands_in_a_row_of_its_own():
    rows = [
        scored(add_months(Y2024, 3 * quarter), 500 + 30 * quarter, 200, 1000)
        for quarter in range(5)
    ]
    figure = nps_trend(trend(*rows, unit="quarter"), THEME)
    assert triangles(figure)["hollow"] == [("triangle-up", date(2025, 2, 15))]
    assert triangles(figure)["solid"] == []
    assert "Real change from the same quarter a year before" in texts(figure)


def test_an_unfinished_period_carries_no_triangle():
    rows = [scored(Y2024, 500, 250, 1000), scored(Y2025, 900, 50, 1000, complete=False)]
    figure = nps_trend(trend(*rows), THEME)
    assert triangles(figure) == {"solid": [], "hollow": []}
    assert "+60.0 since 2024" in hovers(figure)[1]
    assert hovers(figure)[1].endswith("no verdict yet")


def test_a_hover_says_the_change_its_interval_and_what_could_have_been_shown():
    rows = [scored(Y2024, 500, 250, 1000), scored(Y2025, 510, 250, 1000)]
    first, second = hovers(nps_trend(trend(*rows), THEME))
    assert "since" not in first
    # Votes squared, three answers added: 751.5 - 250^2/1003 and 761.5 - 260^2/1003, so that the
    # standard error is 100 sqrt(1383.3)/1003 = 3.708; 2.80 of these can be detected.
    assert f"+1.0 since 2024 ({MINUS}6.3 to 8.3), not real, p .788" in second
    assert "So many answers show 10.4 points or more" in second


def test_a_title_calls_no_change_real_that_carries_no_mark():
    """Alone, p of the last year is .04; after correcting for all the years it is not real."""
    promoters = [500, 500, 500, 545]
    years = [date(2023 + index, 1, 1) for index in range(4)]
    result = trend(*(scored(y, p, 250, 1000) for y, p in zip(years, promoters, strict=True)))
    [*_, last] = result.rows()
    assert triangles(nps_trend(result, THEME))["solid"] == []
    assert last["year_p_corrected"] > 0.05
    assert finding(result, WORDS) == "NPS shows no change since 2025 that 2,000 answers could show"


def test_too_few_answers_for_a_verdict_are_said_to_be_too_few():
    result = trend(scored(Y2024, 5000, 2500, 10000), scored(Y2025, 60, 2, 80))
    assert finding(result, WORDS) == (
        "NPS is 72 in 2025; 80 answers in 2025 are too few to say whether it changed"
    )


def test_months_are_pooled_with_the_design_effect_of_their_years():
    months = [add_months(date(2024, 11, 1), index) for index in range(24)]
    rows = [
        scored(m, 50 if i < 12 else 58, 20, 100) | {"year_design_effect": 4.0}
        for i, m in enumerate(months)
    ]
    once = [row | {"year_design_effect": 1.0} for row in rows]
    assert "8 points higher than the year before (2 to 14)" in finding(
        trend(*once, unit="month"), WORDS
    )
    assert "shows no change" in finding(trend(*rows, unit="month"), WORDS)


def test_weighted_months_are_pooled_by_their_weights():
    rows = [
        scored(Y2024, 70, 10, 100) | {"weights": 300.0},
        scored(Y2025, 40, 20, 100) | {"weights": 100.0},
    ]
    score = pooled(rows, weighted=True)
    assert score.nps == pytest.approx(0.75 * 60 + 0.25 * 20)
    heavy, light = (Wave(*counts).standard_error for counts in ((70, 10, 100), (40, 20, 100)))
    half = 1.959963984540054 * math.hypot(0.75 * heavy, 0.25 * light)
    assert (score.low, score.high) == (pytest.approx(50 - half), pytest.approx(50 + half))


def test_a_season_adjusted_line_is_named_at_its_end():
    rows = [
        scored(add_months(Y2024, i), 50, 20, 100) | {"season_adjusted": 29.0 + i} for i in range(4)
    ]
    figure = nps_trend(trend(*rows, unit="month"), THEME)
    assert "season<br>adjusted" in texts(figure)
    (line,) = [t for t in figure.select_traces({"mode": "lines"}) if t.line.dash == "dash"]
    assert line.y == (29.0, 30.0, 31.0, 32.0)


@pytest.mark.parametrize(("months", "has"), [(35, False), (36, True)])
def test_a_season_needs_three_years_of_finished_months(months, has):
    rows = [scored(add_months(Y2024, i), 50, 20, 100) for i in range(months)]
    unfinished = scored(add_months(Y2024, months), 50, 20, 100, complete=False)
    assert has_season(trend(*rows, unfinished, unit="month")) is has
    assert has_season(trend(*rows, dimension="segment", unit="month")) is False
    assert has_season(trend(*rows, unit="year")) is False


def breakdown_of(count: int, years: int = 2):
    rows = [
        scored(date(2020 + year, 1, 1), 50 + value, 20, 100 + value, f"V{value:02}")
        for year in range(years)
        for value in range(count)
    ]
    return trend(*rows, dimension="segment")


def test_small_multiples_share_one_scale():
    figure = nps_trend(breakdown_of(4), THEME)
    assert len({axis.range for axis in figure.select_yaxes()}) == 1
    assert "V00" in texts(figure)
    assert "200 answers" in texts(figure)


@pytest.mark.parametrize("as_lines", [False, True])
def test_more_values_than_fit_are_counted(as_lines):
    written = texts(nps_trend(breakdown_of(9), THEME, as_lines=as_lines))
    assert "3 more" in written
    assert "V08" in written
    assert "V00" not in written


def test_a_breakdown_of_one_period_is_one_row_a_value():
    figure = nps_trend(breakdown_of(9, years=1), THEME)
    assert len(figure.layout.yaxis.ticktext) == 9


def test_a_hostile_value_stays_text():
    result = trend(scored(Y2025, 50, 20, 100, "<b>x</b>"), dimension="segment")
    figure = nps_trend(result, THEME)
    assert "&lt;b&gt;x&lt;/b&gt;" in texts(figure)
    assert "<b>x</b>" not in " ".join(hovers(figure))


def test_the_alternative_text_says_first_last_lowest_and_highest():
    rows = [scored(Y2024, 50, 20, 100), scored(Y2025, 40, 40, 100), scored(Y2026, 45, 20, 100)]
    assert alt(trend(*rows), WORDS).endswith(
        "First 30, last 25, lowest 0 in 2025, highest 30 in 2024."
    )
