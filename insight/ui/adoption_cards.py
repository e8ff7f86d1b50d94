"""Cards about channels: the shares with their curves, the groups of users, NPS by channel."""

import streamlit as st

from insight.charts import adoption, early_or_late, nps_trend
from insight.charts.fitted_curve import said_of_curves
from insight.query import Result, question
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.choices import choose_unit
from insight.ui.figures import figures
from insight.ui.optional_columns import has_nothing
from insight.ui.plain import plain
from insight.ui.question_card import question_card
from insight.ui.small_print import whole_months, whose
from insight.ui.view import View

_NOT_TAUGHT = (
    "No teaching is on record: a change of kind people or message whose title or note names a "
    "channel."
)
_NOT_PUSHED = (
    "No change of ours of kind channel names a channel in its title or note in this period, so "
    "nothing can be held against when customers took to it."
)


def pushes_card(view: View) -> None:
    """When we pushed each channel and when customers took to it; or why that cannot be said."""
    if has_nothing(view, "early_or_late") and not has_nothing(view, "adoption"):
        st.info(_NOT_PUSHED)
        return
    question_card(
        view,
        early_or_late,
        "When we pushed a channel, and the days within which its share began to rise faster",
        titled=False,
    )


def shares_cards(view: View) -> None:
    """Shares of the channels with curves and our changes, then of the groups where known."""
    unit = choose_unit()
    with card(view, question("adoption").question, 420):
        shares = view.ask("adoption", unit=unit)
        curves, changes = view.ask_any("adoption_curve"), view.ask_any("channel_changes")
        st.subheader(plain(adoption.finding(shares, view.words)), anchor=False)
        st.caption(plain(_about(curves, changes, view)))
        figure = adoption.adoption(shares, view.theme, curves, changes)
        chart(figure, adoption.alt(shares, view.words), "adoption")
        whose(view, *whole_months(view, what="interactions"))
        figures(shares, "adoption_figures")
    if any(row["user_group"] for row in view.ask_any("adoption", unit=unit).rows()):
        _groups_card(view, unit)


def _about(curves: Result, changes: Result, view: View) -> str:
    drawn = "Each channel's share of all interactions"
    if any(row["ceiling"] is not None for row in curves.rows()):
        drawn += ", dashed the fitted curve"
    said = said_of_curves(curves, view.words)
    taught = any(row["what"] == "teaching" for row in changes.rows())
    teaching = "" if taught else f" {_NOT_TAUGHT}"
    return f"{drawn}. {said}.{teaching}" if said else f"{drawn}.{teaching}"


def _groups_card(view: View, unit: str) -> None:
    with card(view, "Who cannot, will not and uses the newest channel", 420):
        shares = view.ask("adoption", unit=unit)
        st.subheader(plain(adoption.groups_finding(shares, view.words)), anchor=False)
        st.caption(
            "Interactions by customers who use the newest channel, will not use it or cannot, "
            "whichever channel each interaction went by"
        )
        chart(
            adoption.user_groups(shares, view.theme),
            adoption.groups_alt(shares, view.words),
            "adoption_groups",
        )
        whose(view, *whole_months(view, what="interactions"))


def nps_by_channel_card(view: View) -> None:
    """NPS of those who answered by channel or by group, where answers carry it; else why not."""
    dimensions = view.gateway.warehouse.cells.dimensions
    for by, named in (("user_group", "group of users"), ("channel", "channel")):
        if by in dimensions:
            question_card(
                view,
                nps_trend,
                f"NPS by quarter and {named} of those who answered, with its 95 % interval",
                by=by,
                unit="quarter",
            )
            return
    st.caption("Answers do not say by which channel customers deal with us, so NPS has no split.")
