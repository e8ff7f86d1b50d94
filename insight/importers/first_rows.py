"""The first rows of a file as the layouts look at them, and the lines of a mapping they allow."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from insight.importers.drafts.word_scales import scale_of
from insight.importers.drafts.wording import EMAIL, RECOMMEND, personal_kind
from insight.importers.layout import Rows, Suggestion
from insight.importers.reading.dates import candidate_formats, first_unread, read_day
from insight.importers.reading.numbers import is_number
from insight.importers.reading.time_zones import AS_WRITTEN, header_says_utc

MOST_ROWS = 20
"""A layout is known by at most this many rows from the top of the file."""
UTC_NOTE = "; in UTC, where near midnight the customer's own day is another: whose day counts?"
_ENDS_IN_UTC = re.compile(r"\d(Z|[+-]00:?00| UTC| GMT)$")
_LAST_PART = re.compile(r" - |\[")
_ASKS_NAME = re.compile(r"\byour (full |first |last |own )?name\b|\bname and\b")
_SCORE = re.compile(r"10|\d")
_NOT_WORD = re.compile(r"[\W_]+")
_NUMBER_FIRST = re.compile(r"(\d{1,2})\b(?![.,]\d)")
_NUMBER_LAST = re.compile(r".*\D(\d{1,2})\W*", re.DOTALL)


@dataclass(frozen=True)
class Seen:
    """The columns of a file by the names that mappings use, and the first answers below them."""

    columns: tuple[str, ...]
    questions: Mapping[str, str]
    answers: tuple[tuple[str, ...], ...]

    def texts(self, column: str) -> tuple[str, ...]:
        """The different texts of a column among the first answers, in order, blanks left out."""
        position = self.columns.index(column)
        found = (row[position] for row in self.answers if position < len(row))
        return tuple(dict.fromkeys(text for text in found if text))

    def asked(self, column: str) -> str:
        """The question, where the file keeps it apart, else the column's name."""
        return self.questions.get(column) or column


@dataclass(frozen=True)
class MustBeFilled:
    """Why a record is no answer: its `column` is empty, and what that says."""

    column: str
    says: str

    def __call__(self, record: Mapping[str, str]) -> str | None:
        filled = record.get(self.column, "").strip()
        return None if filled else f"{self.says} ({self.column} is empty)"


def trimmed(row: Sequence[str]) -> tuple[str, ...]:
    """The cells without blanks around them and without a byte order mark."""
    return tuple(str(cell).replace("\ufeff", "").strip() for cell in row)


def first_filled(rows: Rows) -> list[tuple[int, tuple[str, ...]]]:
    """Position and trimmed cells of the rows among the first that hold anything."""
    cut = [(position, trimmed(row)) for position, row in enumerate(rows[:MOST_ROWS])]
    return [(position, row) for position, row in cut if any(row)]


def key(text: str) -> str:
    """A name without its blanks, signs and capitals: "Response ID", response_id, ResponseID."""
    return _NOT_WORD.sub("", text).casefold()


def one_line(text: str) -> str:
    """A question without the line breaks and double blanks that editors leave in it."""
    return " ".join(text.split())


def called(names: Sequence[str], answers: Iterable[Sequence[str]] = ()) -> tuple[str, ...]:
    """What mappings call the columns: a repeated name with its number, a blank one by its place.

    A blank column in which nothing stands is not to be used.
    """
    held = {position for row in answers for position, cell in enumerate(row) if cell}
    counts = Counter(names)
    met: Counter[str] = Counter()
    columns = []
    for position, name in enumerate(names):
        met[name] += 1
        if not name:
            columns.append(f"column {position + 1}" if position in held else "")
        else:
            columns.append(f"{name} #{met[name]}" if counts[name] > 1 else name)
    return tuple(columns)


def one_header_row(rows: Rows) -> tuple[int, Seen] | None:
    """Position of the header and what is seen, for a file with one header row of questions."""
    filled = first_filled(rows)
    if not filled:
        return None
    position, header = filled[0]
    answers = tuple(row for _, row in filled[1:])
    columns = called(header, answers)
    named = zip(columns, header, strict=True)
    return position, Seen(columns, {column: one_line(name) for column, name in named}, answers)


def by_key(seen: Seen) -> dict[str, str]:
    """Key -> column, the first of each."""
    found: dict[str, str] = {}
    for column in filter(None, seen.columns):
        found.setdefault(key(column), column)
    return found


def day(seen: Seen, name: str, column: str, reason: str, *, in_utc: bool = False) -> Suggestion:
    """The line for a day; where several formats read the first days, none is named and it says so.

    Times in UTC ask whose day counts: `time_zone` keeps the day as written until a person says.
    """
    texts = seen.texts(column)
    in_utc = in_utc or header_says_utc(column) or any(map(_ENDS_IN_UTC.search, texts))
    zone = {"time_zone": AS_WRITTEN} if in_utc else {}
    reason += UTC_NOTE if in_utc else ""
    formats = _formats_of(texts)
    if len(formats) == 1:
        entry = {"column": column} | ({"format": formats[0]} if formats[0] else {}) | zone
        return Suggestion("survey_responses", name, entry, reason, decide=in_utc)
    offered = " or ".join(repr(date_format) for date_format in formats) or "no known format"
    reason += f"; the first ones are read by {offered}, so a person must say which"
    return Suggestion("survey_responses", name, {"column": column} | zone, reason, decide=True)


