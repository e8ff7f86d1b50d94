"""Items that run against all others of their scale, as one does whose scale is turned round."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from insight.importers.mappings.fields import Field
from insight.importers.mappings.items import SCALED, RatedItem
from insight.importers.mappings.settling import question
from insight.problems import Mistake
from insight.warehouse import literal

_AGAINST = -0.3
_FEWEST = 50
_ENOUGH_ROWS = 2_000_000
"""Ratings from which a share of the questionnaires is looked at, so that memory stays small."""

_CORRELATIONS = """
with answered as (
    select response_id, item, ({side} - {side}_low) / ({side}_high - {side}_low) as share,
        least({side}_low, {side}_high) as low, greatest({side}_low, {side}_high) as high, _file
    from read_parquet({path})
    where {side} is not null and {side}_low != {side}_high and hash(response_id) % {step} = 0
),
totals as (
    select response_id, low, high, sum(share) as total, count(*) as items
    from answered group by all having count(*) > 2
)
select answered.item, corr(share, (total - share) / (items - 1)), count(*), min(_file)
from answered join totals using (response_id, low, high)
group by answered.item, low, high
order by 2
"""


@dataclass(frozen=True)
class ReversedItem:
    """An item, and its r with the mean of the others of its scale over so many answers."""

    item: str
    side: str
    correlation: float
    answers: int
    file: str
    """The first file by name that has it."""


def reversed_items(ratings: Path, sides: Iterable[str]) -> Iterator[ReversedItem]:
    """Items whose r with the mean of at least two others of their scale is below -0.3.

    Shares of the scale are compared, so that a scale stated as reversed runs with the others.
    Where half of the items or more run against the rest nothing is said: those are ranks.
    """
    with duckdb.connect(":memory:", config={"memory_limit": "500MB"}) as connection:
        path = literal(str(ratings))
        ((rows,),) = connection.sql(f"select count(*) from read_parquet({path})").fetchall()
        step = rows // _ENOUGH_ROWS + 1
        for side in sides:
            found = connection.sql(_CORRELATIONS.format(side=side, path=path, step=step)).fetchall()
            against = [
                ReversedItem(item, side, r, answers, file)
                for item, r, answers, file in found
                if r is not None and r < _AGAINST and answers >= _FEWEST
            ]
            if 2 * len(against) < len(found):
                yield from against


def check_directions(ratings: Path, items: Iterable[RatedItem]) -> None:
    """Mistake where an item runs against the others, unless its own line states its scale."""
    items = {item.item.value: item for item in items if item.item.is_constant}
    sides = [side for side in SCALED if any(getattr(item, side) for item in items.values())]
    for found in reversed_items(ratings, sides):
        item = items.get(found.item)
        field: Field | None = getattr(item, found.side) if item else None
        if field and not field.states_itself("scale"):
            raise Mistake(_asked(field, found))


def _asked(field: Field, found: ReversedItem) -> str:
    low, high = (int(end) if end == int(end) else end for end in field.scale)
    columns = " or ".join(map(repr, field.columns))
    message = (
        f"{found.file}, column {columns}: {found.item!r} runs against the other items of its scale "
        f"(r = {found.correlation:.2f} over {found.answers:,} answers), as an item does "
        "whose scale is turned round"
    )
    fixes = [
        (field.line(scale=[high, low]), f"if {low} is its best answer"),
        (field.line(scale=[low, high]), f"if {high} is its best answer, as of the others"),
    ]
    return question(field, message, fixes)
