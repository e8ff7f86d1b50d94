"""The mapping on screen: what must be decided, what was suggested and why, and corrections."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from insight.importers.drafts.draft import Draft, Line
from insight.importers.mappings.fields import toml_value
from insight.ui.incoming import Incoming
from insight.ui.plain import plain
from insight.words import Words

_HEIGHT = 320
"""Of the mapping as text, in pixels."""


def suggested_mapping(words: Words, incoming: Incoming) -> None:
    """Decisions first, then every line with its reason, then the text itself."""
    if incoming.draft is not None and incoming.written is None:
        for note in incoming.draft.notes:
            st.info(plain(note))
        _decisions(words, incoming)
        _lines(incoming.draft)
    _as_text(incoming)


def _decisions(words: Words, incoming: Incoming) -> None:
    open_lines = incoming.open_lines
    if open_lines:
        st.markdown(f"**{words.count(len(open_lines), 'line')} only you can decide**")
    for line in open_lines:
        chosen = st.selectbox(
            f"{_ours(line)}: {plain(line.question)}",
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


def _ours(line: Line) -> str:
    return plain(line.name if line.table in ("file", "survey_responses") else _placed(line))


def _placed(line: Line) -> str:
    return f"{line.table} · {line.name}"


def _lines(draft: Draft) -> None:
    settled = [line for line in draft.lines if not line.is_open]
    st.dataframe(
        [
            {
                "table": line.table,
                "ours": line.name,
                "theirs": _theirs(line.entry),
                "why": line.reason,
            }
            for line in settled
        ],
        hide_index=True,
        height="content" if len(settled) <= 12 else 450,
        column_config={
            "table": st.column_config.TextColumn("Table", width=130),
            "ours": st.column_config.TextColumn("Ours", width=150),
            "theirs": st.column_config.TextColumn("In the file", width=240),
            "why": st.column_config.TextColumn("Why", width="large"),
        },
        alt="The suggested mapping: our column, theirs, and the reason",
        key="suggested_lines",
    )
    if draft.left_out:
        with st.expander(f"Columns left out ({len(draft.left_out)})"):
            st.dataframe(
                [{"column": one.column, "why": one.reason} for one in draft.left_out],
                hide_index=True,
                column_config={"column": "Column", "why": "Why"},
                alt="Columns that do not come in, and why",
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
    with st.expander("The mapping as text", expanded=incoming.written is not None):
        st.caption("Correct any line here; docs/mapping.md says what can be written.")
        written = st.text_area(
            "Mapping (TOML)",
            incoming.mapping,
            height=_HEIGHT,
            key=f"mapping_text_{hash(incoming.mapping)}",
            label_visibility="collapsed",
        )
        with st.container(horizontal=True):
            if st.button("Use this text", disabled=written == incoming.mapping):
                incoming.write(written)
                st.rerun()
            st.download_button(
                "Download",
                incoming.mapping,
                file_name=incoming.mapping_file().name,
                mime="application/toml",
                help="For python -m insight import FILE --mapping.",
                on_click="ignore",
            )
