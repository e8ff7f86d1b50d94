"""Formbricks: one header row that begins No., Response ID, Timestamp, Finished, Survey ID.

Known by Response ID, Timestamp, Finished and Survey ID together. Three generations of names are
read alike: "Formbricks User ID" with bare questions; "Formbricks ID (internal)" with questions
numbered "1. ..." and "userAgent - browser"; and the same with "Browser", "Device Type",
"Timezone". Response id, day, user and the recommend question are mapped, matrix rows become items,
and "... - Option ID" columns, links and records of the browser are left out.

Not verified against a real file: the names are those of Formbricks' own source (docs/layouts.md).
"""

import re

from insight.importers.first_rows import (
    Seen,
    by_key,
    customer_id,
    day,
    key,
    offered,
    one_header_row,
    personal,
    recommend_by_wording,
)
from insight.importers.grids import GridColumn, rated_items, split_question
from insight.importers.layout import Layout, Rows, Suggestion

KEY = "formbricks"
_MARKS = {"responseid", "timestamp", "finished", "surveyid"}
_NUMBERED = re.compile(r"(?P<number>\d+)\.\s+(?P<question>.+)", re.DOTALL)
_OPTION_ID = " - Option ID"
_USERS = ("userid", "formbricksidinternal", "formbricksuserid")
_OWN = {
    "no",
    "surveyid",
    "formbricksidinternal",
    "formbricksuserid",
    "url",
    "pagereferrer",
    "pagepath",
    "useragentbrowser",
    "useragentos",
    "useragentdevice",
    "browser",
    "os",
    "screenwidth",
    "screenheight",
    "viewportwidth",
    "viewportheight",
    "durationseconds",
    "finishedat",
    "timezone",
    "notes",
    "quotas",
}


def recognise(rows: Rows) -> Layout | None:
    """The layout of a Formbricks export; None where these rows are no such file."""
    found = one_header_row(rows)
    if found is None or not by_key(found[1]).keys() >= _MARKS:
        return None
    position, seen = found
    questions = {column: _NUMBERED.sub(r"\g<question>", asked) for column, asked in _asked(seen)}
    seen = Seen(seen.columns, questions, seen.answers)
    left_out = _left_out(seen)
    suggestions = tuple(_lines(seen, left_out))
    return Layout(
        name="Formbricks, one header row",
        key=KEY,
        first_answer=position + 2,
        columns=seen.columns,
        questions=questions,
        suggestions=suggestions,
        left_out=offered(left_out, suggestions),
    )


def _asked(seen: Seen) -> list[tuple[str, str]]:
    return [(column, seen.asked(column)) for column in seen.columns if column]


def _left_out(seen: Seen) -> dict[str, str]:
    reasons = personal(seen, seen.columns)
    for column in filter(None, seen.columns):
        if column.endswith(_OPTION_ID):
            reasons[column] = "the ids of the options chosen; the column beside it says them"
        elif key(column) in _OWN:
            reasons[column] = "the tool's own record of the answer or the browser"
    return reasons


def _lines(seen: Seen, left_out: dict[str, str]) -> list[Suggestion]:
    columns = by_key(seen)
    reason = "Formbricks gives every response an id"
    lines = [Suggestion("survey_responses", "response_id", columns["responseid"], reason)]
    lines.append(_responded_on(seen, columns))
    people = [columns[user] for user in _USERS if user in columns]
    reason = "the person, as your application or Formbricks knows them"
    known = [line for column in people for line in customer_id(seen, column, reason)]
    lines += known[:1]
    scores = recommend_by_wording(seen, left_out)
    used = {*left_out, *(line.entry["column"] for line in scores)}
    return [*lines, *scores, *rated_items(seen, _matrix_rows(seen, used))]


def _responded_on(seen: Seen, columns: dict[str, str]) -> Suggestion:
    """The day of the timestamp; where the file has each person's time zone, the day there."""
    line = day(seen, "responded_on", columns["timestamp"], "when the response began")
    if "timezone" not in columns:
        return line
    zone = {"times_in": "UTC", "time_zone": {"column": columns["timezone"], "otherwise": "UTC"}}
    entry = {**line.entry, **zone}
    reason = (
        f"when the response began; {columns['timezone']!r} has the zone of each person: does their "
        "own day count, and was the file exported in UTC (times_in)?"
    )
    return Suggestion("survey_responses", "responded_on", entry, reason, decide=True)


def _matrix_rows(seen: Seen, used: set[str]) -> list[GridColumn]:
    """Columns "3. Question - Row" of one number; the numbers come from the header itself."""
    by_number: dict[str, list[str]] = {}
    for column in filter(None, seen.columns):
        match = _NUMBERED.fullmatch(column)
        if match and column not in used:
            by_number.setdefault(match["number"], []).append(column)
    found = []
    for number, columns in by_number.items():
        question, items = split_question([seen.asked(column) for column in columns])
        if question and len(set(items)) == len(columns) > 1:
            found += [
                GridColumn(column, question, item, f"question {number}")
                for column, item in zip(columns, items, strict=True)
            ]
    return found
