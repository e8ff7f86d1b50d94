"""Lines of a draft that the layout of a survey tool knows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from insight.importers.drafts.draft import Choice, Line
from insight.importers.drafts.drafting import Work, columns_in
from insight.importers.drafts.suggest_columns import day_line, score_line
from insight.importers.files.source_file import SourceFile
from insight.importers.layout import Suggestion


def take_layout(work: Work, files: Sequence[SourceFile]) -> None:
    """What the layout knows comes first; its days and scores are looked at in every row."""
    layout = files[0].head.layout
    if layout is None or any(file.head.layout is None for file in files):
        return
    work.say(Line("file", "layout", layout.key, f"recognised: {layout.name}"))
    for said in _with_one_scale(work, layout.suggestions):
        columns = columns_in(said.entry)
        if any(column not in work.free for column in columns):
            continue
        line = Line(said.table, said.name, said.entry, said.reason)
        first = work.free[columns[0]] if columns else None
        scores = first and said.name == "recommend_score"
        scored = score_line(first, said.reason) if scores else None
        if first and said.name in ("responded_on", "sent_on") and first.date_formats:
            line = _whose_day(day_line(said.name, [first], said.reason), said)
        elif scored:
            line = scored
        elif said.decide:
            line = Line(said.table, said.name, None, "", said.reason, _choices(said))
        work.say(line, *columns)


def _whose_day(line: Line, said: Suggestion) -> Line:
    """A day whose time zone the layout knows: whose day counts is for a person to say."""
    if line.is_open or not said.decide or "time_zone" not in said.entry:
        return line
    entry = line.entry if isinstance(line.entry, dict) else {"column": line.entry}
    zone = {key: said.entry[key] for key in ("times_in", "time_zone") if key in said.entry}
    own = isinstance(zone["time_zone"], dict)
    when = "if each person's own day counts" if own else "if the day as the tool writes it counts"
    choices = (
        Choice({**entry, **zone}, when),
        Choice({**entry, "time_zone": "Europe/Berlin"}, "if all customers are there, else theirs"),
    )
    return Line(said.table, said.name, None, "", said.reason, choices)


def _choices(said: Suggestion) -> tuple[Choice, ...]:
    """The suggestion as it stands, its two sides exchanged where it has both, or none of it."""
    choices = [Choice(said.entry, "if that is right")]
    if isinstance(said.entry, dict) and {"wanted", "delivered"} <= said.entry.keys():
        turned = {"wanted": said.entry["delivered"], "delivered": said.entry["wanted"]}
        choices.append(Choice({**said.entry, **turned}, "if it is the other way round"))
    return (*choices, Choice(None, "to do without it"))


def _with_one_scale(work: Work, suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """The suggestions; where several items leave the same scale open, it is asked once for all."""
    scales = [_scale_left_open(said) for said in suggestions]
    shared = [scale for scale in scales if scale]
    if len(shared) < 2 or any(scale != shared[0] for scale in shared):
        return list(suggestions)
    low, high = shared[0]
    items = [said for said, scale in zip(suggestions, scales, strict=True) if scale]
    question = f"on which scale were {len(items)} items answered? {items[0].reason}"
    choices = (
        Choice([low, high], f"if {high} is the best answer there was"),
        Choice([high, low], f"if {low} is the best answer"),
    )
    work.say(Line("ratings", "scale", None, "", question, choices))
    kept = []
    for said, scale in zip(suggestions, scales, strict=True):
        if scale:
            entry = {
                side: _without_scale(each) if side != "kind" else each
                for side, each in said.entry.items()
            }
            said = replace(said, entry=entry, reason="the scale of [ratings]", decide=False)
        kept.append(said)
    return kept


def _scale_left_open(said: Suggestion) -> tuple[int, int] | None:
    """The scale of an item with one side, where that is what a person must decide."""
    if said.table != "ratings.items" or not said.decide:
        return None
    sides = [each for each in said.entry.values() if isinstance(each, dict)]
    scale = sides[0].get("scale") if len(sides) == 1 else None
    return tuple(scale) if scale and "labels" not in sides[0] else None


def _without_scale(entry: Any) -> Any:
    rest = {key: value for key, value in entry.items() if key != "scale"}
    return rest["column"] if set(rest) == {"column"} else rest
