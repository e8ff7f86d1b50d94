"""A mistake in what is being brought in, said where it was made; the rest of the page stays."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from insight.problems import Failure, Mistake
from insight.ui.incoming import as_uploaded
from insight.ui.plain import plain


@contextmanager
def said_here() -> Iterator[None]:
    """What is wrong becomes a warning in this place."""
    try:
        yield
    except (Mistake, Failure) as problem:
        warning(str(problem))


def warning(sentences: str) -> None:
    """Sentences about uploaded files, a line each, as they stand."""
    st.warning("  \n".join(plain(line) for line in as_uploaded(sentences).split("\n")))
