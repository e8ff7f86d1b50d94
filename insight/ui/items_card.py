"""Items as cards: their gaps, their map and their gaps by a breakdown; a click follows one."""

from functools import partial

import streamlit as st

from insight.charts import gap_by_value, want_vs_delivered
from insight.charts.importance import DERIVED, map_alt, map_caption, map_finding
from insight.charts.items import of_kind
from insight.query import question
from insight.ui.address import link_to_view
from insight.ui.card import card
from insight.ui.chart import chart
from insight.ui.choices import choose_importance, follow_selected, followed_item
from insight.ui.figures import figures
from insight.ui.plain import plain
from insight.ui.small_print import whole_months, whose
from insight.ui.view import View

STORY = "pages/explore/item_story.py"


def gap_card(view: View, kind: str | None) -> None:
    """The gaps of one kind of items or of all; a click on a row follows its item."""
    with card(view, question("want_vs_delivered").question):
        everything = view.ask("want_vs_delivered")
        items, followed = of_kind(everything, kind), followed_item(everything)
        st.caption(f"{want_vs_delivered.measure(items)}. Select an item to follow it")
        figure = want_vs_delivered.want_vs_delivered(items, view.theme, followed=followed)
        alt = want_vs_delivered.alt(items, view.words)
        key = "want_vs_delivered"
        chart(figure, alt, key, partial(follow_selected, key))
        _link_to_story(view, followed)
        whose(view, want_vs_delivered.whose_gaps(items, view.words), *whole_months(view))
        figures(items, "want_vs_delivered_figures")


def map_card(view: View, kind: str | None) -> None:
    """The importance-performance map by one yardstick; a click on a mark follows its item."""
    with card(view, "What matters most, and how well it is delivered", 480):
        everything = view.ask("want_vs_delivered")
        items = of_kind(everything, kind)
        importance = choose_importance(everything, view.has_scores)
        shares = view.ask_any("drivers") if importance == DERIVED else None
        by = (items, view.words, importance, shares)
        st.subheader(plain(map_finding(*by)), anchor=False)
        st.caption(plain(map_caption(*by)))
        followed = followed_item(everything)
        figure = want_vs_delivered.importance_map(items, view.theme, importance, shares, followed)
        key = "importance_map"
        chart(figure, map_alt(*by), key, partial(follow_selected, key))
        whose(view, *whole_months(view))


def by_value_card(view: View, kind: str | None, by: str) -> None:
    """The gap of every item in every value of a breakdown."""
    with card(view, "Gaps by value"):
        items = of_kind(view.ask("want_vs_delivered", by=by), kind)
        st.subheader(plain(gap_by_value.finding(items, view.words)), anchor=False)
        st.caption(plain(gap_by_value.measure(items)))
        chart(
            gap_by_value.gap_by_value(items, view.theme),
            gap_by_value.alt(items, view.words),
            "gap_by_value",
        )
        whose(view, *whole_months(view))
        figures(items, "gap_by_value_figures")


def _link_to_story(view: View, item: str) -> None:
    """To the page of the item that is followed."""
    st.page_link(
        STORY,
        label=f"The story of “{plain(item)}”",
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=link_to_view(view.filters) | {"item": [item]},
    )
