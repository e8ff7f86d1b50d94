"""Our own chart element: a Plotly figure kept in the browser and redrawn, not made anew.

`static/chart.js` draws it; `chart_message.py` writes what a rerun sends.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from insight.charts.sketch import Sketch
from insight.ui.chart_message import message

STATIC = Path(__file__).resolve().parents[2] / "static"
TRACES = frozenset({"bar", "pie", "scatter"})
"""What the basic bundle of Plotly draws."""

PLOTLYS_HEIGHT = 450

Points = list[dict[str, Any]]

NOTHING: Mapping[str, Any] = {"points": []}
"""A selection of no points."""


def can_draw(figure: go.Figure) -> bool:
    """Whether the basic bundle has every kind of trace in the figure."""
    return all(trace["type"] in TRACES for trace in _as_sent(figure)["data"])


def plotly_element(
    figure: go.Figure,
    alt: str,
    key: str,
    config: Mapping[str, Any],
    on_select: Callable[[], object] | None = None,
) -> Points:
    """Draw a figure that `can_draw`; return the selected points where `on_select` asks for them.

    A point has curve_number, point_number, x, y (five decimals) and customdata; it is found in
    `st.session_state[key]["selection"]["points"]`. A selection outlives a change of the figure
    as long as points with the same customdata are in it.
    """
    selection = _selection(key) if on_select else NOTHING
    drawing = dict(_as_sent(figure))
    height = drawing["layout"].get("height") or PLOTLYS_HEIGHT
    if on_select:
        drawing["layout"] = {"clickmode": "event+select", **drawing["layout"]}
    drawing |= {"alt": alt, "config": config, "height": height, "selects": on_select is not None}
    _element(
        data=message(drawing, selection),
        key=key,
        height=int(height),
        **({"on_selection_change": on_select} if on_select else {}),
    )
    return selection["points"]


def _as_sent(figure: go.Figure) -> Mapping[str, Any]:
    return figure.plain() if isinstance(figure, Sketch) else figure.to_dict()


def _selection(key: str) -> Mapping[str, Any]:
    state = st.session_state.get(key) or {}
    return state.get("selection") or NOTHING


def _loader() -> str:
    """The module that Streamlit sends along with every chart: it only loads the real one.

    Its address changes with the file and the library's version, which chart.js takes from it, so
    that no browser draws with older ones.
    """
    script = (STATIC / "chart.js").read_bytes()
    [library] = STATIC.glob("plotly-basic-*.min.js")
    version = library.name.removeprefix("plotly-basic-").removesuffix(".min.js")
    base = st.get_option("server.baseUrlPath").strip("/")
    folder = f"/{base}/app/static" if base else "/app/static"
    address = f"{folder}/chart.js?{version}-{hashlib.sha256(script).hexdigest()[:12]}"
    return (
        f"const c=import(location.origin+{json.dumps(address)});\n"
        "export default async x=>(await c).draw(x)"
    )


# In the page itself, not in a shadow root: Plotly's style rules are in the page's head.
_element = st.components.v2.component("chart", js=_loader(), isolate_styles=False)
