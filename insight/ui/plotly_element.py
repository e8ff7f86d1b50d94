"""Our own chart element: a Plotly figure kept in the browser and redrawn, not made anew.

`static/chart.js` draws it; what a rerun sends is the figure, deflated.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st
from plotly.utils import PlotlyJSONEncoder

from insight.charts.sketch import Sketch

STATIC = Path(__file__).resolve().parents[2] / "static"
TRACES = frozenset({"bar", "pie", "scatter"})
"""What the basic bundle of Plotly draws."""

PLOTLYS_HEIGHT = 450

_ENCODER = PlotlyJSONEncoder()

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

    A point has curve_number, point_number, x, y and customdata; the callback finds the points in
    `st.session_state[key]["selection"]["points"]`. A selection outlives a change of the figure
    as long as points with the same customdata are in it.
    """
    selection = _selection(key) if on_select else NOTHING
    height = _as_sent(figure)["layout"].get("height") or PLOTLYS_HEIGHT
    _element(
        data=sent(figure, alt, config, height, selection, selects=on_select is not None),
        key=key,
        height=int(height),
        **({"on_selection_change": on_select} if on_select else {}),
    )
    return selection["points"]


def sent(
    figure: go.Figure,
    alt: str,
    config: Mapping[str, Any],
    height: float,
    selection: Mapping[str, Any],
    selects: bool,
) -> bytes:
    """What travels: a line with the selection, a line with the drawing, deflated.

    Two lines, so that the browser sees at a glance that only the selection changed.
    """
    drawing = dict(_as_sent(figure))
    if selects:
        drawing["layout"] = {"clickmode": "event+select", **drawing["layout"]}
    drawing |= {"alt": alt, "config": config, "height": height, "selects": selects}
    lines = (_compact(selection), _compact(drawing))
    return zlib.compress("\n".join(lines).encode())


def drawn(message: bytes) -> dict[str, Any]:
    """The drawing in a message: data, layout, config, alt, height, selects."""
    return json.loads(zlib.decompress(message).partition(b"\n")[2])


def _as_sent(figure: go.Figure) -> Mapping[str, Any]:
    return figure.plain() if isinstance(figure, Sketch) else figure.to_dict()


def _compact(value: object) -> str:
    try:
        return json.dumps(value, default=_written, allow_nan=False, separators=(",", ":"))
    except ValueError:  # a figure with NaN in it, which Plotly's own encoder makes null
        return json.dumps(value, cls=PlotlyJSONEncoder, separators=(",", ":"))


def _written(value: object) -> object:
    """What JSON has no word for; days first, as charts are full of them."""
    return value.isoformat() if isinstance(value, date) else _ENCODER.default(value)


def _selection(key: str) -> Mapping[str, Any]:
    state = st.session_state.get(key) or {}
    return state.get("selection") or NOTHING


def _loader() -> str:
    """The module that Streamlit sends along: it only loads the real one, at an address of its own.

    The address changes with the file, so that no browser draws with an older one.
    """
    script = (STATIC / "chart.js").read_bytes()
    [library] = STATIC.glob("plotly-basic-*.min.js")
    base = st.get_option("server.baseUrlPath").strip("/")
    folder = f"/{base}/app/static" if base else "/app/static"
    address = f"{folder}/chart.js?{hashlib.sha256(script).hexdigest()[:12]}"
    return (
        f"const chart = import(location.origin + {json.dumps(address)});\n"
        "export default async (component) =>"
        f" (await chart).draw(component, {json.dumps(library.name)});"
    )


# In the page itself, not in a shadow root: Plotly's style rules are in the page's head.
_element = st.components.v2.component("chart", js=_loader(), isolate_styles=False)
