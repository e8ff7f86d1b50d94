"""How much effort each gap would take, as the reader sets it: kept in the view and its link."""

import zlib
from collections.abc import Mapping, Sequence

import streamlit as st

from insight.charts.shortlist import EFFORTS, USUAL_EFFORT, Ranked
from insight.ui.plain import plain
from insight.ui.view import View
from insight.words import EN_DASH

Efforts = dict[str, int]
"""Effort by item, of the items whose effort is not the usual."""

_CHOICE = "effort"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def efforts_of(view: View) -> Efforts:
    """What the reader set, or the link says; a part that fits no item is left out with a word."""
    written = st.session_state.setdefault("choices", {}).get(_CHOICE) or ""
    items = {_short(item): item for item in view.gateway.items}
    efforts, left_out = {}, []
    for part in str(written).split(".") if written else ():
        name, effort = part[:-1], part[-1:]
        if name in items and effort in map(str, EFFORTS):
            efforts[items[name]] = int(effort)
        else:
            left_out.append(part)
    if left_out:
        st.warning(
            f"Left out: “{plain('.'.join(left_out)[:60])}” is no effort of an item here; "
            f"showing {USUAL_EFFORT}."
        )
    _keep(efforts)
    return _unusual(efforts)


def edit_efforts(rows: Sequence[Ranked], efforts: Efforts) -> None:
    """A table of all items with their place, in which the reader sets each effort.

    `rows` stand in an order that efforts do not change.
    """
    items = [row.opportunity.item for row in rows]
    key = _key_of_table(items, efforts)
    st.data_editor(
        [
            {
                "item": row.opportunity.item,
                "effort": row.effort,
                "score": row.opportunity.score,
                "worth": row.worth if row.qualifies else None,
                "people": row.opportunity.people_affected,
            }
            for row in rows
        ],
        key=key,
        hide_index=True,
        height="content",
        placeholder=EN_DASH,
        column_config={
            "item": st.column_config.TextColumn("Item", disabled=True),
            "effort": st.column_config.NumberColumn(
                "Effort",
                min_value=EFFORTS[0],
                max_value=EFFORTS[-1],
                step=1,
                required=True,
                width=70,
            ),
            "score": st.column_config.NumberColumn("Score", format="%.1f", disabled=True, width=60),
            "worth": st.column_config.NumberColumn(
                "Above 10, for effort", format="%.2f", disabled=True
            ),
            "people": st.column_config.NumberColumn(
                "People affected", format="localized", disabled=True
            ),
        },
        on_change=_take,
        args=(key, items, efforts),
        alt="Items with their score and the people affected; the column Effort can be changed",
    )


def _take(key: str, items: Sequence[str], efforts: Efforts) -> None:
    """Keep what the reader has just set, before the address of the view is written."""
    edited = st.session_state[key]["edited_rows"]
    set_now = {
        items[int(row)]: cells["effort"]
        for row, cells in edited.items()
        if cells.get("effort") in EFFORTS
    }
    _keep(efforts | set_now)
    st.session_state["efforts_set_in_table"] = _unusual(efforts | set_now)


def _keep(efforts: Mapping[str, int]) -> None:
    st.session_state["choices"][_CHOICE] = in_address(efforts) or None


def in_address(efforts: Mapping[str, int]) -> str:
    """Efforts as a link has them: of each unusual one its item in four characters, and itself."""
    unusual = sorted(_unusual(efforts).items())
    return ".".join(f"{_short(item)}{effort}" for item, effort in unusual)


def _unusual(efforts: Mapping[str, int]) -> Efforts:
    return {item: effort for item, effort in efforts.items() if effort != USUAL_EFFORT}


def _key_of_table(items: Sequence[str], efforts: Efforts) -> str:
    """A new table where its rows are others, or its efforts came from a link.

    A table keeps what was set in it by the place of its row, which may be another item's by now.
    """
    state = st.session_state
    if efforts != state.get("efforts_set_in_table", {}):
        state["efforts_set_in_table"] = efforts
        state["efforts_table"] = state.get("efforts_table", 0) + 1
    return f"efforts:{state.get('efforts_table', 0)}:{_short(' '.join(items))}"


def _short(item: str) -> str:
    """Four characters that stand for an item in the address, whatever the item is called."""
    number, written = zlib.crc32(item.encode()) % len(_DIGITS) ** 4, ""
    for _ in range(4):
        number, digit = divmod(number, len(_DIGITS))
        written = _DIGITS[digit] + written
    return written
