"""Ratings and picks of some questionnaires become one row for each item of a questionnaire."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.mappings.fields import Field
from insight.importers.mappings.items import NO_PICK, PAIRED, SCALED, Picks, RatedItem
from insight.tables import ARROW_TYPES, TABLES

Reader = Callable[[Field], pa.Array]
"""Gives a field's values for some questionnaires, in their order."""

_PICK_SCALE = (0.0, 1.0)
_TYPES = {column.name: ARROW_TYPES[column.type] for column in TABLES["ratings"].columns}


def rating_columns(items: Sequence[RatedItem], picks: Picks | None) -> list[str]:
    """The columns that ratings get from these items and picks, in the order of the table."""
    columns = ["item"]
    if any(item.kind for item in items) or (picks and picks.kinds):
        columns.append("kind")
    for side in SCALED:
        if any(getattr(item, side) for item in items) or (picks and side == "wanted"):
            columns += [side, f"{side}_low", f"{side}_high"]
    return columns + [side for side in PAIRED if any(getattr(item, side) for item in items)]


def read_ratings_rows(
    read: Reader,
    rows: int,
    items: Sequence[RatedItem],
    picks: Picks | None,
    columns: Sequence[str],
) -> tuple[pa.Array, dict[str, pa.Array]]:
    """Positions of the questionnaires and the ratings' columns, item by item.

    An item rated and picked is one row. An item neither rated nor asked as a pick has no row.
    """
    picked = picked_items(read, picks) if picks else {}
    parts: list[tuple[pa.Array, dict[str, pa.Array]]] = []
    for item in items:
        sides: dict[str, tuple[pa.Array, tuple[float, float]]] = {}
        if item.item.value in picked:
            sides["wanted"] = (picked.pop(item.item.value), _PICK_SCALE)
        for side in (*SCALED, *PAIRED):
            field: Field | None = getattr(item, side)
            if field:
                sides[side] = (read(field), field.scale)
        names = read(item.item)
        parts.append(_answered(columns, names, read(item.kind) if item.kind else None, sides))
    for name, wanted in picked.items():
        kind = picks.kinds.get(name)
        kinds = pa.repeat(pa.scalar(kind, pa.string()), rows)
        names = pa.repeat(name, rows)
        parts.append(_answered(columns, names, kinds, {"wanted": (wanted, _PICK_SCALE)}))
    positions = pa.concat_arrays([positions for positions, _ in parts])
    return positions, {
        column: pa.concat_arrays([values[column] for _, values in parts]) for column in columns
    }


def picked_items(read: Reader, picks: Picks) -> Mapping[str, pa.Array]:
    """Item -> 1 where a questionnaire picked it, else 0: everyone asked counts."""
    slots = [read(slot) for slot in picks.slots]
    return {
        item: reduce(pc.or_, [pc.fill_null(pc.equal(slot, item), False) for slot in slots]).cast(
            pa.float64()
        )
        for item in picks.items
        if item != NO_PICK
    }


def unanswered_picks(read: Reader, picks: Picks) -> int:
    """Questionnaires that left every pick empty, without even saying "none"."""
    blank = reduce(pc.and_, [pc.is_null(read(slot)) for slot in picks.slots])
    return pc.sum(blank).as_py() or 0


def _answered(
    columns: Sequence[str],
    names: pa.Array,
    kinds: pa.Array | None,
    sides: Mapping[str, tuple[pa.Array, tuple[float, float]]],
) -> tuple[pa.Array, dict[str, pa.Array]]:
    """Where any side of one item was answered, and the rating there."""
    given = reduce(pc.or_, [pc.is_valid(values) for values, _ in sides.values()])
    positions = pc.indices_nonzero(given).cast(pa.int64())
    rows = len(positions)
    rating = {column: pa.nulls(rows, _TYPES[column]) for column in columns}
    rating["item"] = names.take(positions)
    if "kind" in rating and kinds is not None:
        rating["kind"] = kinds.take(positions)
    for side, (values, scale) in sides.items():
        rating[side] = values.take(positions)
        if side in SCALED:
            rating |= scale_ends(side, rating[side], scale)
    return positions, rating


def scale_ends(name: str, values: pa.Array, scale: tuple[float, float]) -> dict[str, pa.Array]:
    """name_low and name_high beside values; null where nobody answered."""
    return {
        f"{name}_{end}": pc.if_else(pc.is_valid(values), limit, pa.scalar(None, pa.float64()))
        for end, limit in zip(("low", "high"), scale, strict=True)
    }
