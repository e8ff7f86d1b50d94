"""Typeform: one header row, "#" first, then the questions, then Start and Submit Date (UTC).

Known by Submit Date (UTC) with "#", Start Date (UTC) or Network ID, or by Submitted At and Token
as the last two columns. The id, the day and the recommend question are mapped. Times are in UTC,
so whose day counts is asked. What was never submitted (a partial response) is set aside. Repeated
headers such as "Other" are called "Other #1", "Other #2". Network ID stands for an IP address and
is left out.

Not verified against a real file: the names are those that public programs read (docs/layouts.md).
"""

from collections.abc import Mapping

from insight.importers.first_rows import (
    MustBeFilled,
    Seen,
    by_key,
    day,
    key,
    offered,
    one_header_row,
    personal,
    recommend_by_wording,
)
from insight.importers.layout import Layout, Rows, Suggestion

KEY = "typeform"
_OWN = {"startdateutc", "stagedateutc", "tags", "ending", "responsetype"}


def recognise(rows: Rows) -> Layout | None:
    """The layout of a Typeform export; None where these rows are no such file."""
    found = one_header_row(rows)
    if found is None:
        return None
    position, seen = found
    columns = by_key(seen)
    ids = [column for column in seen.columns if column in ("#", "Token", "token")]
    when = columns.get("submitdateutc")
    marks = "#" in seen.columns or columns.keys() & {"startdateutc", "networkid"}
    if when is None or not marks:
        named = [column for column in seen.columns if column]
        if [key(column) for column in named[-2:]] != ["submittedat", "token"]:
            return None
        when = named[-2]
    left_out = _left_out(seen)
    suggestions = tuple(_lines(seen, ids, when, left_out))
    return Layout(
        name="Typeform, one header row",
        key=KEY,
        first_answer=position + 2,
        columns=seen.columns,
        questions={column: asked for column, asked in seen.questions.items() if column},
        suggestions=suggestions,
        why_no_answer=MustBeFilled(when, "it was never submitted"),
        needs=(when,),
        left_out=offered(left_out, suggestions),
    )


def _left_out(seen: Seen) -> dict[str, str]:
    reasons = personal(seen, seen.columns)
    for column in filter(None, seen.columns):
        if key(column) == "networkid":
            reasons[column] = "personal, it stands for an IP address; a mapping may ask for it"
        elif key(column) in _OWN:
            reasons[column] = "the tool's own record"
    return reasons


def _lines(seen: Seen, ids: list[str], when: str, left_out: Mapping[str, str]) -> list[Suggestion]:
    reason = "Typeform gives every response an id"
    lines = [Suggestion("survey_responses", "response_id", column, reason) for column in ids[:1]]
    lines.append(day(seen, "responded_on", when, "when it was submitted", in_utc=True))
    used = {*left_out, *ids, when}
    return [*lines, *recommend_by_wording(seen, used)]
