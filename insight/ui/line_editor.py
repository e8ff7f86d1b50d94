"""Correcting a suggested mapping line by line, with examples of each column beside its name."""

from datetime import date

import streamlit as st

from insight.importers.drafts.corrected import (
    as_in,
    columns_named,
    columns_to_fill,
    is_of_one_column,
    with_column,
    with_entry,
)
from insight.importers.drafts.draft import Draft, Line
from insight.importers.drafts.profile import ColumnProfile
from insight.importers.mappings.toml_text import toml_value
from insight.ui.incoming import Incoming
from insight.ui.said_here import said_here

_EXAMPLES = 3
_LONGEST_EXAMPLE, _LONGEST_NAME = 40, 70
Place = tuple[str, str]
"""A table and one of its columns, in our words."""


def line_editor(incoming: Incoming) -> None:
    """One line at a time: another column for it, what it says otherwise, or none."""
    draft, first = incoming.draft, incoming.first
    with st.expander("Correct a line, or fill one that is lacking"):
        places = _places(draft, first)
        place = st.selectbox(
            "Our column",
            places,
            index=None,
            format_func=lambda one: _said(draft, *one),
            placeholder="Which line is wrong or lacking?",
            key="corrected_place",
        )
        if place is None:
            return
        line = draft.line(*place)
        of_one_column = is_of_one_column(place[0], line)
        (_column_for if of_one_column else _entry_of)(incoming, place, line)
        with st.container(horizontal=True):
            if line and st.button("Leave this line out", key="leave_line_out"):
                _take(incoming, draft.with_line(*place, None))
            if line != first.line(*place) and st.button("As suggested", key="line_as_suggested"):
                _take(incoming, as_in(draft, first, *place))


def such_as(profile: ColumnProfile) -> str:
    """A few of a column's different texts, as they stand in the file."""
    shown = [" ".join(text.split()) for text in profile.texts[:_EXAMPLES]]
    cut = [_cut(one, _LONGEST_EXAMPLE) for one in shown]
    return ", ".join([*cut, "…"] if profile.distinct > len(cut) else cut)


def _cut(text: str, longest: int) -> str:
    return f"{text[:longest]}…" if len(text) > longest else text


def placed(table: str, name: str) -> str:
    """How a line is named on the page: `region`, `item: Delivery`, `ratings: scale`."""
    if table == "survey_responses":
        return name
    return f"item: {name}" if table == "ratings.items" else f"{table}: {name}"


def _places(draft: Draft, first: Draft) -> list[Place]:
    """Lines as they stand, those that were left out, and columns of ours that are lacking."""
    said = [(line.table, line.name) for one in (draft, first) for line in one.lines]
    return list(dict.fromkeys([*said, *columns_to_fill(draft)]))


def _said(draft: Draft, table: str, name: str) -> str:
    line = draft.line(table, name)
    state = "" if line else " (not filled)"
    return f"{placed(table, name)}{' (to be decided)' if line and line.is_open else state}"


def _column_for(incoming: Incoming, place: Place, line: Line | None) -> None:
    profiles = {one.name: one for one in incoming.draft.columns}
    named = [one for one in (columns_named(line) if line else ()) if one in profiles]
    key = f"column_for_{place}_{named}"

    def taken() -> None:
        if chosen := st.session_state[key]:
            incoming.correct(with_column(incoming.draft, *place, chosen, date.today()))

    st.selectbox(
        "Its column in the file",
        list(profiles),
        index=list(profiles).index(named[0]) if len(named) == 1 else None,
        format_func=lambda name: f"{_cut(name, _LONGEST_NAME)}: {such_as(profiles[name])}",
        placeholder="Which column is it?",
        key=key,
        on_change=taken,
    )


def _entry_of(incoming: Incoming, place: Place, line: Line | None) -> None:
    before = toml_value(line.entry) if line and not line.is_open else ""
    written = st.text_input("What it says (TOML)", before, key=f"entry_of_{place}_{before}")
    if written.strip() and written != before:
        with said_here():
            _take(incoming, with_entry(incoming.draft, *place, written))


def _take(incoming: Incoming, draft: Draft) -> None:
    incoming.correct(draft)
    st.rerun()
