"""The [ratings] part of a mapping: items that were rated, and items that were picked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from insight.importers.mappings.columns import WORDS, read_column
from insight.importers.mappings.fields import (
    Field,
    check_keys,
    column_names,
    read_field,
    read_scale,
    read_texts,
    toml_value,
)
from insight.problems import Mistake
from insight.tables import TABLES

NO_PICK = ""
_DEFAULTS = ("scale", "missing", "labels")
SCALED = ("wanted", "delivered", "effort")
"""What an item may be rated by, each on a scale that is kept beside it."""
PAIRED = ("functional", "dysfunctional")
"""The two questions of a Kano survey: one answer means nothing without the other."""
_ITEM_KEYS = ("item", "kind", *SCALED, *PAIRED)
_KANO_SCALE = [1, 5]
_PICKS_KEYS = ("columns", "codes", "none", "missing", "kind")
_RATINGS = TABLES["ratings"]
_COLUMNS = {column.name: column for column in _RATINGS.columns}


@dataclass(frozen=True)
class RatedItem:
    """One item of the ratings; in a file with a row for each rating, `item` is a column of it."""

    item: Field
    kind: Field | None = None
    wanted: Field | None = None
    delivered: Field | None = None
    effort: Field | None = None
    functional: Field | None = None
    dysfunctional: Field | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        every = (self.item, self.kind, *(getattr(self, name) for name in (*SCALED, *PAIRED)))
        return tuple(field for field in every if field)


class PickSlot(Field):
    """A column that names one picked item by its code; NO_PICK where it says "none"."""

    @property
    def keeps_unlabelled(self) -> bool:
        """A code that stands for no item is a mistake in the codes, never an item of its own."""
        return False

    def line(self, **changed: Any) -> str:
        if "labels" in changed:
            codes = {code: item for code, item in changed["labels"].items() if item != NO_PICK}
            return f"codes = {toml_value(codes)}"
        return f"missing = {toml_value(changed['missing'])}"


@dataclass(frozen=True)
class Picks:
    """A question like "which three matter most?": each slot holds one of the items."""

    slots: tuple[PickSlot, ...]
    items: tuple[str, ...]
    kinds: Mapping[str, str]


def read_ratings(
    mapping_name: str, entries: Mapping[str, Any]
) -> tuple[Field | None, tuple[RatedItem, ...], Picks | None]:
    """Read [ratings]: the response's id where it has one of its own, the items and the picks."""
    place = f"{mapping_name}, [ratings]"
    check_keys(place, entries, [*_DEFAULTS, "items", "picks", "response_id", *_ITEM_KEYS])
    defaults = {key: entries[key] for key in _DEFAULTS if key in entries}
    if "scale" in defaults:
        read_scale(place, defaults["scale"])
    items = _read_items(mapping_name, place, entries, defaults)
    picks = None
    if "picks" in entries:
        picks = _read_picks(f"{mapping_name}, [ratings.picks]", entries["picks"])
        _check_both_sides(items, picks)
    if not items and not picks:
        raise Mistake(f"{place} rates nothing; add [[ratings.items]] or [ratings.picks]")
    response_id = None
    if "response_id" in entries:
        column = _COLUMNS["response_id"]
        response_id = read_column(place, _RATINGS, column, entries["response_id"])
    return response_id, items, picks


def _read_items(
    mapping_name: str, place: str, entries: Mapping[str, Any], defaults: Mapping[str, Any]
) -> tuple[RatedItem, ...]:
    listed = entries.get("items", [])
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise Mistake(f"{place}: each item is a table of its own: [[ratings.items]]")
    in_columns = {key: entries[key] for key in _ITEM_KEYS if key in entries}
    if in_columns and (listed or "picks" in entries):
        raise Mistake(
            f"{place} {min(in_columns)}: say it in [[ratings.items]]; it stands in [ratings] only "
            "where every row of the file is one rating"
        )
    if in_columns:
        return (_read_item(place, in_columns, defaults),)
    items = []
    for number, item in enumerate(listed, start=1):
        place = f"{mapping_name}, [[ratings.items]] number {number}"
        if not isinstance(item.get("item"), str):
            raise Mistake(f'{place} needs the item\'s name: item = "Speed of delivery"')
        place += f" ({item['item']})"
        constant = {key: {"value": item[key]} for key in ("item", "kind") if key in item}
        items.append(_read_item(place, {**item, **constant}, defaults))
        if items[-1].item.value in [other.item.value for other in items[:-1]]:
            raise Mistake(f"{place}: an item of this name stands above already")
    return tuple(items)


