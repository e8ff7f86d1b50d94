"""Which column names the answer, the customer, the day of answering and what they wrote."""

import re
from collections.abc import Sequence

from insight.importers.drafts.profile import ColumnProfile
from insight.importers.drafts.wording import (
    COMMENT,
    DAY,
    OTHER_DAY,
    RESPONDED,
    SENT,
    STARTED,
    SURVEYED,
    plain_words,
)

_FEW_DAYS = 0
_SENTENCE = 20


def id_of(profiles: Sequence[ColumnProfile], pattern: re.Pattern[str]) -> ColumnProfile | None:
    """The column named like such an id, one that differs in every row before one that does not."""
    named = [each for each in profiles if pattern.search(plain_words(each.name))]
    named = [each for each in named if not each.is_date and each.distinct > 1]
    return next((each for each in named if each.is_unique), named[0] if named else None)


def answering_days(profiles: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """The columns that can be the day of answering, the best alone where one is the best."""
    ranked = [(_rank(each), each) for each in profiles if each.is_date]
    likely = [(rank, each) for rank, each in ranked if rank > _FEW_DAYS]
    if not likely:
        return []
    best = max(rank for rank, _ in likely)
    return [each for rank, each in likely if rank == best]


def _rank(profile: ColumnProfile) -> int:
    said = plain_words(profile.wording)
    if SENT.search(said) or OTHER_DAY.search(said):
        return 0
    rank = 1
    for pattern, worth in ((SURVEYED, 5), (RESPONDED, 4), (DAY, 2)):
        if pattern.search(said):
            rank = max(rank, worth)
    if STARTED.search(said):
        rank = 1
    return rank + (6 if profile.is_complete else 0)


def sent_day(profiles: Sequence[ColumnProfile]) -> ColumnProfile | None:
    """The one column of days that says when they were asked."""
    sent = [each for each in profiles if each.is_date and SENT.search(plain_words(each.wording))]
    return sent[0] if len(sent) == 1 else None


def comment_of(profiles: Sequence[ColumnProfile]) -> tuple[ColumnProfile, str] | None:
    """The column of what they wrote, with the reason; the likeliest by wording, then by length."""
    written = [each for each in profiles if _is_written(each) or _is_named_comment(each)]
    written = [each for each in written if not each.holds_many_choices]
    if not written:
        return None
    best = max(written, key=lambda each: (_is_named_comment(each), each.mean_length))
    reason = "free text" + (", worded like a comment" if _is_named_comment(best) else "")
    if len(written) > 1:
        reason += f", the likeliest of {len(written)}"
    return best, reason


def _is_written(profile: ColumnProfile) -> bool:
    """Whether they are sentences, as it seems; names of people and companies are shorter."""
    return profile.is_free_text and profile.mean_length >= _SENTENCE


def _is_named_comment(profile: ColumnProfile) -> bool:
    texts = not profile.numeric and not profile.is_date and profile.distinct > 1
    wrote = profile.mean_length > 15 and profile.distinct * 2 > profile.filled
    return texts and wrote and bool(COMMENT.search(plain_words(profile.wording)))
