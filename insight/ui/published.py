"""Which published version a session reads: one for all its pages until it asks for a newer."""

import threading
from collections import OrderedDict
from pathlib import Path

import streamlit as st

from insight.gateway import Gateway
from insight.version import current_name

MOST_OPEN = 3

_open: OrderedDict[tuple[Path, str | None], Gateway] = OrderedDict()
_opening = threading.Lock()


def gateway_of_session(data_folder: Path) -> Gateway:
    """The door to the version this session started with; Failure where nothing is published."""
    if "version" not in st.session_state:
        st.session_state["version"] = current_name(data_folder)
    version = st.session_state["version"]
    if (data_folder, version) in _open:
        return opened(data_folder, version)
    with st.spinner("Opening the published answers"):
        return opened(data_folder, version)


def opened(data_folder: Path, version: str | None) -> Gateway:
    """That version, opened once for all sessions; the one used least recently is let go."""
    key = (data_folder, version)
    with _opening:
        if key not in _open:
            _open[key] = Gateway.open(data_folder, version)
        _open.move_to_end(key)
        while len(_open) > MOST_OPEN:
            _open.popitem(last=False)
        return _open[key]