def _read_item(place: str, entries: Mapping[str, Any], defaults: Mapping[str, Any]) -> RatedItem:
    check_keys(place, entries, _ITEM_KEYS)
    if len(set(PAIRED) & set(entries)) == 1:
        raise Mistake(f"{place} has one of {' and '.join(PAIRED)}; a pair needs both")
    if "item" not in entries or not {*SCALED, *PAIRED} & set(entries):
        raise Mistake(
            f"{place} needs an item and a column for wanted, for delivered or for both "
            "(or for effort, or for functional and dysfunctional)"
        )
    fields = {}
    paired = {key: defaults[key] for key in ("missing",) if key in defaults}
    paired["scale"] = _KANO_SCALE
    for name, entry in entries.items():
        inherited = defaults if name in SCALED else paired if name in PAIRED else None
        fields[name] = read_column(place, _RATINGS, _COLUMNS[name], entry, inherited)
        if name in (*SCALED, *PAIRED) and fields[name].is_constant:
            raise Mistake(f"{fields[name].place} is a constant; what customers say needs a column")
    return RatedItem(**fields)


def _read_picks(place: str, entries: Any) -> Picks:
    if not isinstance(entries, dict):
        raise Mistake(f"{place} must open a table")
    check_keys(place, entries, _PICKS_KEYS)
    columns, codes, kinds = (entries.get(key) for key in ("columns", "codes", "kind"))
    if not isinstance(columns, list) or not columns:
        raise Mistake(f'{place} needs columns, one for each pick: columns = ["first", "second"]')
    if not isinstance(codes, dict) or not codes:
        raise Mistake(f'{place} needs codes, from code to item: codes = {{ "1" = "Police" }}')
    none = read_texts(f"{place} none", entries.get("none", []))
    missing = read_texts(f"{place} missing", entries.get("missing", []))
    for code in (*none, *missing):
        if code in codes or (code in none and code in missing):
            raise Mistake(f"{place}: {code!r} stands for two things")
    slots = []
    for names in columns:
        entry = {"column": list(column_names(place, names)), "labels": codes}
        slot = read_field(place, "columns", {**entry, "missing": list(missing)}, "VARCHAR")
        labels = {**slot.labels, **dict.fromkeys(none, NO_PICK)}
        slots.append(PickSlot(**{**vars(slot), "labels": labels}))
    named = [name for slot in slots for name in slot.columns]
    if len(set(named)) < len(named):
        raise Mistake(f"{place} columns names a column twice")
    items = tuple(dict.fromkeys(item for item in slots[0].labels.values() if item != NO_PICK))
    if not isinstance(kinds or {}, dict):
        raise Mistake(f'{place} kind is a table from item to kind: kind = {{ Police = "soft" }}')
    check_keys(f"{place} kind", kinds or {}, items)
    for item, kind in (kinds or {}).items():
        if kind not in WORDS["ratings", "kind"]:
            raise Mistake(f"{place} kind of {item!r} is hard or soft, not {toml_value(kind)}")
    return Picks(tuple(slots), items, kinds or {})


def _check_both_sides(items: tuple[RatedItem, ...], picks: Picks) -> None:
    """An item may be picked as wanted and rated as delivered, but not wanted in two ways."""
    for item in items:
        name = item.item.value
        if item.wanted and name in picks.items:
            raise Mistake(
                f"{item.wanted.place}: {name!r} is picked in [ratings.picks] as well; "
                "what is wanted has one measure, so give one of them another name"
            )
        if name in picks.kinds:
            raise Mistake(f"{item.item.place}: its kind stands here, not in [ratings.picks]")
