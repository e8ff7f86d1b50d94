"""One item's story as cards: over time with its changes, before and after, and in comments."""

import streamlit as st

from insight.charts import item_changes, item_over_time
from insight.charts.change_marks import about_item
from insight.charts.item_panels import panels_finding
from insight.charts.theme import THIN
from insight.charts.timeline_entries import numbered
from insight.query import Result, question
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.figures import figures
from insight.ui.lists import numbered_table
from insight.ui.plain import plain
from insight.ui.small_print import whole_months, whose
from insight.ui.view import View, choose
from insight.words import EN_DASH


def changes_of(view: View, item: str) -> Result:
    """The changes that aimed at the item, of the reader's period; none where none is on record."""
    return about_item(view.ask_any("change_timeline"), item)


def item_card(view: View, item: str, unit: str, changes: Result) -> None:
    """Want and delivery over time, the changes numbered under the axis and listed below it."""
    with card(view, question("item_over_time").question):
        result = view.ask("item_over_time", item=item, unit=unit)
        st.caption(
            f"Mean want (of picks: the share who picked it) and mean delivery by {unit}, percent "
            "of maximum, with 95 % intervals; numbers under the axis: changes that aimed at it"
        )
        figure = item_over_time.item_over_time(result, view.theme, changes)
        chart(figure, item_over_time.alt(result, view.words), "item_over_time")
        whose(view, *whole_months(view))
        if changes.is_empty:
            st.caption("No change on record aimed at this item in this period.")
        else:
            numbered_table(numbered(changes, view.words), changes.left_out)
        figures(result, "item_over_time_figures")


def by_value_card(view: View, item: str, unit: str, by: str) -> None:
    """The same in every value of a breakdown, on one scale."""
    with card(view, "By value"):
        result = view.ask("item_over_time", item=item, unit=unit, by=by)
        said = panels_finding(result, view.words)
        st.subheader(plain(said), anchor=False)
        st.caption(
            "Wanted dashed, delivered solid; percent of maximum, with 95 % intervals. Grey: fewer "
            f"than {THIN} answers in a period, too thin to say anything from"
        )
        figure = item_over_time.item_over_time(result, view.theme)
        chart(figure, f"Want and delivery, a small chart a value. {said}.", "item_by_value")
        whose(view, *whole_months(view))
        figures(result, "item_by_value_figures")


def before_and_after_card(view: View, item: str, changes: Result) -> None:
    """What ratings did before and after each change; nothing where there was none."""
    if changes.is_empty:
        return
    with card(view, question("item_changes").question):
        window = choose("window", "Months before and after", [12, 6, 3])
        result = view.ask_any("item_changes", item=item, window=window)
        if result.is_empty:
            st.caption("Nobody rated this item before or after these changes.")
            return
        st.subheader(plain(item_changes.finding(result, view.words)), anchor=False)
        st.caption(item_changes.measure(result))
        listed = numbered(changes, view.words)
        numbers = {row["change_id"]: row["number"] for row in listed}
        figure = item_changes.item_changes(result, view.theme, numbers)
        chart(figure, item_changes.alt(result, view.words), "item_changes")
        whose(view, "months before and after may lie outside the period")
        figures(result, "item_changes_figures")


def comments_card(view: View, item: str) -> None:
    """The latest comments in which a word of the item's name stands."""
    with card(view, question("item_comments").question, 300):
        result = view.ask_any("item_comments", item=item)
        st.subheader("What customers write about it", anchor=False)
        answers_from = view.gateway.answers_from(result.query)
        if answers_from:
            st.caption(
                f"Comments of answers from {view.words.day(answers_from)}: earlier answers are "
                "counted everywhere, their comments stay on the cluster"
            )
        if result.is_empty:
            st.caption("No comment of these answers has a word of the item's name.")
            return
        st.caption(
            f"The latest {result.table.num_rows} comments in which a word of its name stands: a "
            "search by words, so some are about something else, and others are missed"
        )
        st.dataframe(
            result.table,
            hide_index=True,
            key="item_comments",
            placeholder=EN_DASH,
            alt="Comments that mention the item, the latest first",
            column_order=("responded_on", "recommend_score", "comment", "found"),
            column_config={
                "responded_on": st.column_config.DateColumn("Day", width=100),
                "recommend_score": st.column_config.NumberColumn("Score", width=60),
                "comment": st.column_config.TextColumn("Comment", width="large"),
                "found": st.column_config.TextColumn("Found", width="small"),
            },
        )
        whose(view)
