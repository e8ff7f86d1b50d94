"""The imports so far, latest first, and undoing the last one."""

from datetime import datetime

import streamlit as st

from insight.imports_done import DoneImport, imports_done, undo_import
from insight.problems import Failure, Mistake
from insight.publish import publish
from insight.ui.plain import plain
from insight.ui.view import View

MOST_SHOWN = 10


def imports_card(view: View, why_not: str | None) -> None:
    """What each import did; whoever may publish can take the last one back."""
    st.header("Imports", anchor=False)
    try:
        done = imports_done(view.data_folder)
    except Failure as failure:
        st.warning(plain(str(failure)))
        return
    if not done:
        st.caption("No file was imported so far; these tables were put here as they are.")
        return
    st.dataframe(
        [_row(view, one) for one in done[:MOST_SHOWN]],
        hide_index=True,
        height="content",
        column_config={
            "imported": st.column_config.TextColumn("Imported (UTC)", width=190),
            "source": st.column_config.TextColumn("Source"),
            "files": st.column_config.TextColumn("Files", width="medium"),
            "did": st.column_config.TextColumn("What it did", width="large"),
        },
        alt="The imports of this data folder, the latest first",
        key="imports",
    )
    if len(done) > MOST_SHOWN:
        st.caption(f"{view.words.count(len(done) - MOST_SHOWN, 'earlier import')} in all.")
    last = next((one for one in done if one.can_be_undone), None)
    if last is not None and why_not is None:
        _undo(view, last)


def _undo(view: View, last: DoneImport) -> None:
    named = plain(view.words.listed(last.files)) if last.files else plain(last.source)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"The last import, of {named}, can be taken back.")
        if st.button("Undo it and publish", icon=":material/undo:", key="undo_import"):
            try:
                undo_import(view.data_folder, last.import_id)
            except (Mistake, Failure) as problem:
                st.warning(plain(str(problem)))
                return
            try:
                with st.spinner("Publishing"):
                    st.session_state["version"] = publish(view.data_folder).name
            except (Mistake, Failure) as problem:
                st.warning(f"It is undone, but still shown: {plain(str(problem))}")
            else:
                st.rerun()


def _row(view: View, one: DoneImport) -> dict[str, str]:
    at = datetime.fromisoformat(one.at)
    return {
        "imported": f"{view.words.day(at.date())}, {at:%H:%M}",
        "source": one.source,
        "files": ", ".join(one.files),
        "did": "undone" if one.undone_at else " ".join(one.said),
    }
