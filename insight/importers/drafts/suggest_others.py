"""Lines of a draft for customers and for changes, and for columns of the company's own."""

from dataclasses import replace

from insight.importers.drafts.draft import Choice, LeftOut, Line
from insight.importers.drafts.drafting import Work
from insight.importers.drafts.profile import MOST_LISTED, ColumnProfile
from insight.importers.drafts.scale_groups import picks_of
from insight.importers.drafts.suggest_columns import (
    asks_to_recommend,
    day_line,
    key_for,
    measure_line,
)
from insight.importers.drafts.wording import COUNTED, CUSTOMER_ID, TITLE, plain_words
from insight.tables import TABLES

_MOST_CODES = 12


def draft_customers(work: Work) -> None:
    customer = next(
        each
        for each in work.free.values()
        if each.is_unique and CUSTOMER_ID.search(plain_words(each.name))
    )
    reason = "named like a customer's id, and different in every row"
    work.say(Line("customers", "customer_id", customer.name, reason), customer.name)
    dated = any(each.is_date for each in work.free.values())
    _take_named_as_ours(work, "customers")
    work.notes.append(
        "No recommend question and no day of answering: these are customers, not answers. "
        "survey_responses would need a day (responded_on)."
    )
    none = "; no column holds days, so only a constant could stand there"
    work.notes.append(
        "If they tell of customers who left, [departures] needs customer_id and left_on, the day "
        f"each of them left{'' if dated else none}."
    )


def draft_changes(work: Work) -> None:
    title = next(p for p in work.free.values() if TITLE.fullmatch(plain_words(p.name)))
    work.say(Line("changes", "title", title.name, "named like a title"), title.name)
    days = [each for each in work.free.values() if each.is_date]
    line = day_line("started_on", days[:1], "the day it started")
    line = Line("changes", "started_on", line.entry, line.reason, line.question, line.choices)
    work.say(line, days[0].name)
    _take_named_as_ours(work, "changes")
    unique = next(
        (each for each in work.free.values() if each.is_unique and not each.is_free_text), None
    )
    if unique and not work.has("changes", "change_id"):
        line = Line("changes", "change_id", unique.name, "different in every row")
        work.say(line, unique.name)
    if work.has("changes", "lane"):
        return
    lanes = ("ours", "customers", "market")
    choices = tuple(Choice({"value": lane}, f"if {lane} changed") for lane in lanes)
    work.say(Line("changes", "lane", None, "", "who made these changes?", choices))


def _take_named_as_ours(work: Work, table: str) -> None:
    """Columns that are called as those of our table and may hold what they do."""
    for column in TABLES[table].columns:
        named = (each for each in work.free.values() if _as_ours(each.name) == column.name)
        profile = next(named, None)
        if profile is None or work.has(table, column.name):
            continue
        reason = f"called as the column of {table} is"
        line = Line(table, column.name, profile.name, reason)
        if column.type == "DATE":
            if not profile.is_date:
                continue
            said = day_line(column.name, [profile], reason)
            line = replace(said, table=table)
        work.say(line, profile.name)


def _as_ours(name: str) -> str:
    return plain_words(name).replace(" ", "_")


def draft_rest(work: Work, table: str) -> None:
    """Dimensions, measures, and the columns that are neither."""
    for name in picks_of(list(work.free.values())):
        work.leave_out(name, "codes such as picks have; [ratings.picks] of docs/mapping.md")
    ours = TABLES[table]
    taken: list[str] = []
    for name, profile in list(work.free.items()):
        if not ours.carries_dimensions:
            work.leave_out(name, f"{table} has no column for it")
            continue
        reason = _no_dimension(profile)
        if reason:
            work.leave_out(name, reason)
            continue
        key = key_for(profile, taken, ours.column_names)
        taken.append(key)
        line = _dimension_line(profile, key, table)
        if line:
            work.say(line, name)
        else:
            work.leave_out(name, f"{profile.distinct:,} different texts")
    for name, profile in work.partial.items():
        line = None
        if ours.carries_dimensions and not _no_dimension(profile) and not profile.is_date:
            line = _dimension_line(profile, key_for(profile, taken, ours.column_names), table)
        if line is None or line.is_open or asks_to_recommend(profile):
            work.left_out.append(LeftOut(name, work.lacking(profile)))
            continue
        taken.append(line.name)
        said = line.entry if isinstance(line.entry, dict) else {"column": line.entry}
        reason = f"{line.reason}; {work.lacking(profile)}"
        work.say(Line(table, line.name, {**said, "optional": True}, reason))


def _no_dimension(profile: ColumnProfile) -> str | None:
    if profile.distinct == 1:
        return f"one value only: {profile.texts[0][:40]!r}"
    if profile.is_date:
        return "another day; survey_responses has no column for it"
    if profile.holds_many_choices:
        return "several choices in one field; a dimension takes one"
    if profile.is_free_text:
        return "free text, and not the comment"
    if profile.numeric and profile.whole and profile.is_unique and profile.distinct > _MOST_CODES:
        return "a different whole number in every row, like an id"
    if not profile.numeric and profile.distinct > MOST_LISTED:
        return f"more than {MOST_LISTED} different texts"
    return None


def _dimension_line(profile: ColumnProfile, key: str, table: str) -> Line | None:
    if profile.labels:
        reason = f"{profile.distinct} codes, shown by the labels of the file"
        return Line(table, key, profile.name, reason)
    counted = COUNTED.search(plain_words(profile.name))
    if profile.numeric and profile.whole and profile.distinct <= _MOST_CODES and not counted:
        reason = f'{profile.distinct} codes; if they are measured, add type = "number"'
        return Line(table, key, profile.name, reason)
    measure = measure_line(profile, key, table)
    if measure or profile.distinct > MOST_LISTED:
        return measure
    return Line(table, key, profile.name, f"{profile.distinct} different texts")
