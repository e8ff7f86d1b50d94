"""NPS over time as a card: what is chosen for it, and what is drawn and said with it."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from insight.charts import nps_trend
from insight.charts.baseline_band import baseline_year
from insight.problems import Failure, Mistake
from insight.query import Result, question
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.choices import choose_breakdown, choose_drawing, choose_unit
from insight.ui.figures import figures
from insight.ui.small_print import whose
from insight.ui.view import View, choose
from insight.words import Words


@dataclass(frozen=True)
class Trend:
    """How a reader wants to see NPS over time."""

    unit: str
    by: str | None
    as_lines: bool
    weighted: bool
    season: bool = False

    def ask(self, view: View) -> Result:
        """The answer to nps_trend; NothingToShow where it has no rows."""
        return view.ask("nps_trend", **self._options)

    def can_be_adjusted(self, view: View) -> bool:
        """Whether the answer reaches far enough back to tell what comes back every year."""
        with suppress(Mistake, Failure):  # the card says it
            return nps_trend.has_season(view.ask_any("nps_trend", **self._options))
        return False

    @property
    def _options(self) -> dict[str, Any]:
        return {
            "by": self.by,
            "unit": self.unit,
            "weighted": self.weighted,
            "season": self.season,
        }


def choose_trend(view: View) -> Trend:
    """By what period and breakdown; weighted where weights differ, adjusted where years allow."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = choose_unit()
        by = choose_breakdown(view)
        as_lines = choose_drawing() if by else False
        weighted = False
        if view.gateway.weights_vary:
            written = {"": "Unweighted", "weighted": "Weighted"}
            weighted = choose("weights", "Answers", list(written), written=written) == "weighted"
        trend = Trend(unit, by, as_lines, weighted)
        if trend.can_be_adjusted(view):
            written = {"": "As answered", "adjusted": "Season adjusted too"}
            adjusted = choose("season", "Season", list(written), written=written) == "adjusted"
            trend = replace(trend, season=adjusted)
    return trend


def trend_card(view: View, trend: Trend) -> None:
    """The line with its real changes, the baseline year and benchmarks; its title is the page's."""
    with card(view, question("nps_trend").question):
        result = trend.ask(view)
        is_one_line = trend.by is None
        st.caption(_caption(view, trend) + said_of_weights(result, view.words))
        baseline = None
        if is_one_line and not trend.weighted:
            baseline = baseline_year(view.ask_any("baseline_band"), view.words)
        benchmarks = view.gateway.settings.benchmarks if is_one_line else ()
        figure = nps_trend.nps_trend(
            result, view.theme, baseline, benchmarks, as_lines=trend.as_lines
        )
        chart(figure, nps_trend.alt(result, view.words), "nps_trend")
        whose(view)
        figures(result, "nps_trend_figures")


def _caption(view: View, trend: Trend) -> str:
    weighted = "Weighted " if trend.weighted else "Unweighted " if view.gateway.weights_vary else ""
    return (
        f"{weighted}NPS by {trend.unit}, points, with its 95 % interval. "
        f"▲▼ a real change from the {trend.unit} before"
        f"{'.' if trend.by else '; answers underneath.'}"
    )


def said_of_weights(result: Result, words: Words) -> str:
    """Which NPS it is where it is weighted, and a warning where weights cost half the answers."""
    if not result.asked.get("weighted"):
        return ""
    rows = [row for row in result.rows() if row["respondents"] and row["effective_respondents"]]
    worst = max(rows, key=lambda row: row["respondents"] / row["effective_respondents"], default={})
    if not worst:
        return ""
    effect = worst["respondents"] / worst["effective_respondents"]
    worth = words.number(worst["effective_respondents"])
    said = f" Weighted: a design effect of up to {words.number(effect, 2)} (Kish)"
    if effect <= 2:
        return f"{said}."
    return (
        f"{said}: {words.count(worst['respondents'], 'answer')} are worth only {worth}. "
        "A few answers carry much of the weight; read it with care."
    )
