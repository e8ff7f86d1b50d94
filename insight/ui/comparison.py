"""What pages that compare two periods share: which periods, and by which dimension."""

import streamlit as st

from insight.filters import Filters
from insight.ui.choices import dimension_title
from insight.ui.view import View, choose


def compared(view: View) -> Filters:
    """The reader's filters; of all time, before which nothing is, the latest twelve months."""
    if view.filters.preset == "all":
        return view.filters.now(view.coverage)
    return view.filters


def compared_with(view: View, filters: Filters) -> str:
    """For the small print: the period that these filters are compared with."""
    return f"compared with {view.words.span(*filters.versus_span(view.coverage))}"


def has_dimension(view: View) -> bool:
    """Whether the answers can be told apart by any dimension."""
    return bool(_several(view))


def _several(view: View) -> list[str]:
    """Dimensions with more than one value; a wave is a time, so no change over time is in it."""
    cells = view.gateway.warehouse.cells
    return [name for name in cells.dimensions if name != "wave" and len(cells.values(name)) > 1]


def choose_dimension(view: View) -> str | None:
    """A dimension with more than one value, the export's first by default; None where none is."""
    several = _several(view)
    if not several:
        return None
    written = {name: dimension_title(name) for name in several}
    return choose("by", "Split by", several, written=written, from_export=True)


def say_no_dimension() -> None:
    """Where an export has no text column to compare by."""
    st.info(
        "This needs a dimension with more than one value: any text column of survey_responses or "
        "customers, such as segment or region. Name it in the mapping, import and publish again."
    )
