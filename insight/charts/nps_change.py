"""Has NPS changed between two periods, and is the change real?"""

from typing import Any

from insight.charts.claims import could_show, is_thin, limits, size, too_thin
from insight.charts.theme import plain
from insight.query import Result
from insight.stats.many_tests import holm
from insight.stats.two_waves import Change
from insight.words import Words


def finding(change_result: Result, words: Words, versus_name: str = "the year before") -> str:
    """NPS now, and its change only where it is real; `versus_name` is what it is compared with."""
    rows = change_result.rows()
    if not rows:
        return "No answers with a score in this period"
    if len(rows) > 1 or change_result.asked.get("dimension"):
        return _by_value(rows, words, versus_name)
    [row] = rows
    if row["nps"] is None:
        if row["respondents"] == 0:
            return "No answers with a score in this period"
        return "Too few answers to show NPS"
    now = f"NPS is {words.number(row['nps'])}"
    if is_thin(row["respondents"]):
        return too_thin(now, row["respondents"], words)
    return now + _versus(row, words, versus_name)


def _versus(row: dict[str, Any], words: Words, versus_name: str) -> str:
    change = change_of(row)
    if change is None:
        few = "nobody answered in" if row["versus_respondents"] == 0 else "too few answers in"
        return f" ({words.interval(row['nps_low'], row['nps_high'])}); {few} {versus_name}"
    if is_thin(row["versus_respondents"]):
        answers = words.count(row["versus_respondents"], "answer")
        return f"; only {answers} in {versus_name}: too thin to compare"
    if change.is_real:
        direction = "higher" if change.points > 0 else "lower"
        return f", {size(change, words)} {direction} than {versus_name} ({limits(change, words)})"
    answers = row["respondents"] + row["versus_respondents"]
    return f"; no change from {versus_name} {could_show(answers, words)}"


def change_of(row: dict[str, Any]) -> Change | None:
    """The change that a row states; None where either period has too few answers."""
    if row["change"] is None or row["p"] is None:
        return None
    return Change(row["change"], row["change_low"], row["change_high"], row["p"])


def _by_value(rows: list[dict[str, Any]], words: Words, versus_name: str) -> str:
    """How many values moved, and the largest move, corrected for looking at all of them."""
    compared = [
        row
        for row in rows
        if row["value"] is not None
        and change_of(row)
        and not is_thin(row["respondents"], row["versus_respondents"])
    ]
    if not compared:
        return f"Too few answers to compare with {versus_name}"
    corrected = holm([row["p"] for row in compared])
    moved = [
        row
        for row, p in zip(compared, corrected, strict=True)
        if p <= 0.05 and change_of(row).is_real
    ]
    if not moved:
        answers = sum(row["respondents"] + row["versus_respondents"] for row in compared)
        return (
            f"No change from {versus_name} in any of {len(compared)} {could_show(answers, words)}"
        )
    most = max(moved, key=lambda row: abs(row["change"]))
    change = change_of(most)
    verb = "rose" if change.points > 0 else "fell"
    name = plain(most["value"], 40)
    said = f"NPS {verb} {size(change, words)} in {name} ({limits(change, words)})"
    if len(moved) == 1:
        return said
    return f"{said}, the largest of {words.spelled(len(moved))} real changes"


def alt(change_result: Result, words: Words, versus_name: str = "the year before") -> str:
    """The figures as sentences: NPS with interval, the change with interval, the answers."""
    said = [finding(change_result, words, versus_name)]
    for row in change_result.rows():
        if row["nps"] is None:
            continue
        name = f"{plain(row['value'])}: " if row["value"] is not None else ""
        sentence = (
            f"{name}NPS {words.number(row['nps'])} "
            f"({words.interval(row['nps_low'], row['nps_high'])}), "
            f"{words.count(row['respondents'], 'answer')}"
        )
        if row["change"] is not None:
            sentence += (
                f"; change {words.signed(row['change'])} "
                f"({words.interval(row['change_low'], row['change_high'])})"
            )
        said.append(sentence)
    return ". ".join(said) + "."
