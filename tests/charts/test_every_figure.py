"""Plotly's own checks, left out where figures are built because they cost most of it, run here."""

import plotly.graph_objects as go
import pytest

from insight.charts import (
    change_timeline,
    item_over_time,
    nps_rolling,
    nps_trend,
    want_vs_delivered,
)
from insight.charts.theme import theme_for
from insight.filters import Filters
from insight.words import Words


def figures(gateway, theme):
    """Every figure the pages draw, by name, on all time and everyone."""
    everyone = Filters.everything(gateway.coverage)
    year = everyone.now(gateway.coverage)
    trend = gateway.ask("nps_trend", everyone)
    items = gateway.ask("want_vs_delivered", everyone)
    baseline = gateway.coverage.baseline
    yield "nps_trend", nps_trend.nps_trend(trend, theme, baseline)
    for unit in ("month", "year"):
        for as_lines in (False, True):
            by_segment = gateway.ask("nps_trend", everyone, by="segment", unit=unit)
            drawn = nps_trend.nps_trend(by_segment, theme, baseline, as_lines=as_lines)
            yield f"nps_trend by segment and {unit}, lines {as_lines}", drawn
    for by in (None, "region"):
        rolling = gateway.ask("nps_rolling", everyone, by=by)
        yield f"nps_rolling by {by}", nps_rolling.nps_rolling(rolling, theme)
    yield "want_vs_delivered", want_vs_delivered.want_vs_delivered(items, theme)
    yield "want_vs_delivered, three", want_vs_delivered.want_vs_delivered(items, theme, most=3)
    yield "importance_map", want_vs_delivered.importance_map(items, theme)
    history = gateway.ask("item_over_time", everyone, unit="quarter", item="Fair price")
    yield "item_over_time", item_over_time.item_over_time(history, theme)
    for filters in (everyone, year):
        changes = gateway.ask("change_timeline", filters)
        under = gateway.ask("nps_trend", filters)
        yield "change_timeline", change_timeline.change_timeline(changes, under, theme)


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_plotly_knows_every_property_of_every_figure(demo, kind):
    for name, figure in figures(demo, theme_for(kind, Words())):
        checked = go.Figure(figure.to_dict())
        assert checked.to_dict()["layout"].keys() == figure.to_dict()["layout"].keys(), name
        assert len(checked.data) == len(figure.data), name


def test_these_checks_find_a_property_that_plotly_does_not_know():
    figure = theme_for("light", Words()).figure(100, colour="red")
    with pytest.raises(ValueError, match="colour"):
        go.Figure(figure.to_dict())
