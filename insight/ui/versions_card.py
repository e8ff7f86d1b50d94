"""The versions published so far, and going back to one of them."""

from datetime import datetime

import streamlit as st

from insight.problems import Failure, Mistake
from insight.publishing.undo import VersionLine, switch_to, versions_listed
from insight.ui.plain import plain
from insight.ui.view import View
from insight.words import EN_DASH


def versions_card(view: View, why_not: str | None) -> None:
    """Every version with what it holds; whoever may publish can make another one current."""
    st.header("Versions", anchor=False)
    lines = versions_listed(view.data_folder)
    damaged = any(line.damage for line in lines)
    keep = view.gateway.settings.keep_versions
    st.caption(
        f"Each publish makes a whole new version; the latest {keep} are kept. Going back takes a "
        "moment and loses nothing."
    )
    st.dataframe(
        [
            {
                "published": _when(view, line),
                "state": _state(view, line),
                "answers": line.answers,
                "from": line.first_answer,
                "to": line.last_answer,
            }
            for line in lines
        ],
        hide_index=True,
        height="content",
        placeholder=EN_DASH,
        column_config={
            "published": st.column_config.TextColumn("Published (UTC)", width=210),
            "state": st.column_config.TextColumn("", width="large" if damaged else 90),
            "answers": st.column_config.NumberColumn("Answers", format="localized"),
            "from": st.column_config.DateColumn("From", format="D MMM YYYY"),
            "to": st.column_config.DateColumn("To", format="D MMM YYYY"),
        },
        alt="The versions of this dashboard, the latest first",
        key="versions",
    )
    others = [line for line in lines if not line.is_current and line.damage is None]
    if others and why_not is None:
        _go_back(view, others)


def _go_back(view: View, others: list[VersionLine]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Make another version current",
            others,
            format_func=lambda line: (
                f"{_when(view, line)}, {view.words.count(line.answers or 0, 'answer')}"
            ),
            width=400,
            key="version_chosen",
        )
        if st.button("Show this version", icon=":material/history:"):
            try:
                st.session_state["version"] = switch_to(view.data_folder, chosen.name).name
            except (Mistake, Failure) as problem:
                st.warning(plain(str(problem)))
            else:
                st.rerun()


def _when(view: View, line: VersionLine) -> str:
    if line.published_at is None:
        return line.name
    at = datetime.fromisoformat(line.published_at)
    return f"{view.words.day(at.date())}, {at:%H:%M:%S}"


def _state(view: View, line: VersionLine) -> str:
    said = ["current"] if line.is_current else []
    if line.name == view.gateway.version and not line.is_current:
        said.append("shown here")
    if line.damage:
        said.append(line.damage)
    return ", ".join(said)
