"""Which published version a session reads: one for all its pages until it asks for a newer."""

from pathlib import Path

import streamlit as st

from insight.gateway import Gateway
from insight.version import current_name


@st.cache_resource(max_entries=3, show_spinner="Opening the published answers")
def _open(data_folder: Path, version: str | None) -> Gateway:
    return Gateway.open(data_folder, version)


def gateway_of_session(data_folder: Path) -> Gateway:
    """The door to the version this session started with; Failure where nothing is published."""
    if "version" not in st.session_state:
        st.session_state["version"] = current_name(data_folder)
    return _open(data_folder, st.session_state["version"])
