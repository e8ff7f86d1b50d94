"""What every measure and every question means, as the queries themselves say it."""

import streamlit as st

from insight.query import measures, questions
from insight.tables import TABLES
from insight.ui.plain import plain
from insight.ui.small_print import columns_of
from insight.ui.view import current_view

view = current_view()
tables = view.gateway.warehouse.version.tables

st.title("What every number means", anchor=False)
st.caption("Printed from the queries that compute them, so what stands here is what runs.")

st.header("Measures", anchor=False)
for measure in measures():
    st.markdown(f"**`{measure.call}`** {plain(measure.meaning)}")

st.header("Questions", anchor=False)
for query in questions().values():
    columns_of(query)

st.header("Tables", anchor=False)
st.dataframe(
    [
        {
            "table": table.name,
            "one row is": table.one_row_is,
            "rows here": tables.get(table.name),
            "what it adds": table.adds,
        }
        for table in TABLES.values()
    ],
    hide_index=True,
    height="content",
    placeholder="not here",
    column_config={"rows here": st.column_config.NumberColumn(format="localized")},
    alt="The tables of a data folder, which are here and what each adds",
)
