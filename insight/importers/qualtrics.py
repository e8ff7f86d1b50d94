"""Qualtrics: names, question texts and a row of import ids above the answers; legacy two rows.

Known by its row of {"ImportId": ...}, else by legacy V1, V2, ... over the texts ResponseID and so
on, else by the tool's own column names (ResponseId, RecordedDate, ...), with one header row or two.
Response id, day, the recommend question (beside its _NPS_GROUP column, else by its wording) and
the items of matrix and side-by-side questions are mapped. Previews are no answers; _NPS_GROUP
columns, display orders, timings, names and places are left out.

Verified against real files: three header rows, legacy, matrix and side by side. Choice text,
preview rows and _NPS_GROUP were not in them; they are as public code has them (docs/layouts.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from insight.importers.drafts.wording import is_group_of_score
from insight.importers.first_rows import (
    Seen,
    called,
    customer_id,
    day,
    first_filled,
    offered,
    one_line,
    personal,
    recommend_by_wording,
    recommend_score,
)
from insight.importers.grids import rated_items
from insight.importers.layout import Layout, Rows, Suggestion
from insight.importers.qualtrics_header import Header, find_header, kinds_of
from insight.importers.qualtrics_questions import grid_columns

KEY = "qualtrics"
PREVIEW_CODES = frozenset({"1", "9", "17"})
"""Status of a preview: 1 preview, 9 preview marked as spam, 17 preview off line."""
TEST_CODE = "2"
"""Status of an answer that Qualtrics made up itself (Generate Test Responses)."""
_DERIVED = re.compile(
    r"_DO(_\d+)?$|_(First Click|Last Click|Page Submit|Click Count)$|"
    r"_(Browser|Version|Operating System|Resolution)$"
)
_BUILT_IN = re.compile(r"Q_[A-Z]")
_TESTS = ", every answer in sight a test that Qualtrics made up"
_GROUP = "_nps_group"
_OWN = {
    "set": "the tool's own record: the response set",
    "progress": "the tool's own record: how far they came",
    "duration": "the tool's own record: how long it took",
    "status": "the tool's own record: preview, test or answer",
    "started": "the day of answering is taken from another column",
    "ended": "the day of answering is taken from another column",
}


def recognise(rows: Rows) -> Layout | None:
    """The layout of a Qualtrics export; None where these rows are no such file."""
    header = find_header(rows)
    if header is None:
        return None
    answers = tuple(row for position, row in first_filled(rows) if position > header.last)
    columns = called(header.names, answers)
    questions = {
        column: one_line(text)
        for column, text in zip(columns, header.texts, strict=True)
        if column and text
    }
    kinds, people = kinds_of(header, columns)
    why_no_answer = _no_answer(columns, kinds, answers)
    kept = [row for row in answers if not why_no_answer(dict(zip(columns, row, strict=False)))]
    seen = Seen(columns, questions, tuple(kept))
    left_out = _left_out(seen, kinds, people)
    for column, identity in zip(columns, header.ids, strict=True):
        if _BUILT_IN.match(column) and not identity.startswith("QID"):
            left_out[column] = "the tool's own record: fraud detection, links, durations"
    suggestions = tuple(_lines(header, seen, kinds, left_out))
    return Layout(
        name=f"Qualtrics, {header.form}" + (_TESTS if why_no_answer.keeps_tests else ""),
        key=KEY,
        first_answer=header.last + 2,
        columns=columns,
        questions=questions,
        suggestions=suggestions,
        why_no_answer=why_no_answer,
        needs=tuple(kinds[kind] for kind in ("status", "channel") if kind in kinds),
        left_out=offered(left_out, suggestions),
    )


@dataclass(frozen=True)
class NoAnswer:
    """Why a record is no answer; made-up tests stay where the file begins with nothing else."""

    status: str | None
    channel: str | None
    keeps_tests: bool = False

    def __call__(self, record: Mapping[str, str]) -> str | None:
        status = record.get(self.status or "", "").strip()
        if status in PREVIEW_CODES or "preview" in status.casefold():
            return f"a preview of the survey, no answer ({self.status} is {status!r})"
        channel = record.get(self.channel or "", "").strip()
        if channel.casefold() == "preview":
            return f"a preview of the survey, no answer ({self.channel} is {channel!r})"
        if _is_test(status) and not self.keeps_tests:
            return f"a test that Qualtrics made up, no answer ({self.status} is {status!r})"
        return None


def _no_answer(
    columns: tuple[str, ...], kinds: dict[str, str], answers: tuple[tuple[str, ...], ...]
) -> NoAnswer:
    """Made-up tests are kept where the file begins with nothing else: it is a rehearsal."""
    statuses = Seen(columns, {}, answers).texts(kinds["status"]) if "status" in kinds else ()
    rehearsal = bool(statuses) and all(map(_is_test, statuses))
    return NoAnswer(kinds.get("status"), kinds.get("channel"), keeps_tests=rehearsal)


def _is_test(status: str) -> bool:
    return status == TEST_CODE or status.casefold() == "survey test"


def _left_out(seen: Seen, kinds: dict[str, str], people: list[str]) -> dict[str, str]:
    """Columns that are offered to nobody: people, the tool's own records, what follows."""
    reasons = personal(seen, seen.columns)
    for column in people:
        reasons[column] = "personal, who or where somebody is; a mapping may ask for it"
    for kind, column in kinds.items():
        if kind in _OWN and kind != _when(kinds):
            reasons[column] = _OWN[kind]
    for column in filter(None, seen.columns):
        if _DERIVED.search(column):
            reasons[column] = "the tool's own record: order of display, clicks or browser"
        elif column.casefold().endswith(_GROUP) or is_group_of_score(seen.texts(column)):
            reasons[column] = "promoter, passive or detractor: it follows from the score"
    return reasons


