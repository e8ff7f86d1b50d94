"""SurveyMonkey: two header rows, questions above and options below.

Known by Respondent ID with Collector ID, with Start Date and End Date, or over a second row that
says "Response" or "Open-Ended Response". Below a question stand those words or an option; a blank
cell above belongs to the question on its left. A column is called by its question, or "Question -
Option" where a question has several. Without the second row (an answer stands under Respondent ID)
there is one header row. Respondent id, the end date and the recommend question are mapped, and rows
of a matrix become items. A score spread over a column for each option is read as one column, called
by its question, where the cells say the score.

Not verified against a whole real file: the two rows were read from a published export without the
columns of dates and people, those columns from public programs (docs/layouts.md).
"""

import re
from collections.abc import Mapping, Sequence

from insight.importers.first_rows import (
    Seen,
    by_key,
    called,
    customer_id,
    day,
    first_filled,
    key,
    number_in,
    offered,
    one_line,
    personal,
    recommend_by_wording,
)
from insight.importers.grids import GridColumn, rated_items
from insight.importers.layout import Layout, Rows, Suggestion

KEY = "survey_monkey"
_ANSWER = {"", "response", "openendedresponse", "antwort", "réponse", "respuesta", "resposta"}
_OWN = {"collectorid", "startdate", "datecreated", "datemodified"}
_TAG = re.compile(r"<[^<>]*>")
_SCORES = frozenset(range(1, 11))
_TICKED = "one question in a column for each option, only ticked; export it with condensed columns"


def recognise(rows: Rows) -> Layout | None:
    """The layout of a SurveyMonkey export; None where these rows are no such file."""
    filled = first_filled(rows)
    if not filled:
        return None
    last, above = filled[0]
    keys = [key(cell) for cell in above]
    if "respondentid" not in keys:
        return None
    below: tuple[str, ...] = ()
    place = keys.index("respondentid")
    if len(filled) > 1 and not (filled[1][1] + ("",) * (place + 1))[place]:
        last, below = filled[1]
    answered = {"response", "openendedresponse"} & {key(cell) for cell in below}
    if not (answered or "collectorid" in keys or {"startdate", "enddate"} <= set(keys)):
        return None
    answers = tuple(row for position, row in filled if position > last)
    names, parts = _named(above, below)
    spread = _spread(parts, answers)
    columns = list(called(names, answers))
    for question, places in spread.items():
        for place in places:
            columns[place], names[place], parts[place] = "", question, (question, "")
        columns[places[0]] = question
    columns = tuple(columns)
    questions = {column: name for column, name in zip(columns, names, strict=True) if column}
    seen = Seen(columns, questions, _gathered(answers, spread))
    grid = [
        GridColumn(column, question, option, question)
        for column, (question, option) in zip(columns, parts, strict=True)
        if column and option
    ]
    left_out = _left_out(seen, grid)
    suggestions = tuple(_lines(seen, grid, left_out))
    return Layout(
        name="SurveyMonkey, two header rows" if below else "SurveyMonkey, one header row",
        key=KEY,
        first_answer=last + 2,
        columns=columns,
        questions=questions,
        suggestions=suggestions,
        left_out=offered(left_out, suggestions),
        spread=spread,
    )


def _named(above: Sequence[str], below: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """What columns are called, and question and option of each ("" where it has no options)."""
    width = max(len(above), len(below))
    tops = [_clean(cell) for cell in (*above, *[""] * width)[:width]]
    options = [_clean(cell) for cell in (*below, *[""] * width)[:width]]
    questions: list[str] = []
    for top, option in zip(tops, options, strict=True):
        left = questions[-1] if questions and option else ""
        questions.append(top or left)
    names, parts = [], []
    for question, option in zip(questions, options, strict=True):
        spread = questions.count(question) > 1 and key(option) not in _ANSWER
        parts.append((question, option if spread else ""))
        names.append(f"{question} - {option}" if spread else question)
    return names, parts


def _spread(
    parts: Sequence[tuple[str, str]], answers: Sequence[tuple[str, ...]]
) -> dict[str, tuple[int, ...]]:
    """Questions whose options are the scores to 10 -> their columns, where cells say the score."""
    places: dict[str, list[int]] = {}
    for place, (question, option) in enumerate(parts):
        if option:
            places.setdefault(question, []).append(place)
    return {
        question: tuple(columns)
        for question, columns in places.items()
        if {number_in(parts[place][1]) for place in columns} >= _SCORES
        and all(
            number_in(row[place]) == number_in(parts[place][1])
            for row in answers
            for place in columns
            if place < len(row) and row[place]
        )
    }


def _gathered(
    answers: Sequence[tuple[str, ...]], spread: Mapping[str, tuple[int, ...]]
) -> tuple[tuple[str, ...], ...]:
    """The first answers with what is spread in one column, as the import has it."""
    gathered = []
    for row in answers:
        cells = list(row)
        for places in spread.values():
            texts = [cells[place] for place in places if place < len(cells)]
            if places[0] < len(cells):
                cells[places[0]] = "; ".join(filter(None, texts))
        gathered.append(tuple(cells))
    return tuple(gathered)


def _clean(cell: str) -> str:
    return one_line(_TAG.sub(" ", cell))


def _left_out(seen: Seen, grid: list[GridColumn]) -> dict[str, str]:
    reasons = personal(seen, seen.columns)
    for column in filter(None, seen.columns):
        if key(column) in _OWN:
            reasons[column] = "the tool's own record"
    by_question: dict[str, list[GridColumn]] = {}
    for one in grid:
        by_question.setdefault(one.question, []).append(one)
    for options in by_question.values():
        if {number_in(one.item) for one in options} >= _SCORES:
            reasons.update({one.column: _TICKED for one in options})
    return reasons


def _lines(seen: Seen, grid: list[GridColumn], left_out: dict[str, str]) -> list[Suggestion]:
    columns = by_key(seen)
    reason = "SurveyMonkey gives every respondent an id"
    lines = [Suggestion("survey_responses", "response_id", columns["respondentid"], reason)]
    when = next((columns[name] for name in ("enddate", "startdate") if name in columns), None)
    if when:
        reason = "when the questionnaire was left, by the clock of the account"
        lines.append(day(seen, "responded_on", when, reason))
    if "customdata1" in columns and columns["customdata1"] not in left_out:
        reason = "your own value for the person, from the list of contacts"
        known = customer_id(seen, columns["customdata1"], reason)
        lines += [Suggestion(one.table, one.name, one.entry, reason, True) for one in known]
    scores = recommend_by_wording(seen, left_out)
    used = {*left_out, *(line.entry["column"] for line in scores)}
    rated = [one for one in grid if one.column not in used]
    return [*lines, *scores, *rated_items(seen, rated)]
