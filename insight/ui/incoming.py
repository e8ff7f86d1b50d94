"""Files on their way in: kept apart from the exports until they are brought in."""

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from insight.importers.drafts.draft import Draft, Line
from insight.importers.drafts.suggest import suggest_mapping
from insight.importers.drafts.suggest_source import asked_for_source, sources_here
from insight.importers.files.records import FileOptions
from insight.importers.mappings.mapping import file_keys_alone
from insight.problems import Failure, Mistake
from insight.settings import Settings
from insight.ui.said_here import UPLOADED
from insight.words import Words

_STATE, _ROUND = "incoming", "incoming_round"
MAPPING_SUFFIX = ".toml"
_LONGEST_NAME = 80
_NO_KEYS: Mapping[str, Any] = MappingProxyType({})
_SETTLED_IN_FILE = "[file]"
"""What a question names that the first lines of a mapping would settle."""


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
    sources: tuple[str, ...]
    """Those that are here already, any of which the files may be more of."""
    folder: tempfile.TemporaryDirectory = field(repr=False)
    uploaded: tuple[str, ...] = ()
    first: Draft | None = None
    """The draft as it was suggested."""
    draft: Draft | None = None
    """The draft as a person corrected it."""
    written: str | None = None
    """The mapping as a person wrote it; it stands above the draft."""
    asked: str | None = None
    """What must be known of the files before anything can be suggested."""
    previewed: Any = None

    @property
    def mapping(self) -> str:
        if self.written is not None:
            return self.written
        return self.draft.toml() if self.draft else ""

    @property
    def open_lines(self) -> tuple[Line, ...]:
        return () if self.written is not None or not self.draft else self.draft.open_lines

    @property
    def lines_offered(self) -> tuple[str, ...]:
        """Lines of [file] that what is asked offers as its answer."""
        _, *rest = (self.asked or "").split("\n")
        return tuple(line.strip() for line in rest if file_keys_alone(f"[file]\n{line}"))

    def suggest(self) -> None:
        """Draft a mapping; what [file] of a mapping would settle is asked for."""
        try:
            self._suggest()
        except Mistake as mistake:
            if _SETTLED_IN_FILE not in str(mistake):
                raise
            self.asked = str(mistake)

    def _suggest(
        self, keys: Mapping[str, Any] = _NO_KEYS, options: FileOptions | None = None
    ) -> None:
        draft = suggest_mapping(self.files, date.today(), options=options)
        for key, said in keys.items():
            draft = draft.with_line("file", key, said)
        draft = asked_for_source(draft, source_name(self.files[0]), self.sources)
        self.first = self.draft = draft

    def settle(self, line: Line, entry: Any) -> None:
        """Decide a line of the draft; None leaves it out."""
        self.correct(self.draft.with_line(line.table, line.name, entry))

    def correct(self, draft: Draft) -> None:
        """Take the draft as it was corrected."""
        self.draft = draft
        self.previewed = None

    def write(self, mapping: str) -> None:
        """Take a mapping as written by hand; where it says only [file], suggest the rest."""
        alone = file_keys_alone(mapping)
        if alone is None:
            self.written = mapping
        else:
            self._suggest(*alone)
            self.written = None
        self.asked = self.previewed = None

    def back_to_draft(self) -> None:
        """Let go of the mapping as written."""
        self.written = self.previewed = None

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
    letters = re.sub(r"[\d_.()\-\s]+", " ", file.name.split(".")[0])
    name = re.sub(r"[^\w +-]", "", letters).lower().strip(" +-")
    return name[:_LONGEST_NAME].strip() or "upload"


def round_of_upload() -> int:
    """Counts up whenever something was brought in, so that the next upload begins empty."""
    return st.session_state.setdefault(_ROUND, 0)


def taken_in(uploads: Sequence[UploadedFile], data_folder: Path) -> Incoming | None:
    """What was uploaded, with a mapping suggested or uploaded; None where nothing was.

    Mistake where no mapping can be suggested, naming the file and the fix.
    """
    if not uploads:
        st.session_state.pop(_STATE, None)
        return None
    uploaded = tuple(one.file_id for one in uploads)
    incoming = st.session_state.get(_STATE)
    if incoming is None or incoming.uploaded != uploaded:
        incoming = _read(uploads, uploaded, sources_here(data_folder))
        st.session_state[_STATE] = incoming
    return incoming


def _read(
    uploads: Sequence[UploadedFile], uploaded: tuple[str, ...], sources: tuple[str, ...]
) -> Incoming:
    folder = tempfile.TemporaryDirectory(prefix=UPLOADED)
    files, mappings = [], []
    for upload in uploads:
        # The name is the browser's; only its last part is one of ours.
        path = Path(folder.name) / Path(upload.name.replace("\\", "/")).name
        if path.exists():
            raise Mistake(f"Two files are called {path.name}, by which rows are known; rename one.")
        try:
            path.write_bytes(upload.getbuffer())
        except OSError as error:
            raise Failure(f"{path.name} could not be kept for now: {error.strerror}") from error
        (mappings if path.suffix.lower() == MAPPING_SUFFIX else files).append(path)
    if not files:
        raise Mistake("This is a mapping alone; add the file of answers that it describes.")
    if len(mappings) > 1:
        raise Mistake(f"There are {len(mappings)} mappings; one says what all files are.")
    incoming = Incoming(tuple(files), sources, folder, uploaded)
    if mappings:
        incoming.write(mappings[0].read_bytes().decode("utf-8-sig", "replace"))
    else:
        incoming.suggest()
    return incoming


def forget_upload() -> None:
    """Empty the uploader and let go of what was on its way."""
    st.session_state.pop(_STATE, None)
    st.session_state[_ROUND] = round_of_upload() + 1
