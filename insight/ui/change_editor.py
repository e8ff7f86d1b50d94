"""Adding and editing changes on the page, with who and when, and every step undoable."""

import os
from collections.abc import Callable, Sequence

import streamlit as st

from insight.change_record import Known
from insight.changes_journal import (
    FILE,
    Entry,
    Journal,
    Record,
    append,
    journal_path,
    read_journal,
)
from insight.filters import Filters
from insight.problems import Failure, Mistake
from insight.publish_changes import publish_changes
from insight.ui.change_form import change_form
from insight.ui.change_history import history
from insight.ui.plain import plain
from insight.ui.said_here import said_here
from insight.ui.view import View

_NAME, _GIVEN, _SAVED = "editor_name", "editor_name_given", "editor_saved"
_OPEN, _NEW, _UNFOLDED = "editor_open", "", "editor_unfolded"


def edit_changes(view: View) -> None:
    """Below the timeline: add, edit, remove, a CSV file, undo; where that is off, why."""
    why_not = _why_not(view)
    if why_not:
        st.caption(why_not)
        return
    said = st.session_state.pop(_SAVED, None)
    if said:
        st.session_state[_UNFOLDED] = True
    unfolded = _UNFOLDED in st.session_state or view.lacks("changes")
    with st.expander("Add or edit changes", expanded=unfolded), said_here():
        if said:
            st.info(said, icon=":material/history_edu:")
        journal = read_journal(view.data_folder)
        if journal.trouble:
            st.warning(plain(journal.trouble))
        _not_shown_yet(view, journal)
        known, records = known_of(view), records_of(view)
        by = _your_name()
        _add_or_edit(view, known, records, by)
        _from_csv(view, known, records, by, journal)
        history(view, journal, lambda entry_id: _undo(view, entry_id, by))


def _why_not(view: View) -> str | None:
    if not view.gateway.settings.edit_changes:
        return "Changes are not edited here: edit_changes is false in settings.toml."
    path = journal_path(view.data_folder)
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return f"Changes cannot be edited here: {FILE} in the data folder is read-only."
    return None


def known_of(view: View) -> Known:
    """What a change can refer to in this version."""
    return Known(view.gateway.warehouse.cells, view.gateway.items)


def records_of(view: View) -> dict[str, Record]:
    """Every change of this version by its id, the latest first."""
    everything = Filters.everything(view.coverage)
    more = {row["change_id"]: row for row in view.ask_any("change_records", everything).rows()}
    rows = reversed(view.ask_any("change_timeline", everything).rows())
    return {row["change_id"]: {**row, **more[row["change_id"]]} for row in rows}


def _your_name() -> str:
    # Said anew each run, so that the name outlives a visit to another page.
    st.session_state[_NAME] = st.session_state.pop(_GIVEN, st.session_state.get(_NAME, ""))
    return st.text_input(
        "Your name", key=_NAME, max_chars=80, width=280, help="Stands beside what you save."
    )


def _add_or_edit(view: View, known: Known, records: dict[str, Record], by: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button("Add a change", icon=":material/add:"):
            st.session_state[_OPEN] = _NEW
        if records:
            change_id = st.selectbox(
                "A change on record",
                list(records),
                key="editor_change",
                format_func=lambda one: f"{records[one]['title']} ({records[one]['started_on']})",
                width=360,
            )
            if st.button("Edit", icon=":material/edit:"):
                st.session_state[_OPEN] = change_id
            if st.button("Remove", icon=":material/delete:"):
                with said_here():
                    _save(view, by, lambda: [Entry.made(by, records[change_id], None)], "Removed")
    opened = st.session_state.get(_OPEN)
    if opened is not None:
        title = "Add a change" if opened == _NEW else "Edit a change"
        dialog = st.dialog(title, width="medium", on_dismiss=_close)
        dialog(_dialog)(view, known, records.get(opened), by)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _dialog(view: View, known: Known, before: Record | None, by: str) -> None:
    def save(by: str, fields: Record) -> None:
        record = known.checked({**(before or {}), **fields}, before)
        if record == before:
            raise Mistake("Nothing is different from before.")
        new = [
            f"“{plain(item)}” is no item that was rated so far"
            for item in known.new_items([record])
        ]
        _save(view, by, lambda: [Entry.made(by.strip(), before, record)], "Saved", *new)

    change_form(known.items, before, by, save)


def _from_csv(
    view: View, known: Known, records: dict[str, Record], by: str, journal: Journal
) -> None:
    file = st.file_uploader(
        "A CSV file of changes",
        type="csv",
        # Another key once something is saved: a file taken in lies there no longer.
        key=f"editor_file_{len(journal.entries)}",
        help="The first line names the columns as the table changes has them: title and "
        "started_on (2026-01-31) are needed, change_id alters the change of that id.",
    )
    if file is None:
        return
    try:
        entries = known.read_csv(file.getvalue(), by, records)
    except Mistake as mistake:
        st.warning("  \n".join(plain(line) for line in str(mistake).split("\n")))
        return
    new = sum(entry.before is None for entry in entries)
    said = f"{view.words.count(new, 'new change')}, {len(entries) - new} altered"
    if not entries:
        st.caption("Everything in this file is on record already.")
    elif st.button(f"Take in {said}", key="editor_take_in"):
        with said_here():
            _save(view, by, lambda: entries, f"Taken in: {said}")


def _not_shown_yet(view: View, journal: Journal) -> None:
    behind = len(journal.entries) - view.gateway.warehouse.version.changes_entries
    if behind > 0 and not view.gateway.is_outdated(view.data_folder):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(f"{view.words.count(behind, 'edit')} saved but not shown yet.")
            if st.button("Show", key="editor_show"):
                _show(view, "Shown")


def _undo(view: View, entry_id: str, by: str) -> None:
    with said_here():
        _save(view, by, lambda: [read_journal(view.data_folder).undo(entry_id, by)], "Undone")


def _save(view: View, by: str, made: Callable[[], Sequence[Entry]], *said: str) -> None:
    """Keep what was made under that name, publish it, and show the page with it.

    Mistake without a name; Failure where the journal cannot be written.
    """
    if not by.strip():
        raise Mistake("Your name: say who you are; it stands beside what you save.")
    append(view.data_folder, made())
    st.session_state[_GIVEN] = by.strip()
    _close()
    _show(view, *said)


def _show(view: View, *said: str) -> None:
    try:
        st.session_state["version"] = publish_changes(view.data_folder).name
    except (Mistake, Failure) as problem:
        said = (*said, f"Not shown yet: {plain(str(problem))}")
    st.session_state[_SAVED] = ". ".join(part.rstrip(".") for part in said) + "."
    st.rerun()
