"""What was edited, by whom and when, latest first, each with its Undo."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from insight.changes_journal import Entry, Journal
from insight.ui.plain import plain
from insight.ui.view import View

MOST_SHOWN = 10
_DID = {"add": "added", "edit": "edited", "remove": "removed", "undo": "undid an edit of"}


def history(view: View, journal: Journal, undo: Callable[[str], None]) -> None:
    """The latest entries; those taken back or without their change are said so."""
    if not journal.entries:
        st.caption("Nothing was edited so far. Whatever is saved here can be undone.")
        return
    st.markdown("**What was edited**")
    in_force = journal.in_force
    for entry in journal.entries[: -MOST_SHOWN - 1 : -1]:
        is_in_force = entry.entry_id in in_force
        with st.container(horizontal=True, vertical_alignment="center"):
            standing = "" if is_in_force else " (undone)"
            st.markdown(f"{told(entry, view)}{standing}", width="stretch")
            if is_in_force and st.button("Undo", key=f"undo_{entry.entry_id}"):
                undo(entry.entry_id)
    more = len(journal.entries) - MOST_SHOWN
    if more > 0:
        st.caption(f"{view.words.count(more, 'earlier edit')} in changes.jsonl.")


def told(entry: Entry, view: View) -> str:
    """`12 November 2026, Maria added “Night boat”`, safe to show."""
    when = view.words.day(date.fromisoformat(entry.at[:10]))
    by, title = plain(entry.by), plain(entry.title)
    return f":gray[{when}] {by} {_DID.get(entry.action, 'edited')} “{title}”"
