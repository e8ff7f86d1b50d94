"""The dashboard before anything is published: why, and a way to begin."""

from pathlib import Path

import streamlit as st

from insight.problems import Failure, Mistake
from insight.settings import read_settings
from insight.ui.plain import plain
from insight.version import version_names
from insight.words import Words


def nothing_yet(data_folder: Path, problem: Mistake | Failure) -> None:
    """What stands in place of every page; a folder without any version can be given a file."""
    st.title("Nothing to show yet", anchor=False)
    if version_names(data_folder) or any((data_folder / "exports").glob("*.parquet")):
        st.info(plain(str(problem)))
        return
    st.info(
        "No answers have come in so far. Bring in a file of them here, or on the command line: "
        r"python \-m insight import, then python \-m insight publish."
    )
    try:
        settings = read_settings(data_folder)
    except Mistake:
        return
    # Reading files brings much along that a dashboard with answers does without.
    from insight.ui.bring_in import bring_in
    from insight.ui.incoming import Desk
    from insight.ui.publishers import why_not_publish

    words = Words(settings.language, settings.fiscal_year_starts)
    bring_in(Desk(data_folder, settings, words), why_not_publish(settings))
