"""The curve fitted to a channel's share: drawn dashed, and said in words with its refusals."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import plotly.graph_objects as go

from insight.charts.scales import moment
from insight.charts.theme import plain
from insight.query import Result
from insight.stats.adoption import Curve
from insight.stats.channels import month_number
from insight.words import Words


def draw_curve(
    figure: go.Figure, row: dict[str, Any], first: date, last: date, colour: str
) -> None:
    """The fitted curve from the first day to the last point, dashed."""
    start = max(first, row["launched_on"] or first)
    days = [start + timedelta(days=step) for step in range(0, (last - start).days + 1, 15)]
    shares = curve_of_row(row).at([_months_since(row, day) for day in days])
    figure.add_scatter(
        mode="lines",
        x=[moment(day) for day in days],
        y=np.round(shares, 2).tolist(),
        line={"color": colour, "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
    )


def curve_of_row(row: dict[str, Any]) -> Curve:
    """The curve of a row of adoption_curve, over months since its fastest day or its launch."""
    if row["model"] == "logistic":
        return Curve("logistic", (row["floor"], row["ceiling"], row["growth"], 0.0), ())
    return Curve("Bass", (row["ceiling"], row["innovation"], row["growth"]), ())


def _months_since(row: dict[str, Any], day: date) -> float:
    zero = row["fastest_on"] if row["model"] == "logistic" else row["launched_on"]
    return month_number(day) - month_number(zero) + (day.day - zero.day) / 30.44


def said_of_curves(curves: Result, words: Words) -> str:
    """Where each believed curve ends and when half is reached, and why others are refused."""
    said = []
    for row in curves.rows():
        name = plain(row["channel"], 40)
        if row["ceiling"] is None:
            continue
        limits = words.interval(row["ceiling_low"], row["ceiling_high"])
        text = (
            f"{name} is heading for {words.number(row['ceiling'])} % "
            f"({limits}, if growth goes on along this curve)"
        )
        if row["half_on"]:
            ahead = row["half_on"] > curves.asked.get("as_of", row["half_on"])
            reached = "will have reached" if ahead else "reached"
            text += f" and {reached} half of that in {words.month(row['half_on'])}"
            if row["days_to_half"] is not None and row["days_to_half"] > 0:
                since = "its launch" if row["launched_on"] else "we pushed it"
                text += f", {words.number(round(row['days_to_half'] / 30.44))} months after {since}"
        said.append(text)
    refused: dict[str, list[str]] = {}
    for row in curves.rows():
        if row["ceiling"] is None and row["refused"]:
            refused.setdefault(row["refused"], []).append(plain(row["channel"], 40))
    said += [f"no curve for {words.listed(names)}: {why}" for why, names in refused.items()]
    joined = "; ".join(said)
    return joined[:1].upper() + joined[1:]
