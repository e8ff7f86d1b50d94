"""Medallia Agent Connect (formerly Stella Connect): one row a request, stars from 1 to 5.

Known by star_rating with request_id, response_received_at or request_sent_at. Stars say how good
the service was on 1 to 5, not whether somebody would recommend: they become a rating, and no
recommend score is suggested. The id, the day, the comment and the channel are mapped. Times are in
UTC, so whose day counts is asked; a request that nobody answered is set aside. Customers and
employees are left out.

Not verified against a real file: the names are those of Medallia's documentation (docs/layouts.md).
"""

from insight.importers.first_rows import (
    MustBeFilled,
    Seen,
    by_key,
    day,
    offered,
    one_header_row,
    personal,
)
from insight.importers.layout import Layout, Rows, Suggestion, is_answer

KEY = "medallia"
STARS = [1, 5]
_OWN = {
    "requestdeliverystatus",
    "extinteractionid",
    "externalurl",
    "requestid",
    "requestsentat",
    "responsereceivedat",
    "rewardname",
    "sequenceid",
}
_YES_OR_NO = frozenset(("yes", "no", "true", "false", "y", "n", "0", "1"))
_DIMENSIONS = ("channel", "brand")


def recognise(rows: Rows) -> Layout | None:
    """The layout of an Agent Connect export; None where these rows are no such file."""
    found = one_header_row(rows)
    if found is None:
        return None
    position, seen = found
    columns = by_key(seen)
    marks = columns.keys() & {"requestid", "responsereceivedat", "requestsentat"}
    if "starrating" not in columns or not marks:
        return None
    left_out = personal(seen, seen.columns)
    for name, column in columns.items():
        if name in _OWN:
            left_out[column] = "the tool's own record"
        elif name.startswith(("employee", "teamleader", "customername", "requestsentto")):
            left_out[column] = "personal, an employee or a customer; a mapping may ask for it"
    when = columns.get("responsereceivedat")
    suggestions = tuple(_lines(seen, columns))
    return Layout(
        name="Medallia Agent Connect, stars from 1 to 5",
        key=KEY,
        first_answer=position + 2,
        columns=seen.columns,
        questions={column: asked for column, asked in seen.questions.items() if column},
        suggestions=suggestions,
        why_no_answer=MustBeFilled(when, "nobody answered this request") if when else is_answer,
        needs=(when,) if when else (),
        left_out=offered(left_out, suggestions),
    )


def _lines(seen: Seen, columns: dict[str, str]) -> list[Suggestion]:
    lines = []
    if "requestid" in columns:
        reason = "every request for feedback has an id, and at most one answer"
        lines.append(Suggestion("survey_responses", "response_id", columns["requestid"], reason))
    for name, ours, reason in (
        ("responsereceivedat", "responded_on", "when the answer came"),
        ("requestsentat", "sent_on", "when the request was made"),
    ):
        if name in columns:
            lines.append(day(seen, ours, columns[name], reason, in_utc=True))
    comments = columns.get("comments", columns.get("comment", ""))
    told = seen.texts(comments) if comments else ()
    if told and not all(text.casefold() in _YES_OR_NO for text in told):
        reason = "what they wrote"
        lines.append(Suggestion("survey_responses", "comment", comments, reason))
    for name in _DIMENSIONS:
        if name in columns and seen.texts(columns[name]):
            reason = f"the {name} of the contact that was rated"
            lines.append(Suggestion("survey_responses", name, columns[name], reason))
    reason = (
        "stars run from 1 to 5 and say how good the service was; nobody was asked, from 0 to 10, "
        "whether they would recommend, so there is no recommend score in this file"
    )
    entry = {"delivered": {"column": columns["starrating"], "scale": list(STARS)}}
    lines.append(Suggestion("ratings.items", "Service by our agent", entry, reason))
    return lines
