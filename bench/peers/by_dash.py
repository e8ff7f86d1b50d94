"""NPS trend with Dash: the answers in pandas, grouped in a callback at every change."""

import sys

import pandas as pd
from dash import Dash, Input, Output, dcc, html

from bench.peers.figures import monthly_figure, rolling_figure
from insight.tables import export_path


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


ANSWERS = answers(sys.argv[1])
app = Dash(__name__, title="NPS trend")
app.layout = html.Div(
    [
        html.H1("NPS trend"),
        *(
            html.Div([html.Label(name.title()), dcc.Dropdown(values, id=name, multi=True)])
            for name in ("segment", "region")
            for values in [list(ANSWERS[name].cat.categories)]
        ),
        dcc.Graph(id="monthly"),
        dcc.Graph(id="rolling"),
    ]
)


@app.callback(
    Output("monthly", "figure"),
    Output("rolling", "figure"),
    Input("segment", "value"),
    Input("region", "value"),
)
def draw(segments: list[str] | None, regions: list[str] | None):
    chosen = ANSWERS
    if segments:
        chosen = chosen[chosen["segment"].isin(segments)]
    if regions:
        chosen = chosen[chosen["region"].isin(regions)]
    monthly = (
        chosen.groupby("month")
        .agg(
            respondents=("promoters", "size"),
            promoters=("promoters", "sum"),
            detractors=("detractors", "sum"),
        )
        .reset_index()
    )
    return monthly_figure(monthly), rolling_figure(monthly)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[2]))
