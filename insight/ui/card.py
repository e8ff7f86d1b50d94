"""A card: its finding, its chart, its small print; empty and failing it says why, alone."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import streamlit as st

from insight.filters import Filters
from insight.problems import Failure, Mistake
from insight.query import Query
from insight.tables import TABLES
from insight.ui.address import reset_filters
from insight.ui.plain import plain
from insight.ui.view import NothingToShow, View

log = logging.getLogger("insight.ui")

_STANDING = "undercurrent_cards"

_TABLE_OF_ROLLUP = {
    "nps_daily": "survey_responses",
    "ratings_monthly": "ratings",
    "raters": "ratings",
    "raters_delivered": "ratings",
    "invitations_monthly": "invitations",
    "interactions_monthly": "interactions",
    "departures_monthly": "departures",
    "told_scores": "contacts",
}
_OF_SCORES = frozenset(
    {"nps_daily", "nps_flows", "nps_relationship", "nps_since_use", "raters", "told_scores"}
)
"""Rollups that count answers with a score only."""
_HAVE_OWN_DIMENSIONS = ("invitations_monthly", "interactions_monthly")
"""Rollups of tables that need not carry the dimensions which the answers have."""


@contextmanager
def card(view: View, name: str, height: int = 400) -> Iterator[None]:
    """What is drawn inside; a skeleton of that height in pixels while it takes long to come.

    Once it stands, a rerun leaves it there, faded, until it is drawn anew.
    A question without rows, a mistake or a failure ends this card with a sentence; the others
    go on. `name` is its title where it cannot state a finding.
    """
    with st.container():
        try:
            with _waiting(name, height):
                yield
        except NothingToShow as nothing:
            st.subheader(name, anchor=False)
            _say_why_empty(view, nothing.query, name)
        except (Mistake, Failure) as problem:
            st.subheader(name, anchor=False)
            st.warning(plain(str(problem)))
        except Exception:
            log.exception("card %s failed", name)
            st.subheader(name, anchor=False)
            st.error("This card failed; the others stand. The server's log says what happened.")


def cards_of(page: str) -> None:
    """Which cards stand is known of one page at a time; to be called before it runs."""
    if st.session_state.get(_STANDING, ("", None))[0] != page:
        st.session_state[_STANDING] = (page, set())


@contextmanager
def _waiting(name: str, height: int) -> Iterator[None]:
    _, standing = st.session_state.get(_STANDING, ("", set()))
    if name in standing:
        st.empty()  # where the skeleton was, so that everything below keeps its place
        yield
        return
    with st.skeleton(height=height):
        yield
    standing.add(name)


def title(name: str, *findings: Callable[[], str]) -> None:
    """The page's title: the first finding that can be stated, or its name where none can."""
    said = name
    for finding in findings:
        with suppress(NothingToShow, Mistake, Failure):
            said = finding()
            break
    st.title(plain(said), anchor=False)


def _say_why_empty(view: View, query: Query, name: str) -> None:
    missing = missing_table(view, query)
    if missing is not None:
        st.info(missing)
        return
    apart = (
        _of_another_table(view, query)
        or _nobody_did_both(view, query)
        or _window_too_long(view, query)
    )
    if apart is not None:
        st.info(apart)
    elif query.is_rate:
        sentence = f"No answers match: {plain(view.filters.sentence(view.words))}."
        st.info(f"{sentence} {_filter_to_relax(view)}")
    else:
        st.info("Nothing is on record in this period. A longer period may show something.")
    st.button("Reset filters", key=f"reset_{name}", on_click=reset_filters)


def missing_table(view: View, query: Query) -> str | None:
    """What to add where the exports cannot answer a question at all; None where they can."""
    for rollup in sorted(query.reads):
        table = _TABLE_OF_ROLLUP.get(rollup, rollup)
        if view.lacks(table):
            return (
                f"This needs the table {table} (one row is {TABLES[table].one_row_is}), which "
                f"would add {TABLES[table].adds}. Import it with a mapping, or put "
                f"{table}.parquet into the exports and publish."
            )
    if _OF_SCORES & query.reads and query.is_rate and not view.has_scores:
        return (
            "This needs recommend_score, the answer from 0 to 10 to “would you recommend us?”, "
            "in survey_responses. Name its column in the mapping, import and publish again."
        )
    return None


def _of_another_table(view: View, query: Query) -> str | None:
    """Why a table beside the answers has nothing here: it lacks a filtered dimension, or rows."""
    for rollup in _HAVE_OWN_DIMENSIONS:
        beside_answers = rollup == "interactions_monthly" and "nps_monthly" in query.reads
        if rollup not in query.reads or beside_answers:
            continue
        table, carried = _TABLE_OF_ROLLUP[rollup], view.gateway.dimensions_of(rollup)
        absent = [name for name, _ in view.filters.where if name not in carried]
        if absent:
            named = plain(view.words.listed(absent, "or"))
            return (
                f"The table {table} does not say {named}, so it cannot be filtered by it. "
                "Without that filter it may have something to show."
            )
        return (
            f"The table {table} has no rows for {plain(view.filters.sentence(view.words))}. "
            "A longer period or fewer filters may show something."
        )
    return None


def _nobody_did_both(view: View, query: Query) -> str | None:
    """Why drivers have nothing here although there are answers."""
    if "raters" not in query.reads:
        return None
    if view.gateway.ask("answers", view.filters, reader=view.reader).is_empty:
        return None
    return (
        f"Of these answers ({plain(view.filters.sentence(view.words))}) none has both a score from "
        "0 to 10 and a rating of how well an item is delivered. A longer period, fewer filters or "
        "another survey may have both."
    )


def _window_too_long(view: View, query: Query) -> str | None:
    """Why a rolling window has nothing here although there are answers."""
    if "window" not in query.parameters:
        return None
    if view.gateway.ask("answers", view.filters, reader=view.reader).is_empty:
        return None
    return (
        f"These answers ({plain(view.filters.sentence(view.words))}) span fewer months than the "
        "rolling window. A shorter window or a longer period has something to show."
    )


def _filter_to_relax(view: View) -> str:
    """The one filter whose removal brings the most answers, named with how many."""
    everything = Filters.everything(view.coverage)
    relaxed = {
        f"{dimension} ({', '.join(values)})": view.filters.of(dimension, ())
        for dimension, values in view.filters.where
    }
    if view.filters.preset != "all":
        relaxed["the period"] = view.filters.during(everything.period, "all")
    best, most = "", 0
    for named, filters in relaxed.items():
        rows = view.gateway.ask("answers", filters, reader=view.reader).rows()
        answers = rows[0]["answers"] or 0 if rows else 0
        if answers > most:
            best, most = named, answers
    if not best:
        return "Reset the filters to see everyone."
    return f"Without {plain(best)} there are {view.words.count(most, 'answer')}."
