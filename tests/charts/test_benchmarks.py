from datetime import date

import pytest

from insight.charts.benchmarks import draw_benchmarks
from insight.charts.theme import theme_for
from insight.settings import Benchmark

from .given import WORDS, texts

THEME = theme_for("light", WORDS)


def benchmark(nps, name="Our target", source="Board, plan for 2027", dated=date(2026, 1, 31)):
    return Benchmark(name, nps, source, dated)


def drawn(*benchmarks, low=20, high=40):
    """A figure of 400 pixels whose axis holds NPS from low to high, with the benchmarks."""
    figure = THEME.figure(400, yaxis={"range": [low, high]})
    draw_benchmarks(figure, benchmarks, THEME)
    return figure


def lines(figure):
    return [shape.y0 for shape in figure.layout.shapes]


def heights(figure):
    return {label.text[:8]: label.y for label in figure.layout.annotations}


def test_a_benchmark_is_a_line_with_its_name_number_source_and_year():
    figure = drawn(benchmark(35))
    assert lines(figure) == [35]
    assert texts(figure) == "Our target 35 · Board, plan for 2027, 2026"
    assert list(figure.layout.yaxis.range) == [20, 40]


def test_without_benchmarks_the_figure_is_left_alone():
    assert drawn() == THEME.figure(400, yaxis={"range": [20, 40]})


def test_the_axis_grows_to_hold_a_benchmark_that_is_near():
    figure = drawn(benchmark(52.5))
    low, high = figure.layout.yaxis.range
    assert low == 20
    assert 55 <= high <= 60
    assert lines(figure) == [52.5]
    assert "52.5" in texts(figure)


@pytest.mark.parametrize(("nps", "arrow"), [(90, "90 ↑"), (-50, "\N{MINUS SIGN}50 ↓")])
def test_a_benchmark_far_away_stands_at_the_edge_with_an_arrow(nps, arrow):
    figure = drawn(benchmark(nps))
    assert list(figure.layout.yaxis.range) == [20, 40]
    assert lines(figure) == []
    assert arrow in texts(figure)
    [label] = figure.layout.annotations
    assert 20 < label.y < 40


def test_the_labels_of_two_near_benchmarks_do_not_stand_over_each_other():
    figure = drawn(benchmark(31, "Target A"), benchmark(30, "Target B"))
    at = heights(figure)
    label = 20 / 336 * 17  # seventeen pixels of the 336 that carry twenty points
    assert at["Target A"] - at["Target B"] >= label
    assert at["Target B"] < 30
    assert at["Target A"] > 31


def test_a_label_at_the_edge_stays_within_the_axis():
    figure = drawn(benchmark(40, "Target A"), benchmark(20, "Target B"))
    at = heights(figure)
    assert 40 < at["Target A"] < figure.layout.yaxis.range[1]
    assert at["Target B"] > 20


def test_no_axis_goes_beyond_what_nps_can_be():
    figure = drawn(benchmark(100, "Target A"), low=60, high=100)
    assert list(figure.layout.yaxis.range) == [60, 100]
    assert heights(figure)["Target A"] < 100


def test_a_long_source_goes_on_a_second_line_and_hostile_text_stays_text():
    figure = drawn(benchmark(30, "<b>x</b>", "A yearly report on ferry operators of the north"))
    assert "&lt;b&gt;x&lt;/b&gt;" in texts(figure)
    assert "<b>" not in texts(figure)
    assert "<br>" in texts(figure)


def test_a_second_axis_carries_its_own_benchmarks():
    figure = THEME.figure(400, yaxis={"range": [0, 10]}, yaxis2={"range": [20, 40], "anchor": "x2"})
    draw_benchmarks(figure, [benchmark(30)], THEME, axis="y2")
    [line] = figure.layout.shapes
    assert (line.yref, line.xref) == ("y2", "x2 domain")
    assert list(figure.layout.yaxis.range) == [0, 10]
