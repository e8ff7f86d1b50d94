"""Cards that need columns few exports have: where they are absent, what would add them."""

from collections.abc import Callable
from types import ModuleType

import streamlit as st

from insight.filters import Filters
from insight.problems import Failure, Mistake
from insight.query import Result, question
from insight.ui.plain import plain
from insight.ui.question_card import question_card
from insight.ui.view import View

_ADDED_BY = {
    "effort": (
        "This needs how easy a process was for customers: effort in ratings (with effort_low and "
        "effort_high, its scale). How convenient it is for us comes from convenient in beliefs. "
        "Name their columns in the mapping, import and publish again."
    ),
    "kano": (
        "This needs both Kano questions of an item: functional (how would you feel if you had it?) "
        "and dysfunctional (and if you did not?), 1 to 5, in ratings. Name their columns in the "
        "mapping, import and publish again."
    ),
}


def has_nothing(view: View, name: str, filters: Filters | None = None) -> bool:
    """Whether the answer has no rows; a question that fails has its card say why."""
    try:
        return view.ask_any(name, filters).is_empty
    except (Mistake, Failure):
        return False


def optional_card(
    view: View, charts: ModuleType, caption: Callable[[Result], str], titled: bool = True
) -> bool:
    """The question that `charts` shares its name with, as a card; whether there was any answer.

    Where there is none it says why: the columns are missing, or nobody was asked in this view.
    """
    name = charts.__name__.rpartition(".")[2]
    if not has_nothing(view, name):
        question_card(view, charts, caption, titled=titled)
        return True
    st.subheader(question(name).question, anchor=False)
    if has_nothing(view, name, Filters.everything(view.coverage)):
        st.info(_ADDED_BY[name])
    else:
        sentence = plain(view.filters.sentence(view.words))
        st.info(f"Nobody was asked this: {sentence}. Other periods or fewer filters have answers.")
    return False
