"""Ratings and picks of a file become one row for each item of a questionnaire."""

from collections.abc import Callable, Sequence
from typing import Any

from insight.importers.csv_file import SourceFile
from insight.importers.fields import Field
from insight.importers.items import NO_PICK, PAIRED, SCALED, Picks, RatedItem
from insight.importers.values import read_values

Reader = Callable[[Field], list[Any]]
"""Gives a field's values for the rows of one file, in their order."""

_PICK_SCALE = (0.0, 1.0)


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
    file: SourceFile, items: Sequence[RatedItem], picks: Picks | None, columns: Sequence[str]
) -> tuple[list[int], dict[str, list[Any]]]:
    """Positions of the questionnaires and the ratings' columns, item by item.

    An item rated and picked is one row. An item neither rated nor asked as a pick has no row.
    """
    answers = {column: [] for column in columns}
    positions: list[int] = []
    picked = _picked(file, picks) if picks else {}
    for item in items:
        wanted = picked.pop(item.item.value, None)
        sides = {"wanted": (wanted, _PICK_SCALE)} if wanted else {}
        for side in (*SCALED, *PAIRED):
            field: Field | None = getattr(item, side)
            if field:
                sides[side] = (field_values(file, field), field.scale)
        names = field_values(file, item.item)
        kinds = field_values(file, item.kind) if item.kind else None
        _append(answers, positions, names, kinds, sides)
    for name, wanted in picked.items():
        kind = picks.kinds.get(name)
        kinds = [kind] * len(wanted)
        _append(answers, positions, [name] * len(wanted), kinds, {"wanted": (wanted, _PICK_SCALE)})
    return positions, answers


def field_values(file: SourceFile, field: Field) -> list[Any]:
    """A field's values for the whole rows of a file; Mistake where they contradict the mapping."""
    if field.is_constant:
        return [field.value] * len(file.records)
    return read_values(field, file.column(field.columns, field.place))


def unanswered_picks(file: SourceFile, picks: Picks) -> int:
    """Questionnaires that left every pick empty, without even saying "none"."""
    slots = [field_values(file, slot) for slot in picks.slots]
    return sum(all(pick is None for pick in asked) for asked in zip(*slots, strict=True))


def _picked(file: SourceFile, picks: Picks) -> dict[str, list[float]]:
    """Item -> 1 where a questionnaire picked it, else 0: everyone asked counts."""
    slots = [field_values(file, slot) for slot in picks.slots]
    chosen = [set(asked) - {None, NO_PICK} for asked in zip(*slots, strict=True)]
    return {item: [float(item in those) for those in chosen] for item in picks.items}


def _append(
    answers: dict[str, list[Any]],
    positions: list[int],
    names: list[str],
    kinds: list[str | None] | None,
    sides: dict[str, tuple[list[float | None], tuple[float, float]]],
) -> None:
    given = [values for values, _ in sides.values()]
    answered = [i for i, row in enumerate(zip(*given, strict=True)) if set(row) != {None}]
    positions += answered
    answers["item"] += [names[i] for i in answered]
    if "kind" in answers:
        answers["kind"] += [kinds[i] if kinds else None for i in answered]
    for side in (*SCALED, *PAIRED):
        if side not in answers:
            continue
        values, scale = sides.get(side, ([None] * len(names), (None, None)))
        answers[side] += [values[i] for i in answered]
        if side in PAIRED:
            continue
        for end, limit in zip(("low", "high"), scale, strict=True):
            limits = [None if values[i] is None else limit for i in answered]
            answers[f"{side}_{end}"] += limits
