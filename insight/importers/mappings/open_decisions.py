"""Lines of a mapping that a draft left to a person, at which an import stops."""

from collections.abc import Iterator, Mapping
from typing import Any

from insight.problems import Mistake

OPEN = "decide"
"""The key of a line that is still to be decided."""

_THEIR_WORDS = ("labels", "codes", "kind")
"""Tables whose keys are texts of the source, so that "decide" may be one of them."""


def refuse_open_decisions(mapping_name: str, entries: Mapping[str, Any]) -> None:
    """Mistake where a line of a mapping is still to be decided, naming all of them."""
    still_open = list(_open_in(entries, ()))
    if still_open:
        listed = "\n".join(f"  {place}: {question}" for place, question in still_open)
        raise Mistake(
            f"{mapping_name} has lines that are still to be decided; put one of the lines offered "
            f"above each of them in its place:\n{listed}"
        )


def _open_in(entry: Any, place: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(entry, list):
        for number, one in enumerate(entry, start=1):
            named = one.get("item", number) if isinstance(one, dict) else number
            yield from _open_in(one, (*place, str(named)))
    elif isinstance(entry, dict):
        if set(entry) == {OPEN} and len(place) > 1 and isinstance(entry[OPEN], str):
            *tables, name = place
            yield f"[{'.'.join(tables)}] {name}", entry[OPEN]
            return
        for key, value in entry.items():
            if key not in _THEIR_WORDS:
                yield from _open_in(value, (*place, key))
