"""A question as a card: asked, titled with its finding, drawn, with its small print and figures."""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import streamlit as st

from insight.filters import Filters
from insight.query import Result, question
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.figures import figures
from insight.ui.plain import plain
from insight.ui.small_print import whole_months, whose
from insight.ui.view import View

_BY_WHOLE_MONTHS = {
    "ratings_monthly": "ratings",
    "raters": "ratings",
    "effort_monthly": "ratings",
    "kano_monthly": "ratings",
    "invitations_monthly": "surveys sent",
    "interactions_monthly": "interactions",
    "nps_relationship": "these answers",
}
"""What stands in rollups by month, as the small print names it."""


def question_card(
    view: View,
    charts: ModuleType,
    caption: str | Callable[[Result], str],
    titled: bool = True,
    filters: Filters | None = None,
    drawn_with: Mapping[str, Any] | None = None,
    **asked_with: Any,
) -> None:
    """Ask the question that a module of `insight/charts` shares its name with, and draw it.

    The module has `finding(result, words)`, `alt(result, words)` and a figure function of its own
    name. `caption` says what is drawn, if need be from the answer; `titled` is False where the
    page's title states the finding already.
    """
    stem = charts.__name__.rpartition(".")[2]
    query = question(stem)
    with card(view, query.question):
        result = view.ask(stem, filters, **asked_with)
        if titled:
            st.subheader(plain(charts.finding(result, view.words)), anchor=False)
        st.caption(caption(result) if callable(caption) else caption)
        figure = getattr(charts, stem)(result, view.theme, **(drawn_with or {}))
        chart(figure, charts.alt(result, view.words), stem)
        monthly = {what for rollup, what in _BY_WHOLE_MONTHS.items() if rollup in query.reads}
        named = view.words.listed(sorted(monthly)) if monthly else ""
        snapped = whole_months(view, filters, named) if named else ()
        whose(view, *snapped, filters=filters)
        figures(result, f"{stem}_figures")
