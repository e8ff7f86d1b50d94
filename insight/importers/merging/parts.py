"""What a file is to the files of its source that are there already: new, longer, or a question.

A part is one file of a source; each table's export lists the parts it holds as `Source`.
"""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from insight.problems import Mistake
from insight.tables import Source

DAYS: dict[str, str] = {
    "survey_responses": "responded_on",
    "changes": "started_on",
    "departures": "left_on",
    "contacts": "contacted_on",
    "follow_ups": "opened_on",
    "interactions": "day",
    "beliefs": "believed_on",
    "invitations": "day",
}
"""The day a row of a table speaks for; the first of these that a mapping fills dates its files."""

_LEAST_SHARED = 0.5
"""Of the ids of a part that a longer file must hold too; customers may have been removed since."""
_SHOWN = 5


@dataclass(frozen=True)
class Decision:
    """What is done with one file: the parts it replaces (none: it is added), and why in words."""

    file: Source
    replaced: tuple[Source, ...]
    said: str


@dataclass(frozen=True)
class Question:
    """Where an import is decided: its mapping, what that says of `again`, and what files share."""

    mapping: Path
    again: str | None
    is_dated: bool
    """False where the rows have no days at all: each import brings all of them anew."""
    days_are_theirs: bool
    """False where the mapping supplies the day, so that it says nothing about the file."""
    share_of_ids: Callable[[Source, Sequence[Source]], float | None]
    """Of the parts' ids, the share that the file holds; None where the ids are not theirs."""


