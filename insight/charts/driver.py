"""One item of the model of the score, and why there is no model or no place in it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from insight.charts.theme import Theme, plain, wrapped
from insight.query import Result
from insight.stats.driver_shares import PEOPLE_AN_ITEM
from insight.words import Words


@dataclass(frozen=True)
class Driver:
    """One item of the model: percent of R2 with its 95 % interval, none where it has no limits."""

    item: str
    share: float
    low: float | None
    high: float | None

    @property
    def name(self) -> str:
        """Within a sentence, so that `Told about delays` reads as a name."""
        return f"“{plain(self.item, 60)}”"

    def above(self, other: "Driver") -> bool:
        """Whether the two intervals lie apart, this one higher."""
        return self.low is not None and other.high is not None and self.low > other.high


def drivers_of(result: Result) -> list[Driver]:
    """The items of the model, the largest share first."""
    return [
        Driver(row["item"], row["share"], row["share_low"], row["share_high"])
        for row in result.rows()
        if row["share"] is not None
    ]


def model_size(result: Result) -> tuple[int, float]:
    """People in the model and its R2; an answer without a model has no such thing."""
    row = next(row for row in result.rows() if row["share"] is not None)
    return row["respondents"], row["r2"]


def all_of(items: int, words: Words) -> str:
    """`all twelve items`, `both items`, `the item`."""
    if items > 2:
        return f"all {words.spelled(items)} items"
    return "both items" if items == 2 else "the item"


def why_no_model(rows: list[dict[str, Any]], words: Words) -> str:
    """Why no item has a share: too few people, nothing that differs, or all of it hidden."""
    known = Counter(row["respondents"] for row in rows if row["respondents"] is not None)
    if not known:
        return "Too few answers to show what goes with the score"
    # All items of a model rest on the same people; those left out have counts of their own.
    people, items = max(known.items(), key=lambda entry: (entry[1], entry[0]))
    needed = PEOPLE_AN_ITEM * items
    if people <= needed:
        who = "Nobody" if people == 0 else f"Only {words.number(people)} people"
        too_few = f"{who} rated {all_of(items, words)}"
        return f"{too_few}: shares need more than {words.number(needed)} people"
    return (
        "Nothing can be told: the scores of these people do not differ, or no item that half of "
        "them rated does"
    )


def why_left_out(row: dict[str, Any], words: Words) -> str:
    """Why an item has no share although others have one."""
    if row["respondents"] is None:
        return "not in the model: too few answers"
    if row["respondents"] == 0:
        return "not in the model: nobody with a score<br>rated its delivery"
    rated = f"not in the model: {words.number(row['respondents'])} people rated it,"
    return f"{rated}<br>fewer than half, or all of them alike"


def share_range(most: float, room: float) -> list[float]:
    """From a little left of 0, so that a mark on it stands whole, to beyond the most."""
    return [-0.025 * most * room, most * room]


def item_axis(names: list[str], theme: Theme, above: float, below: float) -> dict[str, Any]:
    """Items from the top down, with that much room above the first and below the last row.

    Ticks without colour keep the names off marks at the edge.
    """
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [wrapped(name, 22, 2) for name in names],
        "tickfont": {"color": theme.ink},
        "ticks": "outside",
        "ticklen": 7,
        "tickcolor": "rgba(0,0,0,0)",
        "range": [len(names) - 1 + below, -above],
        "showgrid": False,
        "fixedrange": True,
    }
