"""NPS trend with pandas: the answers loaded once by st.cache_data, grouped at every rerun."""

import sys

import pandas as pd
import streamlit as st

from bench.peers.figures import monthly_figure, rolling_figure
from insight.tables import export_path


@st.cache_data
def answers(folder: str) -> pd.DataFrame:
    columns = ["responded_on", "recommend_score", "segment", "region"]
    path = export_path(folder, "survey_responses")
    rows = pd.read_parquet(path, columns=columns).dropna(subset="recommend_score")
    score = rows.pop("recommend_score")
    return rows.assign(
        month=pd.to_datetime(rows.pop("responded_on")).dt.to_period("M").dt.to_timestamp(),
        segment=rows["segment"].astype("category"),
        region=rows["region"].astype("category"),
        promoters=score >= 9,
        detractors=score <= 6,
    )


st.set_page_config(layout="wide")
st.title("NPS trend")
chosen = answers(sys.argv[1])
with st.sidebar:
    for name in ("segment", "region"):
        values = st.multiselect(name.title(), list(chosen[name].cat.categories))
        if values:
            chosen = chosen[chosen[name].isin(values)]
monthly = (
    chosen.groupby("month")
    .agg(
        respondents=("promoters", "size"),
        promoters=("promoters", "sum"),
        detractors=("detractors", "sum"),
    )
    .reset_index()
)
st.plotly_chart(monthly_figure(monthly))
st.plotly_chart(rolling_figure(monthly))