def _when(kinds: dict[str, str]) -> str | None:
    return next((kind for kind in ("recorded", "ended", "started") if kind in kinds), None)


def _lines(
    header: Header, seen: Seen, kinds: dict[str, str], left_out: dict[str, str]
) -> list[Suggestion]:
    """The lines of a mapping that this file allows."""
    lines: list[Suggestion] = []
    if "response" in kinds:
        reason = "Qualtrics gives every answer an id"
        lines.append(Suggestion("survey_responses", "response_id", kinds["response"], reason))
    if when := _when(kinds):
        zone = f", by the clock of {header.zone}" if header.zone else ""
        in_utc = header.zone in ("Z", "UTC", "GMT")
        reason = f"the day the answer was {when}" + ("" if in_utc else zone)
        lines.append(day(seen, "responded_on", kinds[when], reason, in_utc=in_utc))
    if "customer" in kinds and kinds["customer"] not in left_out:
        reason = "your own id of the person, where the contact list has one"
        lines += customer_id(seen, kinds["customer"], reason)
    scores = _recommend(seen, left_out)
    lines += scores
    if "language" in kinds and seen.texts(kinds["language"]):
        reason = "the language it was answered in"
        lines.append(Suggestion("survey_responses", "language", kinds["language"], reason))
    used = {*left_out, *kinds.values(), *(line.entry["column"] for line in scores)}
    return [*lines, *rated_items(seen, grid_columns(seen, used))]


def _recommend(seen: Seen, left_out: dict[str, str]) -> list[Suggestion]:
    """The question beside its _NPS_GROUP column, else the first that asks to recommend."""
    by_name = {column.casefold(): column for column in seen.columns if column}
    for name in by_name:
        sibling = by_name.get(name.removesuffix(_GROUP)) if name.endswith(_GROUP) else None
        if sibling and sibling not in left_out:
            reason = f"{by_name[name]!r} stands beside it: Qualtrics makes it of a 0 to 10 score"
            return [recommend_score(seen, sibling, reason)]
    return recommend_by_wording(seen, left_out)
