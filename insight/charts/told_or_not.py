"""Did customers who were told of a change score better than those who were not?"""

from typing import Any

import plotly.graph_objects as go

from insight.charts.change_verdicts import Judged
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import THIN, Theme, plain, wrapped
from insight.charts.verdict_rows import draw_by_verdict
from insight.query import Result
from insight.stats.told_or_not import GROUPS as ANSWERED
from insight.stats.two_waves import Change
from insight.words import Words

MEASURE = (
    "NPS, points: how much more those told gained than those not told, with its 95 % interval; "
    "from the year before they were told to the year after"
)
"""What is drawn, for the caption."""

_HEADINGS = {
    "moved": "Being told went with a difference",
    "bounded": "No difference of more than this",
    "too_few": "Too few answers to say",
    "not_identifiable": "Cannot be told apart",
}


def told(result: Result) -> list[Judged]:
    """The changes by verdict, in each the largest effect first."""
    order = list(_HEADINGS)
    return sorted(
        (_judged(row) for row in result.rows()),
        key=lambda one: (
            order.index(one.verdict),
            -abs(one.change.points) if one.change else 0.0,
            one.change_id,
        ),
    )


def _judged(row: dict[str, Any]) -> Judged:
    change = None
    if row["effect"] is not None:
        change = Change(row["effect"], row["low"], row["high"], row["p_corrected"])
    verdict = row["verdict"] or "too_few"
    return Judged(
        change_id=row["change_id"],
        title=row["title"] or row["change_id"],
        kind="nps",
        item=None,
        started_on=row["told_on"],
        verdict="too_few" if change is None and verdict in ("moved", "bounded") else verdict,
        change=change,
        fewest=min(row[f"respondents_{group}"] or 0 for group in ANSWERED),
        of_everybody=False,
        near=row["also_told_of"],
        row=row,
    )


def finding(result: Result, words: Words) -> str:
    """The largest difference that is real, else the most that being told can have made."""
    changes = told(result)
    if not changes:
        return "Nobody is on record as told of a change of ours in this period"
    moved = [one for one in changes if one.verdict == "moved" and not one.thin]
    still = [one for one in changes if one.verdict == "bounded" and not one.thin]
    if moved:
        return f"Those told of {plain(moved[0].title, 60)} {_gained(moved[0], words)}"
    if len(still) == 1:
        most = words.points(still[0].most)
        return (
            f"Being told of {plain(still[0].title, 60)} made no difference to NPS of more than "
            f"{most}"
        )
    if still:
        most = words.points(max(one.most for one in still))
        return (
            f"Being told of {words.spelled(len(still))} changes made no difference to NPS of more "
            f"than {most}"
        )
    return "No difference between customers told and not told of a change can be seen"


def _gained(one: Judged, words: Words) -> str:
    verb = "gained" if one.change.points > 0 else "lost"
    against = "on" if one.change.points > 0 else "against"
    return f"{verb} {one.points(words)} of NPS {against} those not told ({one.limits(words)})"


def sentence(one: Judged, words: Words) -> str:
    """The verdict, one of four: plain text."""
    if one.verdict == "moved":
        said = _gained(one, words)
        return said[:1].upper() + said[1:]
    if one.verdict == "bounded":
        return f"No difference of more than {words.points(one.most)}"
    if one.verdict == "not_identifiable":
        titles = words.listed([plain(title, 40) for title in (one.near or "").split("; ")[:2]])
        return f"Told in the same days of {titles or 'another change'}"
    return "Too few answers to say"


def told_or_not(result: Result, theme: Theme) -> go.Figure:
    """One row a change under the heading of its verdict: what those told gained on the others.

    Changes with too few answers are drawn only where there are no others.
    """
    changes = told(result)
    if not changes:
        return nothing_to_draw(theme.figure(0), finding(result, theme.words), theme)
    return draw_by_verdict(_of_enough(changes) or changes, theme, _hover, _HEADINGS)


def _of_enough(changes: list[Judged]) -> list[Judged]:
    return [one for one in changes if one.verdict != "too_few"]


def left_out(result: Result, words: Words) -> str:
    """How many changes are in the list only, as a sentence; empty where all are drawn."""
    changes = told(result)
    few = len(changes) - len(_of_enough(changes))
    if not 0 < few < len(changes):
        return ""
    stand = "stands" if few == 1 else "stand"
    return f"{words.count(few, 'change')} with too few answers {stand} in the list only."


def _hover(one: Judged, words: Words) -> str:
    lines = [f"<b>{wrapped(one.title, 40)}</b>"]
    if one.started_on:
        lines.append(f"Customers told from {words.day(one.started_on)}")
    lines += [
        wrapped(sentence(one, words), 48, 4),
        f"{words.signed(one.change.points, 1)} points, 95 % interval "
        f"{words.interval(one.change.low, one.change.high, 1)}",
        *(f"{who}: {_course(one, of, words)}" for who, of in _GROUPS.items()),
    ]
    if one.thin:
        lines.append("Too few answers to say much")
    return "<br>".join(lines)


_GROUPS = {"Told": "told", "Not told": "untold"}


def _course(one: Judged, of: str, words: Words) -> str:
    """`25 to 36 points, 1,336 answers before and 1,259 after`."""
    before, after = (one.row[f"nps_{of}_{side}"] for side in ("before", "after"))
    answers = [one.row[f"respondents_{of}_{side}"] or 0 for side in ("before", "after")]
    return (
        f"NPS {words.number(before)} to {words.number(after)}, "
        f"{words.count(answers[0], 'answer')} before and {words.number(answers[1])} after"
    )


def listed(result: Result, words: Words) -> list[dict[str, Any]]:
    """The list under the chart: what, when, the verdict, and both groups' NPS unless thin."""
    return [
        {"title": one.title, "verdict": sentence(one, words), "told_on": one.started_on}
        | {f"nps_{group}": _unless_thin(one.row, group) for group in ANSWERED}
        for one in told(result)
    ]


def _unless_thin(row: dict[str, Any], group: str) -> float | None:
    return None if (row[f"respondents_{group}"] or 0) < THIN else row[f"nps_{group}"]


def alt(result: Result, words: Words) -> str:
    """The finding and the verdict on every change, for who does not see the chart."""
    said = [f"Customers told of a change and those not told. {finding(result, words)}"]
    said += [f"{plain(one.title)}: {sentence(one, words)}" for one in told(result)]
    return ". ".join(said) + "."
