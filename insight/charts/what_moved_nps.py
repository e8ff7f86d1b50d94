"""What moved NPS from one period to another: how groups scored, or how many of each answered?"""

from typing import Any

from insight.charts.bridge import what_moved_nps
from insight.charts.claims import could_show
from insight.charts.comparison import why_not_compared
from insight.charts.nps_change import change_of
from insight.charts.periods import value_name
from insight.charts.theme import plain
from insight.charts.within_or_mix import Split, dimension_name, part_of, really, splits
from insight.query import Result
from insight.words import Words

__all__ = ["alt", "finding", "summary", "what_moved_nps"]


def finding(result: Result, words: Words, change: Result, totals: Result) -> str:
    """How NPS moved, and which of its two parts moved it, each only where it is real.

    `change` is nps_change and `totals` within_or_mix, of the same answers.
    """
    [overall] = change.rows()
    why = why_not_compared(result.asked, overall, words)
    if why:
        return why
    moved = change_of(overall)
    if moved.is_real:
        verb = "rose" if moved.points > 0 else "fell"
        head = f"NPS {verb} {words.number(abs(moved.points), 1)}"
    else:
        answers = overall["respondents"] + overall["versus_respondents"]
        head = f"NPS shows no change {could_show(answers, words)}"
    split = split_of(result, totals)
    if split is None:
        name = dimension_name(result.asked["dimension"])
        return f"{head}; no {name} has enough answers in both periods to say what moved it"
    said = []
    if split.within_is_real:
        said.append(_within(result.rows(), split, words))
    if split.mix_is_real:
        said.append(_mix(result.rows(), split, words))
    if not said:
        return f"{head}; by {split.name} these answers cannot tell what moved it"
    opposed = len(said) == 2 and split.within.points * split.mix.points < 0
    clauses = (", but " if opposed else ", and ").join(said)
    if moved.is_real:
        return f"{head}: {clauses}"
    return f"{head}, as two moves cancel: {clauses}" if opposed else f"{head}, yet {clauses}"


def split_of(result: Result, totals: Result) -> Split | None:
    """The sums of both parts by the dimension asked; None where they cannot be told."""
    by_dimension = {split.dimension: split for split in splits(totals)}
    return by_dimension.get(result.asked["dimension"])


def _within(rows: list[dict[str, Any]], split: Split, words: Words) -> str:
    """Customers inside each value, or on average where not every value moved that way."""
    points = split.within.points
    way = "higher" if points > 0 else "lower"
    size = words.number(abs(points), 1)
    compared = [row for row in rows if None not in (row["nps_before"], row["nps_after"])]
    if all((row["nps_after"] - row["nps_before"]) * points > 0 for row in compared):
        return f"customers inside each {split.name} scored {size} {way}"
    return f"customers of the same {split.name} scored {size} {way} on average"


def _mix(rows: list[dict[str, Any]], split: Split, words: Words) -> str:
    """The value whose share moved NPS most in the way the mix did, where that is real."""
    shown = [row for row in rows if row["mix"] is not None]
    real = really([part_of(row, "mix") for row in shown])
    moved = [
        row
        for row, is_real in zip(shown, real, strict=True)
        if is_real and row["mix"] * split.mix.points > 0
    ]
    if not moved:
        return f"the mix by {split.name} moved it {words.signed(split.mix.points, 1)}"
    most = max(moved, key=lambda row: abs(row["mix"]))
    grew = "grew" if most["share_after"] > most["share_before"] else "shrank"
    name = f"answers that state no {split.name}"
    if most["value"] is not None:
        name = plain(most["value"], 40)
    return f"{name} {grew} from {shares(most, words)} of answers"


def shares(row: dict[str, Any], words: Words) -> str:
    """`20 % to 40 %`, with a decimal where they would else read alike."""
    ends = (row["share_before"], row["share_after"])
    decimals = 0 if round(ends[0]) != round(ends[1]) else 1
    return " to ".join(f"{words.number(end, decimals)} %" for end in ends)


def summary(result: Result, totals: Result, words: Words) -> str:
    """The change and its two parts with their intervals, for a chart's subtitle."""
    split = split_of(result, totals)
    if split is None:
        return "NPS, points"
    total = split.within.points + split.mix.points
    parts = [
        f"{said} {words.signed(part.points, 1)} ({words.interval(part.low, part.high, 1)})"
        for said, part in (("how customers scored", split.within), ("their mix", split.mix))
    ]
    return f"NPS, points: change {words.signed(total, 1)} is {' and '.join(parts)}"


def alt(result: Result, words: Words) -> str:
    """NPS of both periods and both parts of each value, with intervals."""
    said = ["A bridge from NPS of one period to that of another, a bar for each part"]
    for row in result.rows():
        if row["within"] is None:
            continue
        parts = [
            f"{name} {words.signed(row[part], 1)} "
            f"({words.interval(row[f'{part}_low'], row[f'{part}_high'], 1)})"
            for name, part in (("score", "within"), ("share", "mix"))
        ]
        said.append(f"{plain(value_name(row['value']))}: {', '.join(parts)}")
    return ". ".join(said) + "."
