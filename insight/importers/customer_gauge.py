"""CustomerGauge: one row a survey record, with its NPS score, comment and dates.

Known by an NPS score (NPS Score, NetPromoterScore) with the day of the response (Response Date,
SurveyCompletedDate) and two more of its own columns (Sent Date, EmailSentDate, Follow Up Request,
Touchpoint, Customer Number, ...). The score, the day, the day of sending, the customer, the comment
and the touchpoint are mapped. A record without a day of response is a survey that nobody answered
and is set aside. Names, addresses and phone numbers are left out.

Not verified against a real file: the names are those of CustomerGauge's documentation
(docs/layouts.md).
"""

from insight.importers.first_rows import (
    MustBeFilled,
    Seen,
    by_key,
    customer_id,
    day,
    offered,
    one_header_row,
    personal,
    recommend_score,
)
from insight.importers.layout import Layout, Rows, Suggestion

KEY = "customer_gauge"
_SCORES = ("npsscore", "netpromoterscore")
_DAYS = ("responsedate", "surveycompleteddate", "datesurveycompleted", "surveyresponsedate")
_SENT = ("sentdate", "emailsentdate", "surveysentdate", "datesurveysent")
_MARKS = frozenset(
    (
        *_SENT,
        "followuprequest",
        "followuprequired",
        "followupdetails",
        "touchpoint",
        "customernumber",
        "contactreference",
        "joblevel",
        "accountname",
        "smstelephone",
        "orderdate",
    )
)
_IDS = ("surveyid", "responseid", "surveyrecordid", "recordid")
_CUSTOMERS = ("customernumber", "contactreference")
_COMMENTS = ("comment", "comments", "npscomment")
_DIMENSIONS = {"touchpoint": "touchpoint", "joblevel": "job_level", "country": "country"}


def recognise(rows: Rows) -> Layout | None:
    """The layout of a CustomerGauge export; None where these rows are no such file."""
    found = one_header_row(rows)
    if found is None:
        return None
    position, seen = found
    columns = by_key(seen)
    score, when = _first(columns, _SCORES), _first(columns, _DAYS)
    if not score or not when or len(_MARKS & columns.keys()) < 2:
        return None
    suggestions = tuple(_lines(seen, columns, score, when))
    return Layout(
        name="CustomerGauge, one header row",
        key=KEY,
        first_answer=position + 2,
        columns=seen.columns,
        questions={column: asked for column, asked in seen.questions.items() if column},
        suggestions=suggestions,
        why_no_answer=MustBeFilled(when, "nobody answered this survey"),
        needs=(when,),
        left_out=offered(personal(seen, seen.columns), suggestions),
    )


def _first(columns: dict[str, str], names: tuple[str, ...]) -> str:
    return next((columns[name] for name in names if name in columns), "")


def _lines(seen: Seen, columns: dict[str, str], score: str, when: str) -> list[Suggestion]:
    lines = []
    if identity := _first(columns, _IDS):
        reason = "CustomerGauge's id of the survey record"
        lines.append(Suggestion("survey_responses", "response_id", identity, reason))
    if customer := _first(columns, _CUSTOMERS):
        lines += customer_id(seen, customer, "your number of the customer")
    lines.append(day(seen, "responded_on", when, "the day the survey was completed"))
    if sent := _first(columns, _SENT):
        lines.append(day(seen, "sent_on", sent, "the day the survey was sent"))
    lines.append(recommend_score(seen, score, "CustomerGauge asks it from 0 to 10"))
    if comment := _first(columns, _COMMENTS):
        lines.append(Suggestion("survey_responses", "comment", comment, "what they wrote"))
    for name, ours in _DIMENSIONS.items():
        if name in columns and seen.texts(columns[name]):
            reason = "a property of the record"
            lines.append(Suggestion("survey_responses", ours, columns[name], reason))
    return lines
