"""The choices pages offer beside the filters; each is part of the view and of its link."""

import streamlit as st

from insight.charts.drift import Pair, pairs_of
from insight.charts.importance import DERIVED, PICKED, WANTED, stated_yardsticks
from insight.charts.items import kinds_of
from insight.gateway import UNITS
from insight.query import Result
from insight.ui.view import View, choose

_YARDSTICKS = {
    WANTED: "Stated: wanted",
    PICKED: "Stated: picked",
    DERIVED: "Derived: goes with the score",
}


def dimension_title(name: str) -> str:
    """A dimension's name as a label: `Booking channel` for `booking_channel`."""
    return name[:1].upper() + name[1:].replace("_", " ")


def choose_unit(default: str = "month") -> str:
    """Month, quarter or year."""
    units = [unit for unit in UNITS if unit != "all"]
    return choose("unit", "By", units, default, {unit: unit.capitalize() for unit in units})


def choose_breakdown(view: View, default: str = "") -> str | None:
    """A dimension with more than one value, or none; `default` where the exports carry it."""
    cells = view.gateway.warehouse.cells
    several = [name for name in cells.dimensions if len(cells.values(name)) > 1]
    options = ["", *several]
    written = {"": "Nothing", **{name: dimension_title(name) for name in several}}
    default = default if default in several else ""
    chosen = choose("by", "Broken down by", options, default, written, from_export=True)
    return chosen or None


def choose_drawing() -> bool:
    """Whether a breakdown is drawn as lines on one panel, rather than as small multiples."""
    written = {"panels": "Panels", "lines": "Lines"}
    return choose("draw", "Drawn as", list(written), written=written) == "lines"


def choose_window() -> int:
    """Months of a rolling window."""
    return choose("window", "Rolling window, months", [12, 6, 3])


def choose_item(items: Result) -> str:
    """One of the items rated, the widest gap first."""
    names = dict.fromkeys(row["item"] for row in items.rows())
    return choose("item", "Item", list(names), from_export=True)


def followed_item(items: Result) -> str:
    """The item that `choose_item` will show: the one picked or clicked, else the first."""
    names = [row["item"] for row in items.rows()]
    picked = st.session_state.get("choices", {}).get("item")
    return picked if picked in names else names[0]


def follow_selected(chart_key: str) -> None:
    """A chart's callback: the item of the point selected last becomes the item chosen."""
    points = st.session_state[chart_key]["selection"]["points"]
    named = points[-1].get("customdata") if points else None
    if named:
        # Streamlit's own element hands over a list where ours hands over the text.
        st.session_state["choice:item"] = named if isinstance(named, str) else named[0]


def choose_kind(items: Result) -> str | None:
    """Hard items, soft items or all, where there are both; None means all."""
    kinds = kinds_of(items)
    if len(kinds) < 2:
        return None
    written = {"": "All", **{kind: kind.capitalize() for kind in kinds}}
    return choose("kind", "Items", list(written), written=written) or None


def choose_importance(items: Result, has_scores: bool) -> str:
    """By which yardstick items matter: stated as wanted or picked, or derived from scores."""
    stated = tuple(reversed(stated_yardsticks(items))) or (WANTED,)
    options = [*stated, *([DERIVED] if has_scores else [])]
    if len(options) == 1:
        return options[0]
    return choose("importance", "Importance", options, written=_YARDSTICKS)


def choose_drift() -> bool:
    """Whether wants are drawn by their rank, rather than in percent."""
    written = {"ranks": "Ranks", "percent": "Percent"}
    return choose("drift", "Drawn as", list(written), written=written) == "ranks"


def choose_waves(moves: Result) -> Pair:
    """Two waves to compare: the first and the last, or one that follows the other."""
    by_name = {" to ".join(pair): pair for pair in pairs_of(moves)}
    return by_name[choose("waves", "From one wave to another", list(by_name), from_export=True)]
