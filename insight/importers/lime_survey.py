"""LimeSurvey: one header row of question codes, of full texts, or of both ("Q1. Text").

Known by submitdate, lastpage and startlanguage together, or by their texts (Date submitted, Last
page, Start language). The id, the day and the recommend question (where the header has texts) are
mapped, subquestions "Q5[SQ001]" and "Question [Item]" become items. The day is submitdate, and
what was never submitted is set aside; where the file has the day of the last action, that is taken
and everything stays. Times, seed, token and page are left out.

Not verified against a real file: the names are those of LimeSurvey's source (docs/layouts.md).
"""

import re

from insight.importers.first_rows import (
    MustBeFilled,
    Seen,
    day,
    key,
    offered,
    one_header_row,
    one_line,
    personal,
    recommend_by_wording,
)
from insight.importers.grids import GridColumn, in_brackets, rated_items
from insight.importers.layout import Layout, Rows, Suggestion, is_answer

KEY = "lime_survey"
_OWN = {
    "id": "id",
    "responseid": "id",
    "submitdate": "submitted",
    "datesubmitted": "submitted",
    "lastpage": "page",
    "lastpageseen": "page",
    "startlanguage": "language",
    "startdate": "started",
    "datestarted": "started",
    "datestamp": "acted",
    "datelastaction": "acted",
    "seed": "seed",
    "token": "token",
    "accesscode": "token",
    "ipaddr": "address",
    "ipaddress": "address",
    "refurl": "link",
    "referrerurl": "link",
    "interviewtime": "time",
    "totaltime": "time",
}
_TIME = re.compile(r"groupTime\d+|\w+Time|(Group|Question) time: .*")
_CODE_AND_TEXT = re.compile(r"(?P<code>[A-Za-z][\w\[\]]*)\.\s+(?P<text>.+)", re.DOTALL)
_SUBQUESTION = re.compile(r"(?P<code>[A-Za-z]\w*?)_(?P<item>SQ\d+)")
_NEVER = "1980-01-01"
"""What LimeSurvey writes as submitdate where the survey keeps no dates."""


def recognise(rows: Rows) -> Layout | None:
    """The layout of a LimeSurvey export; None where these rows are no such file."""
    found = one_header_row(rows)
    if found is None:
        return None
    position, seen = found
    own: dict[str, str] = {}
    questions: dict[str, str] = {}
    for column in filter(None, seen.columns):
        match = _CODE_AND_TEXT.fullmatch(column)
        questions[column] = one_line(match["text"] if match else column)
        kind = _OWN.get(key(match["code"] if match else column))
        if kind:
            own.setdefault(kind, column)
    if not {"submitted", "page", "language"} <= own.keys():
        return None
    seen = Seen(seen.columns, questions, seen.answers)
    left_out = _left_out(seen, own)
    day_column = own.get("acted", own["submitted"])
    suggestions = tuple(_lines(seen, own, day_column, left_out))
    return Layout(
        name="LimeSurvey, one header row",
        key=KEY,
        first_answer=position + 2,
        columns=seen.columns,
        questions=questions,
        suggestions=suggestions,
        why_no_answer=is_answer
        if "acted" in own
        else MustBeFilled(day_column, "it was never submitted"),
        needs=() if "acted" in own else (day_column,),
        left_out=offered(left_out, suggestions),
    )


def _left_out(seen: Seen, own: dict[str, str]) -> dict[str, str]:
    reasons = personal(seen, seen.columns)
    for kind, column in own.items():
        if kind not in ("id", "language"):
            reasons[column] = "the tool's own record"
    for column in filter(None, seen.columns):
        if _TIME.fullmatch(column):
            reasons[column] = "the tool's own record: how long it took"
    return reasons


def _lines(
    seen: Seen, own: dict[str, str], day_column: str, left_out: dict[str, str]
) -> list[Suggestion]:
    lines = []
    if "id" in own:
        reason = "numbered within this survey; leave it out where several surveys come in"
        lines.append(Suggestion("survey_responses", "response_id", own["id"], reason))
    days = seen.texts(day_column)
    if days and all(text.startswith(_NEVER) for text in days):
        left_out[day_column] = f"it says {_NEVER}: the survey keeps no dates, so name the day"
    else:
        what = "the last action on it" if "acted" in own else "its submission"
        reason = f"the day of {what}, by the clock of the server"
        lines.append(day(seen, "responded_on", day_column, reason))
    if seen.texts(own["language"]):
        reason = "the language it was begun in"
        lines.append(Suggestion("survey_responses", "language", own["language"], reason))
    scores = recommend_by_wording(seen, left_out)
    used = {*left_out, *own.values(), *(line.entry["column"] for line in scores)}
    grid = in_brackets(seen, used)
    for column in filter(None, seen.columns):
        match = _SUBQUESTION.fullmatch(column)
        if match and column not in used:
            grid.append(GridColumn(column, match["code"], column, match["code"]))
    return [*lines, *scores, *rated_items(seen, grid)]
