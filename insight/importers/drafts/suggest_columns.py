"""Lines of a draft for single columns: the recommend question, days, ids, dimensions, measures."""

import difflib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from insight.importers.drafts.draft import Choice, Line
from insight.importers.drafts.profile import MOST_LISTED, ColumnProfile
from insight.importers.drafts.wording import RECOMMEND, SCORE_NAME, means_no_answer, plain_words
from insight.importers.reading.dates import read_day
from insight.importers.reading.numbers import is_number
from insight.importers.reading.refusals import numbers_within

RESPONSES = "survey_responses"
_SCALE = (0.0, 10.0)
_LONGEST_KEY = 40
_ALIKE = 0.85
_FILLING = (
    "what which where how do does did is are was were you your we our us the of in a an to would "
    "on for with at please any part kind and or have has by if it be been there had use using many "
    "long often"
)
_FILLERS = frozenset(_FILLING.split())
_FORMATS_SHOWN = 6


def column_entry(names: Sequence[str], **keys: Any) -> Any:
    """What TOML says of a column: its name alone, or a table with what else there is to say."""
    named = names[0] if len(names) == 1 else list(names)
    said = {key: value for key, value in keys.items() if value not in (None, [], {})}
    return named if isinstance(named, str) and not said else {"column": named, **said}


def asks_to_recommend(profile: ColumnProfile) -> bool:
    return bool(RECOMMEND.search(plain_words(profile.wording)))


def runs_like_a_score(profile: ColumnProfile) -> bool:
    """Whether its answers are whole numbers that reach from the foot of 0 to 10 to its top."""
    codes = profile.codes
    named = SCORE_NAME.search(plain_words(profile.wording))
    return (
        profile.numeric
        and profile.whole
        and len(codes) > 5
        and codes[0] in (0, 1)
        and codes[-1] == 10
        and bool(named)
    )


def score_line(profile: ColumnProfile, reason: str) -> Line | None:
    """The line for the recommend score, open where its codes could mean something else."""
    declared = [text for text in profile.texts if text in profile.missing]
    texts = [text for text in profile.texts if text not in declared]
    if profile.distinct > 40 or not texts:
        return None
    if declared:
        reason = f"{reason}; no answer, as the file itself says: {_listed(declared)}"
    labels = numbers_within([text for text in texts if not is_number(text)], _SCALE)
    numbers = {text: float(text) for text in texts if is_number(text)}
    inside = {text for text, number in numbers.items() if number in range(11)}
    others = [text for text in texts if text not in inside and text not in labels]
    place = (RESPONSES, "recommend_score")
    read = len(labels) + len(inside)
    if labels and read * 2 >= len(texts) and set(numbers.values()) <= set(range(11)):
        entry = column_entry([profile.name], labels=labels, missing=others)
        question = f"do these words stand for the numbers that {profile.name!r} says in them?"
        return Line(*place, None, reason, question, (Choice(entry, "if they do"),))
    if len(inside) * 2 < len(texts):
        return None
    high = max(numbers[text] for text in inside)
    low = min(numbers[text] for text in inside)
    if not others:
        if low >= 1 and high <= 5 and len(inside) > 2:
            return Line(*place, None, reason, *_of_stars(profile, int(high)))
        entry = column_entry([profile.name])
        foot = "" if low == 0 else f"; nobody answered below {low:g}"
        return Line(*place, entry, f"{reason}; whole numbers {low:g} to {high:g}{foot}")
    if {numbers.get(text) for text in others} == {11.0} and low >= 1:
        shifted = {str(code): code - 1 for code in range(1, 12)}
        choices = (
            Choice(column_entry([profile.name], labels=shifted), "if 1 to 11 stand for 0 to 10"),
            Choice(column_entry([profile.name], missing=others), "if 11 means no answer"),
        )
        question = f"{profile.name!r} runs from 1 to 11: is it shifted by one?"
        return Line(*place, None, reason, question, choices)
    question = f"{profile.name!r} says {_listed(others)} too: does that mean no answer?"
    choice = Choice(column_entry([profile.name], missing=others[:40]), "if it does")
    return Line(*place, None, reason, question, (choice,))


def _of_stars(profile: ColumnProfile, high: int) -> tuple[str, tuple[Choice, ...]]:
    most = 5 if high > 3 else high
    spread = {str(code): round((code - 1) * 10 / (most - 1)) for code in range(1, most + 1)}
    question = f"{profile.name!r} is answered 1 to {high}, not 0 to 10: what was its scale?"
    return question, (
        Choice(column_entry([profile.name], scale=[0, 10]), "if it was asked on 0 to 10"),
        Choice(None, "if it was not: 1 to 5 stars are no NPS; make it an item of [ratings]"),
        Choice(column_entry([profile.name], labels=spread), "if you accept such a conversion"),
    )


