"""What travels of a chart to the browser: short, and to a person the same.

A line with the selection and a line with the drawing, deflated, so that the browser sees at a
glance that only the selection changed. Numbers that place marks are rounded, labels under the
mouse, most of what travels, come by their words. `static/chart.js` reads it.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from plotly.utils import PlotlyJSONEncoder

DECIMALS = 5
"""Of a number that places a mark: a screen shows three or four digits of it, and texts say it."""

_SMALL = 0.1
"""Nearer to nought than this a number keeps all its digits."""

_FEW = 8
"""Lists of texts up to this long are sent as they are."""

_AS_THEY_ARE = frozenset({"customdata", "ids"})
"""What a page gave a point to know it by."""

_ENCODER = PlotlyJSONEncoder()


def message(drawing: Mapping[str, Any], selection: Mapping[str, Any]) -> bytes:
    """A drawing (data, layout, config, alt, height, selects) and what is selected in it."""
    short = {**drawing, "data": [_short(trace) for trace in drawing["data"]]}
    lines = f"{_compact(selection)}\n{_compact(short)}"
    return zlib.compress(lines.encode(errors="replace"))


def drawn(message: bytes) -> dict[str, Any]:
    """The drawing in a message, as the browser draws it."""
    drawing = json.loads(zlib.decompress(message).partition(b"\n")[2])
    for trace in drawing["data"]:
        for name, value in trace.items():
            if isinstance(value, dict) and "columns" in value:
                trace[name] = _texts(**value)
    return drawing


def _short(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _short(one, name) for name, one in value.items()}
    if not isinstance(value, list | tuple) or not value or name in _AS_THEY_ARE:
        return value
    if isinstance(value[0], str):
        return _in_columns(value) if name == "hovertext" and _are_many(value) else value
    return [_rounded(one) if isinstance(one, float) else one for one in value]


def _are_many(texts: Sequence[Any]) -> bool:
    return len(texts) > _FEW and all(isinstance(one, str) for one in texts)


def _rounded(number: float) -> float:
    return round(number, DECIMALS) if abs(number) > _SMALL else number


def _in_columns(texts: Sequence[str]) -> dict[str, Any]:
    """Texts by their words: alike as labels are, a column of words is mostly one word.

    A column of one word is that word; where a text has fewer words, its columns end in null.
    """
    columns = zip_longest(*(text.split(" ") for text in texts))
    words = [column[0] if len(set(column)) == 1 else column for column in columns]
    return {"count": len(texts), "columns": words}


def _texts(count: int, columns: Sequence[str | Sequence[str | None]]) -> list[str]:
    each = [[column] * count if isinstance(column, str) else column for column in columns]
    return [
        " ".join(word for word in words if word is not None) for words in zip(*each, strict=True)
    ]


def _compact(value: object) -> str:
    options = {"separators": (",", ":"), "ensure_ascii": False}
    try:
        return json.dumps(value, default=_written, allow_nan=False, **options)
    except ValueError:  # a figure with NaN in it, which Plotly's own encoder makes null
        return json.dumps(value, cls=PlotlyJSONEncoder, **options)


def _written(value: object) -> object:
    """What JSON has no word for; days first, as charts are full of them."""
    return value.isoformat() if isinstance(value, date) else _ENCODER.default(value)
