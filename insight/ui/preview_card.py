"""What would come in: the score, rows kept and rejected, the first rows, what was assumed."""

from collections.abc import Sequence

import streamlit as st

from insight.importers.preview import Preview, Score, TablePreview, Values
from insight.ui.plain import plain
from insight.words import EN_DASH, Words

MOST_NAMED = 8
"""Dimensions or items that are named with their counts."""


def preview_card(words: Words, preview: Preview) -> None:
    """The message first (the NPS that would come in), then what it rests on."""
    st.markdown(f"**{_headline(words, preview)}**")
    for sentence in preview.joins:
        st.caption(plain(sentence))
    if preview.reasons:
        st.markdown("**Rejected, with file, row and reason kept in the rejects file**")
        st.dataframe(
            [{"rows": count, "reason": reason} for reason, count in preview.reasons],
            hide_index=True,
            column_config={"rows": "Rows", "reason": "Reason"},
            alt="Rejected rows by reason",
            key="preview_reasons",
        )
    for table in preview.tables:
        _table(words, table)
    if preview.assumptions:
        with st.expander(f"What was assumed ({len(preview.assumptions)})"):
            st.markdown("\n".join(f"- {plain(one)}" for one in preview.assumptions))


def _headline(words: Words, preview: Preview) -> str:
    if preview.score:
        return _of_score(words, preview.score)
    if preview.tables:
        return "No answer to the recommend question would come in."
    return "Nothing new would come in."


def _of_score(words: Words, score: Score) -> str:
    interval = words.interval(score.low, score.high)
    return (
        f"NPS {words.number(score.nps)} ({interval}) from "
        f"{words.count(score.respondents, 'answer')}: "
        f"{words.count(score.promoters, 'promoter')}, {words.number(score.passives)} passives, "
        f"{words.count(score.detractors, 'detractor')}."
    )


def _table(words: Words, table: TablePreview) -> None:
    counts = table.counts
    st.markdown(
        f"**{counts.table}**: {words.number(counts.rows_read)} rows read, "
        f"{words.number(counts.rows_kept)} kept, {words.number(counts.rows_rejected)} rejected"
    )
    more = []
    if table.first_day:
        more.append(f"{words.day(table.first_day)} to {words.day(table.last_day)}")
    more += _counted(words, table.dimensions, "value")
    more += _counted(words, table.items, "answer")
    if more:
        st.caption(" · ".join(more))
    st.dataframe(
        [dict(zip(table.columns, row, strict=True)) for row in table.rows],
        hide_index=True,
        placeholder=EN_DASH,
        alt=f"The first rows of {counts.table} as they would be stored",
        key=f"preview_{counts.table}",
    )


def _counted(words: Words, values: Sequence[Values], noun: str) -> list[str]:
    """The first few with their counts, and how many more there are."""
    said = [f"{plain(one.name)}: {words.count(one.count, noun)}" for one in values[:MOST_NAMED]]
    more = len(values) - MOST_NAMED
    return [*said, f"and {more} more"] if more > 0 else said
