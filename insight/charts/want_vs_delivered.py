"""Where do what customers want and what they get part? Gaps by item, and in words."""

from typing import Any

from insight.charts.claims import could_show, is_thin, size
from insight.charts.gap_words import UNPAIRED
from insight.charts.gaps import want_vs_delivered
from insight.charts.importance_map import importance_map
from insight.charts.items import gap_respondents, is_one_sided, is_paired, is_pick, item_name
from insight.charts.theme import plain
from insight.query import Result
from insight.stats.many_tests import holm
from insight.stats.two_sided_p import normal_p
from insight.stats.two_waves import Z95, Change
from insight.words import Words

__all__ = ["alt", "finding", "importance_map", "want_vs_delivered"]


def finding(result: Result, words: Words) -> str:
    """The widest gap that is real, corrected for having looked at all items (Holm)."""
    rows = result.rows()
    if not rows:
        return "No ratings in this period"
    if any(is_pick(row) for row in rows):
        return _finding_of_picks(rows, words)
    with_gap = [row for row in rows if row["gap"] is not None]
    if not with_gap:
        sides = {side for row in rows for side in ("wanted", "delivered") if row[side] is not None}
        if not sides:
            return "Too few answers to show any item"
        if len(sides) == 1:
            asked = "wanted" if sides == {"wanted"} else "delivered"
            return f"Items were asked only as {asked}, so no gap can be shown"
        return "Wants and delivery were asked of different items, so no gap can be shown"
    tested = [row for row in with_gap if not is_thin(gap_respondents(row)) and _p(row) is not None]
    if not tested:
        most = max(gap_respondents(row) for row in with_gap)
        return f"No gap can be told: at most {words.count(most, 'answer')} an item is too thin"
    corrected = holm([_p(row) for row in tested])
    real = [row for row, p in zip(tested, corrected, strict=True) if p <= 0.05]
    short = [row for row in real if row["gap_high"] < 0]
    if short:
        widest = min(short, key=lambda row: row["gap"])
        gap = Change(widest["gap"], widest["gap_low"], widest["gap_high"], _p(widest))
        return f"{_quoted(widest)} falls {size(gap, words)} short of what customers want"
    answers = max(gap_respondents(row) for row in tested)
    if real:
        return f"No item falls short of what customers want {could_show(answers, words)}"
    return f"No gap between wanted and delivered {could_show(answers, words)}"


def _finding_of_picks(rows: list[dict[str, Any]], words: Words) -> str:
    ranked = [row for row in rows if row["importance_satisfaction"] is not None]
    if not ranked:
        picked = [row for row in rows if is_pick(row) and row["wanted"] is not None]
        if not picked:
            return "Too few answers to rank what customers picked"
        most = max(picked, key=lambda row: row["wanted"])
        return f"{_quoted(most)} is picked most: {words.number(most['wanted'])} % picked it"
    first, *others = sorted(ranked, key=lambda row: -row["importance_satisfaction"])
    fewest = min(first["respondents_wanted"], first["respondents_delivered"])
    picked = f"{words.number(first['wanted_top'])} % picked it"
    satisfied = f"{words.number(first['delivered_top'])} % are satisfied"
    if is_thin(fewest):
        answers = words.count(fewest, "answer")
        return f"{_quoted(first)} comes first from only {answers}: too thin to say more"
    if others and not _leads(first, others):
        return f"{_quoted(first)} and {_quoted(others[0])} come first, too close to tell apart"
    return f"{_quoted(first)} comes first: {picked}, {satisfied}"


def _leads(first: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    """Whether its importance times dissatisfaction is above that of all others (Holm).

    The same people answer about all items, so the two errors are added: never too small.
    """
    ps = []
    for other in others:
        lead = first["importance_satisfaction"] - other["importance_satisfaction"]
        error = _score_error(first) + _score_error(other)
        ps.append(normal_p(lead / error) if error else float(lead == 0))
    return max(holm(ps)) <= 0.05


def _score_error(row: dict[str, Any]) -> float:
    """Standard error of importance times dissatisfaction (delta method)."""
    picked, dissatisfied = row["wanted_top"] / 100, 1 - row["delivered_top"] / 100
    of_picked = dissatisfied**2 * picked * (1 - picked) / row["respondents_wanted"]
    of_delivered = picked**2 * dissatisfied * (1 - dissatisfied) / row["respondents_delivered"]
    return (of_picked + of_delivered) ** 0.5


def _quoted(row: dict[str, Any]) -> str:
    """An item within a sentence, so that `Told about delays` reads as a name."""
    return f"“{item_name(row, 60)}”"


def measure(result: Result) -> str:
    """What the chart shows, for its subtitle: gaps, picks, or one side only; what shapes mean."""
    rows = result.rows()
    kinds = {row["kind"] for row in rows if row["kind"]}
    shapes = ". ■ hard (measurable), ● soft (felt)" if len(kinds) > 1 else ""
    if any(is_pick(row) for row in rows):
        said = "Percent who picked it and percent satisfied, by importance times dissatisfaction"
    elif any(row["gap"] is not None for row in rows):
        said = "Wanted and delivered, percent of maximum, with the 95 % interval of each gap"
    else:
        said = "Wanted or delivered, percent of maximum, with 95 % intervals"
    return said + shapes


def whose_gaps(result: Result, words: Words) -> str:
    """For the small print: how many gaps rest on the same people, how many on different ones."""
    paired = [is_paired(row) for row in result.rows() if row["gap"] is not None]
    if not paired:
        if any(is_pick(row) for row in result.rows()):
            return "a share who picked and a share satisfied have no gap"
        if all(is_one_sided(row) for row in result.rows()):
            return "no gap: no item was rated on both sides"
        return "no gap: too few answers to show one"
    if all(paired):
        return "every gap is paired: the same people rated both sides"
    different = f"the difference of the means of different people (Welch), marked {UNPAIRED}"
    if not any(paired):
        return f"every gap is unpaired: {different}"
    unpaired = words.count(len(paired) - sum(paired), "gap")
    return f"{unpaired} of {words.number(len(paired))} unpaired: {different}; the others paired"


def _p(row: dict[str, Any]) -> float | None:
    if row["gap_low"] is None or row["gap_high"] is None:
        return None
    error = (row["gap_high"] - row["gap_low"]) / (2 * Z95)
    if error == 0:
        return 0.0 if row["gap"] else 1.0
    return normal_p(row["gap"] / error)


def alt(result: Result, words: Words) -> str:
    """The three widest gaps with their figures, for who does not see the chart."""
    rows = result.rows()
    said = [
        f"Chart of {words.count(len(rows), 'item')}, wanted against delivered",
        finding(result, words),
    ]
    for row in [row for row in rows if row["gap"] is not None][:3]:
        said.append(
            f"{plain(item_name(row, 80))}: wanted {words.number(row['wanted'])}, "
            f"delivered {words.number(row['delivered'])}, gap {words.signed(row['gap'])} "
            f"({words.interval(row['gap_low'], row['gap_high'])})"
        )
    return ". ".join(said) + "."
