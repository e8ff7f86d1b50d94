"""Have customers changed while we have not?"""

from insight.query import Result
from insight.stats.complacency import COMPLETED, FOUND, RECORDED, SHIFTS
from insight.words import Words

RULE = (
    "The warning fires when customers shifted at least once and no change of ours was completed in "
    "the last twelve months"
)


def fires(result: Result) -> bool:
    """Whether complacency is warned of."""
    return any(row["fires"] for row in result.rows())


def finding(result: Result, words: Words) -> str:
    """The warning, or why there is none."""
    counts = _counts(result)
    if not counts:
        return "No change is on record, so complacency cannot be told"
    shifts, completed = counts[SHIFTS], counts[COMPLETED]
    if fires(result):
        return (
            f"Customers have changed and we have not: {_shifts(shifts, words)}, no change of ours "
            "completed in twelve months"
        )
    if not shifts:
        return "No sign of complacency: customers did not shift in the last twelve months"
    done = words.spelled(completed)
    return (
        f"No sign of complacency: {_shifts(shifts, words)} in the last twelve months, "
        f"{done} change{'' if completed == 1 else 's'} of ours completed"
    )


def _shifts(count: int, words: Words) -> str:
    return f"{words.spelled(count)} customer shift{'' if count == 1 else 's'}"


def rule(result: Result, words: Words) -> str:
    """The rule with its figures, as it stands under the finding."""
    counts = _counts(result)
    if not counts:
        return f"{RULE}."
    return (
        f"{RULE}. Customer shifts: {words.number(counts[SHIFTS])} "
        f"({words.number(counts[RECORDED])} recorded, {words.number(counts[FOUND])} found in what "
        f"customers say and do). Changes of ours completed: {words.number(counts[COMPLETED])}; one "
        "without a day of completion counts as begun."
    )


def _counts(result: Result) -> dict[str, int]:
    return {row["rule"]: int(row["value"]) for row in result.rows()}
