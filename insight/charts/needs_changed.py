"""Has the profile of needs changed from one wave to another, and how much?"""

from typing import Any

from insight.charts.claims import is_thin
from insight.charts.drift import Pair
from insight.charts.theme import plain
from insight.query import Result
from insight.words import Words


def finding(result: Result, words: Words, pair: Pair | None = None) -> str:
    """Whether the profile changed, and by which test; from the first to the last wave by default.

    An answer without rows has one wave only, and says nothing.
    """
    row = _row(result, pair)
    if row is None:
        return ""
    first, second = plain(row["first_wave"], 30), plain(row["second_wave"], 30)
    between = f"from {first} to {second}"
    if row["items"] == 0:
        return f"No item was asked in both {first} and {second}"
    people = row["respondents_first"], row["respondents_second"]
    if row["p"] is None or is_thin(*people):
        return f"Too few answers to say whether the profile of needs changed {between}"
    said = "changed" if row["p"] <= 0.05 else "shows no change"
    return f"The profile of needs {said} {between} ({_p(row['p'], words)}; {_test(row, words)})"


def how_much(result: Result, words: Words, pair: Pair | None = None) -> str:
    """The distance of the two profiles, how their ranks agree, and what is compared."""
    row = _row(result, pair)
    if row is None or row["js_distance"] is None:
        return ""
    distance = words.number(row["js_distance"], 2)
    said = f"Jensen-Shannon distance {distance}, where 0 is alike and 1 nothing in common"
    if row["rank_correlation"] is not None:
        ranks = words.number(row["rank_correlation"], 2)
        said += f"; rank correlation {ranks} (Spearman), where 1 is the same order"
    people = (row["respondents_first"], row["respondents_second"])
    asked = " and ".join(map(words.number, people))
    return f"{said}. Compared are {words.count(row['items'], 'item')} asked of {asked} people"


def _test(row: dict[str, Any], words: Words) -> str:
    """`chi-squared 30.1 on 2 degrees of freedom`, or the name of a test without it."""
    if row["chi2"] is None:
        return row["test"]
    decimals = 0 if round(row["df"], 1) == round(row["df"]) else 1
    on = f"on {words.number(row['df'], decimals)} degrees of freedom"
    name, comma, corrected = row["test"].partition(", ")
    return f"{name} {words.number(row['chi2'], 1)} {on}{comma}{corrected}"


def _p(p: float, words: Words) -> str:
    return f"p below {words.number(0.001, 3)}" if p < 0.001 else f"p = {words.number(p, 3)}"


def _row(result: Result, pair: Pair | None) -> dict[str, Any] | None:
    """The row of a pair of waves; by default of the first and the last, which ends the answer."""
    rows = result.rows()
    chosen = [row for row in rows if (row["first_wave"], row["second_wave"]) == pair]
    return (chosen or rows or [None])[-1]
