"""Bringing in a file on the page: upload, mapping, preview, publish."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import streamlit as st

from insight.importers.files.formats import SUFFIXES
from insight.importers.imports import TableSummary, import_files
from insight.importers.preview import preview_import
from insight.problems import Failure, Mistake
from insight.progress import Progress, Step
from insight.publish import publish
from insight.ui.incoming import (
    MAPPING_SUFFIX,
    Desk,
    Incoming,
    forget_upload,
    round_of_upload,
    taken_in,
)
from insight.ui.notices import ARRIVED
from insight.ui.plain import plain
from insight.ui.preview_card import preview_card
from insight.ui.said_here import said_here
from insight.ui.suggested_mapping import suggested_mapping

MOST_MEGABYTES = 200
FROM_A_CLUSTER = (
    "These answers are counted on the cluster that settings.toml names, not from files brought in "
    "here; python -m insight publish counts them anew."
)


def bring_in(desk: Desk, why_not: str | None) -> None:
    """The steps in turn, each shown once the one before it is settled."""
    st.header("Bring in a file", anchor=False)
    if why_not is None and desk.settings.engine != "duckdb":
        why_not = FROM_A_CLUSTER
    if why_not is not None:
        st.caption(plain(why_not))
        return
    uploads = st.file_uploader(
        "Survey exports, as the tool wrote them; a mapping (TOML) too, if there is one",
        type=[suffix.removeprefix(".") for suffix in (*SUFFIXES, MAPPING_SUFFIX)],
        accept_multiple_files=True,
        max_upload_size=MOST_MEGABYTES,
        key=f"incoming_files_{round_of_upload()}",
        help=f"Up to {MOST_MEGABYTES} MB; larger files come in by python -m insight import.",
    )
    with said_here():
        with st.spinner("Reading the file"):
            incoming = taken_in(uploads, desk.data_folder)
        if incoming is not None:
            _steps(desk, incoming)


def _steps(desk: Desk, incoming: Incoming) -> None:
    st.subheader("1. What its columns are", anchor=False)
    suggested_mapping(desk.words, incoming)
    if incoming.asked:
        return
    st.subheader("2. What would come in", anchor=False)
    if incoming.open_lines:
        count = len(incoming.open_lines)
        still = f"{desk.words.count(count, 'line')} above {'is' if count == 1 else 'are'} decided"
        st.caption(f"Shown once {still}: nothing is guessed.")
        return
    if st.button("Preview", icon=":material/visibility:"):
        with st.spinner("Reading every row"):
            incoming.previewed = preview_import(
                desk.data_folder, incoming.files, incoming.mapping_file(), date.today()
            )
    if incoming.previewed is None:
        return
    preview_card(desk.words, incoming.previewed)
    st.subheader("3. Publish", anchor=False)
    arriving = bool(incoming.previewed.tables)
    label = "Bring in and publish" if arriving else "Publish what is here"
    if st.button(label, icon=":material/publish:"):
        _publish(desk, incoming)


def _publish(desk: Desk, incoming: Incoming) -> None:
    with _shown_progress() as tell:
        summary = import_files(
            desk.data_folder, incoming.files, incoming.mapping_file(), date.today(), tell
        )
        try:
            version = publish(desk.data_folder, tell)
        except (Mistake, Failure) as problem:
            raise type(problem)(f"The files are in, but not shown yet: {problem}") from problem
    st.session_state["version"] = version.name
    st.session_state[ARRIVED] = [*summary.done, *(_counted(desk, one) for one in summary.tables)]
    forget_upload()
    st.rerun()


def _counted(desk: Desk, table: TableSummary) -> str:
    read, kept = desk.words.number(table.rows_read), desk.words.number(table.rows_kept)
    rejected = desk.words.number(table.rows_rejected)
    return f"{table.table}: {read} rows read, {kept} kept, {rejected} rejected."


@contextmanager
def _shown_progress() -> Iterator[Progress]:
    """A bar with the current step in words."""
    bar = st.progress(0.0, "Beginning")

    def tell(step: str) -> None:
        share = step.done / step.of if isinstance(step, Step) and step.of else 0.0
        bar.progress(min(share, 1.0), plain(str(step)))

    yield tell
    bar.empty()
