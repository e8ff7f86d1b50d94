"""Lines of a draft for answered questionnaires: ids, days, the score, items and the comment."""

from datetime import date

from insight.importers.drafts.draft import Choice, Line
from insight.importers.drafts.drafting import Work
from insight.importers.drafts.profile import ColumnProfile
from insight.importers.drafts.scale_groups import groups_of
from insight.importers.drafts.suggest_columns import (
    RESPONSES,
    asks_to_recommend,
    assumed_day_line,
    day_line,
    runs_like_a_score,
    score_line,
)
from insight.importers.drafts.suggest_items import lines_of
from insight.importers.drafts.suggest_keys import answering_days, comment_of, id_of, sent_day
from insight.importers.drafts.wording import (
    CALENDAR,
    CUSTOMER_ID,
    RESPONSE_ID,
    SURVEY,
    WAVE,
    WEIGHT,
    plain_words,
)


def draft_responses(work: Work, today: date) -> None:
    rows = next(iter(work.free.values()), None)
    _take_ids(work, rows)
    days = answering_days(list(work.free.values()))
    wave = next((p for p in work.free.values() if WAVE.search(plain_words(p.name))), None)
    if wave and (wave.numeric and days):
        wave = None
    if not work.has(RESPONSES, "responded_on"):
        _take_days(work, days, wave, today)
    if not work.has(RESPONSES, "sent_on") and (sent := sent_day(list(work.free.values()))):
        work.say(day_line("sent_on", [sent], "named like the day of asking"), sent.name)
    if not work.has(RESPONSES, "recommend_score"):
        _take_score(work)
    _take_named(work, wave)
    _leave_out_calendar(work)
    items = [p for p in work.free.values() if not p.is_date]
    if groups := groups_of(items):
        taken = [column for group in groups for column in group.columns]
        for line in lines_of(groups, not work.has("ratings", "scale")):
            work.say(line)
        for column in taken:
            work.free.pop(column, None)
    if not work.has(RESPONSES, "comment"):
        found = comment_of(list(work.free.values()))
        if found:
            work.say(Line(RESPONSES, "comment", found[0].name, found[1]), found[0].name)


def _take_ids(work: Work, rows: ColumnProfile | None) -> None:
    profiles = list(work.free.values())
    response = None if work.has(RESPONSES, "response_id") else id_of(profiles, RESPONSE_ID)
    if response and response.is_unique:
        reason = "named like an id, and different in every row"
        work.say(Line(RESPONSES, "response_id", response.name, reason), response.name)
    elif response and response.is_complete and response.distinct * 2 > response.rows:
        work.say(Line(RESPONSES, "response_id", response.name, "named like an id"), response.name)
        work.say(_repeated(response))
    elif response:
        work.leave_out(response.name, "named like an id, but not different in every row")
    if not work.has(RESPONSES, "response_id") and rows:
        work.notes.append("No column names an answer, so ids are made from file and row.")
    if not work.has(RESPONSES, "customer_id"):
        customer = id_of([each for each in profiles if each.name in work.free], CUSTOMER_ID)
        if customer:
            line = Line(RESPONSES, "customer_id", customer.name, "named like a customer's id")
            work.say(line, customer.name)


def _repeated(profile: ColumnProfile) -> Line:
    question = f"{profile.name!r} has {profile.rows - profile.distinct:,} rows more than ids"
    choices = (
        Choice("latest", "if a later answer takes the place of an earlier one"),
        Choice("kept", "if they are answers of their own"),
    )
    return Line(RESPONSES, "repeated", None, "", f"{question}: what becomes of them?", choices)


def _take_days(
    work: Work, days: list[ColumnProfile], wave: ColumnProfile | None, today: date
) -> None:
    if days:
        line = day_line("responded_on", days, "named like the day of answering")
        work.say(line, *(day.name for day in days))
    else:
        work.say(assumed_day_line("responded_on", wave, today.isoformat(), RESPONSES))


def _take_score(work: Work) -> None:
    worded = [each for each in work.free.values() if asks_to_recommend(each)]
    lines = {each.name: score_line(each, "asks to recommend") for each in worded}
    found = {name: line for name, line in lines.items() if line}
    if not found:
        if renamed := _renamed_score(work):
            work.say(renamed)
            return
        ranged = [each for each in work.free.values() if runs_like_a_score(each)]
        found = {each.name: score_line(each, "") for each in ranged}
        if not found:
            work.notes.append("No column asks to recommend: pages about NPS will have no answers.")
            return
        work.say(_which_score(found, "whole numbers 0 to 10, but no wording says it"))
        return
    if len(found) == 1:
        ((name, line),) = found.items()
        work.say(line, name)
        return
    work.say(_which_score(found, "more than one column asks to recommend"), *found)


def _renamed_score(work: Work) -> Line | None:
    """The line for a recommend question that has another name in each file."""
    worded = [each for each in work.partial.values() if asks_to_recommend(each)]
    worded = [each for each in worded if score_line(each, "")]
    there = [file for each in worded for file in each.files]
    if sorted(there) != sorted(work.files):
        return None
    for profile in worded:
        del work.partial[profile.name]
    entry = {"column": [each.name for each in worded]}
    return Line(RESPONSES, "recommend_score", entry, "asks to recommend, by one name in each file")


def _which_score(found: dict[str, Line], reason: str) -> Line:
    choices = []
    for name, line in found.items():
        entries = [choice.entry for choice in line.choices] if line.is_open else [line.entry]
        choices += [Choice(entry, f"if it is {name!r}") for entry in entries if entry]
    choices.append(Choice(None, "if none of them is"))
    question = "which column asks how likely they would recommend you?"
    return Line(RESPONSES, "recommend_score", None, reason, question, tuple(choices))


def _take_named(work: Work, wave: ColumnProfile | None) -> None:
    if wave and wave.name in work.free and not work.has(RESPONSES, "wave"):
        work.say(Line(RESPONSES, "wave", wave.name, "named like a wave"), wave.name)
    for profile in list(work.free.values()):
        said = plain_words(profile.name)
        named = any(map(WEIGHT.search, (said, plain_words(profile.question))))
        weighs = named and profile.numeric and profile.least >= 0
        if SURVEY.search(said) and not profile.numeric and not work.has(RESPONSES, "survey"):
            line = Line(RESPONSES, "survey", profile.name, "named like the survey")
            work.say(line, profile.name)
        elif weighs and not work.has(RESPONSES, "weight"):
            reason = f"named like a weight; {profile.least:g} to {profile.most:g}"
            work.say(Line(RESPONSES, "weight", profile.name, reason), profile.name)


def _leave_out_calendar(work: Work) -> None:
    if not work.has(RESPONSES, "responded_on"):
        return
    for name, profile in list(work.free.items()):
        if CALENDAR.search(plain_words(name)) and profile.distinct <= 60:
            work.leave_out(name, "follows from the day")
