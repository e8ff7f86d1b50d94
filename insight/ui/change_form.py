"""The form of one change: what, who, when, whom it touched."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from insight.change_record import KINDS, LANES, LONGEST_TEXT, LONGEST_TITLE
from insight.changes_journal import Record
from insight.charts.theme import LANE_TITLES
from insight.problems import Failure, Mistake
from insight.ui.plain import plain

_LABELS = {
    "title": "What changed, in a few words",
    "started_on": "Started",
    "ended_on": "Completed or ended",
    "learned_on": "We learned of it",
    "decided_on": "Decided",
    "told_on": "Customers told",
}
_FIRST_DAY, _LAST_DAY = date(1700, 1, 1), date(2999, 12, 31)


def change_form(
    items: Sequence[str],
    before: Record | None,
    by: str,
    save: Callable[[str, Record], None],
) -> None:
    """Ask for every field, filled from `before`; `save` gets the name and the fields.

    A Mistake or Failure of `save` is shown below them, and nothing written is lost.
    """
    was = before or {}
    with st.form("change_form", border=False):
        by = st.text_input("Your name", by, max_chars=80)
        fields: Record = {
            "title": st.text_input(
                _LABELS["title"], was.get("title") or "", max_chars=LONGEST_TITLE
            )
        }
        left, right = st.columns(2)
        lane = was.get("lane") or LANES[0]
        fields["lane"] = left.selectbox(
            "Who changed", LANES, LANES.index(lane), format_func=LANE_TITLES.__getitem__
        )
        kinds = ["", *KINDS]
        kind = was.get("kind") or ""
        kinds += [kind] if kind not in kinds else []
        fields["kind"] = right.selectbox(
            "Kind", kinds, kinds.index(kind), format_func=lambda one: one or "None of these"
        )
        left, right = st.columns(2)
        fields["started_on"] = _day(left, _LABELS["started_on"], was.get("started_on"))
        fields["ended_on"] = _day(right, _LABELS["ended_on"], was.get("ended_on"))
        learned, decided, told = st.columns(3)
        fields["learned_on"] = _day(learned, _LABELS["learned_on"], was.get("learned_on"))
        fields["decided_on"] = _day(decided, _LABELS["decided_on"], was.get("decided_on"))
        fields["told_on"] = _day(told, _LABELS["told_on"], was.get("told_on"))
        item = was.get("item")
        known = [*items, *([item] if item and item not in items else [])]
        fields["item"] = st.selectbox(
            "The item it aims at",
            known,
            known.index(item) if item else None,
            placeholder="None, or type a new one",
            accept_new_options=True,
        )
        fields["exposed"] = st.text_input(
            "Whom it touched; empty: everybody",
            was.get("exposed") or "",
            placeholder="region=North|East; segment=SMB",
        )
        fields["note"] = st.text_area("Note", was.get("note") or "", max_chars=LONGEST_TEXT)
        wrong = st.container()
        if st.form_submit_button("Save"):
            try:
                save(by, fields)
            except (Mistake, Failure) as problem:
                wrong.warning(plain(_in_words(str(problem))))


def _in_words(problem: str) -> str:
    """A column at the head of the sentence as the form calls it."""
    name, colon, rest = problem.partition(":")
    return f"{_LABELS.get(name, name)}{colon}{rest}"


def _day(place: st.delta_generator.DeltaGenerator, label: str, day: date | None) -> date | None:
    return place.date_input(
        label, day, min_value=_FIRST_DAY, max_value=_LAST_DAY, format="YYYY-MM-DD"
    )
