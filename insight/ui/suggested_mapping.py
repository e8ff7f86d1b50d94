"""The mapping on screen: what must be decided, what was suggested and why, and corrections."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from insight.importers.drafts.corrected import what_becomes_of
from insight.importers.drafts.draft import Draft, Line
from insight.importers.drafts.drafting import columns_in
from insight.importers.mappings.toml_text import toml_value
from insight.ui.incoming import Incoming
from insight.ui.line_editor import line_editor, placed, such_as
from insight.ui.plain import plain
from insight.ui.said_here import said_here, warning
from insight.words import Words

_HEIGHT = 320
"""Of the mapping as text, in pixels."""


def suggested_mapping(words: Words, incoming: Incoming) -> None:
    """Decisions first, then every line with its reason and corrections, then the text itself."""
    if incoming.draft is not None and incoming.written is None:
        for note in incoming.draft.notes:
            st.info(plain(note))
        # In a place of its own, so that what is open below stays open once all are decided.
        with st.container():
            _decisions(words, incoming)
        _lines(incoming.draft)
        line_editor(incoming)
        _columns(words, incoming.draft)
    if incoming.asked:
        _asked(incoming)
    _as_text(incoming)


def _asked(incoming: Incoming) -> None:
    """What must be known of the files, with the lines offered for it to choose from."""
    warning(incoming.asked)
    offered = incoming.lines_offered
    if offered:
        chosen = st.selectbox(
            "Which is it?", offered, index=None, placeholder="Decide", key="decide_asked"
        )
        if chosen is not None:
            with said_here():
                incoming.write(f"[file]\n{chosen}")
                st.rerun()


def _decisions(words: Words, incoming: Incoming) -> None:
    open_lines = incoming.open_lines
    if open_lines:
        st.markdown(f"**{words.count(len(open_lines), 'line')} only you can decide**")
    for line in open_lines:
        chosen = st.selectbox(
            f"{plain(placed(line.table, line.name))}: {plain(line.question)}",
            range(len(line.choices)),
            index=None,
            format_func=_choice_of(line),
            placeholder="Decide" if line.choices else "Write it below, in the mapping as text",
            help=plain(line.reason) or None,
            disabled=not line.choices,
            key=f"decide_{line.table}_{line.name}",
        )
        if chosen is not None:
            incoming.settle(line, line.choices[chosen].entry)
            st.rerun()


def _choice_of(line: Line) -> Callable[[int], str]:
    def said(number: int) -> str:
        choice = line.choices[number]
        written = "leave it out" if choice.entry is None else toml_value(choice.entry)
        return f"{choice.when}: {written}"

    return said


def _lines(draft: Draft) -> None:
    settled = [line for line in draft.lines if not line.is_open]
    examples = {one.name: such_as(one) for one in draft.columns}
    st.dataframe(
        [
            {
                "ours": placed(line.table, line.name),
                "theirs": _theirs(line.entry),
                "such as": " | ".join(
                    examples[column] for column in columns_in(line.entry) if column in examples
                ),
                "why": line.reason,
            }
            for line in settled
        ],
        hide_index=True,
        height="content" if len(settled) <= 12 else 450,
        column_config={
            "ours": st.column_config.TextColumn("Ours", width=170),
            "theirs": st.column_config.TextColumn("In the file", width=230),
            "such as": st.column_config.TextColumn("Such as", width=210),
            "why": st.column_config.TextColumn("Why", width="large"),
        },
        alt="The suggested mapping: our column, theirs, examples, and the reason",
        key="suggested_lines",
    )


def _columns(words: Words, draft: Draft) -> None:
    """Every column of the file with examples, and what becomes of it."""
    count, out = len(draft.columns), len(draft.left_out)
    left_out = f", {words.number(out)} left out" if out else ""
    with st.expander(f"The file, column by column ({words.number(count)}{left_out})"):
        st.dataframe(
            [
                {
                    "column": one.name,
                    "asked": one.question,
                    "such as": such_as(one),
                    "filled": one.filled,
                    "becomes": what_becomes_of(draft, one.name),
                }
                for one in draft.columns
            ],
            hide_index=True,
            column_config={
                "column": st.column_config.TextColumn("Column", width=230),
                "asked": st.column_config.TextColumn("Question", width=180)
                if any(one.question for one in draft.columns)
                else None,
                "such as": st.column_config.TextColumn("Such as", width=210),
                "filled": st.column_config.NumberColumn(
                    "Filled", format="localized", width=80, help="Rows that say something."
                ),
                "becomes": st.column_config.TextColumn("Becomes, or why not", width="large"),
            },
            alt="The columns of the file: examples, rows that have it, and what becomes of it",
            key="columns_of_file",
        )


def _theirs(entry: Any) -> str:
    """Their column, and how it is read: `Survey date, format "%d/%m/%Y"`."""
    if isinstance(entry, str):
        return entry
    if not isinstance(entry, dict):
        return toml_value(entry)
    if "column" not in entry:
        return ", ".join(f"{key} {_theirs(value)}" for key, value in entry.items())
    column = entry["column"]
    named = column if isinstance(column, str) else " or ".join(column)
    rest = [f"{key} {toml_value(value)}" for key, value in entry.items() if key != "column"]
    return ", ".join([named, *rest])


def _as_text(incoming: Incoming) -> None:
    by_hand = incoming.written is not None or incoming.asked is not None
    with st.expander("The mapping as text", expanded=by_hand):
        st.caption(
            "Say here what is asked; the rest is suggested then."
            if incoming.asked
            else "Correct any line here; docs/mapping.md says what can be written."
        )
        written = st.text_area(
            "Mapping (TOML)",
            incoming.mapping,
            height=120 if incoming.asked else _HEIGHT,
            key=f"mapping_text_{hash(incoming.mapping)}",
            label_visibility="collapsed",
            placeholder='[file]\nencoding = "..."' if incoming.asked else None,
        )
        with st.container(horizontal=True):
            used = st.button("Use this text", disabled=written == incoming.mapping)
            instead = incoming.written is not None and incoming.draft is not None
            if instead and st.button("Back to the suggestion", icon=":material/undo:"):
                incoming.back_to_draft()
                st.rerun()
            st.download_button(
                "Download",
                incoming.mapping,
                file_name=incoming.mapping_file().name,
                mime="application/toml",
                help="For python -m insight import FILE --mapping.",
                disabled=not incoming.mapping,
                on_click="ignore",
            )
        if used:
            with said_here():
                incoming.write(written)
                st.rerun()
