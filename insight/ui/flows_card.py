"""The same customers in two periods in a row: how they changed, and who moved where."""

from typing import Any

import streamlit as st

from insight.charts import same_people, score_flows
from insight.charts.flows import PLURALS, flows_of, hidden
from insight.charts.pairs import MONTHS, pair_of
from insight.charts.theme import THIN
from insight.coverage import Span
from insight.filters import Filters
from insight.query import Result, question
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.figures import figures
from insight.ui.plain import plain
from insight.ui.question_card import question_card
from insight.ui.small_print import whose
from insight.ui.view import View, choose
from insight.words import EN_DASH, add_months, period_end


def same_people_card(view: View, unit: str) -> None:
    """The change of those who answered in both of two periods, pair by pair."""
    with card(view, question("same_people").question, 300):
        if not _say_why_nobody(view, "same_people", unit):
            question_card(
                view,
                same_people,
                f"Change of NPS among customers who gave a score in a {unit} and in the one before "
                "it, points, with its 95 % interval",
                unit=unit,
            )


def flows_card(view: View, unit: str) -> None:
    """Who moved between promoters, passives and detractors, in the pair of periods chosen."""
    with card(view, question("score_flows").question, 620):
        if _say_why_nobody(view, "score_flows", unit):
            return
        heading = st.container()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            filters = view.filters.during(_choose_pair(view, unit))
            flows = view.ask("score_flows", filters, unit=unit)
            drawn_with = _choose_drawing(flows)
        heading.subheader(plain(score_flows.finding(flows, view.words)), anchor=False)
        heading.caption(
            "Each customer by the latest score of either period; teal moved up, orange down. "
            "People waver, so some always move both ways: what counts is the difference."
        )
        figure = score_flows.score_flows(flows, view.theme, **drawn_with)
        chart(figure, score_flows.alt(flows, view.words), "score_flows")
        whose(view, *_left_out(view, flows, unit, filters), filters=filters)
        _list(flows, view)
        figures(flows, "score_flows_figures")


def _choose_pair(view: View, unit: str) -> Span:
    """The days of the later of two periods: of the latest complete pair unless another is asked."""
    pairs = view.ask_any("same_people", unit=unit)
    rows = pairs.rows() or view.ask("score_flows", unit=unit).rows()
    periods = [row["period"] for row in rows if row["complete"]] or [rows[-1]["period"]]
    latest_first = sorted(set(periods), reverse=True)
    written = {
        back: " to ".join(pair_of(pairs, period, view.words))
        for back, period in enumerate(latest_first)
    }
    back = choose("pair", "From one to the next", written, written=written, from_export=True)
    return Span(latest_first[back], period_end(latest_first[back], unit))


def _choose_drawing(flows: Result) -> dict[str, Any]:
    """Customers or their revenue, and whether those without a later score are drawn too."""
    drawn_with: dict[str, Any] = {}
    if any(flow.revenue is not None for flow in flows_of(flows)):
        counted = {"customers": "Customers", "revenue": "Revenue a year"}
        drawn_with["of"] = choose("flow", "Counted in", counted, written=counted)
    if any(flow.direction == "silent" for flow in flows_of(flows)):
        who = {"no": "Answered in both", "yes": "Also who gave no score"}
        drawn_with["silent"] = choose("silent", "Drawn", who, written=who) == "yes"
    return drawn_with


def _say_why_nobody(view: View, name: str, unit: str) -> bool:
    """Whether there is nobody to follow from one period to the next; then it says why."""
    query = question(name)
    answers = view.ask("nps_by_answer").rows()
    if all(row["nth"] is None for row in answers):
        why = (
            "This needs customer_id in survey_responses, which says who gave an answer. Name its "
            "column in the mapping, import and publish again."
        )
    elif view.ask_any(name, unit=unit).is_empty:
        why = (
            f"Nobody among these answers gave a score in two {unit}s in a row. A longer unit or "
            "fewer filters may show someone."
        )
    else:
        return False
    st.subheader(query.question, anchor=False)
    st.info(why)
    return True


def _left_out(view: View, flows: Result, unit: str, filters: Filters) -> list[str]:
    """What is not drawn: flows too small to show, answers of nobody known, revenue not known."""
    said = []
    every = flows_of(flows)
    if hidden(every):
        some = view.words.count(hidden(every), "flow")
        minimum = view.gateway.settings.minimum_answers
        said.append(
            f"{some} hidden: fewer than {minimum} customers, or the one that would give such a "
            "flow away"
        )
    if any(flow.thin for flow in every):
        said.append(f"pale: fewer than {THIN} customers, too thin to say much")
    later = filters.period
    both = filters.during(Span(add_months(later.start, -MONTHS[unit]), later.end))
    for row in view.gateway.ask("nps_by_answer", both, reader=view.reader).rows():
        if row["nth"] is None and row["respondents"] != 0:
            some = "some answers"
            if row["respondents"]:
                some = view.words.count(row["respondents"], "answer")
            said.append(f"without {some} that carry no customer_id")
    shown = [flow for flow in every if flow.customers is not None]
    if shown and all(flow.revenue is None for flow in shown):
        said.append("customers.revenue_per_year would add the revenue that moved")
    return said


def _list(flows: Result, view: View) -> None:
    """Every flow with its customers and their revenue, as a table."""
    before, after = pair_of(flows, flows.rows()[-1]["period"], view.words)
    shown = flows_of(flows)
    st.dataframe(
        [
            {
                "before": PLURALS[flow.before].capitalize(),
                "after": PLURALS[flow.after].capitalize(),
                "customers": flow.customers,
                "revenue": flow.revenue,
            }
            for flow in shown
        ],
        hide_index=True,
        height="content",
        placeholder=EN_DASH,
        column_config={
            "before": f"In {before}",
            "after": f"In {after}",
            "customers": st.column_config.NumberColumn("Customers", format="localized"),
            "revenue": st.column_config.NumberColumn("Revenue a year", format="localized"),
        },
        alt="Every flow with its customers and their revenue a year",
        key="flow_list",
    )
