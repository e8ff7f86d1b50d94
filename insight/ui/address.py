"""The view in the address: read before any widget is made, written before the navigation.

The grammar is the command line's: `?from=2026-01-01&to=2026-06-30&where=region=Islands`.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from insight.cells import Cells
from insight.coverage import Coverage, Span
from insight.filters import COMPARISONS, URL_KEYS, Filters

OWN_DATES = "own"
CHOICES = (
    *("unit", "by", "draw", "window", "item", "pair", "flow", "silent", "season", "weights"),
    "change",
    "change_item",
    "change_kind",
    "department",
    "drift",
    "effect_on",
    "effort",
    "first_used",
    "kind",
    "importance",
    "measure",
    "touched",
    "waves",
)
"""Choices made on pages that belong to the view, by their name in the address."""


def filters_of_view(coverage: Coverage, cells: Cells) -> tuple[Filters, tuple[str, ...]]:
    """The filters of this run, and a sentence for each part of the address left out.

    The address decides when a link is opened or Back is pressed, else what the reader picked.
    """
    state = st.session_state
    asked = {key: st.query_params.get_all(key) for key in st.query_params}
    is_first = "filters" not in state
    if is_first or _went_back() or _came_by_link(asked):
        filters, complaints = Filters.from_url(asked, coverage, cells)
        state["choices"] = {name: asked[name][0] for name in CHOICES if asked.get(name)}
        for name in CHOICES:
            state.pop(f"choice:{name}", None)
        _set_widgets(filters, coverage, cells)
    else:
        filters, complaints = _picked(coverage, cells)
        defaults = state.get("choice_defaults", {})
        for name in CHOICES:
            picked = state.get(f"choice:{name}")
            if picked is not None:
                state["choices"][name] = None if picked == defaults.get(name) else picked
    state["filters"] = filters
    written = _as_lists({**filters.to_url(), **_choices_not_default()})
    if written != _ours(asked) and not is_first:
        st.query_params.from_dict(written)
    state["address"] = (st.context.url, written)
    return filters, complaints


def link_to_view(filters: Filters) -> dict[str, list[str]]:
    """The address parameters of this view with its dates written out."""
    return _as_lists({**filters.to_url(absolute=True), **_choices_not_default()})


def reset_filters() -> None:
    """Back to everyone and all time, from the next run on: the callback of every Reset."""
    st.session_state["reset"] = True


def _choices_not_default() -> dict[str, str]:
    choices = st.session_state.get("choices", {})
    return {name: str(value) for name, value in choices.items() if value is not None}


def _ours(asked: dict[str, list[str]]) -> dict[str, list[str]]:
    return {key: asked[key] for key in asked if key in (*URL_KEYS, *CHOICES)}


def _as_lists(url: dict[str, str | list[str]]) -> dict[str, list[str]]:
    return {key: [value] if isinstance(value, str) else value for key, value in url.items()}


def _went_back() -> bool:
    # No public name says that this run was started by Back or Forward; a browser test guards it.
    return getattr(get_script_run_ctx(), "is_history_navigation", False)


def _came_by_link(asked: dict[str, list[str]]) -> bool:
    page, written = st.session_state["address"]
    return bool(asked) and _ours(asked) != written and st.context.url != page


def _set_widgets(filters: Filters, coverage: Coverage, cells: Cells) -> None:
    """Give the filter bar's widgets, not yet made, the values of these filters."""
    state = st.session_state
    versus_is_own = isinstance(filters.versus, Span)
    wanted = {
        "period": filters.preset or OWN_DATES,
        "versus": OWN_DATES if versus_is_own else filters.versus,
        **{f"where:{name}": list(filters.values_of(name)) for name in cells.dimensions},
    }
    if filters.preset is None:
        wanted |= {"from": filters.period.start, "to": filters.period.end}
    if versus_is_own:
        wanted |= {"versus_from": filters.versus.start, "versus_to": filters.versus.end}
    for key, value in wanted.items():
        if state.get(key) != value:
            state[key] = value
    state["last_period"] = filters.period
    state["last_versus"] = filters.versus_span(coverage)


def _picked(coverage: Coverage, cells: Cells) -> tuple[Filters, tuple[str, ...]]:
    """The filters as the filter bar's widgets now say."""
    state = st.session_state
    if state.pop("reset", False):
        filters = Filters.everything(coverage)
        _set_widgets(filters, coverage, cells)
        return filters, ()
    before, complaints = state["filters"], []
    filters = before
    period = state.get("period", before.preset or OWN_DATES)
    if period != OWN_DATES:
        filters = filters.during(coverage.preset(period), period)
    else:
        span = _dates("from", "to", before.period)
        if span is None:
            complaints.append("The first day is later than the last; swap the two days.")
        else:
            filters = filters.during(span)
    versus = state.get("versus", COMPARISONS[0])
    if versus != OWN_DATES:
        filters = filters.compared_with(versus)
    else:
        span = _dates("versus_from", "versus_to", before.versus_span(coverage))
        if span is None:
            complaints.append("The comparison's first day is later than its last; swap the two.")
        else:
            filters = filters.compared_with(span)
    for name in cells.dimensions:
        filters = filters.of(name, state.get(f"where:{name}", filters.values_of(name)))
    return filters, tuple(complaints)


def _dates(first: str, last: str, before: Span) -> Span | None:
    """The two days picked, those of before where a widget is not drawn yet; None if reversed."""
    state = st.session_state
    start, end = state.get(first) or before.start, state.get(last) or before.end
    state.setdefault(first, start)
    state.setdefault(last, end)
    return Span(start, end) if start <= end else None
