"""The survey tools whose exports are known by sight, one module each."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from insight.importers import (
    customer_gauge,
    delighted,
    formbricks,
    google_forms,
    lime_survey,
    medallia,
    qualtrics,
    survey_monkey,
    typeform,
)
from insight.importers.layout import Layout, Rows
from insight.problems import Mistake, nearest

LAYOUTS: Mapping[str, Callable[[Rows], Layout | None]] = MappingProxyType(
    {
        tool.KEY: tool.recognise
        for tool in (
            qualtrics,
            survey_monkey,
            formbricks,
            medallia,
            typeform,
            lime_survey,
            delighted,
            customer_gauge,
            google_forms,
        )
    }
)
"""What a mapping calls a layout -> how it is known by the first rows; the most specific first."""


def recognise(rows: Rows) -> Layout | None:
    """The layout of the tool that wrote these first rows; None for a plain table."""
    return next((layout for known in LAYOUTS.values() if (layout := known(rows))), None)


def layout_named(name: str, rows: Rows, place: str) -> Layout:
    """The layout that a mapping asks for; Mistake where there is none or the file is not of it."""
    if name not in LAYOUTS:
        near = nearest(name, [*LAYOUTS, "plain"])
        raise Mistake(f"{place}: there is no layout {name!r}{near}")
    layout = LAYOUTS[name](rows)
    if layout is None:
        found = recognise(rows)
        seems = f'it looks like layout = "{found.key}"' if found else 'write layout = "plain"'
        raise Mistake(f"{place}: the file has not the columns of {name}; {seems}")
    return layout
