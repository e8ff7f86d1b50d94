"""Files on their way in: kept apart from the exports until they are brought in."""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from insight.importers.drafts.draft import Draft, Line
from insight.importers.drafts.suggest import suggest_mapping
from insight.problems import Mistake
from insight.settings import Settings
from insight.words import Words

_STATE, _ROUND = "incoming", "incoming_round"
MAPPING_SUFFIX = ".toml"


@dataclass(frozen=True)
class Desk:
    """Where files are brought in; there may be nothing published yet."""

    data_folder: Path
    settings: Settings
    words: Words


@dataclass
class Incoming:
    """What one person is bringing in; its folder goes with the session."""

    files: tuple[Path, ...]
    draft: Draft | None
    written: str | None
    """The mapping as a person wrote it; it stands above the draft."""
    folder: tempfile.TemporaryDirectory = field(repr=False)
    uploaded: tuple[str, ...] = ()
    previewed: Any = None

    @property
    def mapping(self) -> str:
        return self.written if self.written is not None else self.draft.toml()

    @property
    def open_lines(self) -> tuple[Line, ...]:
        return () if self.written is not None else self.draft.open_lines

    def settle(self, line: Line, entry: Any) -> None:
        """Decide a line of the draft; None leaves it out."""
        self.draft = self.draft.with_line(line.table, line.name, entry)
        self.previewed = None

    def write(self, mapping: str) -> None:
        """Take a mapping as written by hand instead of the draft."""
        self.written = mapping
        self.previewed = None

    def mapping_file(self) -> Path:
        """The mapping as a file, named after what comes in, which names the source."""
        path = Path(self.folder.name) / "mapping" / f"{source_name(self.files[0])}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(self.mapping, encoding="utf-8")
        return path


def source_name(file: Path) -> str:
    """What a source is called where its mapping says nothing: the file without what varies.

    `Survey 2026-03.csv` and `Survey 2026-04.csv` are one source.
    """
    letters = re.sub(r"[\d_.()\-\s]+", " ", file.name.split(".")[0]).strip()
    return re.sub(r"[^\w +-]", "", letters).lower() or "upload"


def round_of_upload() -> int:
    """Counts up whenever something was brought in, so that the next upload begins empty."""
    return st.session_state.setdefault(_ROUND, 0)


def taken_in(uploads: Sequence[UploadedFile]) -> Incoming | None:
    """What was uploaded, with a mapping suggested or uploaded; None where nothing was.

    Mistake where no mapping can be suggested, naming the file and the fix.
    """
    if not uploads:
        st.session_state.pop(_STATE, None)
        return None
    uploaded = tuple(one.file_id for one in uploads)
    incoming = st.session_state.get(_STATE)
    if incoming is None or incoming.uploaded != uploaded:
        incoming = _read(uploads, uploaded)
        st.session_state[_STATE] = incoming
    return incoming


def _read(uploads: Sequence[UploadedFile], uploaded: tuple[str, ...]) -> Incoming:
    folder = tempfile.TemporaryDirectory(prefix="undercurrent-")
    files, mappings = [], []
    for upload in uploads:
        # The name is the browser's; only its last part is one of ours.
        path = Path(folder.name) / Path(upload.name.replace("\\", "/")).name
        if path.exists():
            raise Mistake(f"Two files are called {path.name}, by which rows are known; rename one.")
        path.write_bytes(upload.getbuffer())
        (mappings if path.suffix.lower() == MAPPING_SUFFIX else files).append(path)
    if not files:
        raise Mistake("This is a mapping alone; add the file of answers that it describes.")
    if len(mappings) > 1:
        raise Mistake(f"There are {len(mappings)} mappings; one says what all files are.")
    if mappings:
        written = mappings[0].read_bytes().decode("utf-8-sig", "replace")
        return Incoming(tuple(files), None, written, folder, uploaded)
    return Incoming(tuple(files), suggest_mapping(files, date.today()), None, folder, uploaded)


def forget_upload() -> None:
    """Empty the uploader and let go of what was on its way."""
    st.session_state.pop(_STATE, None)
    st.session_state[_ROUND] = round_of_upload() + 1