def day_line(name: str, profiles: Sequence[ColumnProfile], reason: str) -> Line:
    """The line for a day: one column and one format, or a question with every candidate."""
    if len(profiles) == 1 and len(profiles[0].date_formats) == 1:
        profile = profiles[0]
        date_format = profile.date_formats[0]
        how = f"{date_format} is the only format that reads all its days"
        if date_format is None:
            how = "days as in 2026-01-31"
        if profile.first_day:
            how += f", {profile.first_day} to {profile.last_day}"
        entry = column_entry([profile.name], format=date_format)
        return Line(RESPONSES, name, entry, f"{reason}; {how}")
    choices = []
    for profile in profiles:
        for date_format in profile.date_formats[:_FORMATS_SHOWN]:
            entry = column_entry([profile.name], format=date_format)
            day = read_day(profile.texts[0], date_format)
            choices.append(Choice(entry, f"then row {profile.first_row} is {day}"))
    first = profiles[0]
    if len(profiles) == 1:
        question = (
            f"{first.name!r}, row {first.first_row}: {first.texts[0]!r} could be more than one day"
        )
    else:
        question = f"which is the day of answering: {_listed([each.name for each in profiles])}?"
    return Line(RESPONSES, name, None, reason, question, tuple(choices))


def assumed_day_line(name: str, wave: ColumnProfile | None, day: str, table: str) -> Line:
    """The question for the day where no column of the source has one."""
    choices = [Choice({"value": day}, "one day for every row; pages say that it is assumed")]
    if wave:
        labels = dict.fromkeys(wave.texts[:12], day)
        entry = column_entry([wave.name], labels=labels)
        choices.insert(0, Choice(entry, "with the last day that each of them speaks for"))
    question = "no column holds a day; which day do these rows speak for?"
    return Line(table, name, None, "", question, tuple(choices))


def as_of_line(profile: ColumnProfile, today: date) -> Line | None:
    """The day the answers speak for: their latest, unless it is unknown or still to come."""
    if not profile.last_day or profile.last_day > today.isoformat():
        return None
    return Line("file", "as_of", profile.last_day, f"the latest day in {profile.name!r}")


def measure_line(profile: ColumnProfile, key: str, table: str) -> Line | None:
    """The line for a column of numbers; open where some texts may mean no number."""
    words = [text for text in profile.texts if not is_number(text)]
    if profile.numeric:
        entry = column_entry([profile.name], type="number")
        return Line(table, key, entry, f"numbers from {profile.least:g} to {profile.most:g}")
    if len(profile.codes) > len(words) * 4 and len(words) < 4:
        silent = all(map(means_no_answer, words))
        entry = column_entry([profile.name], type="number", missing=words)
        question = f"{profile.name!r} holds numbers, and {_listed(words)}: does that mean none?"
        choices = [Choice(entry, "if it does")]
        if not silent and profile.distinct <= MOST_LISTED:
            choices.append(Choice(column_entry([profile.name]), "to keep all of them as texts"))
        return Line(table, key, None, "", question, tuple(choices))
    return None


def key_for(profile: ColumnProfile, taken: Iterable[str], known: Iterable[str]) -> str:
    """A short name of our own for their column, unlike the names our tables have."""
    asked = profile.question if 0 < len(profile.question) <= _LONGEST_KEY else profile.name
    words = re.findall(r"\w+", plain_words(asked).replace("_", " "))
    telling = words
    if len(words) > 3:
        telling = [word for word in words if word not in _FILLERS and len(word) > 1]
    key = ""
    for word in telling or words:
        if key and len(key) + len(word) >= _LONGEST_KEY:
            break
        key = f"{key}_{word}" if key else word
    key = key[:_LONGEST_KEY].strip("_") or "column"
    known = [column.lower() for column in known]
    if difflib.get_close_matches(key, known, n=1, cutoff=_ALIKE):
        key = f"own_{key}"
    if difflib.get_close_matches(key, known, n=1, cutoff=_ALIKE):
        key = f"column_{key}"
    number, free = 2, key
    while free in taken:
        free, number = f"{key}_{number}", number + 1
    return free


def _listed(texts: Sequence[str]) -> str:
    shown = ", ".join(repr(text[:40]) for text in texts[:5])
    return shown + (f" and {len(texts) - 5} more" if len(texts) > 5 else "")
