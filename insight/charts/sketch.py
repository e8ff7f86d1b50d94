"""A Plotly figure that does not turn into objects what is only sent to the browser."""

from collections.abc import Mapping
from typing import Any, Self

import plotly.graph_objects as go

Trace = Mapping[str, Any]

_WHOLE_NAMES = ("error_x", "error_y")
"""Properties of traces that have an underscore in their own name."""


class Sketch(go.Figure):
    """A figure whose traces and annotations stay plain until somebody looks at them as objects.

    Plotly copies and checks each of them as it is added, which takes longer than everything else
    a chart needs. Whatever is not plain (subplots, objects) goes Plotly's own way, in order.
    """

    _traces: list[dict[str, Any]]
    _notes: list[dict[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._traces, self._notes = [], []
        super().__init__(*args, **kwargs)

    def add_trace(self, trace: Trace | Any, row: Any = None, col: Any = None, **more: Any) -> Self:
        if row is not None or more or not isinstance(trace, Mapping):
            self._settle()
            return super().add_trace(trace, row=row, col=col, **more)
        self._traces.append(nested(trace))
        return self

    def add_scatter(self, row: Any = None, col: Any = None, **trace: Any) -> Self:
        return self.add_trace({"type": "scatter", **trace}, row, col)

    def add_bar(self, row: Any = None, col: Any = None, **trace: Any) -> Self:
        return self.add_trace({"type": "bar", **trace}, row, col)

    def add_annotation(
        self, arg: Trace | Any = None, row: Any = None, col: Any = None, **annotation: Any
    ) -> Self:
        if row is not None or not isinstance(arg, Mapping | None):
            return super().add_annotation(arg, row=row, col=col, **annotation)
        self._notes.append(nested({**(arg or {}), **annotation}))
        return self

    @property
    def data(self) -> tuple[Any, ...]:
        """The traces as Plotly's objects."""
        self._settle()
        return super().data

    @data.setter
    def data(self, traces: Any) -> None:
        self._settle()
        go.Figure.data.fset(self, traces)

    @property
    def layout(self) -> go.Layout:
        """The layout as Plotly's object, annotations included."""
        if self._notes:
            notes, self._notes = self._notes, []
            layout = super().layout
            layout.annotations = (*layout.annotations, *notes)
        return super().layout

    @layout.setter
    def layout(self, layout: Any) -> None:
        go.Figure.layout.fset(self, layout)

    def to_dict(self) -> dict[str, Any]:
        self._settle()
        return super().to_dict()

    def plain(self) -> dict[str, Any]:
        """What `to_dict` gives, neither copied nor checked, so only to be read."""
        layout = self._layout
        if self._notes:
            layout = {**layout, "annotations": [*layout.get("annotations", ()), *self._notes]}
        return {"data": [*self._data, *self._traces], "layout": layout}

    def _settle(self) -> None:
        """Let Plotly have what was kept plain so far."""
        if self._traces:
            traces, self._traces = self._traces, []
            self.add_traces(traces)
        if self._notes:
            _ = self.layout


def nested(properties: Trace) -> dict[str, Any]:
    """`marker_color="red"` as Plotly takes it apart: `{"marker": {"color": "red"}}`."""
    whole: dict[str, Any] = {}
    for name, value in properties.items():
        outer = next((one for one in _WHOLE_NAMES if name.startswith(one)), None)
        outer = outer or name.partition("_")[0]
        inner = name[len(outer) + 1 :]
        if inner:
            whole[outer] = {**whole.get(outer, {}), **nested({inner: value})}
        elif isinstance(value, Mapping):
            whole[outer] = {**whole.get(outer, {}), **nested(value)}
        else:
            whole[outer] = value
    return whole
