"""What shifted in what customers say and do, when and by how much?"""

from collections import Counter
from typing import Any

import plotly.graph_objects as go

from insight.charts.claims import is_thin
from insight.charts.nps_line import nothing_to_draw
from insight.charts.shift_panels import panels
from insight.charts.shifts import (
    counted,
    in_order,
    largest_of,
    shift_sentence,
    shift_title,
    when,
)
from insight.charts.theme import Theme
from insight.query import Result
from insight.stats.change_points import A_SIDE, SHOWN_FROM
from insight.words import Words

MOST_PANELS = 6
SHARED_SHOCKS = (
    "Where all series are shaken together, month by month (weather, a strike, the news), some of "
    "these shifts will be false. Sizes are among shifts that were found: small ones are overstated."
)
"""What the reader must know of the method's limits."""


def finding(result: Result, words: Words, levels: Result | None = None) -> str:
    """The largest shift and how many there are; or that there is none, in how many series.

    `levels` is the answer to customer_series, which knows what was searched.
    """
    rows = in_order(result)
    if rows:
        largest = largest_of(rows)
        said = f"{shift_title(largest, words)} {when(largest, words)}"
        if len(rows) == 1:
            return f"{said}; nothing else shifted"
        return f"{said}, the largest of {words.spelled(len(rows))} shifts"
    searched = searched_series(levels)
    if not searched:
        return f"Too few answers to look for shifts: {2 * A_SIDE} periods are needed"
    among = "the one series" if searched == 1 else f"any of {words.spelled(searched)} series"
    return f"No shift of {words.points(SHOWN_FROM)} or more was found in {among}"


def searched_series(levels: Result | None) -> int:
    """How many series have enough periods on either side of a shift."""
    return sum(count >= 2 * A_SIDE for count in _periods(levels).values()) if levels else 0


def _periods(levels: Result) -> Counter[str]:
    return Counter(row["series"] for row in levels.rows() if row["counts"])


def why_none(levels: Result, words: Words) -> str:
    """What was searched in vain, and what a shift must be to be found."""
    most = words.count(max(_periods(levels).values(), default=0), "complete period")
    searched = searched_series(levels)
    looked = (
        f"Searched: {words.number(searched)} series of up to {most} with enough answers"
        if searched
        else f"No series is long enough to search: the longest has {most} with enough answers"
    )
    return (
        f"{looked}. A shift holds for at least {words.spelled(A_SIDE)} periods on either side, "
        f"measures {words.points(SHOWN_FROM)} or more, and stands out from the chance of looking "
        "at so many series."
    )


def measure(result: Result, levels: Result, words: Words) -> str:
    """What is drawn, what it was searched among, and what is left out."""
    left_out = len({row["series"] for row in in_order(result)}) - MOST_PANELS
    more = f"; {words.spelled(left_out)} more series are in the list" if left_out > 0 else ""
    thin = any(row["counts"] and is_thin(row["respondents"]) for row in levels.rows())
    hollow = ". A hollow point rests on fewer than 30 answers, too few to say much" if thin else ""
    return (
        "Levels between shifts, over what each period measured with its 95 % interval: NPS in "
        "points, all else in percent, every panel on as many points. In the shaded days the level "
        f"may have shifted. {words.number(searched_series(levels))} series were searched at once"
        f"{more}{hollow}"
    )


def customer_shifts(result: Result, theme: Theme, levels: Result) -> go.Figure:
    """A panel for each series that shifted, at most six: NPS first, then by size."""
    by_series: dict[str, list[dict[str, Any]]] = {}
    for row in in_order(result):
        by_series.setdefault(row["series"], []).append(row)
    if not by_series:
        said = finding(result, theme.words, levels)
        return nothing_to_draw(theme.figure(0), said, theme)

    def by_size(series: str) -> tuple[bool, float, str]:
        return series != "nps", -max(abs(row["size"]) for row in by_series[series]), series

    drawn = sorted(by_series, key=by_size)[:MOST_PANELS]
    points: dict[str, list[dict[str, Any]]] = {series: [] for series in drawn}
    for row in levels.rows():
        if row["series"] in points and row["counts"] and row["level"] is not None:
            points[row["series"]].append(row)
    return panels([(by_series[series], points[series]) for series in drawn], theme)


def listed(result: Result, words: Words) -> list[dict[str, Any]]:
    """The shifts as rows of a list: shift, when, from, to, size, interval, rests on."""
    return [
        {
            "shift": shift_title(row, words),
            "when": words.span(row["earliest"], row["latest"]),
            "from": round(row["before"], 1),
            "to": round(row["after"], 1),
            "size": round(row["size"], 1),
            "95 % interval": words.interval(row["size_low"], row["size_high"], 1),
            "rests on": counted(row, words),
        }
        for row in in_order(result)
    ]


def alt(result: Result, words: Words, levels: Result | None = None) -> str:
    """Every shift as a sentence, for who does not see the panels."""
    said = [finding(result, words, levels)]
    said += [shift_sentence(row, words) for row in in_order(result)]
    return ". ".join(said) + "."
