"""What goes wrong is said in the place where it was done; the rest of the page stays."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from insight.problems import Failure, Mistake
from insight.ui.plain import plain

UPLOADED = "undercurrent-"
"""What the names of temporary folders begin with, in which uploaded files wait."""


@contextmanager
def said_here() -> Iterator[None]:
    """A Mistake or Failure becomes a warning in this place."""
    try:
        yield
    except (Mistake, Failure) as problem:
        warning(str(problem))


def warning(sentences: str) -> None:
    """Sentences, a line each, as they stand."""
    st.warning("  \n".join(plain(line) for line in as_uploaded(sentences).split("\n")))


def as_uploaded(sentence: str) -> str:
    """A sentence that names files as they were uploaded, not where they wait."""
    folder = re.escape(str(Path(tempfile.gettempdir()) / UPLOADED))
    return re.sub(rf"{folder}[^/]*/(mapping/)?", "", sentence)
