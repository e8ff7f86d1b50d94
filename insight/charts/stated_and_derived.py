"""What customers say they want beside what goes with their score: two yardsticks, never mixed."""

from dataclasses import dataclass

from insight.charts.driver import Driver, drivers_of, model_size
from insight.charts.items import Side, is_pick, wanted_side
from insight.charts.theme import THIN, plain
from insight.query import Result
from insight.words import Words

_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True)
class Compared:
    """One item by both yardsticks; ranks run from 1, the most important.

    `people` are those in the model; the want rests on its own.
    """

    derived: Driver
    stated: Side
    people: int
    derived_rank: int
    stated_rank: int
    even_share: float
    mean_want: float

    @property
    def item(self) -> str:
        return self.derived.item

    @property
    def is_thin(self) -> bool:
        """Whether either rests on too few people to compare them."""
        return min(self.stated.respondents, self.people) < THIN

    @property
    def only_wanted(self) -> bool:
        """Wanted more than items are on average, yet its share lies below an even one."""
        high = self.derived.high
        return self._wanted == 1 and high is not None and high < self.even_share

    @property
    def only_derived(self) -> bool:
        """Wanted less than items are on average, yet its share lies above an even one."""
        low = self.derived.low
        return self._wanted == -1 and low is not None and low > self.even_share

    @property
    def disagrees(self) -> bool:
        """Whether both intervals say so."""
        return self.only_wanted or self.only_derived

    @property
    def _wanted(self) -> int:
        low, high = self.stated.limits
        if self.is_thin or low <= self.mean_want <= high:
            return 0
        return 1 if low > self.mean_want else -1


def compared(derived: Result, stated: Result) -> list[Compared]:
    """Items that have both, by share; `stated` answers `want_vs_delivered`.

    Where some wants are picks, picks only: a share of people and a mean want are no one scale.
    """
    wants = {row["item"]: row for row in stated.rows() if row["wanted"] is not None}
    if any(is_pick(row) for row in wants.values()):
        wants = {item: row for item, row in wants.items() if is_pick(row)}
    model = drivers_of(derived)
    both = [driver for driver in model if driver.item in wants]
    sides = {driver.item: wanted_side(wants[driver.item]) for driver in both}
    people = model_size(derived)[0] if model else 0
    by_want = sorted(both, key=lambda driver: -sides[driver.item].value)
    mean = sum(side.value for side in sides.values()) / max(1, len(sides))
    return [
        Compared(
            derived=driver,
            stated=sides[driver.item],
            people=people,
            derived_rank=rank,
            stated_rank=by_want.index(driver) + 1,
            even_share=100 / len(model),
            mean_want=mean,
        )
        for rank, driver in enumerate(both, start=1)
    ]


def finding(derived: Result, stated: Result, words: Words) -> str:
    """Where the two disagree beyond what chance would do, with both ranks."""
    items = compared(derived, stated)
    if len(items) < 2:
        return "Stated and derived importance cannot be compared: fewer than two items have both"
    only_wanted = [item for item in items if item.only_wanted]
    only_derived = [item for item in items if item.only_derived]
    said = []
    if only_wanted:
        most = min(only_wanted, key=lambda item: item.stated_rank)
        said.append(
            f"{most.derived.name} is wanted {ordinal(most.stated_rank)} of "
            f"{words.spelled(len(items))}, yet goes {ordinal(most.derived_rank)} with the score"
        )
    if only_derived:
        most = min(only_derived, key=lambda item: item.derived_rank)
        said.append(
            f"{most.derived.name} goes {ordinal(most.derived_rank)} with the score, yet is "
            f"wanted {ordinal(most.stated_rank)} of {words.spelled(len(items))}"
        )
    if said:
        return "; ".join(said)
    return "What customers say they want and what goes with their score nowhere clearly disagree"


def ordinal(rank: int) -> str:
    """`1st`, `2nd`, `11th`."""
    ending = "th" if 10 <= rank % 100 <= 20 else _ORDINALS.get(rank % 10, "th")
    return f"{rank}{ending}"


def who_disagrees(derived: Result, stated: Result, words: Words) -> str:
    """Every item on which they disagree, and what shading means; else that there is none."""
    items = compared(derived, stated)
    only_wanted = [item.derived.name for item in items if item.only_wanted]
    only_derived = [item.derived.name for item in items if item.only_derived]
    said = []
    if only_wanted:
        said.append(f"wanted much but going little with the score: {words.listed(only_wanted)}")
    if only_derived:
        said.append(f"wanted little but going much with the score: {words.listed(only_derived)}")
    about = (
        "Left, the share of R² that goes with the score; right, what customers say they want. "
        "Two scales: compare ranks, not lengths"
    )
    return f"{about}. Shaded: {'; '.join(said)}" if said else about


def alt(derived: Result, stated: Result, words: Words) -> str:
    """The finding and both figures of the first items, for who does not see the chart."""
    said = [f"Two charts sharing their items. {finding(derived, stated, words)}"]
    for item in compared(derived, stated)[:5]:
        said.append(
            f"{plain(item.item)}: {words.number(item.derived.share)} % of R², wanted "
            f"{words.number(item.stated.value)}"
        )
    return ". ".join(said) + "."
