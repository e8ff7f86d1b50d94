"""Which published version a session reads: one for all its pages until it asks for a newer."""

import threading
from collections import OrderedDict
from pathlib import Path

import streamlit as st

from insight.gateway import Gateway
from insight.version import current_name, published_folder

MOST_OPEN = 3

_open: OrderedDict[tuple[Path, str | None], Gateway] = OrderedDict()
_opening = threading.Lock()


def gateway_of_session(data_folder: Path) -> Gateway:
    """The door to the version this session started with; Failure where nothing is published.

    Where that one was removed (nobody had it open any more, or somebody was to be forgotten), it
    is the current one from now on.
    """
    version = st.session_state.get("version")
    if version is None or not (published_folder(data_folder) / version).is_dir():
        version = st.session_state["version"] = current_name(data_folder)
    if (data_folder, version) in _open:
        return opened(data_folder, version)
    with st.spinner("Opening the published answers"):
        return opened(data_folder, version)


def opened(data_folder: Path, version: str | None) -> Gateway:
    """That version, opened once for all sessions; the one used least recently is let go."""
    key = (data_folder, version)
    with _opening:
        for left in [key for key, gateway in _open.items() if not _is_there(gateway)]:
            del _open[left]
        if key not in _open:
            _open[key] = Gateway.open(data_folder, version)
        elif _open[key].is_damaged:
            _open[key] = Gateway.open(data_folder, version, thorough=True)
        _open.move_to_end(key)
        while len(_open) > MOST_OPEN:
            _open.popitem(last=False)
        return _open[key]


def _is_there(gateway: Gateway) -> bool:
    """Whether its version was not removed under it; what it remembers is removed with it."""
    return gateway.warehouse.version.folder.is_dir()