def mapping_sha256(path: Path) -> str:
    """A hash of what a mapping says; comments, and what to do with a file again, are no matter."""
    entries = tomllib.loads(Path(path).read_bytes().decode("utf-8-sig"))
    entries.get("file", {}).pop("again", None)
    said = json.dumps(entries, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def already_there(
    sha256: str, mapping: str, parts: Mapping[str, Sequence[Source]]
) -> Source | None:
    """The part of these bytes and this mapping, if every table of the mapping holds it.

    `parts` are those of the source by table, each table of the mapping among them.
    """
    found = [
        next((one for one in there if (one.sha256, one.mapping) == (sha256, mapping)), None)
        for there in parts.values()
    ]
    return found[0] if found and all(found) else None


def parts_together(parts: Mapping[str, Sequence[Source]]) -> list[Source]:
    """The parts of all tables, each once; the first table's word counts."""
    together: dict[tuple[str, ...], Source] = {}
    for there in parts.values():
        for part in there:
            together.setdefault(part.files, part)
    return list(together.values())


def decide(
    new: Sequence[Source], there: Sequence[Source], unchanged: Iterable[Source], question: Question
) -> list[Decision]:
    """What becomes of each new file, in order; Mistake where that is not plain.

    `there` are the parts of the source; `unchanged` are those that this import named again.
    """
    stay = {part.files for part in unchanged}
    open_parts = [part for part in there if part.files not in stay]
    if not question.is_dated:
        return _decide_undated(new, open_parts, stay, question)
    names = {file.file for file in new}
    together = [part for part in open_parts if len(part.files) > 1 and names >= set(part.files)]
    decisions = []
    for file in new:
        same = [part for part in open_parts if _is_same_file(file, part)]
        replaced = _replaced(file, [p for p in open_parts if p not in (*same, *together)], question)
        decisions.append(_decision(file, [*same, *together, *replaced]))
    return decisions


def labelled(decisions: Sequence[Decision], there: Sequence[Source]) -> list[Decision]:
    """Decisions in which no file has the name of a part that stays: it is numbered instead."""
    replaced = {part.files for one in decisions for part in one.replaced}
    taken = {name for part in there if part.files not in replaced for name in part.files}
    result = []
    for one in decisions:
        name, number = one.file.file, 1
        while name in taken:
            number += 1
            name = f"{one.file.file} ({number})"
        taken.add(name)
        said = one.said
        if name != one.file.file:
            said = f"{said} It is kept as {name!r}, as another file of that name is there."
        result.append(replace(one, file=replace(one.file, files=(name,)), said=said))
    return result


def _is_same_file(file: Source, part: Source) -> bool:
    """The same bytes, read by another mapping."""
    return part.is_part and (part.sha256, part.files) == (file.sha256, file.files)


def _replaced(file: Source, parts: Sequence[Source], question: Question) -> list[Source]:
    """The parts that a file takes the place of; Mistake where it overlaps them otherwise."""
    overlapped = [part for part in parts if _overlap(file, part)]
    if not overlapped:
        return []
    is_longer = (
        all(_covers(file, part) for part in overlapped)
        and file.rows_read >= sum(part.rows_read for part in overlapped)
        and _holds_their_ids(file, overlapped, question)
    )
    if question.again == "add":
        same_name = {part.file for part in overlapped} == {file.file}
        return overlapped if is_longer and same_name else []
    if is_longer or question.again == "replace":
        return overlapped
    raise Mistake(_asked(file, overlapped, question))


def _decide_undated(
    new: Sequence[Source], parts: list[Source], stay: set[tuple[str, ...]], question: Question
) -> list[Decision]:
    """Rows without days: the files of this import take the place of those before."""
    given = {file.file for file in new} | {name for files in stay for name in files}
    plain = len(parts) <= 1 or given >= {name for part in parts for name in part.files}
    if question.again == "add":
        same = [[part for part in parts if _is_same_file(file, part)] for file in new]
        return [_decision(file, replaced) for file, replaced in zip(new, same, strict=True)]
    if question.again is None and not plain:
        raise Mistake(_asked(new[0], parts, question))
    return [_decision(file, parts) for file in new]


def _overlap(file: Source, part: Source) -> bool:
    if None in (file.first_day, file.last_day, part.first_day, part.last_day):
        return False
    return file.first_day <= part.last_day and part.first_day <= file.last_day


def _covers(file: Source, part: Source) -> bool:
    return file.first_day <= part.first_day and part.last_day <= file.last_day


def _holds_their_ids(file: Source, parts: Sequence[Source], question: Question) -> bool:
    share = question.share_of_ids(file, parts)
    if share is None:
        return question.days_are_theirs or {file.file} == {part.file for part in parts}
    return share >= _LEAST_SHARED


def _decision(file: Source, replaced: Sequence[Source]) -> Decision:
    if not replaced:
        return Decision(file, (), f"{_described(file)}: added.")
    listed = _listed([_described(part) for part in replaced])
    return Decision(file, tuple(replaced), f"{_described(file)}: replaces {listed}.")


def _listed(names: Sequence[str]) -> str:
    """The first few, joined by "and"; of the others how many."""
    more = [f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
    return " and ".join([*names[:_SHOWN], *more])


def _described(part: Source) -> str:
    rows = "1 row" if part.rows_read == 1 else f"{part.rows_read:,} rows"
    if part.first_day is None:
        return f"{part.file} ({rows})"
    if part.first_day == part.last_day:
        return f"{part.file} ({part.first_day}, {rows})"
    return f"{part.file} ({part.first_day} to {part.last_day}, {rows})"


def _asked(file: Source, parts: Sequence[Source], question: Question) -> str:
    listed = _listed([_described(part) for part in parts])
    names = _listed([part.file for part in parts])
    if not question.is_dated:
        how = "its rows have no days, so it may stand beside them or instead of them"
    elif not all(_covers(file, part) for part in parts):
        how = "its days cover only some of theirs"
    elif file.rows_read < sum(part.rows_read for part in parts):
        how = "its days cover theirs, but it has fewer rows"
    elif question.days_are_theirs:
        how = "its days cover theirs, but most of their ids are not in it"
    else:
        how = "the day comes from the mapping, so it does not tell them apart"
    return (
        f"{_described(file)} meets {listed} of {file.name!r}, imported before: {how}.\n"
        f"The line that settles it ({question.mapping.name}, [file]):\n"
        f'  again = "replace"   # if {file.file} stands instead of {names}\n'
        f'  again = "add"   # if it holds other rows than {names}'
    )
