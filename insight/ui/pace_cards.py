"""The cards of the pace of change: complacency, the lanes, and from learning to doing."""

import streamlit as st

from insight.charts import (
    complacency,
    learning_by_year,
    learning_to_doing,
    pace_by_kind,
    pace_of_change,
    pace_trend,
)
from insight.charts.waits import FEW
from insight.coverage import ONE_DAY, Span
from insight.filters import Filters
from insight.query import Result, question
from insight.ui.card import card, missing_table
from insight.ui.chart import chart
from insight.ui.choices import choose_unit
from insight.ui.figures import figures
from insight.ui.plain import plain
from insight.ui.small_print import whose
from insight.ui.view import View
from insight.words import add_months

_EVERYBODY = "changes are those of everybody, whatever the filters"
_NOW, _BEFORE = "the latest twelve months", "the twelve before"


def pace_title(view: View) -> str:
    """The warning where it fires, else what is sure of the pace."""
    warned = view.ask("complacency")
    if complacency.fires(warned):
        return complacency.finding(warned, view.words)
    return _trend_finding(view)


def complacency_card(view: View) -> None:
    """The warning or its absence, with the rule and its figures printed."""
    with card(view, question("complacency").question, 110):
        result = _or_why_not(view, "complacency")
        if result is None:
            return
        rule = plain(complacency.rule(result, view.words))
        if complacency.fires(result):
            st.warning(rule, icon=":material/warning:")
        else:
            finding = plain(complacency.finding(result, view.words))
            st.info(f"**{finding}**\n\n{rule}", icon=":material/info:")


def pace_card(view: View) -> None:
    """Changes a quarter, lane by lane, and whether they speed up."""
    words = view.words
    with card(view, question("pace_of_change").question, 560):
        overall = view.ask_any("pace_of_change", unit="all")
        if overall.is_empty:
            return
        st.subheader(plain(pace_of_change.finding(overall, words)), anchor=False)
        unit = choose_unit("quarter")
        paces = view.ask("pace_of_change", unit=unit)
        if paces.left_out:
            unit = "year"
            paces = view.ask("pace_of_change", unit=unit)
        st.caption(
            f"Changes that started, by {unit}; the band is what the pace of the whole period would "
            f"bring a {unit}, with its exact 95 % interval"
        )
        figure = pace_of_change.pace_of_change(paces, view.theme, overall)
        chart(figure, pace_of_change.alt(overall, words), "pace_of_change")
        _say_trend(view)
        whose(view, _EVERYBODY)
        figures(paces, "pace_of_change_figures")


def kinds_card(view: View) -> None:
    """How often each kind of change comes, lane by lane."""
    with card(view, "Changes by kind", 420):
        overall = view.ask_any("pace_of_change", unit="all")
        if overall.is_empty:
            return
        st.subheader("By kind", anchor=False)
        st.caption("Changes a quarter over the whole period, with their exact 95 % intervals")
        figure = pace_by_kind.pace_by_kind(overall, view.theme)
        chart(figure, pace_by_kind.alt(overall, view.words), "pace_by_kind")


def _compared(view: View) -> tuple[Filters, str, str]:
    """The filters that compare two periods, and their names; of all time the latest two years."""
    filters, words = view.filters, view.words
    if filters.preset != "all":
        versus = filters.versus_span(view.coverage)
        return filters, words.span(*filters.period), words.span(*versus)
    today = view.coverage.as_of
    year_ago, before = (add_months(today, -12 * years) for years in (1, 2))
    filters = filters.during(Span(year_ago + ONE_DAY, today))
    return filters.compared_with(Span(before + ONE_DAY, year_ago)), _NOW, _BEFORE


def _trend_finding(view: View) -> str:
    filters, now, before = _compared(view)
    return pace_trend.finding(view.ask("pace_trend", filters), view.words, now, before)


def _say_trend(view: View) -> None:
    """Each lane against the comparison and over time, in words with their figures."""
    filters, now, before = _compared(view)
    trend, words = view.ask_any("pace_trend", filters), view.words
    if trend.is_empty:
        return
    end = words.day(min(filters.period.end, view.coverage.as_of))
    lines = [f"{lane}: {said}" for lane, said in pace_trend.by_lane(trend, words)]
    lines.append(pace_trend.since(trend, words, end))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    st.caption(
        f"Now is {plain(now)}, before is {plain(before)}; exact ratio of two rates. The trend is "
        f"U of Laplace over everything on record, to the last day; {pace_trend.NOTICED}"
    )


def learning_card(view: View) -> None:
    """The steps of our changes from learning to doing."""
    words = view.words
    with card(view, question("learning_to_doing").question, 420):
        result = view.ask_any("learning_to_doing")
        if not learning_to_doing.steps(result):
            _say_no_learning(view, result)
            return
        st.subheader(plain(learning_to_doing.finding(result, words)), anchor=False)
        st.caption(
            "Days until half had taken the step, with its 95 % interval; what is open counts as "
            f"open. Grey: fewer than {FEW}, too few to say much"
        )
        figure = learning_to_doing.learning_to_doing(result, view.theme)
        chart(figure, learning_to_doing.alt(result, words), "learning_to_doing")
        longest = learning_to_doing.longest(result, words)
        if longest:
            st.markdown(plain(f"{longest}."))
        whose(view, _EVERYBODY)
        figures(result, "learning_to_doing_figures")


def by_year_card(view: View) -> None:
    """Whether we get faster, by the year in which we learned of the need."""
    with card(view, question("learning_by_year").question, 300):
        result = view.ask_any("learning_by_year")
        if result.is_empty:
            return
        st.subheader(plain(learning_by_year.finding(result, view.words)), anchor=False)
        st.caption("From learned to done, by the year in which we learned of the need")
        figure = learning_by_year.learning_by_year(result, view.theme)
        chart(figure, learning_by_year.alt(result, view.words), "learning_by_year")


def follow_ups_card(view: View) -> None:
    """How long answers wait until somebody has acted upon them."""
    with card(view, "Answers acted upon", 300):
        result = view.ask_any("learning_to_doing")
        if not learning_to_doing.steps(result, of_follow_ups=True):
            return
        st.subheader(plain(learning_to_doing.follow_ups(result, view.words)), anchor=False)
        st.caption("Answers followed up, from opened to told")
        figure = learning_to_doing.learning_to_doing(result, view.theme, of_follow_ups=True)
        said = learning_to_doing.alt(result, view.words, of_follow_ups=True)
        chart(figure, said, "follow_ups")


def _say_no_learning(view: View, result: Result) -> None:
    """Nothing where the table itself is missing: the first card has said so."""
    if not view.lacks("changes"):
        st.subheader(result.query.question, anchor=False)
        st.info(
            "No change of ours in this period says when it was learned of, decided, completed or "
            "told (learned_on, decided_on, ended_on, told_on in changes)."
        )


def _or_why_not(view: View, name: str) -> Result | None:
    """The answer, or None once it is said why there is nothing on record."""
    result = view.ask_any(name)
    if not result.is_empty:
        return result
    why = missing_table(view, result.query) if view.lacks("changes") else None
    st.subheader(result.query.question, anchor=False)
    st.info(why or "Nothing is on record in this period. A longer period may show something.")
    return None
