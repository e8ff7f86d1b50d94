"""The tables that are shown: rows, period, how fresh, from which files, what was rejected."""

from datetime import date

import streamlit as st

from insight.holdings import Holding, holdings
from insight.tables import TABLES
from insight.ui.plain import plain
from insight.ui.view import View
from insight.words import EN_DASH

MOST_FILES_NAMED = 3


def holdings_card(view: View) -> None:
    """One row a table, in the order of the data dictionary."""
    version = view.gateway.warehouse.version
    held = holdings(view.data_folder, version)
    absent = [name for name in TABLES if name not in version.tables]
    st.header("What is here", anchor=False)
    st.dataframe(
        [_row(view, one, version.engine) for one in held],
        hide_index=True,
        height="content",
        placeholder=EN_DASH,
        column_config={
            "table": st.column_config.TextColumn("Table", help="In the words of docs/mapping.md."),
            "rows": st.column_config.NumberColumn("Rows", format="localized"),
            "from": st.column_config.DateColumn("From", format="D MMM YYYY"),
            "to": st.column_config.DateColumn("To", format="D MMM YYYY"),
            "fresh": st.column_config.TextColumn("Latest", help="Counted from today."),
            "rejected": st.column_config.NumberColumn(
                "Rejected", format="localized", help="Rows set aside when its files came in."
            ),
            "files": st.column_config.TextColumn("Source files", width="large"),
        },
        alt="The tables of this company: rows, period, files and rejected rows",
        key="holdings",
    )
    for note in version.notes:
        st.caption(plain(note))
    rejects = sorted((view.data_folder / "rejects").glob("*.csv"))
    if rejects:
        named = ", ".join(plain(path.name) for path in rejects)
        st.caption(f"Rejected rows with their reasons lie in the data folder's rejects: {named}.")
    if absent:
        st.caption(f"Not here: {view.words.listed(absent)}. Definitions says what each would add.")


def _row(view: View, held: Holding, engine: str) -> dict:
    return {
        "table": held.table.name,
        "rows": held.rows,
        "from": held.first_day,
        "to": held.last_day,
        "fresh": view.words.ago(held.last_day, date.today()) if held.last_day else None,
        "rejected": held.rows_rejected,
        "files": _named(held.files) if engine == "duckdb" else "on the cluster",
    }


def _named(files: tuple[str, ...]) -> str:
    """The latest few files by name, and how many more."""
    if not files:
        return "put into the exports by hand"
    more = len(files) - MOST_FILES_NAMED
    named = ", ".join(files[-MOST_FILES_NAMED:])
    return f"{named} and {more} more" if more > 0 else named
