"""Delighted: one row a response, with its score, comment, person and properties.

Known by an id, a score and a comment beside what only Delighted records: a column whose name begins
"Delighted", or two of permalink, survey type, person id, tags, notes and additional answers. The
id, the day, the score and the comment are mapped. The score is the recommend score of an NPS
survey; other survey types (CSAT, 5 stars, thumbs) have the same column, so there it becomes a
rating or a question. Names, addresses and links are left out.

Not verified against a real file: no export was found in public; the names are those of Delighted's
interface and of programs that read it (docs/layouts.md).
"""

from insight.importers.first_rows import (
    Seen,
    by_key,
    customer_id,
    day,
    key,
    offered,
    one_header_row,
    personal,
    recommend_score,
)
from insight.importers.layout import Layout, Rows, Suggestion
from insight.importers.reading.numbers import is_number

KEY = "delighted"
_IDS = ("responseid", "surveyresponseid", "id")
_DAYS = (
    "respondedat",
    "responsereceivedat",
    "responsedate",
    "surveyrespondedat",
    "createdat",
    "date",
    "surveydate",
)
_MARKS = frozenset(
    (
        "permalink",
        "surveytype",
        "personid",
        "person",
        "tags",
        "notes",
        "additionalanswers",
        "personproperties",
        "surveyedat",
        "updatedat",
    )
)
_OWN = frozenset(
    ("permalink", "notes", "updatedat", "delightedpage", "delightedpageurl", "delightedsourceurl")
)
_FIVE = frozenset(("csat", "ces", "fivestar", "5star", "star", "pmf"))


def recognise(rows: Rows) -> Layout | None:
    """The layout of a Delighted export; None where these rows are no such file."""
    found = one_header_row(rows)
    if found is None:
        return None
    position, seen = found
    columns = by_key(seen)
    identity = next((columns[name] for name in _IDS if name in columns), None)
    if identity is None or not {"score", "comment"} <= columns.keys():
        return None
    its_own = any(name.startswith("delighted") and name != "delighted" for name in columns)
    if not its_own and len(_MARKS & columns.keys()) < 2:
        return None
    left_out = personal(seen, seen.columns)
    for name, column in columns.items():
        if name in _OWN or name.endswith("url"):
            left_out[column] = "the tool's own record"
    suggestions = tuple(_lines(seen, columns, identity))
    return Layout(
        name="Delighted, one header row",
        key=KEY,
        first_answer=position + 2,
        columns=seen.columns,
        questions={column: asked for column, asked in seen.questions.items() if column},
        suggestions=suggestions,
        left_out=offered(left_out, suggestions),
    )


def _lines(seen: Seen, columns: dict[str, str], identity: str) -> list[Suggestion]:
    reason = "Delighted gives every response an id"
    lines = [Suggestion("survey_responses", "response_id", identity, reason)]
    when = next((columns[name] for name in _DAYS if name in columns), None)
    if when:
        lines.append(day(seen, "responded_on", when, "the day of the response"))
    person = columns.get("personid", columns.get("person"))
    if person and person != identity:
        lines += customer_id(seen, person, "Delighted's id of the person")
    lines.append(_score(seen, columns))
    lines.append(Suggestion("survey_responses", "comment", columns["comment"], "what they wrote"))
    return lines


def _score(seen: Seen, columns: dict[str, str]) -> Suggestion:
    """The recommend score of an NPS survey, a rating of another; a question where it is open."""
    score = columns["score"]
    kind = columns.get("surveytype", "")
    kinds = {key(text) for text in (seen.texts(kind) if kind else ())}
    if kinds and kinds <= _FIVE:
        reason = f"{kind} says {', '.join(sorted(kinds))}: no recommend score, but a rating"
        entry = {"delivered": {"column": score, "scale": [1, 5]}}
        return Suggestion("ratings.items", "Our service", entry, reason, decide=True)
    if kinds and kinds <= {"nps", "enps"}:
        return recommend_score(seen, score, f"{kind} says nps: asked from 0 to 10")
    line = recommend_score(seen, score, "Delighted's score; in an NPS survey it runs from 0 to 10")
    numbers = [float(text) for text in seen.texts(score) if is_number(text)]
    open_kind = bool(kinds) or not numbers or max(numbers) <= 5
    if open_kind and not line.decide:
        reason = line.reason + "; a person must say that it was one, as CSAT and stars end at 5"
        return Suggestion(line.table, line.name, line.entry, reason, decide=True)
    return line
