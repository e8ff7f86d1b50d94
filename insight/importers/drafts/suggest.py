"""A first mapping for files nobody has described: what each column is, with the reason."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from insight.importers.drafts.draft import Draft
from insight.importers.drafts.drafting import Work, columns_in
from insight.importers.drafts.profile import ColumnProfile, profiles_of
from insight.importers.drafts.suggest_checks import checked
from insight.importers.drafts.suggest_columns import RESPONSES, as_of_line, asks_to_recommend
from insight.importers.drafts.suggest_directions import directions_asked
from insight.importers.drafts.suggest_layout import take_layout
from insight.importers.drafts.suggest_others import draft_changes, draft_customers, draft_rest
from insight.importers.drafts.suggest_responses import draft_responses
from insight.importers.drafts.wording import (
    CUSTOMER_ID,
    OTHER_DAY,
    TITLE,
    is_group_of_score,
    personal_kind,
    plain_words,
)
from insight.importers.files.formats import expand
from insight.importers.files.records import FileOptions
from insight.importers.files.source_file import SourceFile, staged_sources
from insight.importers.first_rows import are_ratings


def suggest_mapping(
    paths: Sequence[Path],
    today: date,
    tell: Callable[[str], None] = lambda _: None,
    options: FileOptions | None = None,
) -> Draft:
    """Read files whole and draft a mapping for them; Mistake where they cannot be read.

    What `options` say of the files stands in the draft.
    """
    options = options or FileOptions()
    with tempfile.TemporaryDirectory(prefix="undercurrent-") as scratch:
        files = staged_sources(expand(paths, tell), options, Path(scratch), tell)
        draft = draft_mapping(files, today)
    for name, said in asdict(options).items():
        if said:
            draft = draft.with_line("file", name, said)
    return draft


def draft_mapping(files: Sequence[SourceFile], today: date) -> Draft:
    """A draft that imports as it is, or stops at exactly the lines that it marks as open."""
    profiles = profiles_of(files)
    work = Work(dict(profiles), files=tuple(file.name for file in files))
    _leave_out(work, files)
    take_layout(work, files)
    table = _table_of(work)
    if table == "changes":
        draft_changes(work)
    elif table == "customers":
        draft_customers(work)
    else:
        draft_responses(work, today)
    draft_rest(work, table)
    _say_as_of(work, profiles, today)
    lines = checked(work.lines, files)
    if any(line.table == "ratings.items" for line in lines):
        lines = directions_asked(lines, files)
    order = list(profiles)
    left_out = sorted(work.left_out, key=lambda left: order.index(left.column))
    columns = tuple(profiles.values())
    return Draft(work.files, tuple(lines), tuple(left_out), tuple(work.notes), columns)


def _say_as_of(work: Work, profiles: dict[str, ColumnProfile], today: date) -> None:
    days = [line for line in work.lines if line.name == "responded_on"]
    for column in columns_in(days[0].entry) if days else ():
        if line := as_of_line(profiles[column], today):
            work.lines.insert(0, line)


def _leave_out(work: Work, files: Sequence[SourceFile]) -> None:
    """Columns that no mapping should take unasked."""
    layouts = [file.head.layout for file in files if file.head.layout]
    for name, profile in list(work.free.items()):
        said = next((each.left_out[name] for each in layouts if name in each.left_out), None)
        texts = profile.texts[:50]
        kind = None if are_ratings(name, texts) else personal_kind(name, texts)
        if said:
            work.leave_out(name, said)
        elif not profile.filled:
            work.leave_out(name, "empty")
        elif kind:
            work.leave_out(name, f"personal ({kind}); a mapping may ask for it")
        elif is_group_of_score(profile.texts):
            work.leave_out(name, "promoter, passive or detractor follow from the score")
        elif len(profile.files) < len(files):
            work.partial[name] = work.free.pop(name)


def _table_of(work: Work) -> str:
    """Which of our tables the files fill: answers, unless they look like something else."""
    names = {name: plain_words(name) for name in work.free}
    if work.lines or any(map(asks_to_recommend, work.free.values())):
        return RESPONSES
    days = [each for each in work.free.values() if each.is_date]
    if days and any(TITLE.fullmatch(said) for said in names.values()) and len(names) <= 12:
        return "changes"
    customers = [name for name, said in names.items() if CUSTOMER_ID.search(said)]
    answered = [each for each in days if not OTHER_DAY.search(plain_words(each.wording))]
    if not answered and any(work.free[name].is_unique for name in customers):
        return "customers"
    return RESPONSES
