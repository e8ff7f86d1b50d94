"""Do we know what customers want? What staff believe beside what customers say."""

from typing import Any

from insight.charts.belief_rows import is_real, perception_gap
from insight.charts.theme import plain
from insight.query import Result
from insight.stats.perception import FEWEST_BELIEFS
from insight.words import Words

__all__ = ["alt", "by_department", "departments", "finding", "measure", "perception_gap"]


def finding(result: Result, words: Words, department: str | None = None) -> str:
    """What they overrate and underrate most, each only after Holm over all items."""
    who = "We" if department is None else plain(department, 40)
    ending = "" if department is None else "s"
    rows = [row for row in result.rows() if row["department"] == department]
    compared = [row for row in rows if row["gap"] is not None]
    if not compared:
        return f"No item has both what {_they(department)} believe and what customers say"
    real = [row for row in compared if is_real(row)]
    over = [row for row in real if row["gap"] > 0]
    under = [row for row in real if row["gap"] < 0]
    said = []
    for verb, found in (("overrate", over), ("underrate", under)):
        if found:
            most = max(found, key=lambda row: abs(row["gap"]))
            said.append(f"{verb}{ending} {_name(most)} by {words.points(abs(most['gap']))}")
    if said:
        others = len(real) - len(said)
        more = f"; {words.spelled(others)} more by less" if others else ""
        return f"{who} {' and '.join(said)}{more}"
    beliefs = max(row["believers"] or 0 for row in compared)
    if beliefs < FEWEST_BELIEFS:
        said_by = words.count(beliefs, "belief")
        return f"Only {said_by} an item: too few to say whether {_they(department)} know customers"
    return (
        f"{who} misjudge{ending} no item that {words.count(beliefs, 'belief')} an item could show"
    )


def by_department(result: Result, words: Words) -> str:
    """Who misjudges what most, after Holm over all departments and items."""
    rows = [row for row in result.rows() if row["department"] is not None]
    if not any(row["gap"] is not None for row in rows):
        return "No department has an item that customers were asked as well"
    real = sorted((row for row in rows if is_real(row)), key=lambda row: -abs(row["gap"]))
    if not real:
        if all((row["believers"] or 0) < FEWEST_BELIEFS for row in rows):
            return "Each department has too few beliefs to tell its gaps from chance"
        return "No department misjudges an item beyond what chance could do"
    most = real[0]
    verb = "overrates" if most["gap"] > 0 else "underrates"
    said = (
        f"{plain(most['department'], 40)} {verb} {_name(most)} by {words.points(abs(most['gap']))}"
    )
    if len(real) == 1:
        return f"{said}; no other gap of a department is beyond chance"
    return f"{said}, the widest of {words.spelled(len(real))} gaps beyond chance"


def departments(result: Result) -> list[str]:
    """Every department that believes something, in alphabetical order."""
    return sorted({row["department"] for row in result.rows() if row["department"] is not None})


def measure(result: Result, words: Words, department: str | None = None) -> str:
    """What is drawn, how many believe it, when they said so, and when no gap is called."""
    rows = [row for row in result.rows() if row["department"] == department]
    beliefs = max((row["believers"] or 0 for row in rows), default=0)
    days = [row["believed_on"] for row in rows if row["believed_on"]]
    when = f", last said on {words.day(max(days))}" if days else ""
    few = (
        f"; fewer than {FEWEST_BELIEFS} beliefs are too few to call a gap"
        if beliefs < FEWEST_BELIEFS
        else "; bold where the gap is beyond chance"
    )
    return (
        f"Mean want as {_they(department)} believe it and as customers say it, percent of maximum, "
        f"with the gap's 95 % interval; {words.count(beliefs, 'belief')} an item{when}{few}"
    )


def alt(result: Result, words: Words, department: str | None = None) -> str:
    """The finding and both figures of every item, for who does not see the chart."""
    said = [f"Chart of beliefs and wants. {finding(result, words, department)}"]
    for row in result.rows():
        if row["department"] != department or row["gap"] is None:
            continue
        said.append(
            f"{plain(row['item'])}: believed {words.number(row['believed'])}, wanted "
            f"{words.number(row['wanted'])}, gap {words.signed(row['gap'])} "
            f"({words.interval(row['gap_low'], row['gap_high'])})"
        )
    return ". ".join(said) + "."


def _they(department: str | None) -> str:
    return "we" if department is None else plain(department, 40)


def _name(row: dict[str, Any]) -> str:
    return f"“{plain(row['item'], 60)}”"
