"""NPS trend with polars: a lazy scan of the Parquet file at every rerun."""

import sys

import polars as pl
import streamlit as st

from bench.peers.figures import monthly_figure, rolling_figure
from insight.tables import export_path


@st.cache_data
def values_of(folder: str, name: str) -> list[str]:
    scan = pl.scan_parquet(export_path(folder, "survey_responses"))
    return scan.select(pl.col(name).unique().sort()).collect()[name].to_list()


st.set_page_config(layout="wide")
st.title("NPS trend")
score = pl.col("recommend_score")
chosen = pl.scan_parquet(export_path(sys.argv[1], "survey_responses")).filter(score.is_not_null())
with st.sidebar:
    for name in ("segment", "region"):
        values = st.multiselect(name.title(), values_of(sys.argv[1], name))
        if values:
            chosen = chosen.filter(pl.col(name).is_in(values))
monthly = (
    chosen.group_by(pl.col("responded_on").dt.truncate("1mo").alias("month"))
    .agg(
        respondents=pl.len(),
        promoters=(score >= 9).sum(),
        detractors=(score <= 6).sum(),
    )
    .sort("month")
    .collect()
    .to_pandas()
)
st.plotly_chart(monthly_figure(monthly))
st.plotly_chart(rolling_figure(monthly))
