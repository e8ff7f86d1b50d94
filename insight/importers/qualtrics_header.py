"""Where the header of a Qualtrics export ends, and which columns Qualtrics fills by itself."""

import re
from dataclasses import dataclass

from insight.importers.first_rows import first_filled, key
from insight.importers.layout import Rows

_IMPORT_ID = re.compile(r"\{\s*['\"]ImportId['\"]\s*:\s*['\"]([^'\"]*)['\"]")
_ZONE = re.compile(r"['\"]timeZone['\"]\s*:\s*['\"]([^'\"]*)['\"]")
_PREFIX = re.compile(r"^(panel|location)-", re.IGNORECASE)
_LEGACY_NAME = re.compile(r"V\d+")
_COUNTED = ("no", "one", "two", "three", "four")
PERSON = "person"
KINDS = {
    "recordid": "response",
    "responseid": "response",
    "responsesetid": "set",
    "responseset": "set",
    "startdate": "started",
    "enddate": "ended",
    "recordeddate": "recorded",
    "status": "status",
    "responsetype": "status",
    "ipaddress": PERSON,
    "progress": "progress",
    "duration": "duration",
    "durationinseconds": "duration",
    "finished": "finished",
    "name": PERSON,
    "emailaddress": PERSON,
    "recipientlastname": PERSON,
    "recipientfirstname": PERSON,
    "recipientemail": PERSON,
    "externalreference": "customer",
    "externaldatareference": "customer",
    "locationlatitude": PERSON,
    "locationlongitude": PERSON,
    "locationaccuracy": PERSON,
    "distributionchannel": "channel",
    "userlanguage": "language",
}
"""What Qualtrics records by itself, by import id, name or text, without signs and capitals."""


@dataclass(frozen=True)
class Header:
    """Names, question texts and import ids of the columns; texts and ids where the file has them.

    `last` is the position of its last row, `zone` the time zone it says its times are in.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    ids: tuple[str, ...]
    last: int
    form: str
    zone: str = ""


def find_header(rows: Rows) -> Header | None:
    """The header of a Qualtrics export; None where these rows are no such file."""
    filled = first_filled(rows)
    if not filled:
        return None
    first, names = filled[0]
    width = len(names)
    for number, (position, row) in enumerate(filled[1:4], start=1):
        ids = [_IMPORT_ID.match(cell) for cell in row]
        if any(ids) and sum(map(bool, ids)) * 2 >= sum(map(bool, row)):
            texts = filled[number - 1][1] if number > 1 else ()
            found = tuple(match[1] if match else "" for match in ids)
            zone = next(filter(None, map(_ZONE.search, row)), None)
            form = f"{_COUNTED[number + 1]} header rows"
            return Header(
                names,
                _fit(texts, width),
                _fit(found, width),
                position,
                form,
                zone[1] if zone else "",
            )
    below, texts = filled[1] if len(filled) > 1 else (first, ())
    is_legacy = len(names) > 3 and all(map(_LEGACY_NAME.fullmatch, names[:3]))
    if is_legacy and {"response", "status"} <= _known(texts):
        return Header(names, _fit(texts, width), _fit((), width), below, "legacy, two header rows")
    known = _known(names)
    if "response" not in known or len(known & {"recorded", "status", "channel", "progress"}) < 2:
        return None
    if len(_known(texts) & known) >= 2:
        return Header(names, _fit(texts, width), _fit((), width), below, "two header rows")
    return Header(names, _fit((), width), _fit((), width), first, "one header row")


def kinds_of(header: Header, columns: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """Kind of record -> its column, and the columns that name or locate a person."""
    found: dict[str, str] = {}
    people: list[str] = []
    for column, name, identity, text in zip(
        columns, header.names, header.ids, header.texts, strict=True
    ):
        words = (_PREFIX.sub("", identity),) if identity else (name, text)
        kind = next((KINDS[key(word)] for word in words if key(word) in KINDS), None)
        if column and kind == PERSON:
            people.append(column)
        elif column and kind:
            found.setdefault(kind, column)
    return found, people


def _known(cells: tuple[str, ...]) -> set[str]:
    return {KINDS[key(cell)] for cell in cells if key(cell) in KINDS}


def _fit(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (cells + ("",) * width)[:width]