def _formats_of(texts: Sequence[str]) -> list[str | None]:
    """Formats that read these texts and do not all say the same days; None is ISO."""
    if not texts or first_unread(texts, None) is None:
        return [None]
    reading: dict[tuple[str, ...], str | None] = {}
    for date_format in [*candidate_formats(texts[0]), *_with_zone(texts[0])]:
        if first_unread(texts, date_format) is None:
            days = tuple(str(read_day(text, date_format)) for text in texts)
            reading.setdefault(days, date_format)
    return list(reading.values())


def _with_zone(text: str) -> list[str]:
    """Formats for a time that ends in the letters of its zone: 2022/06/22 11:07:29 AM AST."""
    time, _, zone = text.rpartition(" ")
    if not re.fullmatch(r"[A-Z]{2,5}([+-]\d{1,2}(:\d\d)?)?", zone) or zone in ("AM", "PM"):
        return []
    return [f"{date_format} {zone}" for date_format in candidate_formats(time)]


def recommend_score(seen: Seen, column: str, reason: str) -> Suggestion:
    """The line for the 0 to 10 question; words such as "10 - Extremely likely" get labels."""
    texts = seen.texts(column)
    words = [text for text in texts if not is_number(text)]
    labels = {text: score for text in words if (score := number_in(text)) is not None}
    outside = [text for text in texts if is_number(text) and not 0 <= float(text) <= 10]
    entry = {"column": column, "scale": [0, 10]} | ({"labels": labels} if labels else {})
    unread = [*outside, *(text for text in words if text not in labels)]
    if unread:
        reason += f"; it also says {unread[0]!r}, which is no score from 0 to 10"
    return Suggestion("survey_responses", "recommend_score", entry, reason, decide=bool(unread))


def recommend_by_wording(seen: Seen, left_out: Collection[str]) -> list[Suggestion]:
    """The line for the first question that asks to recommend, where its answers fit 0 to 10."""
    for column in filter(None, seen.columns):
        asked = seen.asked(column)
        if column not in left_out and RECOMMEND.search(asked.casefold()) and seen.texts(column):
            line = recommend_score(seen, column, f"it asks: {asked}")
            if not line.decide:
                return [line]
    return []


def number_in(text: str) -> int | None:
    """The number from 0 to 10 that opens or ends a text, as in "10 - Extremely likely"."""
    found = _NUMBER_FIRST.match(text) or _NUMBER_LAST.fullmatch(text)
    return int(found[1]) if found and int(found[1]) <= 10 else None


def customer_id(seen: Seen, column: str, reason: str) -> tuple[Suggestion, ...]:
    """The line for the customer, where the first ones are there and are no e-mail addresses."""
    texts = seen.texts(column)
    if not texts or any(map(EMAIL.fullmatch, texts)):
        return ()
    return (Suggestion("survey_responses", "customer_id", column, reason),)


def personal(seen: Seen, columns: Iterable[str]) -> dict[str, str]:
    """Column -> why it is not offered, for columns that name or locate a person."""
    reasons = {}
    for column in filter(None, columns):
        texts, asked = seen.texts(column), seen.asked(column)
        if are_ratings(column, texts):
            continue
        tail = _LAST_PART.split(asked)[-1].strip(" ]")
        kind = personal_kind(column, texts) or personal_kind(tail, ())
        if kind or _ASKS_NAME.search(asked.casefold()):
            reasons[column] = f"personal, {kind or 'a name'}; a mapping may ask for it"
    return reasons


def are_ratings(column: str, texts: tuple[str, ...]) -> bool:
    """Whether answers are scores, words of a scale or the option itself, whatever they are about.

    "How was our help by phone?" holds no phone number.
    """
    scores = all(_SCORE.fullmatch(text) for text in texts)
    picked = all(column.endswith(f" - {text}") for text in texts)
    return bool(texts) and (scores or picked or scale_of(texts) is not None)


def offered(left_out: Mapping[str, str], suggestions: Iterable[Suggestion]) -> dict[str, str]:
    """What is left out, without the columns that a suggestion uses after all."""
    used = {column for line in suggestions for column in columns_in(line.entry)}
    return {column: why for column, why in left_out.items() if column and column not in used}


def columns_in(entry: object) -> set[str]:
    """The columns that a suggestion's entry names, sides of an item included."""
    if isinstance(entry, str):
        return {entry}
    if not isinstance(entry, dict):
        return set()
    if "value" in entry:
        return set()
    named = {entry["column"]} if "column" in entry else set()
    for side in ("wanted", "delivered"):
        named |= columns_in(entry.get(side))
    return named
