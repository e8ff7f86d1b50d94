"""Lines of a draft for items: the scale they share, its words, its codes, and each item."""

from collections.abc import Iterator, Sequence
from typing import Any

from insight.importers.drafts.draft import Choice, Line
from insight.importers.drafts.rated_columns import Item, shortened
from insight.importers.drafts.scale_groups import USUAL_ENDS, Group
from insight.importers.drafts.wording import DELIVERED, plain_words


def lines_of(groups: Sequence[Group], sets_ratings: bool = True) -> list[Line]:
    """The lines of [ratings] for the largest group, and every item, with its own scale if other.

    Without `sets_ratings`, what [ratings] says is another's, and every item has its own scale.
    """
    lines: list[Line] = []
    named: dict[str, dict[str, tuple[Item, Group]]] = {}
    for group in groups:
        for item in shortened(group.items):
            sides = named.setdefault(item.item, {})
            if item.side in sides:
                sides = named.setdefault(f"{item.item} ({item.column.name})"[-120:], {})
            sides[item.side] = (item, group)
    usual = groups[0] if groups and sets_ratings else None
    if usual:
        lines += _group_lines(usual)
    for name, sides in named.items():
        lines.append(_item_line(name, sides, usual))
    return lines


def _group_lines(group: Group) -> Iterator[Line]:
    """What [ratings] says of all items of the largest group."""
    count = len(group.items)
    reason = f"{count} columns share {group.seen}" if count > 1 else f"its answers: {group.seen}"
    if group.scale_question:
        yield Line("ratings", "scale", None, reason, group.scale_question, _scale_choices(group))
    else:
        if not group.labels:
            reason += "; write it the other way round if the least number is the best answer"
        yield Line("ratings", "scale", list(group.scale), reason)
    if group.codes:
        yield Line("ratings", "missing", None, "", _silence_question(group), _silences(group))
    elif group.silent:
        yield Line("ratings", "missing", list(group.silent), "no answer, as the file itself says")
    if group.labels_question:
        choice = Choice(dict(group.labels), "with the numbers in the right order")
        yield Line("ratings", "labels", None, "", group.labels_question, (choice,))
    elif group.labels:
        yield Line("ratings", "labels", dict(group.labels), "the order such words usually have")


def _scale_choices(group: Group) -> tuple[Choice, ...]:
    low, high = group.scale
    choices = [Choice([low, high], f"if {high} is the best answer there was")]
    if high in (6, 11):
        choices.append(
            Choice([low, high - 1], f'if {high} means no answer; then add missing = ["{high}"]')
        )
    else:
        longer = min(end for end in (*USUAL_ENDS, high + 1) if end > high)
        choices.append(Choice([low, longer], f"if nobody answered {longer}"))
    return tuple(choices)


def _silence_question(group: Group) -> str:
    low, high = group.scale
    listed = ", ".join(group.codes)
    means = "does it mean" if len(group.codes) == 1 else "do they mean"
    stand = "stands" if len(group.codes) == 1 else "stand"
    return f"{listed} {stand} beside the scale {low} to {high}: {means} no answer?"


def _silences(group: Group) -> tuple[Choice, ...]:
    return (
        Choice([*group.silent, *group.codes], "if so"),
        Choice(list(group.silent), "if not; then the scale or the labels must have it"),
    )


def _why(side: str, item: Item, group: Group) -> str:
    said = plain_words(f"{item.stem} {item.column.wording}")
    if side == "wanted":
        return f"worded as what they want; {group.seen}"
    worded = "worded as a rating" if DELIVERED.search(said) else "taken as delivered"
    return f"{worded}; {group.seen}"


def _item_line(name: str, sides: dict[str, tuple[Item, Group]], usual: Group | None) -> Line:
    entry: dict[str, Any] = {}
    questions: list[str] = []
    for side in ("wanted", "delivered"):
        if side not in sides:
            continue
        item, group = sides[side]
        entry[side] = item.column.name
        if group is usual:
            continue
        entry[side] = {"column": item.column.name, "scale": list(group.scale)}
        if group.labels or (usual and usual.labels):
            entry[side]["labels"] = dict(group.labels)
        silent = [*group.silent, *group.codes]
        if silent or (usual and (usual.codes or usual.silent)):
            entry[side]["missing"] = silent
        if group.codes:
            questions.append(_silence_question(group))
        questions += [asked for asked in (group.scale_question, group.labels_question) if asked]
    reason = "; ".join(_why(side, item, group) for side, (item, group) in sides.items())
    if questions:
        choice = Choice(entry, "with what is asked put right")
        return Line("ratings.items", name, None, reason, " ".join(questions), (choice,))
    return Line("ratings.items", name, entry, reason)
