"""NPS trend with DuckDB: one select over the Parquet file at every rerun."""

import sys

import duckdb
import streamlit as st

from bench.peers.figures import monthly_figure, rolling_figure
from insight.tables import export_path

PATH = str(export_path(sys.argv[1], "survey_responses"))


@st.cache_data
def values_of(name: str) -> list[str]:
    rows = duckdb.sql(f"select distinct {name} from read_parquet('{PATH}') order by 1").fetchall()
    return [value for (value,) in rows]


st.set_page_config(layout="wide")
st.title("NPS trend")
where, given = ["recommend_score is not null"], []
with st.sidebar:
    for name in ("segment", "region"):
        values = st.multiselect(name.title(), values_of(name))
        if values:
            where.append(f"list_contains(?, {name})")
            given.append(values)
monthly = (
    duckdb.connect()
    .execute(
        f"""
        select
            date_trunc('month', responded_on) as month,
            count(*) as respondents,
            count(*) filter (where recommend_score >= 9) as promoters,
            count(*) filter (where recommend_score <= 6) as detractors
        from read_parquet('{PATH}')
        where {" and ".join(where)}
        group by month
        order by month
        """,
        given,
    )
    .df()
)
st.plotly_chart(monthly_figure(monthly))
st.plotly_chart(rolling_figure(monthly))
