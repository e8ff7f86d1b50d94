"""What a page is shown with: the published answers, the filters, the words and the theme."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

from insight.charts.theme import Theme
from insight.coverage import Coverage
from insight.filters import Filters
from insight.gateway import EVERYONE, Gateway, Reader
from insight.query import Query, Result
from insight.tables import TABLES
from insight.ui.plain import plain
from insight.words import Words

MOST_ROWS = 20_000
"""What a page draws, lists and downloads of one answer; it says when there is more."""

_STATE = "undercurrent_view"


class NothingToShow(Exception):
    """An answer without rows, so that the card says why instead of drawing nothing."""

    def __init__(self, query: Query):
        super().__init__(query.name)
        self.query = query


@dataclass(frozen=True)
class View:
    """One reader's view for one run; pages ask through it and never see a connection."""

    gateway: Gateway
    filters: Filters
    words: Words
    theme: Theme
    data_folder: Path
    reader: Reader = EVERYONE
    asked: dict[str, Query] = field(default_factory=dict)
    """The questions asked on this page so far, for its small print."""
    answers: dict[tuple, Result] = field(default_factory=dict)
    """What they were answered: a card, its title and its small print read the same rows."""

    @property
    def coverage(self) -> Coverage:
        return self.gateway.coverage

    def ask(self, name: str, filters: Filters | None = None, **options: Any) -> Result:
        """An answer under the reader's filters; NothingToShow where it has no rows."""
        result = self.ask_any(name, filters, **options)
        if result.is_empty:
            raise NothingToShow(result.query)
        return result

    def ask_any(self, name: str, filters: Filters | None = None, **options: Any) -> Result:
        """The same, an answer without rows included; at most MOST_ROWS of them."""
        question = (name, filters or self.filters, *sorted(options.items()))
        if question not in self.answers:
            asked = self.gateway.ask(name, filters or self.filters, reader=self.reader, **options)
            self.asked[name] = asked.query
            self.answers[question] = asked.first(MOST_ROWS)
        return self.answers[question]

    def ask_ahead(self, name: str, filters: Filters | None = None, **options: Any) -> None:
        """Begin an answer that a card further down will ask for with the same words."""
        self.gateway.ask_ahead(name, filters or self.filters, reader=self.reader, **options)

    def answers_matching(self, filters: Filters) -> str:
        """How many answers the filters leave, in words: `24,318 answers`."""
        rows = self.gateway.ask("answers", filters, reader=self.reader).rows()
        if not rows:
            return "no answers"
        answers = rows[0]["answers"]
        if answers is None:
            return f"fewer than {self.gateway.settings.minimum_answers} answers"
        return self.words.count(answers, "answer")

    @property
    def has_scores(self) -> bool:
        return self.gateway.has_scores

    def lacks(self, table: str) -> bool:
        """Whether the company's exports do not carry that table."""
        return table in TABLES and not self.gateway.warehouse.has_table(table)


def show_with(view: View) -> None:
    """Make the view that the page will find."""
    st.session_state[_STATE] = view


def current_view() -> View:
    """The view of this run; app.py has made it before any page runs."""
    return st.session_state[_STATE]


def chosen(name: str, default: Any) -> Any:
    """What a choice further down the page stands at, before it is drawn."""
    kept = st.session_state.get("choices", {}).get(name)
    return default if kept is None else kept


def choose(
    name: str,
    label: str,
    options: Iterable[Any],
    default: Any = None,
    written: dict[Any, str] | None = None,
    from_export: bool = False,
) -> Any:
    """A choice on the page, kept in the address under its name; the first option by default.

    A value in the address that is no option falls back with a visible word. Options that stem
    `from_export` stand in a list, whose entries Streamlit does not read as Markdown.
    """
    options = list(options)
    default = options[0] if default is None else default
    kept = st.session_state.setdefault("choices", {})
    st.session_state.setdefault("choice_defaults", {})[name] = default
    asked = kept.get(name)
    by_address = {str(option): option for option in options}
    if asked is not None and str(asked) not in by_address:
        instead = plain((written or {}).get(default, str(default)))
        st.warning(f"Left out: there is no {name} “{plain(asked)}” here; showing {instead}.")
        kept.pop(name)
    key = f"choice:{name}"
    # Said anew each run: a widget of the same name on the page before leaves no value behind.
    st.session_state[key] = by_address.get(str(asked), default)
    draw = st.selectbox if from_export else st.segmented_control
    extra = {"width": 280} if from_export else {"required": True}
    chosen = draw(
        label,
        options,
        key=key,
        format_func=lambda option: (written or {}).get(option, str(option)),
        **extra,
    )
    kept[name] = chosen if chosen != default else None
    return chosen
