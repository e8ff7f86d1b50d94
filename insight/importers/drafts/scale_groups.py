"""Columns that share a scale, by the numbers or the words that stand in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from insight.importers.drafts.profile import MOST_LISTED, ColumnProfile
from insight.importers.drafts.rated_columns import NUMBERED, Item, item_of, rates
from insight.importers.drafts.word_scales import longest_scale, scale_of
from insight.importers.drafts.wording import means_no_answer
from insight.importers.reading.numbers import is_number

_MOST_CODES = 14
_MOST_WORDS = 8
_FEWEST_COLUMNS = 3
_LEAST_PICKS = 7
USUAL_ENDS = (5, 7, 10)
"""The best answers of the scales that are common."""


@dataclass(frozen=True)
class Group:
    """Columns answered on one scale; `codes` may mean no answer, and questions stay open."""

    items: tuple[Item, ...]
    scale: tuple[int, int]
    seen: str
    labels: dict[str, int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    """Codes that mean no answer, as the file itself says."""
    scale_question: str = ""
    labels_question: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(item.column.name for item in self.items)


def groups_of(profiles: Sequence[ColumnProfile]) -> list[Group]:
    """The groups of items among these columns, those on one scale together, the largest first."""
    items = [item_of(profile) for profile in profiles]
    numbered = [item for item in items if _has_few_codes(item.column)]
    groups = [*_number_groups(numbered)]
    worded = [item for item in items if _words(item.column)]
    groups += _word_groups(worded)
    merged: list[Group] = []
    for group in groups:
        for position, other in enumerate(merged):
            if _fit_together(group, other):
                merged[position] = _together(other, group)
                break
        else:
            merged.append(group)
    return sorted(merged, key=lambda group: -len(group.items))


def picks_of(profiles: Sequence[ColumnProfile]) -> list[str]:
    """Numbered columns that share more codes than a scale has: which of a list were picked."""
    by_stem: dict[str, list[ColumnProfile]] = {}
    for profile in profiles:
        numbered = NUMBERED.fullmatch(profile.name)
        words = [text for text in profile.texts if not is_number(text)]
        whole = all(code == int(code) for code in profile.codes)
        if numbered and len(profile.codes) > _LEAST_PICKS and whole and len(words) < 3:
            by_stem.setdefault(numbered["stem"], []).append(profile)
    groups = [group for group in by_stem.values() if len(group) > 1]
    return [
        profile.name
        for group in groups
        for profile in group
        if set(profile.codes) & set(group[0].codes) and profile.distinct <= MOST_LISTED
    ]


def _has_few_codes(profile: ColumnProfile) -> bool:
    others = [text for text in profile.texts if not is_number(text)]
    return (
        0 < profile.distinct <= _MOST_CODES
        and bool(profile.codes)
        and all(code == int(code) for code in profile.codes)
        and all(map(means_no_answer, others))
    )


def _words(profile: ColumnProfile) -> list[str]:
    """The answer words of a column of few of them, but those that may mean no answer."""
    if profile.numeric or profile.is_date or profile.distinct > _MOST_WORDS + 2:
        return []
    words = [text for text in profile.texts if not means_no_answer(text)]
    fits = 2 <= len(words) <= _MOST_WORDS and not any(map(is_number, words))
    return words if fits else []


def _number_groups(items: Sequence[Item]) -> Iterator[Group]:
    """Groups of columns of numbers: first those that share a stem, then the others."""
    by_stem: dict[str, list[Item]] = {}
    for item in items:
        by_stem.setdefault(item.stem, []).append(item)
    alone: list[Item] = []
    for stem, members in by_stem.items():
        if stem and len(members) >= _FEWEST_COLUMNS and (group := _numbered(members)):
            yield group
        else:
            alone += members
    yield from _alone(alone)


def _alone(items: Sequence[Item]) -> Iterator[Group]:
    """Groups of columns that no common name holds together: by their scale and their wording."""
    by_scale: dict[tuple[int, int], list[Item]] = {}
    unsure: list[Item] = []
    for item in items:
        group = _numbered([item])
        if group and group.scale[1] in USUAL_ENDS:
            by_scale.setdefault(group.scale, []).append(item)
        elif rates(item):
            unsure.append(item)
    found: list[list[Item]] = []
    for scale, members in by_scale.items():
        whole = [item for item in members if {*scale} <= set(item.column.codes)]
        if len(whole) >= _FEWEST_COLUMNS and len(whole) == len(members):
            found.append(members)
        elif worded := [item for item in members if rates(item)]:
            found.append(worded)
    if len(found) == 1:
        low, high = _numbered(found[0]).scale
        found[0] += [item for item in unsure if set(item.column.codes) <= set(range(low, high + 1))]
    yield from map(_numbered, found)


def _numbered(items: Sequence[Item]) -> Group | None:
    """The group these columns of numbers make; None where no scale of answers fits them."""
    codes = sorted({int(code) for item in items for code in item.column.codes})
    words = dict.fromkeys(
        text for item in items for text in item.column.texts if not is_number(text)
    )
    base = [code for code in codes if 0 <= code <= 10]
    silent = [code for code in codes if code not in base]
    while len(base) > 2 and base[-1] in (8, 9) and base[-1] - base[-2] > 1:
        silent.append(base.pop())
    if len(base) < 2 or len(silent) > 4 or base[-1] < 3:
        return None
    if silent == [11] and base[-2:] == [9, 10]:
        base, silent = [*base, 11], []
    low = 0 if base[0] == 0 and base[-1] > 7 else 1
    if base[0] == 0 and low == 1:
        silent.append(0)
    high = base[-1]
    question = ""
    if high not in USUAL_ENDS:
        question = f"answers run to {high}; which scale was it asked on?"
    written = (*map(str, sorted(silent)), *words)
    declared = [code for code in written if _is_declared(code, items)]
    return Group(
        items=tuple(items),
        scale=(low, high),
        seen=f"whole numbers {max(low, base[0])} to {high}",
        codes=tuple(code for code in written if code not in declared),
        silent=tuple(declared),
        scale_question=question,
    )


def _is_declared(code: str, items: Sequence[Item]) -> bool:
    """Whether the file says of a code that it is no answer, wherever it stands in these columns."""
    return all(
        code in item.column.missing or means_no_answer(item.column.labels.get(code, ""))
        for item in items
        if code in item.column.texts
    )


def _word_groups(items: Sequence[Item]) -> Iterator[Group]:
    by_stem: dict[str, list[Item]] = {}
    for item in items:
        scale = scale_of(_words(item.column))
        if scale and (len(scale) > 2 or rates(item)):
            yield Group(
                items=(item,),
                scale=(1, longest_scale([scale])),
                seen="words of a scale",
                labels=scale,
                codes=_silent(item),
            )
        else:
            by_stem.setdefault(item.stem or _set_of_words(item), []).append(item)
    for members in by_stem.values():
        words = list(dict.fromkeys(word for item in members for word in _words(item.column)))
        shared = len(words) < sum(len(_words(item.column)) for item in members) / 2
        if len(members) < _FEWEST_COLUMNS or not 2 < len(words) <= _MOST_WORDS or not shared:
            continue
        known = scale_of(words)
        labels = known or {word: place for place, word in enumerate(sorted(words), start=1)}
        yield Group(
            items=tuple(members),
            scale=(1, max(len(labels), *labels.values())),
            seen="the same words",
            labels=labels,
            codes=tuple(dict.fromkeys(code for item in members for code in _silent(item))),
            labels_question="" if known else "in which order do these words stand, the worst as 1?",
        )


def _set_of_words(item: Item) -> str:
    """What columns without a common stem share: at least the way their words are written."""
    return "rates" if rates(item) else f"column {item.column.name}"


def _silent(item: Item) -> tuple[str, ...]:
    return tuple(text for text in item.column.texts if means_no_answer(text))


def _fit_together(one: Group, other: Group) -> bool:
    """Whether two groups can share one scale, its words and its codes of no answer."""
    shared = one.labels.keys() & other.labels.keys()
    return (
        one.scale == other.scale
        and bool(one.scale_question) == bool(other.scale_question)
        and not one.labels_question
        and not other.labels_question
        and all(one.labels[word] == other.labels[word] for word in shared)
    )


def _together(one: Group, other: Group) -> Group:
    return replace(
        one,
        items=one.items + other.items,
        labels=one.labels | other.labels,
        codes=tuple(dict.fromkeys((*one.codes, *other.codes))),
        silent=tuple(dict.fromkeys((*one.silent, *other.silent))),
        seen=one.seen if one.seen == other.seen else "numbers and words of one scale",
    )
