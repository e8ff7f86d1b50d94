"""What did each of our changes do to NPS, and to the item it aimed at?"""

import plotly.graph_objects as go

from insight.charts.change_verdicts import SAID, Judged, judged
from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import Theme, plain, safe, wrapped
from insight.charts.verdict_rows import draw_by_verdict
from insight.query import Result
from insight.words import Words


def measure(kind: str) -> str:
    """What is drawn, for the caption."""
    what = "NPS, points" if kind == "nps" else f"{_of(kind)}, points of percent of maximum"
    return (
        f"Effect of each change of ours on {what}, with its 95 % interval: the step at its start, "
        "those it touched less those it did not"
    )


def finding(result: Result, words: Words, kind: str = "nps") -> str:
    """The largest effect that is real, how many more there are, and how many did nothing."""
    changes = judged(result, kind)
    if not changes:
        return "No change of ours is on record in this period"
    moved = [one for one in changes if one.verdict == "moved" and not one.thin]
    still = [one for one in changes if one.verdict == "bounded" and not one.thin]
    if not moved:
        if still:
            widest = words.points(max(one.most for one in still))
            counted = "One change" if len(still) == 1 else words.spelled(len(still)).capitalize()
            noun = "" if len(still) == 1 else " of our changes"
            return (
                f"{counted}{noun} did not move {_of(kind)} by more than {widest}; none was seen to"
            )
        return f"No change of ours can be said to have moved {_of(kind)}"
    said = f"{plain(moved[0].title, 60)} {moved[0].moved(words)}"
    if len(moved) > 1:
        said += f", the most of {words.spelled(len(moved))} changes that moved {_it(kind)}"
    if still:
        others = "other" if len(still) == 1 else "others"
        said += f"; {words.spelled(len(still))} {others} did nothing we could see"
    return said


def _it(kind: str) -> str:
    return "it" if kind == "nps" else "their item"


def _of(kind: str) -> str:
    return "NPS" if kind == "nps" else f"{SAID[kind]} of the item it aimed at"


def change_effects(result: Result, theme: Theme, kind: str = "nps") -> go.Figure:
    """One row a change under the heading of its verdict: the effect on its interval."""
    changes = judged(result, kind)
    if not changes:
        return nothing_to_draw(theme.figure(0), finding(result, theme.words, kind), theme)
    return draw_by_verdict(changes, theme, _hover)


def _hover(one: Judged, words: Words) -> str:
    row = one.row
    lines = [f"<b>{wrapped(one.title, 40)}</b>"]
    if one.started_on:
        lines.append(f"Started {words.day(one.started_on)}")
    lines += [
        wrapped(one.sentence(words), 48, 4),
        f"{words.signed(one.change.points, 1)} points, 95 % interval "
        f"{words.interval(one.change.low, one.change.high, 1)}",
        f"{words.count(row['respondents_before'] or 0, 'answer')} before, "
        f"{words.number(row['respondents_after'])} after",
    ]
    if one.thin:
        lines.append("Too few answers to say much")
    if row["method"]:
        lines.append(safe(row["method"]))
    return "<br>".join(lines)


def alt(result: Result, words: Words, kind: str = "nps") -> str:
    """The finding and the verdict on every change, for who does not see the chart."""
    said = [f"What each change did. {finding(result, words, kind)}"]
    said += [f"{plain(one.title)}: {one.sentence(words)}" for one in judged(result, kind)]
    return ". ".join(said) + "."
