"""A column that rates one item: what the item is called, and whether it is wanted or delivered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from insight.importers.drafts.profile import ColumnProfile
from insight.importers.drafts.wording import DELIVERED, WANTED, plain_words

_FEWEST_COLUMNS = 3
_LONGEST_NAME = 80
_IN_BRACKETS = re.compile(r"(?P<stem>.+?)\s*\[(?P<item>.+)\]\s*", re.DOTALL)
_AFTER_SIDE = re.compile(
    r"(?P<stem>importance|satisfaction|satisfied|quality|rating|expectation|wanted|delivered|"
    r"wichtigkeit|zufriedenheit)(?:\s*[:_-]\s*|\s+(?:of|with|for|mit|von)\s+(?:the\s+)?|\s+)"
    r"(?P<item>.+)",
    re.IGNORECASE,
)
_BEFORE_SIDE = re.compile(
    r"(?P<item>.+?)[\s:_-]+\(?(?P<stem>importance|satisfaction|quality|rating|wanted|delivered)\)?",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?P<stem>.*\D)\d+")


@dataclass(frozen=True)
class Item:
    """One column that rates one item; `stem` is what it shares with the others."""

    column: ColumnProfile
    stem: str
    item: str
    side: str


def item_of(profile: ColumnProfile) -> Item:
    text = " ".join(profile.asked.split())
    found = _IN_BRACKETS.fullmatch(text) or _AFTER_SIDE.fullmatch(text)
    found = found or _BEFORE_SIDE.fullmatch(text)
    if found and not any(map(str.isalpha, found["item"])):
        found = None
    if found:
        stem, item = found["stem"], found["item"]
    elif " - " in text:
        stem, item = text.rsplit(" - ", 1)
    elif numbered := NUMBERED.fullmatch(profile.name):
        stem, item = numbered["stem"], text
    else:
        stem, item = "", text
    said = plain_words(stem) if found else plain_words(text)
    side = "wanted" if WANTED.search(said) and not DELIVERED.search(said) else "delivered"
    if WANTED.search(said) and DELIVERED.search(said):
        first = min(WANTED.search(said).start(), DELIVERED.search(said).start())
        side = "wanted" if WANTED.search(said).start() == first else "delivered"
    if re.search(r"\bby importance\b|\bimportance of\b", said):
        side = "wanted"
    name = item.strip(" :-\u2013\u2014[]") if found else item.strip()
    if " " not in name and found:
        name = name.replace("_", " ")
    return Item(profile, stem, name[:_LONGEST_NAME].strip() or profile.name, side)


def rates(item: Item) -> bool:
    said = plain_words(item.column.wording)
    return bool(DELIVERED.search(said) or WANTED.search(said))


def shortened(items: Sequence[Item]) -> list[Item]:
    """The items without the words that all their questions begin with."""
    whole = [item for item in items if not item.stem]
    words = [item.item.split(" ") for item in whole]
    alike = takewhile(lambda places: len(set(places)) == 1, zip(*words, strict=False))
    shared = len(list(alike))
    if len(whole) < _FEWEST_COLUMNS or shared < _FEWEST_COLUMNS:
        return list(items)
    rest = {item.column.name: " ".join(item.item.split(" ")[shared:]) for item in whole}
    named = {name: text.strip(" ()?!.:") for name, text in rest.items()}
    if len(set(named.values())) < len(named) or not all(named.values()):
        return list(items)
    return [replace(item, item=named.get(item.column.name, item.item)) for item in items]
