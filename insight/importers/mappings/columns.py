"""Columns that our tables have: their type, their words and the scale they need."""

from collections.abc import Mapping
from typing import Any

from insight.importers.mappings.fields import Field, read_field
from insight.problems import Mistake
from insight.tables import Column, Table

WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("changes", "lane"): ("ours", "customers", "market"),
    ("changes", "kind"): (
        "product",
        "price",
        "process",
        "people",
        "channel",
        "message",
        "need",
        "competitor",
        "technology",
        "regulation",
    ),
    ("ratings", "kind"): ("hard", "soft"),
    ("contacts", "direction"): ("asked", "told", "they_called"),
    ("interactions", "user_group"): ("cannot", "will_not", "uses"),
}
"""Columns that take these words and no others."""

KEYS: dict[str, tuple[str, ...]] = {
    "survey_responses": ("response_id",),
    "ratings": ("response_id", "item"),
    "changes": ("change_id",),
    "customers": ("customer_id",),
}
"""What no two rows of a table may share."""

FREE_TEXT = frozenset(
    {
        "comment",
        "title",
        "note",
        "needed",
        "experienced",
        "expects",
        "handling",
        "told",
        "outcome",
    }
)
"""Columns that hold sentences: what reads like "no answer" there is what somebody wrote."""

_NPS_SCALE = [0, 10]


def read_column(
    place: str,
    table: Table,
    column: Column,
    entry: Any,
    defaults: Mapping[str, Any] | None = None,
) -> Field:
    """Read `name = entry` for a column our tables have; `defaults` hold for keys left out."""
    for end in ("_low", "_high"):
        if column.name.endswith(end):
            scaled = column.name.removesuffix(end)
            raise Mistake(f"{place} {column.name}: say it as the scale of {scaled}: scale = [1, 5]")
    scores_nps = (table.name, column.name) == ("survey_responses", "recommend_score")
    field = read_field(
        place,
        column.name,
        entry,
        column.type,
        defaults=defaults,
        assumed={"scale": _NPS_SCALE} if scores_nps else None,
        required=column.name in (*table.required, *KEYS.get(table.name, ())),
        words=WORDS.get((table.name, column.name), ()),
        is_free_text=column.name in FREE_TEXT,
    )
    if scores_nps and not 0 <= field.scale[0] < field.scale[1] <= 10:
        raise Mistake(
            f"{field.place}: the recommend score runs from 0 to 10; "
            'map other codes by labels, as in labels = { "1" = 0, "2" = 1 }'
        )
    if has_scale(table, column.name) and field.scale is None:
        raise Mistake(f"{field.place} needs the scale it was asked on: scale = [1, 5]")
    return field


def has_scale(table: Table, name: str) -> bool:
    """Whether the table keeps this column's scale beside it, as name_low and name_high."""
    return f"{name}_low" in table.column_names
