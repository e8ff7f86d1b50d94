"""A sketch says what Plotly's own figure says, without its copies and checks."""

import plotly.graph_objects as go
import pytest

from insight.charts.sketch import Sketch, nested


def built(figure: go.Figure) -> go.Figure:
    figure.add_scatter(x=[1, 2], y=[3, 4], marker_color="red", line={"width": 2})
    figure.add_bar(x=[1], y=[2], error_y={"array": [1]})
    figure.add_annotation(text="here", x=1, y=2, font_size=9)
    figure.update_layout(height=200)
    return figure


def test_a_sketch_says_plainly_what_plotlys_figure_says():
    assert built(Sketch()).plain() == built(go.Figure()).to_dict()


def test_a_sketch_shows_its_traces_and_annotations_as_objects_when_asked():
    sketch = built(Sketch())
    assert [trace.type for trace in sketch.data] == ["scatter", "bar"]
    assert sketch.data[0].marker.color == "red"
    assert [note.text for note in sketch.layout.annotations] == ["here"]
    assert sketch.to_dict() == built(go.Figure()).to_dict()


def test_traces_keep_their_order_whatever_way_they_came():
    sketch = Sketch()
    sketch.add_scatter(name="first")
    sketch.add_trace(go.Bar(name="second"))
    sketch.add_scatter(name="third")
    assert [trace["name"] for trace in sketch.plain()["data"]] == ["first", "second", "third"]
    assert [trace.name for trace in sketch.data] == ["first", "second", "third"]


def test_reading_a_sketch_plainly_changes_nothing():
    sketch = built(Sketch())
    assert sketch.plain() == sketch.plain()
    assert sketch.to_dict() == built(go.Figure()).to_dict()


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ({"marker_color": "red"}, {"marker": {"color": "red"}}),
        ({"error_y_width": 2}, {"error_y": {"width": 2}}),
        ({"error_x": {"width": 2}}, {"error_x": {"width": 2}}),
        ({"marker": {"line_width": 1}}, {"marker": {"line": {"width": 1}}}),
        (
            {"marker": {"size": 3}, "marker_color": "red"},
            {"marker": {"size": 3, "color": "red"}},
        ),
    ],
)
def test_names_are_taken_apart_as_plotly_does(written, whole):
    assert nested(written) == whole
    assert go.Figure().add_trace({"type": "scatter", **written}).data[0].to_plotly_json() == {
        "type": "scatter",
        **whole,
    }
