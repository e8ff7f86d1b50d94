"""What must be said above a page: whose data it is, what was left out, what is newer."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from insight.gateway import Gateway
from insight.ui.plain import plain
from insight.ui.view import View
from insight.version import current_name

ARRIVED = "arrived"
"""Where sentences about what was brought in wait for the next page."""

SECONDS_BETWEEN_LOOKS = 20


def eyebrow(gateway: Gateway) -> None:
    """The company above every page, and whether it is made up."""
    company = plain(gateway.settings.company)
    fictional = " · a fictional company, its customers are made up"
    st.caption(f"**{company}**{fictional if gateway.settings.fictional else ''}")


def data_behind(view: View) -> None:
    """At the head of the filter bar: which company, as of when, how old the latest answer is."""
    st.subheader(plain(view.gateway.settings.company), anchor=False)
    coverage, words = view.coverage, view.words
    fictional = "A fictional company. " if view.gateway.settings.fictional else ""
    st.caption(
        f"{fictional}As of {words.day(coverage.as_of)}; the latest answer is from "
        f"{words.day(coverage.last_answer)}, {words.ago(coverage.last_answer, date.today())}."
    )


def arrived() -> None:
    """Once, above the page that shows it first: what an import from the page did."""
    said = st.session_state.pop(ARRIVED, ())
    if said:
        st.info("  \n".join(map(plain, said)), icon=":material/check:")


def complaints(sentences: Sequence[str]) -> None:
    """What of the address or the filters could not be used."""
    for sentence in sentences:
        st.warning(f"Left out: {plain(sentence)}", icon=":material/filter_alt_off:")


def trouble(gateway: Gateway) -> None:
    """Why the version shown is not the one published last."""
    if gateway.trouble:
        st.warning(
            f"Showing version {gateway.version}, the last good one: {plain(gateway.trouble)}.",
            icon=":material/healing:",
        )


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def newer_version(gateway: Gateway, data_folder: Path) -> None:
    """Looks now and then whether something newer was published, and offers it."""
    if gateway.is_outdated(data_folder):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info("A newer version has arrived.", icon=":material/update:")
            if st.button("Show it", key="show_newer"):
                st.session_state["version"] = current_name(data_folder)
                st.rerun()
